-- Identities between figures: stocks and flows, areas and their total, ratios and what
-- they are ratios of. Each holds but for rounding: n figures of unit u may be off by
-- n × u / 2 together (GB/T 8170-2008; Fellegi and Holt 1976 call such rules edits).
--
--   local balance = require "nqi.check_balance"
--   balance.stock_and_flow(function(finding, figure) end,
--     { stock = "HOLD", inflow = { "HOLD_IN" }, outflow = { "HOLD_OUT" } })
local walk = require "nqi.check_walk"
local balance = {}

-- The sum of several indicators, exact but for doubles; nil if one has no value.
local function total(codes, area, period)
  local sum, slack = 0, 0
  for _, code in ipairs(codes or {}) do
    local value = get { indicator = code, area = area, period = period }.value
    if value == nil then return nil end
    sum, slack = sum + value, slack + walk.slack(indicator(code), 1)
  end
  return sum, slack
end

-- 期末 = 期初 + 流入 − 流出, against the period before (SNA 2008, 2.17).
function balance.stock_and_flow(report, t)
  local item = indicator(t.stock)
  walk.every(t.stock, function(closing, area, period)
    local before = period:previous()
    local opening = before and get { indicator = t.stock, area = area, period = before }.value
    local inflow, slack_in = total(t.inflow, area, period)
    local outflow, slack_out = total(t.outflow, area, period)
    if not (opening and inflow and outflow) then return end
    local expected = opening + inflow - outflow
    if walk.differ(closing.value, expected, walk.slack(item, 2) + slack_in + slack_out) then
      report(string.format("%s为%s，期初加流入减流出为%s", walk.where(area, period, t.stock),
        closing:plain(item.decimals), text.number(expected, item.decimals)), closing, "inexact")
    end
  end)
end

-- The total of an area is the sum of the areas in it, where all of them have a value.
function balance.area_totals(report, code)
  local item = indicator(code)
  walk.every(code, function(whole, area, period)
    local parts, sum = walk.children(area), 0
    for _, part in ipairs(parts) do
      local value = get { indicator = code, area = part, period = period }.value
      if value == nil then return end
      sum = sum + value
    end
    if #parts > 1 and walk.differ(whole.value, sum, walk.slack(item, #parts + 1)) then
      report(string.format("%s为%s，%d个地区之和为%s", walk.where(area, period, code),
        whole:plain(item.decimals), #parts, text.number(sum, item.decimals)), whole, "inexact")
    end
  end)
end

-- Shares of one whole sum to 100, where none is missing: of a list of areas, or of
-- several indicators. Each share may be off by half a unit.
function balance.shares_sum(report, codes, list)
  if type(codes) == "table" then
    walk.every(codes[1], function(figure, area, period)
      local sum = total(codes, area, period)
      if sum and walk.differ(sum, 100, walk.half_unit(indicator(codes[1])) * #codes) then
        report(string.format("%s%s%d个占比之和为%s%%", area.short, period.label, #codes, text.number(sum, 2)),
          figure, "inexact")
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
      report(string.format("%s%s合计为%s%%", period.label, indicator(codes).name, text.number(sum, 2)), last, "inexact")
    end
  end
end

-- A published ratio against its numerator and denominator, which are known to half a
-- unit each: r (hₙ / n + h_d / d) + h_r is what may come of that. `tolerance`, in %,
-- allows more: GDP per head is published over the mean population of a year.
function balance.ratios(report, code, tolerance)
  local item = indicator(code)
  walk.every(code, function(figure, area, period)
    local n = get { indicator = item.numerator, area = area, period = period }
    local d = get { indicator = item.denominator, area = area, period = period }
    if n.value == nil or d.value == nil or n.value == 0 or d.value == 0 then return end
    local expected = ratio { indicator = code, areas = { area }, period = period }.value
    local slack = math.abs(expected) * (walk.slack(n.indicator, 1) / math.abs(n.value)
      + walk.slack(d.indicator, 1) / math.abs(d.value) + (tolerance or 0) / 100) + walk.half_unit(item)
    if walk.differ(figure.value, expected, slack) then
      report(string.format("%s公布为%s，按%s和%s计算为%s", walk.where(area, period, code),
        figure:plain(item.decimals), n.indicator.name, d.indicator.name, text.number(expected, item.decimals)),
        figure, "inexact")
    end
  end)
end

return balance
