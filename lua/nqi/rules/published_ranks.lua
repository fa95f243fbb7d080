-- Of two areas, the one with the better published rank does not have less.
--
--   local rules = require "nqi.rules"
--   rules.published_ranks(function(finding, figure) end, "CERT_RANK", "CERT")

local words = require "nqi.words"

local rule = {
  arguments = '"RANK", "CODE"',
  english = 'published ranks against the values',
  chinese = '公布的位次与数值次序不一致',
}

function rule.check(report, rank_code, value_code)
  for _, period in ipairs(periods { indicator = rank_code }) do
    local ranked = {}
    for _, area in ipairs(areas()) do
      local rank = get { indicator = rank_code, area = area, period = period }
      local value = get { indicator = value_code, area = area, period = period }.value
      if rank.value and value then ranked[#ranked + 1] = { area = area, rank = rank, value = value } end
    end
    table.sort(ranked, function(a, b) return a.rank.value < b.rank.value end)
    for i = 2, #ranked do
      local above, below = ranked[i - 1], ranked[i]
      if below.value > above.value and below.rank.value > above.rank.value then
        report(function()
          return words.say("check.ranks", { period = period.label, indicator = words.indicator(indicator(value_code)),
            below = below.rank.value, lower = words.area(below.area), above = above.rank.value,
            upper = words.area(above.area) })
        end, below.rank, "inexact")
      end
    end
  end
end

return rule
