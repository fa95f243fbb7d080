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
    local above, least, last -- the least value of all better ranks; of all so far; the rank before
    for _, below in ipairs(ranked) do
      if last and below.rank.value > last then above = least end
      if not least or below.value < least.value then least = below end
      last = below.rank.value
      local upper = above -- the one of now: what is reported is said later
      if upper and below.value > upper.value then
        report(function()
          return words.say("check.ranks", { period = period.label, indicator = words.indicator(indicator(value_code)),
            below = below.rank.value, lower = words.area(below.area), above = upper.rank.value,
            upper = words.area(upper.area) })
        end, below.rank, "inexact")
      end
    end
  end
end

return rule
