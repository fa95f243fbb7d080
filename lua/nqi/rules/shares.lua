-- The shares of the areas that have one, together; each may be rounded up.
--
--   local rules = require "nqi.rules"
--   rules.shares(function(finding, figure) end, "UNEMP", areas())

local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  arguments = '"CODE", areas',
  english = 'shares that sum to more than 100',
  chinese = '占比之和超过100',
}

function rule.check(report, code, list)
  for _, period in ipairs(periods { indicator = code }) do
    local sum, n, last = 0, 0, nil
    for _, area in ipairs(list) do
      local figure = get { indicator = code, area = area, period = period }
      if figure.value then sum, n, last = sum + figure.value, n + 1, figure end
    end
    if sum > 100 + n * walk.half_unit(indicator(code)) then
      report(function()
        return words.say("check.shares", { period = period.label, indicator = words.indicator(indicator(code)),
          sum = text.number(sum, 2) })
      end, last, "inexact")
    end
  end
end

return rule
