-- A published ratio against its numerator and denominator, which are known to half a
-- unit each: r (hₙ / n + h_d / d) + h_r is what may come of that. `tolerance`, in %,
-- allows more: GDP per head is published over the mean population of a year.
--
--   local rules = require "nqi.rules"
--   rules.ratios(function(finding, figure) end, "ALL_R", 60)

local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  arguments = '"CODE", tolerance',
  english = 'a published ratio that its numerator and denominator do not give, ± tolerance %',
  chinese = '公布的比率与分子分母不一致',
}

function rule.check(report, code, tolerance)
  local item = indicator(code)
  walk.every(code, function(figure, area, period)
    local n = get { indicator = item.numerator, area = area, period = period }
    local d = get { indicator = item.denominator, area = area, period = period }
    if n.value == nil or d.value == nil or n.value == 0 or d.value == 0 then return end
    local expected = ratio { indicator = code, areas = { area }, period = period }.value
    local slack = math.abs(expected) * (walk.slack(n.indicator, 1) / math.abs(n.value)
      + walk.slack(d.indicator, 1) / math.abs(d.value) + (tolerance or 0) / 100) + walk.half_unit(item)
    if walk.differ(figure.value, expected, slack) then
      report(function()
        return words.say("check.ratio", { where = walk.where(area, period, code), value = figure:plain(item.decimals),
          numerator = words.indicator(n.indicator), denominator = words.indicator(d.indicator),
          own = text.number(expected, item.decimals) })
      end, figure, "inexact")
    end
  end)
end

return rule
