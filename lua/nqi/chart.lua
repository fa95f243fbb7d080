-- The plain chart of a ```chart block.
--
--   chart_of { kind = "bars", rows = rank { indicator = "CERT" }, highlight = area, change = true }
--   chart_of { kind = "lines", series = { series { indicator = "CERT" } } }
--   chart_of { kind = "tiles", indicator = "CERT" }

local columns = require "nqi.columns"
local options = require "nqi.options"
local sources = require "nqi.sources"

local charts = {}

local known = {
  kind = true, unit = true, alt = true, notes = true, source = true, from_zero = true, rows = true,
  items = true, series = true, lines = true, labels = true, indicator = true, highlight = true,
  change = true, decimals = true, id = true, caption = true,
}
local item_fields = {
  label = true, value = true, text = true, rank = true, change = true, highlight = true,
  tile_row = true, tile_column = true,
}

local function text_of(figure, decimals)
  return figure:missing() and "" or (figure.qualifier or "") .. figure:fixed(decimals)
end

-- The unit and the sources of the figures that a chart is made of.
local function learn(spec, facts, figure)
  if figure:missing() then return end
  facts.unit = facts.unit or figure.unit
  if spec.source then return end
  local source = figure:source()
  if source ~= "" and not facts.seen[source] then
    facts.seen[source] = true
    facts.sources[#facts.sources + 1] = source
  end
end

-- A bar or tile that a template made itself.
local function plain_item(item)
  options.check("a chart's item", item, item_fields)
  local value = item.value
  if kind_of(value) == "figure" then value = value.value end
  return {
    label = tostring(item.label or ""), value = value or nil,
    text = tostring(item.text or ""), rank = item.rank and tostring(item.rank) or nil,
    change = item.change and tostring(item.change) or nil, highlight = item.highlight and true or false,
    tile_row = item.tile_row, tile_column = item.tile_column,
  }
end

local function is_highlighted(spec, row)
  return spec.highlight ~= nil and columns.area_of(row) == spec.highlight
end

local function figure_of(row)
  local figure = kind_of(row) == "figure" and row or row.figure
  if kind_of(figure) ~= "figure" then
    options.fail('rows = rank { indicator = "CODE" }', "a row of a chart has no figure")
  end
  return figure
end

local function name_of(row)
  local area = columns.area_of(row)
  if kind_of(row) == "table" and (row.label or row.name) then return row.label or row.name end
  if area then return area.short end
  return row.figure.indicator.name
end

local function bars(spec, facts)
  local items = {}
  for i, row in ipairs(spec.rows) do
    local figure = figure_of(row)
    learn(spec, facts, figure)
    local fields = kind_of(row) == "table" and row or {}
    items[i] = {
      label = name_of(row), value = figure.value, text = text_of(figure, spec.decimals),
      rank = fields.rank and tostring(fields.rank) or nil,
      change = spec.change and fmt.arrow(fields.change) or nil,
      highlight = is_highlighted(spec, row),
    }
  end
  return items
end

-- Every area of the map, those without a value hatched.
local function tiles(spec, facts)
  local rows = spec.rows
  if not rows then
    rows = {}
    for _, area in ipairs(areas {}) do
      if area.tile_row then
        rows[#rows + 1] = { area = area, figure = get { indicator = spec.indicator, area = area } }
      end
    end
  end
  local items = {}
  for i, row in ipairs(rows) do
    local figure, area = figure_of(row), columns.area_of(row)
    learn(spec, facts, figure)
    facts.names[i] = area.short
    items[i] = {
      label = area.abbr ~= "" and area.abbr or area.short, value = figure.value,
      text = text_of(figure, spec.decimals), highlight = is_highlighted(spec, row),
      tile_row = area.tile_row, tile_column = area.tile_column,
    }
  end
  return items
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
  return list
end

local function axis_label(period)
  return period.kind == "year" and tostring(period.year) or period.code
end

local function line_name(line)
  local first = line.figures[1]
  if line.name then return line.name end
  return first and first.area and first.area.short or first and first.indicator.name or ""
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
      learn(spec, facts, figure)
      by_code[figure.period.code] = figure
      if not figure:missing() then last = figure end
    end
    for i, period in ipairs(axis) do
      local figure = by_code[period.code]
      values[i] = figure and figure.value or false
    end
    local area = last and last.area
    result[l] = {
      name = line_name(line), values = values, last_text = last and text_of(last, spec.decimals) or "",
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

-- The greatest and the least of the items with a value, and how many have one.
local function extremes(items)
  local most, least, n = nil, nil, 0
  for i, item in ipairs(items) do
    if item.value then
      n = n + 1
      if not most or item.value > items[most].value then most = i end
      if not least or item.value < items[least].value then least = i end
    end
  end
  return most, least, n
end

-- `names` holds the full names of items that are labelled by an abbreviation.
local function alt_of_items(items, unit, names)
  local most, least, n = extremes(items)
  if not most then return "没有数据。" end
  local function said(i, form)
    return string.format(form, names[i] or items[i].label, items[i].text, unit)
  end
  local text = string.format("共%d项，最大的是%s", n, said(most, "%s（%s%s）"))
  if most ~= least then text = text .. "，最小的是" .. said(least, "%s（%s%s）") end
  for i, item in ipairs(items) do
    if item.highlight and i ~= most and i ~= least then text = text .. "，" .. said(i, "%s为%s%s") end
  end
  return text .. "。"
end

local function alt_of_lines(labels, lines, unit)
  if #labels == 0 then return "没有数据。" end
  local ends = {}
  for i, line in ipairs(lines) do
    ends[i] = line.last_text ~= "" and string.format("%s%s%s", line.name, line.last_text, unit) or line.name .. "无数据"
  end
  return string.format("%s至%s的走势，末期：%s。", labels[1], labels[#labels], table.concat(ends, "，"))
end

local function note_list(notes)
  if notes == nil then return {} end
  return type(notes) == "string" and { notes } or notes
end

local function has_figures(list)
  local first = list[1]
  return first == nil or kind_of(first) == "table" and first.values == nil
end

function charts.chart_of(spec)
  options.check("chart", spec, known)
  local facts = { sources = {}, seen = {}, names = {} }
  local chart = { kind = spec.kind, items = {}, labels = {}, series = {}, notes = note_list(spec.notes) }
  if spec.kind == "lines" then
    if spec.lines or spec.series and has_figures(spec.series) then
      chart.labels, chart.series = figure_lines(spec, facts)
    elseif spec.series then
      chart.labels, chart.series = plain_lines(spec)
    else
      options.fail('series = { series { indicator = "CODE" } }', "a chart of lines needs series")
    end
  elseif spec.kind == "bars" or spec.kind == "tiles" then
    if spec.items then
      for i, item in ipairs(spec.items) do chart.items[i] = plain_item(item) end
    elseif spec.kind == "tiles" and (spec.indicator or spec.rows) then
      chart.items = tiles(spec, facts)
    elseif spec.rows then
      chart.items = bars(spec, facts)
    else
      options.fail('rows = rank { indicator = "CODE" }', "this chart has no rows")
    end
  else
    options.fail("bars, lines or tiles", 'no chart is called "%s"', tostring(spec.kind))
  end
  chart.unit = spec.unit or facts.unit or ""
  chart.source = sources.join(spec.source and { spec.source } or facts.sources)
  chart.from_zero = spec.from_zero
  if chart.from_zero == nil then chart.from_zero = spec.kind == "bars" end
  chart.alt = spec.alt or spec.kind == "lines" and alt_of_lines(chart.labels, chart.series, chart.unit)
    or alt_of_items(chart.items, chart.unit, facts.names)
  return chart
end

return charts
