-- The rules that a project's lua/checks.lua puts together. Each calls report(text,
-- figure, kind) for what it finds; the kind says where 数据质量说明 prints it: "missing"
-- (测不了), "partial" (测不全) or "inexact" (测不准). A figure that is missing breaks no
-- rule but those of coverage.
--
--   local rules = require "nqi.rules"
--   rules.range(function(finding, figure) end, "UNEMP", 0, 100)
local walk = require "nqi.check_walk"
local outlier = require "nqi.check_outlier"
local balance = require "nqi.check_balance"
local disclosure = require "nqi.check_disclosure"
local every, where, half_unit = walk.every, walk.where, walk.half_unit

local rules = {
  outliers = outlier.outliers,
  stock_and_flow = balance.stock_and_flow,
  area_totals = balance.area_totals,
  shares_sum = balance.shares_sum,
  ratios = balance.ratios,
  recoverable = disclosure.recoverable,
}


-- Parts of an indicator that may be added up, all present: their sum is the total.
function rules.totals(report)
  for _, item in ipairs(indicators {}) do
    local parts = {}
    for _, part in ipairs(indicators { parent = item.code }) do
      if part.aggregation == "sum" then parts[#parts + 1] = part end
    end
    if #parts > 1 then
      every(item.code, function(total, area, period)
        local sum, n = 0, 0
        for _, part in ipairs(parts) do
          local value = get { indicator = part.code, area = area, period = period }.value
          if value then sum, n = sum + value, n + 1 end
        end
        local slack = walk.slack(item, n + 1)
        -- A part that a month no longer lists has gone into 其他: the sum decides.
        if n > 1 and walk.differ(sum, total.value, slack) then
          report(string.format("%s为%s，%d个分项之和为%s", where(area, period, item.code),
            total:plain(item.decimals), n, text.number(sum, item.decimals)), total, "inexact")
        end
      end)
    end
  end
end

function rules.part_of(report, part, whole)
  every(part, function(figure, area, period)
    local all = get { indicator = whole, area = area, period = period }.value
    if all and figure.value > all then
      report(where(area, period, part) .. "大于" .. indicator(whole).name, figure, "inexact")
    end
  end)
end

-- The shares of the areas that have one, together; each may be rounded up.
function rules.shares(report, code, list)
  for _, period in ipairs(periods { indicator = code }) do
    local sum, n, last = 0, 0, nil
    for _, area in ipairs(list) do
      local figure = get { indicator = code, area = area, period = period }
      if figure.value then sum, n, last = sum + figure.value, n + 1, figure end
    end
    if sum > 100 + n * half_unit(indicator(code)) then
      report(string.format("%s%s合计为%s%%", period.label, indicator(code).name, text.number(sum, 2)), last, "inexact")
    end
  end
end

-- A published share against value / total: of the area `of`, or of another indicator.
function rules.share_of(report, code, value_code, of, whole_code)
  local item = indicator(code)
  every(code, function(share, area, period)
    local value = get { indicator = value_code, area = area, period = period }.value
    local whole = get { indicator = whole_code or value_code, area = of or area, period = period }.value
    if value and whole and math.abs(share.value - value / whole * 100) > half_unit(item) + 1e-6 then
      report(string.format("%s公布为%s%%，按数值计算为%s%%", where(area, period, code),
        share:plain(item.decimals), text.number(value / whole * 100, 3)), share, "inexact")
    end
  end)
end

-- Of two areas, the one with the better published rank does not have less.
function rules.published_ranks(report, rank_code, value_code)
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

function rules.range(report, code, low, high)
  every(code, function(figure, area, period)
    if figure.value < low or high and figure.value > high then
      report(string.format("%s为%s，应不小于%s%s", where(area, period, code), tostring(figure), low,
        high and "、不大于" .. high or ""), figure, "inexact")
    end
  end)
end

-- 西藏（2011年至2016年）；海南（2012年）: names of areas, at most five, with the periods
-- that follow one another and share them.
local function by_period(list)
  local parts, first = {}, nil
  for i, entry in ipairs(list) do
    local n, after = #entry.names, list[i + 1]
    local names = table.concat(entry.names, "、", 1, math.min(5, n))
      .. (n > 5 and string.format("等%d个地区", n) or "")
    first = first or entry.period
    local goes_on = after and after.period == entry.period:shift(1)
      and table.concat(after.names) == table.concat(entry.names)
    if not goes_on then
      local span = first == entry.period and first.label or first.label .. "至" .. entry.period.label
      parts[#parts + 1] = names .. "（" .. span .. "）"
      first = nil
    end
  end
  return table.concat(parts, "；")
end

-- Periods that have some of the ranked areas but not all: one finding an indicator.
function rules.coverage(report, code)
  local found, last = {}, nil
  for _, period in ipairs(periods { indicator = code }) do
    local names, present = {}, nil
    for _, area in ipairs(areas()) do
      local figure = get { indicator = code, area = area, period = period }
      if figure.value then present = figure else names[#names + 1] = area.short end
    end
    if present and #names > 0 then
      found[#found + 1] = { period = period, names = names }
      last = last or present
    end
  end
  if last then report(indicator(code).name .. "缺数：" .. by_period(found), last, "partial") end
end

-- Periods between the first and the last one of their kind in which no area has a value:
-- one finding an indicator.
function rules.gaps(report, code)
  local list, found, after = periods { indicator = code }, {}, nil
  for i = 2, #list do
    local before = list[i - 1]
    local next_one = before:shift(1)
    while before.kind == list[i].kind and next_one and next_one < list[i] do
      found[#found + 1] = { period = next_one, names = { "各地区" } }
      after = after or list[i]
      next_one = next_one:shift(1)
    end
  end
  if not after then return end
  for _, area in ipairs(areas {}) do
    local figure = get { indicator = code, area = area, period = after }
    if figure.value ~= nil then
      report(indicator(code).name .. "没有数据：" .. by_period(found), figure, "missing")
      return
    end
  end
end

-- The areas whose value changed by more than `factor`, up or down, from one year to the
-- next: one finding an indicator.
function rules.jumps(report, code, factor)
  local found, first = {}, nil
  for _, period in ipairs(periods { indicator = code }) do
    local names = {}
    for _, area in ipairs(areas()) do
      local figure = get { indicator = code, area = area, period = period }
      local before = get { indicator = code, area = area, period = period:year_ago() }
      if figure.value and before.value and before.value > 0 then
        local ratio = figure.value / before.value
        if ratio > factor or ratio < 1 / factor then
          names[#names + 1] = area.short
          first = first or figure
        end
      end
    end
    if #names > 0 then found[#found + 1] = { period = period, names = names } end
  end
  if first then report(indicator(code).name .. "变动较大：" .. by_period(found), first, "inexact") end
end

return rules
