-- Values below `low`, or above `high` if it is given.
--
--   local rules = require "nqi.rules"
--   rules.range(function(finding, figure) end, "UNEMP", 0, 100)

local walk = require "nqi.check_walk"

local rule = {
  arguments = '"CODE", low, high',
  english = 'values outside',
  chinese = '数值超出上下限',
}

function rule.check(report, code, low, high)
  walk.every(code, function(figure, area, period)
    if figure.value < low or high and figure.value > high then
      report(string.format("%s为%s，应不小于%s%s", walk.where(area, period, code), tostring(figure), low,
        high and "、不大于" .. high or ""), figure, "inexact")
    end
  end)
end

return rule
