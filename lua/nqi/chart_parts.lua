-- What the makers of charts (nqi/charts) share: the figures of rows, and what they tell
-- of unit and source.
--
--   local parts = require "nqi.chart_parts"
--   parts.text_of(v.CERT)   --> 819

local columns = require "nqi.columns"
local options = require "nqi.options"
local sources = require "nqi.sources"
local words = require "nqi.words"

local parts = {}

local item_fields = {
  label = true, value = true, text = true, rank = true, change = true, highlight = true,
  tile_row = true, tile_column = true,
}

-- What a table prints of a figure, "" if it is missing.
function parts.text_of(figure, decimals)
  return figure:missing() and "" or figure:fixed(decimals)
end

-- The first figure of all and that of each indicator, and those that the gate for comparisons
-- parts from them: a new definition between them, or another kind of period.
local function gather(facts, figure)
  local code = figure.indicator and figure.indicator.code or ""
  local first = facts.firsts[code] or facts.first
  facts.firsts[code] = facts.firsts[code] or figure
  facts.first = facts.first or figure
  if not first then return end
  local why = comparison(figure, first, "order")
  if why then facts.parted[#facts.parted + 1] = { figure, first, why } end
end

-- The period that most figures are of, of two as many the later one.
local function usual_period(dated)
  local counts, best = {}, nil
  for _, item in ipairs(dated) do
    local period = item.figure.period
    counts[period.code] = (counts[period.code] or 0) + 1
  end
  for _, item in ipairs(dated) do
    local period = item.figure.period
    local n, most = counts[period.code], best and counts[best.code] or 0
    if n > most or n == most and best < period then best = period end
  end
  return best
end

-- The notes of items that are of another period than most: 上海为2015年数据。
local function period_notes(dated)
  local usual, parted, order = usual_period(dated), {}, {}
  for _, item in ipairs(dated) do
    local period = item.figure.period
    if period.code ~= usual.code then
      if not parted[period.code] then
        parted[period.code] = { period = period }
        order[#order + 1] = parted[period.code]
      end
      table.insert(parted[period.code], item.label)
    end
  end
  local notes = {}
  for i, group in ipairs(order) do
    notes[i] = words.say("note.period", { items = fmt.list(group), period = group.period.label })
  end
  return notes
end

-- Says why the items of a chart, which stand on one axis, are not all comparable.
function parts.add_notes(chart, facts)
  local said = {}
  local function add(note)
    if not said[note] then chart.notes[#chart.notes + 1] = note end
    said[note] = true
  end
  for _, note in ipairs(chart.notes) do said[text.plain(tostring(note))] = true end
  for _, pair in ipairs(facts.parted) do
    if pair[3] == "kind" then add(words.say "note.kind") end
    for _, item in ipairs(pair[3] == "break" and kernel.breaks(pair[1], pair[2]) or {}) do
      add(words.say("note.break", { name = words.indicator(item), year = item.break_year }))
    end
  end
  for _, note in ipairs(period_notes(facts.dated)) do add(note) end
end

-- The figure of an item: its period, why it has no value. `label`: the name that the
-- library gives it; nil: the template's own, which says what it will.
function parts.note_item(facts, label, figure)
  if not figure:missing() then
    if label and figure.period then table.insert(facts.dated, { label = label, figure = figure }) end
  elseif figure.reason then
    local computed = figure.status ~= "suppressed" and figure.reason == "suppressed"
    facts.reasons[computed and "of_suppressed" or figure.reason] = true
  end
end

-- The unit and the sources of the figures that a chart is made of.
function parts.learn(spec, facts, figure)
  if figure:missing() then return end
  if figure.bound ~= 0 then facts.bounds = true end
  local unit = figure.unit
  if facts.unit and facts.unit ~= unit then
    options.fail('draw two charts, or convert with f:in_unit("…")', "a chart has one axis, not one of %s and one of %s",
      facts.unit, unit)
  end
  if spec.unit and text.plain(spec.unit) ~= unit and text.unit(unit) ~= text.plain(spec.unit) then
    options.fail('convert the figures with f:in_unit("…"), or call them otherwise with f:as{ unit = "…" }',
      "unit says %s, the figures of the chart are in %s", text.plain(spec.unit), unit)
  end
  facts.unit = unit
  gather(facts, figure)
  if not spec.source then sources.learn(facts, figure) end
end

local plain_most = 2 -- decimals of numbers of which nothing says how many

-- How many decimals the numbers of items need, for all of them alike.
local function decimals_of(items)
  local most = 0
  for _, item in ipairs(items) do
    if type(item.value) == "number" then
      most = math.max(most, #(string.format("%.12f", item.value):gsub("0+$", ""):match("%.(%d*)$") or ""))
    end
  end
  return math.min(most, plain_most)
end

-- What stands at an item that has no text of its own: its value; text = "" leaves it out.
local function text_of_plain(item, decimals, own)
  if item.text then return tostring(item.text) end
  if kind_of(item.value) == "figure" then return parts.text_of(item.value, own) end
  return type(item.value) == "number" and fmt.number(item.value, decimals) or ""
end

-- A bar or tile that a template made itself.
local function plain_item(item, decimals, own)
  options.check("a chart's item", item, item_fields)
  local value = item.value
  if kind_of(value) == "figure" then value = value.value end
  return {
    label = tostring(item.label or ""), value = value or nil,
    text = text_of_plain(item, decimals, own), rank = item.rank and tostring(item.rank) or nil,
    change = item.change and tostring(item.change) or nil, highlight = item.highlight and true or false,
    tile_row = item.tile_row, tile_column = item.tile_column,
  }
end

function parts.plain_items(spec)
  local list, decimals = {}, spec.decimals or decimals_of(spec.items)
  for i, item in ipairs(spec.items) do list[i] = plain_item(item, decimals, spec.decimals) end
  return list
end

function parts.is_highlighted(spec, row)
  return spec.highlight ~= nil and columns.area_of(row) == spec.highlight
end

function parts.figure_of(row)
  local figure = kind_of(row) == "figure" and row or row.figure
  if kind_of(figure) ~= "figure" then
    options.fail('rows = rank { indicator = "CODE" }', "a row of a chart has no figure")
  end
  return figure
end

local function name_of(row)
  local area = columns.area_of(row)
  if kind_of(row) == "table" and (row.label or row.name) then return words.region(row.label or row.name) end
  if area then return words.area(area) end
  return words.indicator(row.figure.indicator)
end

-- An item a row, in the order of the rows.
function parts.items_of(spec, facts)
  if not spec.rows then
    options.fail('rows = rank { indicator = "CODE" }', "this chart has no rows")
  end
  local items = {}
  facts.of = facts.of or #spec.rows
  for i, row in ipairs(spec.rows) do
    local figure = parts.figure_of(row)
    parts.learn(spec, facts, figure)
    local fields = kind_of(row) == "table" and row or {}
    parts.note_item(facts, not (fields.label or fields.name) and name_of(row) or nil, figure)
    facts.figures[i] = not figure:missing() and figure or nil
    items[i] = {
      label = name_of(row), value = figure.value,
      text = figure:missing() and tostring(figure) or parts.text_of(figure, spec.decimals),
      rank = fields.rank and tostring(fields.rank) or nil,
      change = spec.change and fmt.arrow(fields.change) or nil,
      highlight = parts.is_highlighted(spec, row),
    }
  end
  return items
end

-- A label as a sentence says it: 2023-01 is 2023年1月, January 2023; what is no period's code
-- stays as it is.
function parts.label_said(label)
  local plain = text.plain(label)
  if not plain:find("^%d%d%d%d") then return label end
  local is_period, period = pcall(period_of, plain)
  return is_period and period.code == plain and period.label or label
end

-- Whether item `i` stands below item `k`: figures by their own order, in which 超100 is more
-- than 100 and 不足100 less; what a template made itself by its number.
local function is_below(items, figures, i, k)
  if figures[i] and figures[k] and not comparison(figures[i], figures[k], "order") then return figures[i] < figures[k] end
  return items[i].value < items[k].value
end

-- The items with a value that print as the one at `place` does, or neither stand above nor
-- below it.
local function tied_with(items, figures, place)
  local list = {}
  for i, item in ipairs(items) do
    if item.value then
      local same = item.text ~= "" and text.plain(item.text) == text.plain(items[place].text)
      local level = not is_below(items, figures, i, place) and not is_below(items, figures, place, i)
      if same or level then list[#list + 1] = i end
    end
  end
  return list
end

-- The greatest and the least of the items with a value, of which there are some; those that
-- share the place together.
local function extremes(items, figures)
  local most, least = nil, nil
  for i, item in ipairs(items) do
    if item.value then
      if not most or is_below(items, figures, most, i) then most = i end
      if not least or is_below(items, figures, i, least) then least = i end
    end
  end
  return tied_with(items, figures, most), tied_with(items, figures, least)
end

local function has_text(items)
  for _, item in ipairs(items) do
    if item.value and item.text and item.text ~= "" then return true end
  end
  return false
end

local named_most = 3 -- of those that share a place
local apart_most = 6 -- of those that are not to be compared

-- The alternative text of items: how many, the greatest, the least, the highlighted; of items
-- that are not to be compared (facts.parted) each by itself if they are few.
-- facts.names holds the full names of items that are labelled by an abbreviation.
function parts.alt_of_items(chart, facts)
  local items, names = chart.items, facts.names
  local n = 0
  for _, item in ipairs(items) do n = n + (item.value and 1 or 0) end
  if n == 0 then return words.say "alt.none" end
  local of = facts.of or n
  local function name(i) return names[i] or parts.label_said(items[i].label) end
  -- With nothing to tell of it: an item without a text
  local function said(key, i, bare)
    local amount = words.amount(items[i].text, facts.unit)
    return amount == "" and (bare or name(i)) or words.say(key, { name = name(i), amount = amount })
  end
  local function said_of(tied)
    if #tied == 1 then return said("alt.item", tied[1]) end
    local list, alike = {}, true
    for k = 1, math.min(#tied, named_most) do
      list[k] = name(tied[k])
      alike = alike and text.plain(items[tied[k]].text) == text.plain(items[tied[1]].text)
    end
    if not alike then -- 甲（约100）和乙（100）
      for k = 1, #list do list[k] = said("alt.item", tied[k]) end
      return fmt.list(list)
    end
    return words.say(#tied > named_most and "alt.tied_more" or "alt.tied",
      { names = fmt.list(list, #tied > named_most and text.word "sign.list" or nil), n = #tied,
        amount = words.amount(items[tied[1]].text, facts.unit) })
  end
  local told, alt = {}, nil
  if #facts.parted > 0 then -- nothing is the largest of what is not to be compared
    alt = words.say(n < of and "alt.apart_known" or "alt.apart", { n = n, of = of })
  elseif not has_text(items) then -- no number is printed that could be the largest
    alt = words.say(n < of and "alt.bare_known" or "alt.bare", { n = n, of = of })
  else
    local most, least = extremes(items, facts.figures)
    alt = words.say(n < of and "alt.most_known" or "alt.most", { n = n, of = of, item = said_of(most) })
    if most[1] ~= least[1] then alt = alt .. words.say("alt.least", { item = said_of(least) }) end
    for _, list in ipairs { most, least } do
      for _, i in ipairs(list) do told[i] = true end
    end
  end
  local each = #facts.parted > 0 and n <= apart_most
  for i, item in ipairs(items) do
    if item.highlight and not item.value then
      alt = alt .. words.say("alt.missing", { name = name(i) })
    elseif (item.highlight or each and item.value) and not told[i] then
      alt = alt .. said("alt.other", i, "")
    end
  end
  return alt .. words.say "sign.stop"
end

return parts
