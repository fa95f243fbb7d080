-- Of two areas, the one with the better published rank does not have less.
--
--   local rules = require "nqi.rules"
--   rules.published_ranks(function(finding, figure) end, "CERT_RANK", "CERT")

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
        report(string.format("%s%s第%d位的%s多于第%d位的%s", period.label, indicator(value_code).name,
          below.rank.value, below.area.short, above.rank.value, above.area.short), below.rank, "inexact")
      end
    end
  end
end

return rule
