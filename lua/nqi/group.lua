-- Totals over areas, by each indicator's aggregation contract: a sum of what adds
-- up, the ratio of two sums for a ratio, and a refusal for the rest. A total with a
-- missing part is missing.
--
--   sum { indicator = "GDP", areas = areas { region = "东部" } }
--   ratio { indicator = "GDP_PC" }                     -- all 31 together
--   group { by = "region4", indicator = "GDP" }        -- rows { name, areas, figure }

local options = require "nqi.options"
local walk = require "nqi.check_walk"
local words = require "nqi.words"

local group = {}

local known = { indicator = true, areas = "a list of areas", period = true, where = true }
local known_over = { indicator = true, area = true, period = true, where = true, over = true }

-- What one area has of the items below one, or of those that are below none. A total
-- that is published must be their sum; then an item without a value has none to give.
local function add_items(item, t)
  local when, where = t.period or period_now(), t.where
  local total, parts, absent = nil, {}, false
  local whole = get { indicator = item, area = t.area, period = when, where = where }
  local narrowed = whole.items
  for _, part in ipairs(items { dimension = t.over, parent = narrowed[t.over] or "total" }) do
    narrowed[t.over] = part
    local value = get { indicator = item, area = t.area, period = when, where = narrowed }
    absent = absent or value:missing()
    if not value:missing() then
      parts[#parts + 1] = value
      total = total and total + value or value
    end
  end
  local slack = walk.slack(item, #parts + 1)
  local agrees = total and not whole:missing() and not walk.differ(total.value, whole.value, slack)
  if total and not absent and not whole:missing() and not agrees then
    options.fail("a rule of lua/checks.lua finds it before a report does: rules.totals(report)",
      '"%s": the items of %s add up to %s, published is %s', item.code, t.over,
      text.number(total.value, item.decimals), text.number(whole.value, item.decimals))
  end
  local missing = not total or absent and not agrees
  return figure {
    value = not missing and total or nil, reason = missing and "incomplete" or nil, unit = item.unit,
    decimals = item.decimals, indicator = item, where = where, area = whole.area, period = when, from = parts,
  }
end

-- sum { indicator =, areas =, period =, where = }: all ranked areas and the report's
-- period unless said otherwise. sum { over = "field", indicator =, area =, period =,
-- where = }: the items of a dimension in one area, checked against the published total
function group.sum(t)
  options.check("sum", t, type(t) == "table" and t.over and known_over or known)
  local item = indicator(t.indicator)
  if item.aggregation == "ratio" then
    error { message = text.message('"%s" (%s) is a ratio: it cannot be added up', item.code, item.name),
            hint = text.message('write ratio { indicator = "%s" }: %s ÷ %s', item.code, item.numerator,
              item.denominator) }
  elseif item.aggregation ~= "sum" then
    options.fail("input/indicators.csv says so in the column aggregation",
      t.over and '"%s" (%s) cannot be added up over items' or '"%s" (%s) cannot be added up over areas',
      item.code, item.name)
  end
  if t.over then return add_items(item, t) end
  return kernel.total { indicator = item, areas = t.areas, period = t.period, where = t.where }
end

-- Numerator ÷ denominator in the unit that the indicator prints: %, ‰, 元/人, or
-- the numerator's own (每万人 …件).
local function divide(item, numerator, denominator)
  if item.unit == "%" or item.unit == "‰" then
    local same = numerator.unit == denominator.unit and numerator or numerator:in_unit(denominator.unit)
    return same / denominator * (item.unit == "%" and 100 or 1000)
  end
  local above, below = item.unit:match("^(.-)/(.+)$")
  if above then return numerator:in_unit(above) / denominator:in_unit(below) end
  return numerator / denominator
end

-- ratio { indicator =, areas =, period =, where = }: the sum of the numerators over the sum
-- of the denominators
function group.ratio(t)
  options.check("ratio", t, known)
  local item = indicator(t.indicator)
  if item.aggregation ~= "ratio" then
    options.fail("input/indicators.csv names numerator and denominator",
      '"%s" (%s) is no ratio of two indicators', item.code, item.name)
  end
  local function total(code)
    return group.sum { indicator = code, areas = t.areas, period = t.period, where = t.where }
  end
  local numerator, denominator = total(item.numerator), total(item.denominator)
  return figure {
    value = divide(item, numerator, denominator), unit = item.unit, decimals = item.decimals,
    indicator = item, where = t.where, period = t.period or period_now(), from = { numerator, denominator },
  }
end

-- growth_of(now, before): (now / before − 1) × 100, in %; missing if the gate for
-- comparisons refuses it (pipeline/script/comparison.h), with the reason
function group.growth_of(now, before)
  local why = comparison(now, before, "growth")
  return figure {
    value = not why and (now / before - 1) * 100 or nil, reason = why, unit = "%", decimals = 1,
    indicator = now.indicator, area = now.area, period = now.period, name = "growth", from = { now, before },
  }
end

-- sum_growth { indicator =, areas =, period =, where = }: growth of the total against the
-- same period a year ago. Only where the indicator's rule is the ratio of two
-- values; never across a new definition.
function group.sum_growth(t)
  options.check("sum_growth", t, known)
  local now = group.sum(t)
  local item, when = now.indicator, period_of(t.period or period_now())
  local ago = when:year_ago()
  local none = { unit = "%", decimals = 1, indicator = item, period = when, from = { now } }
  if not ago then none.reason = "period" return figure(none) end
  return group.growth_of(now, group.sum { indicator = item, areas = t.areas, period = ago, where = t.where })
end

local function share_of(part, whole, least)
  local why = comparison(part, whole, "part") or least and least < 0 and "negative"
  if why then return figure { reason = why, unit = "%", decimals = 1, from = { part, whole } } end
  return (part / whole * 100):as { unit = "%", decimals = 1 }
end

-- group { by = "region4", indicator =, period =, where = }: rows { name, areas, figure,
-- share } in the dictionary's order; share in % of all of them together; the name is in
-- the report's language, `region` the dictionary's
function group.group(t)
  options.check("group", t, { by = "a text", indicator = true, period = true, where = true })
  local item = indicator(t.indicator)
  local total = item.aggregation == "ratio" and group.ratio or group.sum
  local whole = total { indicator = item, period = t.period, where = t.where }
  -- Beside a part below zero the others have no share: they add up to more than the whole.
  local least = item.aggregation == "sum"
    and kernel.extent(kernel.column { indicator = item, period = t.period or period_now(), where = t.where })
  local rows = {}
  for i, region in ipairs(regions(t.by)) do
    local part = total { indicator = item, areas = region.areas, period = t.period, where = t.where }
    rows[i] = {
      name = words.region(region.name), region = region.name, areas = region.areas, figure = part,
      share = item.aggregation == "sum" and share_of(part, whole, least) or nil,
    }
  end
  return rows
end

return group
