-- Periods that have some of the ranked areas but not all: one finding an indicator.
--
--   local rules = require "nqi.rules"
--   rules.coverage(function(finding, figure) end, "CERT")

local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  arguments = '"CODE"',
  english = 'areas missing in a period',
  chinese = '某些时期缺少地区',
}

function rule.check(report, code)
  local found, last, list = {}, nil, areas()
  for _, period in ipairs(periods { indicator = code }) do
    local missing, present = {}, nil
    for i, value in ipairs(kernel.column { indicator = code, period = period }) do
      if value then present = list[i] else missing[#missing + 1] = list[i] end
    end
    if present and #missing > 0 then
      found[#found + 1] = { period = period, areas = missing }
      last = last or get { indicator = code, area = present, period = period }
    end
  end
  if last then
    report(function(area, since, seen)
      local list = walk.by_period(walk.told(found, since, seen, walk.is_one(area) and area))
      return (list ~= "" or not area) and words.say("check.gaps", { name = words.indicator(indicator(code)), list = list }) or nil
    end, last, "partial")
  end
end

return rule
