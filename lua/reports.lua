-- The reports of this project: one entry each, built for `period` unless the
-- command says --period. `for_each` makes one report an area. A report sees no data of
-- later than its period, unless it says how many periods `ahead` it does: what an area's
-- profile says of certificates, and what the forum's figures are held beside, is newer.

local methods = require "methods"

-- The index and the rankings are computed once for all the reports that print them.
local function prepare(period)
  local panel = require "panel"
  require("nqi.index_report").open {
    definition = require "indices.environment", period = period, optional = true,
  }
  for _, code in ipairs(panel.profile) do panel.ranking(code, period) end
end

return {
  {
    name = "forum", template = "forum.md", model = "forum", series = "专题资料", period = "2023-09", ahead = 16,
    title = "质量基础设施与制造业高质量发展对话会（合肥）数字摘编",
    title_en = "Hefei Dialogue on Quality Infrastructure and Manufacturing: Digest of Figures",
  },
  {
    name = "certification", template = "certification.md", model = "certification", series = "月度报告", period = "2025-01",
    title = "认证认可统计月报", title_en = "Monthly Bulletin of Certification",
  },
  {
    name = "inspection", template = "inspection.md", model = "inspection", series = "年度报告", period = "2024",
    title = "检验检测服务业统计年报", title_en = "Annual Report on Inspection and Testing Services",
  },
  {
    name = "environment", template = "environment.md", series = "年度报告", period = "2023", model = "environment",
    prepare = prepare,
    title = "质量发展环境报告", title_en = "Environment for Quality Development",
  },
  {
    name = "province", template = "province.md", series = "分省概览", period = "2023", model = "province",
    for_each = areas { ranked = true }, prepare = prepare, ahead = 2,
    title = "{{ area.name }}质量发展概览", title_en = "Quality Development Profile: {{ area.name_en }}",
  },
  {
    name = "methods", template = "methods.md", series = "方法制度", period = methods.period, numbers = "chapter",
    model = "methods", prepare = prepare, title = methods.title, title_en = methods.title_en,
  },
}
