-- What the rules of nqi.rules share: walking over the figures of an indicator, the
-- slack that rounding leaves, and the names of cells.
--
--   local walk = require "nqi.check_walk"
--   walk.where(area_of "安徽", period_of "2023", "CERT")   --> 安徽2023年有效认证证书数
local words = require "nqi.words"
local walk = {}

-- Half a unit of the last digit: what rounding may have taken from a figure.
function walk.half_unit(item) return 0.5 / 10 ^ item.decimals end

-- Things counted one by one are exact: 张, 家, but not 万人.
function walk.is_count(item)
  return item.decimals == 0 and not item.unit:find("万", 1, true) and not item.unit:find("亿", 1, true)
end

-- What n figures of an indicator may lose or gain together by rounding.
function walk.slack(item, n) return walk.is_count(item) and 0 or walk.half_unit(item) * n end

-- Calls each(figure, area, period) for all figures of an indicator that have a value.
-- `where` narrows it: { field = "QMS" }; `only(value, place, period)`, where it is given,
-- says of which areas, by their place in areas {}, to make a figure at all.
function walk.every(code, each, where, only)
  local list = areas {}
  for _, period in ipairs(periods { indicator = code, where = where }) do
    for i, value in ipairs(kernel.column { indicator = code, where = where, period = period, areas = list }) do
      if value and (not only or only(value, i, period)) then
        each(get { indicator = code, area = list[i], period = period, where = where }, list[i], period)
      end
    end
  end
end

-- Calls each(figure, area, period) for the figures of an indicator that are wrong(value,
-- other, …) beside the values of other indicators in the same area and period; for those
-- where all have one.
function walk.beside(code, others, wrong, each)
  local list, columns, at = areas {}, {}, nil
  walk.every(code, each, nil, function(value, i, period)
    if period ~= at then
      for k, other in ipairs(others) do
        columns[k] = kernel.column { indicator = other, period = period, areas = list }
      end
      at = period
    end
    local first, second = columns[1][i], columns[2] and columns[2][i]
    return first and second ~= false and wrong(value, first, second)
  end)
end

function walk.where(area, period, code, narrowed)
  return words.say("check.where", { area = words.area(area), period = period.label,
    indicator = words.series(indicator(code), narrowed) })
end

-- The sum of several indicators, exact but for doubles; nil if one has no value.
function walk.total(codes, area, period)
  local sum, slack = 0, 0
  for _, code in ipairs(codes or {}) do
    local value = get { indicator = code, area = area, period = period }.value
    if value == nil then return nil end
    sum, slack = sum + value, slack + walk.slack(indicator(code), 1)
  end
  return sum, slack
end

-- At most five names of areas; without a list it is all of them.
local function names_of(areas)
  if not areas then return words.say "check.all_areas" end
  local names = {}
  for i = 1, math.min(5, #areas) do names[i] = words.area(areas[i]) end
  return words.join(names) .. (#areas > 5 and words.say("list.etc", { n = #areas }) or "")
end

local function same_areas(a, b)
  if not a or not b then return a == b end
  for i = 1, math.max(#a, #b) do
    if a[i] ~= b[i] then return false end
  end
  return true
end

-- 西藏（2011年至2016年）；海南（2012年）, of { period =, areas = }: the names with the
-- periods that follow one another and share them.
function walk.by_period(list)
  local parts, first = {}, nil
  for i, entry in ipairs(list) do
    local after = list[i + 1]
    first = first or entry.period
    local goes_on = after and after.period == entry.period:shift(1) and same_areas(after.areas, entry.areas)
    if not goes_on then
      local span = first == entry.period and first.label
        or words.say("check.span", { from = first.label, to = entry.period.label })
      parts[#parts + 1] = words.say("check.during", { names = names_of(entry.areas), span = span })
      first = nil
    end
  end
  return table.concat(parts, words.say "sign.semicolon")
end

-- Whether a finding is told to the readers of one area: the nation's are told them all.
function walk.is_one(area) return area ~= nil and area.ranked end

-- Whether a period is one of those from `since` (nil: the first) on that end up to the day
-- `seen` (nil: all).
function walk.is_told(period, since, seen)
  return not (since and period < since) and not (seen and seen < period)
end

-- What is left of such a list of those periods, and for one area (false: all).
function walk.told(list, since, seen, area)
  local out = {}
  for _, entry in ipairs(list) do
    local kept = not area and entry.areas or {}
    for _, each in ipairs(area and entry.areas or {}) do
      if each == area then kept = { area } end
    end
    if walk.is_told(entry.period, since, seen) and #kept > 0 then
      out[#out + 1] = { period = entry.period, areas = kept }
    end
  end
  return out
end

-- The areas that an area's total is made of; the nation's are the ranked ones.
function walk.children(area)
  if area.code == "000000" then return areas() end
  return areas { parent = area.code }
end

-- Doubles carry about 16 digits: a sum that is off by less is not wrong.
function walk.differ(a, b, slack)
  return math.abs(a - b) > slack + 1e-9 * math.max(1, math.abs(a), math.abs(b))
end

return walk
