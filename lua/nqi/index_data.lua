-- The figures of the project as the plain data of an index, and back: scores as figures
-- that know the cells they were computed from.
--
--   local index_data = require "nqi.index_data"
--   local data = index_data.collect { codes = { "GDP" }, areas = areas(), period = period_of "2023" }
--   #data.units == #areas()        --> true
local arguments = require "nqi.options"
local words = require "nqi.words"
local index_data = {}

local function number_of(figure)
  if figure.text then
    arguments.fail(nil, "a grade cannot be part of an index: %s", figure.indicator.code)
  end
  return figure.value or false
end

-- The periods that end with `period`, oldest first: a year apart ("year_ago") or each
-- the one before ("previous"). Those before the calendar's start are left out.
local function back(period, n, compare)
  local out, at = { period }, period
  for _ = 1, n do
    at = compare == "previous" and at:previous() or compare ~= "previous" and at:year_ago() or nil
    if not at then break end
    table.insert(out, 1, at)
  end
  return out
end

index_data.back = back

-- For index.build: units (area codes), names, series[CODE][t], periods (labels), at,
-- groups of each scheme; besides codes, areas, period, figures[CODE][place] (those of the
-- period; false without a value), directions[CODE] and demo. options: codes, areas, period, history (how
-- many earlier periods), compare, schemes (names, for groups).
function index_data.collect(options)
  local periods = back(options.period, options.history or 0, options.compare)
  local data = { units = {}, names = {}, series = {}, periods = {}, at = #periods, groups = {},
    codes = options.codes, areas = options.areas, period = options.period, figures = {}, demo = false, directions = {} }
  for i, area in ipairs(options.areas) do
    data.units[i], data.names[i] = area.code, words.area(area)
  end
  for t, period in ipairs(periods) do data.periods[t] = period.label end
  for _, scheme in ipairs(options.schemes or {}) do
    data.groups[scheme] = {}
    for i, area in ipairs(options.areas) do data.groups[scheme][i] = area:region(scheme) or false end
  end
  for _, code in ipairs(options.codes) do
    data.series[code], data.figures[code], data.directions[code] = {}, {}, indicator(code).direction
    for t, period in ipairs(periods) do
      local column = {}
      for i, area in ipairs(options.areas) do
        local figure = get { indicator = code, area = area, period = period }
        column[i] = number_of(figure)
        if t == #periods then data.figures[code][i] = column[i] and figure end
        data.demo = data.demo or figure.demo
      end
      data.series[code][t] = column
    end
  end
  return data
end

-- Whether every indicator has a value somewhere in the last period.
function index_data.is_filled(data)
  for _, columns in pairs(data.series) do
    local filled = false
    for _, value in ipairs(columns[data.at]) do filled = filled or value ~= false end
    if not filled then return false end
  end
  return true
end

-- A number about a unit as a figure: printed and traced like any other, and as much a
-- demonstration as the figures behind it. options: name (what it is the number of, so
-- that its id says so), decimals (2), unit, codes (the indicators that it was computed
-- from; all by default).
function index_data.figure(data, place, value, options)
  local behind = {}
  for _, code in ipairs(options.codes or data.codes) do
    if data.figures[code][place] then table.insert(behind, data.figures[code][place]) end
  end
  return figure { value = value or nil, unit = options.unit or "", decimals = options.decimals or 2,
    area = data.areas[place], period = data.period, name = options.name, from = behind }
end

return index_data
