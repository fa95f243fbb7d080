-- The report 《统计方法与指标解释》, which the others refer to for definitions in full, rules
-- and the method of the index.
--
--   require("methods").link().href   --> ../../methods/2023/2023.html
local methods = { title = "统计方法与指标解释", title_en = "Methods and Definitions", period = "2023" }

-- What a report includes of it: its title, and the way from the report's own folder.
function methods.link()
  return { title = methods.title, href = string.format("../../methods/%s/%s.html", methods.period, methods.period) }
end

-- The names of templates/methods.md.
function methods.model(job)
  local annex, index_report = require "nqi.annex", require "nqi.index_report"
  local index_annex, index_text = require "nqi.index_annex", require "nqi.index_text"
  local index_spread_text = require "nqi.index_spread_text"
  local opened = index_report.open {
    definition = require "indices.environment", period = job.period, optional = true,
  } or false
  if opened then
    opened.outside = index_spread_text.outside(index_annex.outside(opened, "GDP_PC"), "人均地区生产总值")
  end
  return { codes = annex.all_codes(), environment_index = opened, since = job.period:shift(-4),
    index_en = opened and " " .. index_text.facts_en(opened) or "" }
end

return methods
