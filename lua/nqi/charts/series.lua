-- Charts of series over periods: lines of figures, or series that a template made itself.
--
--   chart_of { kind = "lines", series = { series { indicator = "CERT" } } }
--   chart_of { kind = "lines", labels = { "1", "2" }, series = { { name = "甲", values = { 1, false } } } }

local options = require "nqi.options"
local parts = require "nqi.chart_parts"
local words = require "nqi.words"

local series = {}

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
  return list
end

local function axis_label(period)
  return period.kind == "year" and tostring(period.year) or period.code
end

local function line_name(line)
  local first = line.figures[1]
  if line.name then return line.name end
  return first and first.area and words.area(first.area) or first and words.indicator(first.indicator) or ""
end

-- Lines of figures: a gap where a line has no value for a period.
local function figure_lines(spec, facts)
  local lines = spec.lines or {}
  for _, figures in ipairs(spec.lines and {} or spec.series) do lines[#lines + 1] = { figures = figures } end
  local axis = periods_of(lines)
  local labels, result = {}, {}
  for i, period in ipairs(axis) do labels[i] = axis_label(period) end
  for l, line in ipairs(lines) do
    local by_code, values, last = {}, {}, nil
    for _, figure in ipairs(line.figures) do
      parts.learn(spec, facts, figure)
      by_code[figure.period.code] = figure
      if not figure:missing() then last = figure end
    end
    for i, period in ipairs(axis) do
      local figure = by_code[period.code]
      values[i] = figure and figure.value or false
    end
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
    chart.labels, chart.series = figure_lines(spec, facts)
  elseif spec.series then
    chart.labels, chart.series = plain_lines(spec)
  else
    options.fail('series = { series { indicator = "CODE" } }', "a chart of lines needs series")
  end
end

function series.alt(chart, facts)
  local labels, lines = chart.labels, chart.series
  if #labels == 0 then return words.say "alt.none" end
  local ends = {}
  for i, line in ipairs(lines) do
    ends[i] = words.say(line.last_text ~= "" and "alt.end" or "alt.no_end",
      { name = line.name, amount = words.amount(line.last_text, facts.unit) })
  end
  return words.say("alt.lines", { from = labels[1], to = labels[#labels], ends = table.concat(ends, words.say "sign.comma") })
end

return series
