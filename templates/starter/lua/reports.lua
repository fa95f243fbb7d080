-- The reports of this project, each built for `period` unless the command says
-- --period. `demo = true` is needed as long as the figures are invented: every page
-- then says 演示数据. With your own data, take it away.

local methods = require "methods"

-- What is computed once for all the reports that print it: the index, the stars, and the
-- courses of the zones.
local function prepare(period)
  require("nqi.index_report").open {
    definition = require "indices.nqi", period = period, optional = true,
  }
  require("nqi.grade").open { definition = require "indices.stars", period = period }
  for _, zone in ipairs(regions "zone") do
    require("monitor_text").zone_lines("CERT", zone.areas[1], "zone", period, 24)
  end
end

return {
  {
    name = "monthly", template = "monthly.md", model = "monthly", series = "月度报告", period = "2024-12",
    title = "质量基础设施运行监测月报", title_en = "Monthly Monitor of Quality Infrastructure",
    demo = true, prepare = prepare,
  },
  {
    name = "monthly-province", template = "monthly-province.md", model = "monthly_province", series = "月度报告",
    period = "2024-12", for_each = areas { ranked = true },
    title = "{{ area.name }}质量基础设施月报",
    title_en = "Monthly Profile of Quality Infrastructure: {{ area.name_en }}",
    demo = true, prepare = prepare,
  },
  {
    name = "methods", template = "methods.md", series = "方法制度", period = methods.period, model = "methods",
    title = methods.title, title_en = methods.title_en, demo = true, prepare = prepare,
  },
  -- Not published: nqi dump markdown --report sensitivity --area 990300 prints it.
  {
    name = "sensitivity", template = "sensitivity.md", model = "sensitivity", series = "内部资料",
    period = "2024-12", for_each = areas { ranked = true },
    title = "{{ area.name }}质量基础设施指数敏感性（内部）",
    title_en = "Sensitivity of the Index (internal): {{ area.name_en }}",
    demo = true, internal = true, prepare = prepare,
  },
}
