-- Parts of an indicator that may be added up, all present: their sum is the total.
--
--   local rules = require "nqi.rules"
--   rules.totals(function(finding, figure) end)

local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  english = 'a total that is not the sum of its parts: abs(T − Σp) > (n + 1)·u/2',
  chinese = '总数不等于分项之和',
}

function rule.check(report)
  for _, item in ipairs(indicators {}) do
    local parts = {}
    for _, part in ipairs(indicators { parent = item.code }) do
      if part.aggregation == "sum" then parts[#parts + 1] = part end
    end
    if #parts > 1 then
      walk.every(item.code, function(total, area, period)
        local sum, n = 0, 0
        for _, part in ipairs(parts) do
          local value = get { indicator = part.code, area = area, period = period }.value
          if value then sum, n = sum + value, n + 1 end
        end
        local slack = walk.slack(item, n + 1)
        -- A part that a month no longer lists has gone into 其他: the sum decides.
        if n > 1 and walk.differ(sum, total.value, slack) then
          report(words.say("check.parts", { where = walk.where(area, period, item.code),
            value = total:plain(item.decimals), n = n, sum = text.number(sum, item.decimals) }), total, "inexact")
        end
      end)
    end
  end
end

return rule
