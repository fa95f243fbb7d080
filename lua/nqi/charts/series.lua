-- Charts of series over periods: lines of figures, or series that a template made itself.
--
--   chart_of { kind = "lines", series = { series { indicator = "CERT" } } }
--   chart_of { kind = "lines", labels = { "1", "2" }, series = { { name = "甲", values = { 1, false } } } }

local calendar = require "nqi.calendar"
local options = require "nqi.options"
local parts = require "nqi.chart_parts"
local words = require "nqi.words"

local series = {}

-- The periods of all lines in order, each once, with those between that none has a value of.
local function periods_of(lines)
  local seen, list = {}, {}
  for _, line in ipairs(lines) do
    for _, figure in ipairs(line.figures) do
      if not seen[figure.period.code] then
        seen[figure.period.code] = true
        list[#list + 1] = figure.period
      end
    end
  end
  table.sort(list, function(a, b) return a < b end)
  return list[1] and calendar.fill(list) or list
end

local function axis_label(period)
  return period.kind == "year" and tostring(period.year) or period.code
end

local function line_name(line)
  local first = line.figures[1]
  if line.name then return line.name end
  return first and first.area and words.area(first.area) or first and words.indicator(first.indicator) or ""
end

-- Where a line may not go on from one value to the next: by the gate for comparisons.
local parted = { ["break"] = true, kind = true, unit = true, definition = true }

local function has(list, text)
  for _, other in ipairs(list) do
    if other == text then return true end
  end
  return false
end

-- A break before the i-th place and the notes that say why; those of another line may say
-- it already.
local function add_break(chart, i, notes)
  for _, note in ipairs(#notes > 0 and notes or { "" }) do
    local known = false
    for _, other in ipairs(chart.breaks) do known = known or other.at == i and other.text == note end
    if not known then chart.breaks[#chart.breaks + 1] = { at = i, text = note } end
    if note ~= "" and not has(chart.notes, note) then chart.notes[#chart.notes + 1] = note end
  end
end

-- Adds the breaks of a line to the chart, each once, with a note on the definition.
local function learn_breaks(chart, axis, by_code)
  local before
  for i, period in ipairs(axis) do
    local figure = by_code[period.code]
    if figure and not figure:missing() then
      local why = before and comparison(figure, before, "difference")
      if parted[why] then
        local notes = {}
        for n, item in ipairs(why == "break" and kernel.breaks(figure, before) or {}) do
          notes[n] = words.say("note.break", { name = words.indicator(item), year = item.break_year })
        end
        if why == "kind" then notes[1] = words.say "note.kind" end
        add_break(chart, i, notes)
      end
      before = figure
    end
  end
end

-- Lines of figures: a gap where a line has no value for a period.
local function figure_lines(chart, spec, facts)
  local lines = spec.lines or {}
  for _, figures in ipairs(spec.lines and {} or spec.series) do lines[#lines + 1] = { figures = figures } end
  local axis = periods_of(lines)
  local labels, result = {}, {}
  for i, period in ipairs(axis) do labels[i] = axis_label(period) end
  for l, line in ipairs(lines) do
    local by_code, values, last, ends = {}, {}, nil, nil
    for _, figure in ipairs(line.figures) do
      parts.learn(spec, facts, figure)
      by_code[figure.period.code] = figure
    end
    for i, period in ipairs(axis) do
      local figure = by_code[period.code]
      values[i] = figure and figure.value or false
      if values[i] then last, ends = figure, i end
    end
    facts.ends[l] = ends
    learn_breaks(chart, axis, by_code)
    local area = last and last.area
    result[l] = {
      name = line_name(line), values = values, last_text = last and parts.text_of(last, spec.decimals) or "",
      highlight = line.highlight or (spec.highlight ~= nil and area == spec.highlight) or false,
    }
  end
  return labels, result
end

-- The values at their places among `count`, false at the others.
local function spread(values, places, count)
  local out = {}
  for i = 1, count do out[i] = false end
  for i, place in ipairs(places) do out[place] = values[i] end
  return out
end

-- Whether the lines have a value, or false, for each label; if not, it is told when they
-- are read.
local function is_full(spec, count)
  for _, line in ipairs(spec.series) do
    if type(line.values) ~= "table" or #line.values ~= count then return false end
    for i = 1, count do
      if line.values[i] == nil then return false end
    end
  end
  return count > 0
end

-- Lines that a template made itself: { name, values, last_text, highlight }. Labels that are
-- periods stand where they belong.
local function plain_lines(spec)
  local result, labels, places = {}, spec.labels or {}, nil
  if is_full(spec, #labels) then
    local filled, at = calendar.texts(labels)
    if filled then labels, places = filled, at end
  end
  for i, line in ipairs(spec.series) do
    result[i] = {
      name = tostring(line.name or ""), values = places and spread(line.values, places, #labels) or line.values,
      last_text = tostring(line.last_text or ""), highlight = line.highlight and true or false,
    }
  end
  return labels, result
end

local function has_figures(list)
  local first = list[1]
  return first == nil or kind_of(first) == "table" and first.values == nil
end

function series.fill(chart, spec, facts)
  if spec.lines or spec.series and has_figures(spec.series) then
    chart.labels, chart.series = figure_lines(chart, spec, facts)
  elseif spec.series then
    chart.labels, chart.series = plain_lines(spec)
  else
    options.fail('series = { series { indicator = "CODE" } }', "a chart of lines needs series")
  end
end

local function any_value(values)
  for _, value in ipairs(values or {}) do
    if value then return true end
  end
  return false
end

function series.alt(chart, facts)
  local labels, lines = {}, chart.series
  for i, label in ipairs(chart.labels) do labels[i] = parts.label_said(label) end
  if #labels == 0 then return words.say "alt.none" end
  local ends, names = {}, {}
  for i, line in ipairs(lines) do
    local name, at = line.name, facts.ends[i]
    -- A line that ends before the others says when.
    if at and at < #labels then name = name .. words.say "sign.open" .. labels[at] .. words.say "sign.close" end
    local known = line.last_text ~= ""
    if known or not any_value(line.values) then
      ends[#ends + 1] = words.say(known and "alt.end" or "alt.no_end",
        { name = name, amount = words.amount(line.last_text, facts.unit) })
    else
      names[#names + 1] = name -- nothing is said of its end
    end
  end
  local values = { from = labels[1], to = labels[#labels], ends = table.concat(ends, words.say "sign.comma"), names = fmt.list(names) }
  return words.say(#names == 0 and "alt.lines" or #ends == 0 and "alt.lines_bare" or "alt.lines_also", values)
end

return series
