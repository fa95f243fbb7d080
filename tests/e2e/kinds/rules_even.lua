-- Values that are no even numbers.
--
--   local rules = require "nqi.rules"
--   rules.even(function(finding, figure) end, "CERT")

local walk = require "nqi.check_walk"

local rule = { arguments = '"CODE"', english = "odd values", chinese = "数值为奇数" }

function rule.check(report, code)
  walk.every(code, function(figure, area, period)
    if figure.value % 2 ~= 0 then
      report(function() return walk.where(area, period, code) .. " ≠ 2n" end, figure, "inexact")
    end
  end)
end

return rule
