-- Parts of an indicator that may be added up, all present: their sum is the total. Parts
-- are the indicators below it, and the items of a dimension below one or below none.
--
--   local rules = require "nqi.rules"
--   rules.totals(function(finding, figure) end)

local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  english = 'a total that is not the sum of its parts: abs(T − Σp) > (n + 1)·u/2',
  chinese = '总数不等于分项之和',
}

-- Compares each value of a series with the sum of its parts, { indicator =, where = }.
local function compare(report, item, narrowed, parts)
  if #parts < 2 then return end
  walk.every(item.code, function(total, area, period)
    local sum, n = 0, 0
    for _, part in ipairs(parts) do
      local value = get { indicator = part.indicator, where = part.where, area = area, period = period }.value
      if value then sum, n = sum + value, n + 1 end
    end
    local slack = walk.slack(item, n + 1)
    -- A part that a month no longer lists has gone into 其他: the sum decides.
    if n > 1 and walk.differ(sum, total.value, slack) then
      report(function()
        return words.say("check.parts", { where = walk.where(area, period, item.code, narrowed),
          value = total:plain(item.decimals), n = n, sum = text.number(sum, item.decimals) })
      end, total, "inexact")
    end
  end, narrowed)
end

local function indicators_below(item)
  local parts = {}
  for _, part in ipairs(indicators { parent = item.code }) do
    if part.aggregation == "sum" then parts[#parts + 1] = { indicator = part.code } end
  end
  return parts
end

-- The items of the dimension below that of a series, which is { field = item }.
local function items_below(item, narrowed, dimension)
  local parts = {}
  for _, below in ipairs(items { dimension = dimension, parent = narrowed[dimension] or "total" }) do
    local where = {}
    for key, value in pairs(narrowed) do where[key] = value end
    where[dimension] = below
    parts[#parts + 1] = { indicator = item.code, where = where }
  end
  return parts
end

function rule.check(report)
  for _, item in ipairs(indicators {}) do
    compare(report, item, nil, indicators_below(item))
    local narrowings = item.aggregation == "sum" and breakdowns(item.code) or {}
    for _, narrowed in ipairs(#narrowings > 1 and narrowings or {}) do
      for _, dimension in ipairs(dimensions()) do
        compare(report, item, narrowed, items_below(item, narrowed, dimension.code))
      end
    end
  end
end

return rule
