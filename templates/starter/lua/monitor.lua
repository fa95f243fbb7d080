-- The monitoring sheet: figures of the whole and of each province, and their traffic
-- light by the limits of input/thresholds.csv.
--
--   local monitor = require "monitor"
--   monitor.light(get "CERT").name   --> 正常
local classify = require "nqi.classify"

local monitor = {}

monitor.elements = { "计量", "标准", "认证认可", "检验检测" }

local lights = {
  green = { name = "正常", mark = "●", tone = "good" },
  yellow = { name = "关注", mark = "◆", tone = "watch" },
  red = { name = "预警", mark = "■", tone = "bad" },
  none = { name = "…", mark = "…", tone = "muted" },
}
monitor.lights = { lights.green, lights.yellow, lights.red }

-- The limits of an indicator: numbers, and what they are limits of.
function monitor.limit(code)
  for _, row in ipairs(records "thresholds") do
    if row.indicator == code then
      return {
        measure = row.measure, direction = row.direction,
        green = tonumber(row.green), yellow = tonumber(row.yellow),
      }
    end
  end
  error("no limits for " .. code .. " in input/thresholds.csv")
end

-- The light of what was measured, as it is printed; a figure that is missing has none.
local function judge(limit, measured)
  if measured:missing() then return lights.none end
  local place = classify.place({ limit.green, limit.yellow }, measured, { direction = limit.direction })
  return place == 1 and lights.green or place == 2 and lights.yellow or lights.red
end

-- What the limits of an indicator are compared with, for one figure.
function monitor.measured(figure)
  local limit = monitor.limit(figure.indicator.code)
  return limit.measure == "growth" and figure:growth() or figure
end

function monitor.light(figure)
  return judge(monitor.limit(figure.indicator.code), monitor.measured(figure))
end

-- ≥5 / ≥3.5, as the sheet prints the limits.
function monitor.limit_text(code)
  local limit = monitor.limit(code)
  local sign = limit.direction == "-" and "≤" or "≥"
  local text = string.format("%s%g／%s%g", sign, limit.green, sign, limit.yellow)
  return (text:gsub("%-", "−"))
end

-- The whole of the provinces, or of those in the list: the sum, or the ratio of two sums;
-- missing if the indicator may not be added up.
function monitor.whole(code, period, list)
  local item = indicator(code)
  if item.aggregation ~= "ratio" then
    return sum { indicator = code, areas = list, period = period }
  end
  return ratio { indicator = code, areas = list, period = period }
end

-- Growth of the whole over `earlier`, in % or, for a rate, in 百分点.
function monitor.growth(code, period, earlier)
  local now, before = monitor.whole(code, period), monitor.whole(code, earlier)
  if indicator(code).growth ~= "difference" then return growth_of(now, before) end
  return (now - before):as { unit = "百分点", decimals = 2 }
end

-- The light of the whole.
function monitor.whole_light(code, period)
  local limit = monitor.limit(code)
  if limit.measure == "growth" then
    return judge(limit, monitor.growth(code, period, period:year_ago()))
  end
  return judge(limit, monitor.whole(code, period))
end

-- One row an indicator: { indicator, now, month, year, light, counts }.
function monitor.sheet(list, period)
  local rows = {}
  for i, item in ipairs(list) do
    rows[i] = {
      indicator = item, now = monitor.whole(item.code, period),
      month = monitor.growth(item.code, period, period:previous()),
      year = monitor.growth(item.code, period, period:year_ago()),
      light = monitor.whole_light(item.code, period),
      counts = monitor.counts(item.code, period),
    }
  end
  return rows
end

-- One row an indicator for one province: { indicator, now, month, year, place, change,
-- light }, with its rank among all and the places that it gained on the year before.
function monitor.profile(area, period)
  local rows = {}
  for i, item in ipairs(indicators {}) do
    local now = get { indicator = item.code, area = area, period = period }
    rows[i] = {
      indicator = item, now = now, month = now:growth { over = "previous" }, year = now:growth(),
      place = now:rank(), change = now:rank_change(),
      light = monitor.light(now),
    }
  end
  return rows
end

-- The codes of all indicators: for the annex 指标解释.
function monitor.codes()
  local out = {}
  for i, item in ipairs(indicators {}) do out[i] = item.code end
  return out
end

-- The rows of a sheet by the code of their indicator.
-- A code that no indicator has is told as one, with the nearest.
function monitor.by_code(rows)
  local out = setmetatable({}, { __index = function(_, code)
    error("the sheet has no row of " .. indicator(code).code)
  end })
  for _, row in ipairs(rows) do out[row.indicator.code] = row end
  return out
end

-- What each province has of an indicator, by the area's code: { light, measured }. Worked
-- out once a report, so that the counts of one table are those of the cells of another.
local kept = {}

function monitor.lights_of(code, period)
  local key = code .. " " .. period.code
  if not kept[key] then
    local limit, by_area = monitor.limit(code), {}
    for _, area in ipairs(areas()) do
      local measured = monitor.measured(get { indicator = code, area = area, period = period })
      by_area[area.code] = { light = judge(limit, measured), measured = measured }
    end
    kept[key] = by_area
  end
  return kept[key]
end

-- How many provinces have each light for an indicator: by the light's name.
function monitor.counts(code, period)
  local counts = {}
  for _, light in ipairs(monitor.lights) do counts[light.name] = 0 end
  for _, own in pairs(monitor.lights_of(code, period)) do
    if counts[own.light.name] then counts[own.light.name] = counts[own.light.name] + 1 end
  end
  return counts
end

-- How many rows have each light, by name; and the names of those that have one.
function monitor.tally(rows)
  local counts, names = {}, {}
  for _, light in ipairs(monitor.lights) do counts[light.name], names[light.name] = 0, {} end
  for _, row in ipairs(rows) do
    local name = row.light.name
    if counts[name] then
      counts[name] = counts[name] + 1
      table.insert(names[name], row.indicator.name)
    end
  end
  return counts, names
end

-- A coloured cell: the mark says the same as the colour.
function monitor.cell(light, text)
  if light == lights.none then return { text = light.mark, tone = light.tone } end
  return { text = light.mark .. " " .. (text or light.name), tone = light.tone }
end

-- A change as the sheets print it: growth with one decimal, 百分点 with two.
function monitor.change(figure)
  return figure:fixed(figure.unit == "百分点" and 2 or 1)
end

-- Columns of the sheet province × indicator, the elements side by side: mark and growth, or
-- the value of a rate.
function monitor.columns(elements, period)
  local columns = { "地区" }
  for _, element in ipairs(elements) do
    for _, item in ipairs(indicators { element = element }) do
      local limit = monitor.limit(item.code)
      columns[#columns + 1] = {
        head = item.name .. "（" .. (limit.measure == "growth" and "同比%" or item.unit) .. "）", align = "right",
        group = element, classified = "状态",
        get = function(area)
          local own = monitor.lights_of(item.code, period)[area.code]
          return monitor.cell(own.light, own.measured:fixed())
        end,
      }
    end
  end
  return columns
end

return monitor
