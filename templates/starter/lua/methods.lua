-- The report 《统计方法与指标解释》, which the others refer to for definitions in full, rules
-- and the method of the index.
--
--   require("methods").link().href   --> ../../methods/2024-12/2024-12.html
local methods = { title = "统计方法与指标解释", title_en = "Methods and Definitions", period = "2024-12" }

-- What a report includes of it: its title, and the way from the report's own folder.
function methods.link()
  return { title = methods.title, href = string.format("../../methods/%s/%s.html", methods.period, methods.period) }
end

-- The names of templates/methods.md.
function methods.model(job)
  local opened = require("nqi.index_report").open {
    definition = require "indices.nqi", period = job.period, optional = true,
  } or false
  return {
    codes = require("nqi.annex").all_codes(), since = job.period:shift(-11), index = opened,
    index_en = opened and " " .. require("nqi.index_text").facts_en(opened) or "",
  }
end

return methods
