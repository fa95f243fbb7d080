-- Totals over areas, by each indicator's aggregation contract: a sum of what adds
-- up, the ratio of two sums for a ratio, and a refusal for the rest. A total with a
-- missing part is missing.
--
--   sum { indicator = "GDP", areas = areas { region = "东部" } }
--   ratio { indicator = "GDP_PC" }                     -- all 31 together
--   group { by = "region4", indicator = "GDP" }        -- rows { name, areas, figure }

local options = require "nqi.options"
local words = require "nqi.words"

local group = {}

local known = { indicator = true, areas = true, period = true }

-- The value of an indicator for several areas, added up exactly.
local function add_up(item, list, when)
  local total, parts = nil, {}
  for i, area in ipairs(list) do
    local part = get { indicator = item, area = area, period = when }
    parts[i] = part
    total = total and total + part or part
  end
  local missing = not total or total:missing()
  return figure {
    value = not missing and total or nil, reason = missing and "incomplete" or nil,
    unit = item.unit, decimals = item.decimals, indicator = item, period = when, from = parts,
  }
end

-- sum { indicator =, areas =, period = }: all ranked areas and the report's period
-- unless said otherwise
function group.sum(t)
  options.check("sum", t, known)
  local item = type(t.indicator) == "string" and indicator(t.indicator) or t.indicator
  if item.aggregation == "ratio" then
    error { message = text.message('"%s" (%s) is a ratio: it cannot be added up', item.code, item.name),
            hint = text.message('write ratio { indicator = "%s" }: %s ÷ %s', item.code, item.numerator,
              item.denominator) }
  elseif item.aggregation ~= "sum" then
    options.fail("input/indicators.csv says so in the column aggregation",
      '"%s" (%s) cannot be added up over areas', item.code, item.name)
  end
  return add_up(item, t.areas or areas(), t.period or period_now())
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

-- ratio { indicator =, areas =, period = }: the sum of the numerators over the sum
-- of the denominators
function group.ratio(t)
  options.check("ratio", t, known)
  local item = type(t.indicator) == "string" and indicator(t.indicator) or t.indicator
  if item.aggregation ~= "ratio" then
    options.fail("input/indicators.csv names numerator and denominator",
      '"%s" (%s) is no ratio of two indicators', item.code, item.name)
  end
  local where = { areas = t.areas, period = t.period }
  local numerator = group.sum { indicator = item.numerator, areas = where.areas, period = where.period }
  local denominator = group.sum { indicator = item.denominator, areas = where.areas, period = where.period }
  return figure {
    value = divide(item, numerator, denominator), unit = item.unit, decimals = item.decimals,
    indicator = item, period = t.period or period_now(), from = { numerator, denominator },
  }
end

-- growth_of(now, before): (now / before − 1) × 100, in %
function group.growth_of(now, before)
  if not now:missing() and not before:missing() and before.value <= 0 then
    return figure { reason = "base", unit = "%", decimals = 1, from = { now, before } }
  end
  return figure {
    value = (now / before - 1) * 100, unit = "%", decimals = 1, indicator = now.indicator,
    area = now.area, period = now.period, from = { now, before },
  }
end

-- sum_growth { indicator =, areas =, period = }: growth of the total against the
-- same period a year ago. Only where the indicator's rule is the ratio of two
-- values; never across a new definition.
function group.sum_growth(t)
  local now = group.sum(t)
  local item, when = now.indicator, period_of(t.period or period_now())
  local ago = when:year_ago()
  local none = { unit = "%", decimals = 1, indicator = item, period = when, from = { now } }
  if item.growth ~= "ratio" then none.reason = "rule" return figure(none) end
  if not ago then none.reason = "period" return figure(none) end
  if item.break_year and ago.year < item.break_year and when.year >= item.break_year then
    none.reason = "break"
    return figure(none)
  end
  return group.growth_of(now, group.sum { indicator = item, areas = t.areas, period = ago })
end

-- group { by = "region4", indicator =, period = }: rows { name, areas, figure,
-- share } in the dictionary's order; share in % of all of them together; the name is in
-- the report's language, `region` the dictionary's
function group.group(t)
  options.check("group", t, { by = true, indicator = true, period = true })
  local item = type(t.indicator) == "string" and indicator(t.indicator) or t.indicator
  local total = item.aggregation == "ratio" and group.ratio or group.sum
  local whole = total { indicator = item, period = t.period }
  local rows = {}
  for i, region in ipairs(regions(t.by)) do
    local part = total { indicator = item, areas = region.areas, period = t.period }
    rows[i] = {
      name = words.region(region.name), region = region.name, areas = region.areas, figure = part,
      share = item.aggregation == "sum" and (part / whole * 100):as { unit = "%", decimals = 1 } or nil,
    }
  end
  return rows
end

return group
