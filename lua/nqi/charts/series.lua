-- Charts of series over periods: lines of figures, or series that a template made itself.
--
--   chart_of { kind = "lines", series = { series { indicator = "CERT" } } }
--   chart_of { kind = "lines", labels = { "1", "2" }, series = { { name = "甲", values = { 1, false } } } }

local options = require "nqi.options"
local parts = require "nqi.chart_parts"
local words = require "nqi.words"

local series = {}

local calendar = { year = true, half = true, quarter = true, month = true }
local most = 1200 -- a hundred years of months

local function common_step(a, b)
  while b ~= 0 do a, b = b, a % b end
  return a
end

-- The same with those between that nothing has a value of, so that equal steps are equal
-- times: 2019, 2020, 2023 are five years with a gap, every fifth year is every fifth.
local function evenly(list)
  if #list < 2 then return list end
  local wanted, filled, step, last = {}, { list[1] }, 0, 1
  for _, period in ipairs(list) do
    if not calendar[period.kind] or period.kind ~= list[1].kind then return list end
    wanted[period.code] = true
  end
  while filled[#filled] ~= list[#list] do
    local following = filled[#filled]:shift(1)
    if not following or #filled > most then return list end
    filled[#filled + 1] = following
    if wanted[following.code] then step, last = common_step(step, #filled - last), #filled end
  end
  local out = {}
  for i = 1, #filled, step do out[#out + 1] = filled[i] end
  return out
end

-- The periods of all lines in order, each once.
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
  return evenly(list)
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

-- Lines that a template made itself: { name, values, last_text, highlight }.
local function plain_lines(spec)
  local result = {}
  for i, line in ipairs(spec.series) do
    result[i] = {
      name = tostring(line.name or ""), values = line.values, last_text = tostring(line.last_text or ""),
      highlight = line.highlight and true or false,
    }
  end
  return spec.labels or {}, result
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
