-- Periods between the first and the last one of their kind in which no area has a value:
-- one finding an indicator. Days are left out: most are not of every day.
--
--   local rules = require "nqi.rules"
--   rules.gaps(function(finding, figure) end, "CERT")

local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  arguments = '"CODE"',
  english = 'periods missing altogether',
  chinese = '中间时期没有数据',
}

function rule.check(report, code)
  local found, after, last = {}, nil, {} -- the last one of each kind
  for _, period in ipairs(periods { indicator = code }) do
    local next_one = period.kind ~= "day" and last[period.kind] and last[period.kind]:shift(1)
    while next_one and next_one < period do
      found[#found + 1] = { period = next_one }
      after = after or period
      next_one = next_one:shift(1)
    end
    last[period.kind] = period
  end
  if not after then return end
  for _, area in ipairs(areas {}) do
    local figure = get { indicator = code, area = area, period = after }
    if figure.value ~= nil then
      report(function()
        return words.say("check.none", { name = words.indicator(indicator(code)), list = walk.by_period(found) })
      end, figure, "missing")
      return
    end
  end
end

return rule
