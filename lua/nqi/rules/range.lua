-- Values below `low`, or above `high` if it is given; those of items, too.
--
--   local rules = require "nqi.rules"
--   rules.range(function(finding, figure) end, "UNEMP", 0, 100)

local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  arguments = '"CODE", low, high',
  english = 'values outside',
  chinese = '数值超出上下限',
}

function rule.check(report, code, low, high)
  for _, narrowed in ipairs(breakdowns(code)) do
    walk.every(code, function(figure, area, period)
      report(function()
        return words.say(high and "check.range_both" or "check.range",
          { where = walk.where(area, period, code, narrowed), value = tostring(figure), low = string.format("%g", low), high = high and string.format("%g", high) })
      end, figure, "inexact")
    end, narrowed, function(value) return value < low or high and value > high end)
  end
end

return rule
