-- The figures of the project as the plain data of an index, and back: scores as figures
-- that know the cells they were computed from.
--
--   local index_data = require "nqi.index_data"
--   local data = index_data.collect { codes = { "GDP" }, areas = areas(), period = period_of "2023" }
--   #data.units == #areas()        --> true
local arguments = require "nqi.options"
local words, walk = require "nqi.words", require "nqi.check_walk"
local index_data = {}

-- The last digit that a text of digits has: 0.1 of 12.3, 1 of 12; of 约120, 10.
local function last_digit(number, qualifier)
  local decimals = number:match("%.(%d+)$")
  if decimals then return 10.0 ^ -#decimals end
  return qualifier and 10.0 ^ #number:match("0*$") or 1.0
end

-- Between what numbers a value lies: half a digit of the source's last up and down, where
-- it is no count; 约120 between 115 and 125, 超120 up to 130, 不足120 down to 110. nil where
-- it is exact.
function index_data.bounds(figure)
  local value, qualifier, cell = figure.value, figure.qualifier, figure:cells()[1]
  if qualifier == "达" then qualifier = nil end
  if not value or value == 0 or not cell or (walk.is_count(figure.indicator) and not qualifier) then return nil end
  local number = cell.text:match("[%d,]+%.?%d*") or ""
  local written = tonumber((number:gsub(",", "")))
  -- A source in another unit: its digit in ours.
  local times = written and written ~= 0 and math.abs(value / written) or 1
  local digit = last_digit(number, qualifier) * times
  if qualifier == "超" then return value, value + digit end
  if qualifier == "不足" then return value - digit, value end
  return value - digit / 2, value + digit / 2
end

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

-- Whether what an indicator of an index is made of got another definition between two
-- periods: what it was before cannot be compared with what it is now.
function index_data.is_broken(leaf, from, to)
  for _, code in ipairs { leaf.indicator, leaf.denominator } do
    local area = areas()[1]
    local before = get { indicator = code, area = area, period = from }
    if #kernel.breaks(get { indicator = code, area = area, period = to }, before) > 0 then return true end
  end
  return false
end

-- Its first reading, if the files give several.
local function first_reading(figure)
  local readings = figure:vintages()
  return #readings > 1 and readings[1].figure or figure
end

-- The figures of one indicator and period as numbers alone; with `first` as first given,
-- and how many of them are others now.
local function plain_column(code, period, areas, first)
  if indicator(code).kind == "grade" then
    arguments.fail(nil, "a grade cannot be part of an index: %s", indicator(code).code)
  end
  local now, revised = kernel.column { indicator = code, period = period, areas = areas }, 0
  if not first then return now, revised end
  local column = kernel.column { indicator = code, period = period, areas = areas, first = true }
  for i, value in ipairs(now) do
    column[i] = value and column[i]
    if column[i] ~= value then revised = revised + 1 end
  end
  return column, revised
end

-- The same as figures, into `data`, with what is known of them.
local function figure_column(data, code, period, options, last)
  local column = {}
  for i, area in ipairs(options.areas) do
    local figure = get { indicator = code, area = area, period = period }
    if options.first and last and figure.value then
      local now = figure.value
      figure = first_reading(figure)
      if figure.value ~= now then data.revised = data.revised + 1 end
    end
    column[i] = number_of(figure)
    if last then
      data.figures[code][i] = column[i] and figure
      local low, high
      if column[i] then low, high = index_data.bounds(figure) end
      data.low[code][i], data.high[code][i] = low or column[i], high or column[i]
    end
    data.demo = data.demo or figure.demo
  end
  return column
end

-- For index.build: units (area codes), names, series[CODE][t], periods (labels), at,
-- groups of each scheme; besides codes, areas, period, figures[CODE][place] (those of the
-- period; false without a value), directions[CODE], titles[CODE] (names), low[CODE] and high[CODE]
-- (bounds of the values of the period) and demo. options: codes, areas, period, history (how
-- many earlier periods), compare, schemes (names, for groups).
-- With `first` the values of the period as they were first given; `revised` is how many of
-- them are others now. `bare`: without figures, bounds and demo, for what is only computed.
function index_data.collect(options)
  local periods = back(options.period, options.history or 0, options.compare)
  local data = { units = {}, names = {}, series = {}, periods = {}, at = #periods, groups = {},
    codes = options.codes, areas = options.areas, period = options.period, figures = {}, demo = false, directions = {}, titles = {},
    low = not options.bare and {} or nil, high = not options.bare and {} or nil, revised = 0 }
  for i, area in ipairs(options.areas) do
    data.units[i], data.names[i] = area.code, words.area(area)
  end
  for t, period in ipairs(periods) do data.periods[t] = period.label end
  for _, scheme in ipairs(options.schemes or {}) do
    data.groups[scheme] = {}
    for i, area in ipairs(options.areas) do data.groups[scheme][i] = area:region(scheme) or false end
  end
  for _, code in ipairs(options.codes) do
    local item = indicator(code)
    data.series[code], data.figures[code], data.directions[code], data.titles[code] = {}, {}, item.direction, item.name
    if not options.bare then data.low[code], data.high[code] = {}, {} end
    for t, period in ipairs(periods) do
      local last, revised = t == #periods, 0
      if options.bare then
        data.series[code][t], revised = plain_column(code, period, options.areas, options.first and last)
      else
        data.series[code][t] = figure_column(data, code, period, options, last)
      end
      data.revised = data.revised + revised
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
