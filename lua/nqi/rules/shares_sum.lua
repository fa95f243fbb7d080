-- Shares of one whole sum to 100, where none is missing: of a list of areas, or of
-- several indicators. Each share may be off by half a unit.
--
--   local rules = require "nqi.rules"
--   rules.shares_sum(function(finding, figure) end, "CERT_RANK", areas())

local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  arguments = '"CODE", areas',
  english = 'shares that do not sum to 100, where none is missing; also of { "A", "B" }, several indicators',
  chinese = '占比齐全而合计不为100',
}

function rule.check(report, codes, list)
  if type(codes) == "table" then
    walk.every(codes[1], function(figure, area, period)
      local sum = walk.total(codes, area, period)
      if sum and walk.differ(sum, 100, walk.half_unit(indicator(codes[1])) * #codes) then
        report(function()
          return words.say("check.shares_of", { area = words.area(area), period = period.label, n = #codes,
            sum = text.number(sum, 2) })
        end, figure, "inexact")
      end
    end)
    return
  end
  for _, period in ipairs(periods { indicator = codes }) do
    local sum, last = 0, nil
    for _, area in ipairs(list) do
      local figure = get { indicator = codes, area = area, period = period }
      sum, last = figure.value and sum and sum + figure.value, figure.value and figure or last
    end
    if sum and walk.differ(sum, 100, walk.half_unit(indicator(codes)) * #list) then
      report(function()
        return words.say("check.shares", { period = period.label, indicator = words.indicator(indicator(codes)),
          sum = text.number(sum, 2) })
      end, last, "inexact")
    end
  end
end

return rule
