-- The plain table of a ```table block.
--
--   table_of {
--     rows = rank { indicator = "CERT", top = 10 },
--     columns = { "位次", "地区", "CERT", "CERT:growth" },
--     highlight = area,
--   }

local classify = require "nqi.classify"
local columns = require "nqi.columns"
local omitted = require "nqi.omitted"
local options = require "nqi.options"
local ranking = require "nqi.rank"
local rounding = require "nqi.rounding"
local signs = require "nqi.signs"
local sources = require "nqi.sources"
local spans = require "nqi.spans"
local units = require "nqi.units"
local words = require "nqi.words"

local tables = {}

local known = {
  rows = "a list", columns = "a list", unit = "a text", source = "a text", notes = true, highlight = true,
  total = true, memo = true, landscape = true, groups = true, stub = true, id = true, caption = true,
  empty = true,
}
local cell_fields = {
  text = true, value = true, markdown = true, href = true, column_span = true, row_span = true,
  align = true, tone = true, shade = true, strong = true, indent = true,
}

-- What the figures of a table tell its notes and its source line.
local function new_facts(unit)
  return { units = units.named(unit), sources = {}, seen = {}, breaks = {}, reasons = {}, texts = {}, rows = {}, ranked = {},
           provisional = false, bounds = false }
end

-- Why a cell has no number; whether it is what would be computed (a growth, a rank).
local function note_reason(facts, why, computed)
  facts.reasons[computed and why == "suppressed" and "of_suppressed" or why] = true
end

local function learn(facts, figure, with_source)
  for _, item in ipairs(figure.reason == "break" and kernel.breaks(figure) or {}) do facts.breaks[item.code] = item end
  local is_none = figure:missing() and figure.reason == "absent" and tostring(figure) == signs.text "none"
  if is_none then
    facts.reasons.nothing = true
  elseif figure:missing() and figure.reason then
    note_reason(facts, figure.reason, figure.status ~= "suppressed")
  end
  if figure.status == "provisional" then facts.provisional = true end
  if figure.bound ~= 0 then facts.bounds = true end
  if with_source and not figure:missing() then sources.learn(facts, figure) end
end

-- The decimals of a column's plain numbers: those that it names; else none if all of them
-- are whole, and two. (A figure has its own: published precision may differ by row.)
local function decimals_of(column, values, c)
  if column.decimals then return column.decimals end
  for _, row in ipairs(values) do
    local value = row[c]
    if kind_of(value) == "table" then value = value.value end
    if math.type(value) == "float" then return 2 end
  end
  return 0
end

-- What stands for a value that is not there: the sign that a figure would have that is
-- missing for this reason; "nothing": the row is none of those that have such a value.
local function absence(why, facts)
  local is_nothing = why == "nothing"
  note_reason(facts, is_nothing and "other" or why, true)
  return { text = is_nothing and signs.text "none" or tostring(figure { reason = why }) }
end

-- The figure in the unit that its column says, or else the table. What has no number, and
-- what is counted without a unit in a table of some, is in any.
local function in_unit_of(figure, column, facts)
  if not figure.value then return figure end
  local own = units.named(column.unit)
  if #own > 0 then return units.fit(figure, own, text.message('the column "%s"', text.plain(tostring(column.head or "")))) end
  if #facts.units == 0 or figure.unit == "" then return figure end
  if units.is_said(figure, column.head) or units.is_said(figure, column.group) then return figure end
  return units.fit(figure, facts.units, text.message "the table")
end

-- The tone of ▲1 and ▼1; of nothing else.
local function tone_of(written)
  local sign = text.plain(written):match("^([^%d]+)%d+$")
  if not sign then return nil end
  return sign == signs.text "up" and "accent" or sign == signs.text "down" and "watch" or nil
end

-- Any value that a column gives, as a plain cell; `why` there is none.
local function cell_of(value, column, decimals, facts, with_source, why)
  local kind = kind_of(value)
  if kind == "figure" then
    learn(facts, value, with_source)
    return { text = value:cell(column.decimals, column.signed) }
  elseif kind == "number" then
    return { text = fmt.number(value, decimals) }
  elseif value == nil or value == false then -- the library's false is a number that is not there
    return absence(why or "absent", facts)
  elseif kind == "table" then
    options.check("a cell", value, cell_fields)
    local cell = {}
    for field, content in pairs(value) do cell[field] = content end
    if cell.value ~= nil then
      local inner = kind_of(cell.value) == "figure" and in_unit_of(cell.value, column, facts) or cell.value
      cell.text = cell_of(inner, column, decimals, facts, with_source).text
      cell.value = nil
    end
    cell.text = tostring(cell.text or "")
    cell.tone = cell.tone or tone_of(cell.text)
    return cell
  end
  if value == true then
    options.fail('write (x and "是" or "否")', "a cell is true or false")
  end
  if kind == "string" and text.plain(value) == signs.text "none" then facts.reasons.other = true end
  return { text = tostring(value), tone = tone_of(tostring(value)) }
end

-- decimal for numbers, left for words: by the first row that has a value.
local function infer_align(column, rows)
  if column.align then return column.align end
  for i, row in ipairs(rows) do
    local value = column.get(row, i)
    if kind_of(value) == "table" then value = value.value or value.text end
    local kind = kind_of(value)
    if kind == "figure" then return value.text and "centre" or "decimal" end
    if kind == "number" then return "decimal" end
    if kind ~= "nil" and (kind ~= "string" or not signs.is(text.plain(value))) then return "left" end
  end
  return "left"
end

-- Groups are the same if they print the same.
local function printed(value)
  return value ~= nil and text.plain(tostring(value)) or nil
end

local function same_group(column, other)
  return column.group and other and other.group and printed(column.group) == printed(other.group)
end

-- Heads and groups by column. A column whose head is the group of a neighbour, GDP beside
-- GDP:growth, belongs to it with its values.
local function grouped_heads(columns_of_it)
  local list = {}
  for i, column in ipairs(columns_of_it) do
    local name = not column.group and printed(column.head)
    list[i] = column
    for _, other in ipairs { columns_of_it[i - 1] or false, columns_of_it[i + 1] or false } do
      if name and other and printed(other.group) == name then
        list[i] = { group = column.head, head = words.say "column.value", unit = column.unit }
      end
    end
  end
  return list
end

-- Two head rows when columns are grouped, else one; neighbours of one group share
-- a cell.
local function head_rows(all)
  local list, grouped = grouped_heads(all), false
  for i, column in ipairs(list) do
    local next_column = list[i + 1]
    if same_group(column, next_column) then grouped = true end
  end
  local upper, lower = {}, {}
  local i = 1
  while i <= #list do
    local column = list[i]
    local last = i
    while same_group(column, list[last + 1]) do last = last + 1 end
    if grouped and column.group then
      upper[#upper + 1] = { text = column.group, column_span = last - i + 1, row_span = 1, align = "centre" }
      for j = i, last do lower[#lower + 1] = { text = columns.head(list[j]) } end
    else
      local head = columns.head(column)
      if column.group then head = column.group .. "\n" .. head end
      upper[#upper + 1] = { text = head, row_span = grouped and 2 or 1 }
    end
    i = last + 1
  end
  upper.kind, lower.kind = "body", "body"
  return grouped and { upper, lower } or { upper }
end

local function asked(rule, row, i)
  return type(rule) == "function" and rule(row, i) and true or false
end

local function is_highlighted(spec, row, i)
  if type(spec.highlight) == "function" then return spec.highlight(row, i) and true or false end
  return spec.highlight ~= nil and columns.area_of(row) == spec.highlight
end

-- The heading of a row's group, or nil; `groups` is a function or a field's name.
local function group_of(spec, row, i)
  if type(spec.groups) == "function" then return spec.groups(row, i) end
  if type(spec.groups) == "string" then return row[spec.groups] end
end

-- Why a column has no value in a row, as its function says behind nil: one of the reasons of
-- figures, or "nothing". Another word is none: it may be a result that was not meant for it.
local function reason_of(column, i, why)
  if type(why) ~= "string" then return nil end
  if not signs.is_reason(why) then
    options.fail(text.message("return nil, or nil and one of: %s", table.concat(signs.reasons(), ", ")),
      'the column "%s" has no value in row %d, and "%s" is no reason for it', text.plain(tostring(column.head or "")), i, why)
  end
  return why
end

-- What the columns give for each row: false for nothing, so that a row has no gaps; `why`
-- there is nothing, by column, where a column says so.
local function values_of(spec, list)
  local values = {}
  for i, row in ipairs(spec.rows) do
    local own = { why = {} }
    for c, column in ipairs(list) do
      local value, why = column.get(row, i)
      own[c] = value or false
      if value == nil then own.why[c] = reason_of(column, i, why) end
    end
    values[i] = own
  end
  return values
end

-- What a cell prints, as a part or a total of others (nqi/rounding); nil if it is no number.
local function number_of(value, column, decimals, facts)
  if kind_of(value) == "table" then
    value = kind_of(value.value) == "figure" and in_unit_of(value.value, column, facts) or value.value
  end
  local kind = kind_of(value)
  if kind == "figure" and value.value then
    return { value = value.value, unit = value.unit, decimals = column.decimals or value.decimals, printed = function() return value:published(column.decimals) end }
  elseif kind == "number" then
    return { value = value, unit = "", decimals = decimals, printed = function() return figure({ value = value, decimals = decimals }):published() end }
  end
end

-- Looks at whether the column prints fewer digits of what the row is ranked by.
local function note_rank(facts, row, value, c, printed)
  local ranked = kind_of(row) == "table" and row.rank and kind_of(row.figure) == "figure" and row.figure
  if not ranked or kind_of(value) ~= "figure" or not value.value or value.value ~= ranked.value then return end
  if value.indicator ~= ranked.indicator then return end
  facts.ranked[c] = facts.ranked[c] or {}
  facts.finer = ranking.is_finer(facts.ranked[c], row.rank, printed) or facts.finer
end

-- The cells by column, with gaps where cells reach over.
local function body_row(spec, list, row, i, own, decimals, facts, covered, group)
  local cells = {
    kind = asked(spec.total, row, i) and "total" or asked(spec.memo, row, i) and "memo" or "body",
    highlight = is_highlighted(spec, row, i),
  }
  local numbers = {}
  for c, column in ipairs(list) do
    local value = own[c]
    if spans.covers(covered, c) then
      spans.refuse(column, value)
    else
      if kind_of(value) == "figure" then value = in_unit_of(value, column, facts) end
      cells[c] = cell_of(value, column, decimals[c], facts, spec.source == nil, own.why[c])
      facts.texts[#facts.texts + 1] = cells[c].text
      numbers[c] = number_of(value, column, decimals[c], facts)
      note_rank(facts, row, own[c], c, cells[c].text)
      spans.add(covered, c, cells[c])
    end
  end
  spans.next_row(covered)
  facts.rows[#facts.rows + 1] = { kind = cells.kind, numbers = numbers, group = group }
  return cells
end

-- The rows of one group at the end of the body, without the gaps.
local function add_group(body, rows, list, covered)
  spans.close(covered, list)
  spans.merge(rows, list)
  for _, cells in ipairs(rows) do
    local row = { kind = cells.kind, highlight = cells.highlight }
    for c = 1, #list do row[#row + 1] = cells[c] end
    body[#body + 1] = row
  end
end

local function wide_row(kind, words_in_it, columns, align)
  return { kind = kind, highlight = false,
           { text = words_in_it, column_span = columns, align = align, strong = kind == "group" or nil } }
end

-- What stands in place of the rows when there are none; `empty = false` wants some.
local function empty_body(spec, list)
  if spec.empty == false then options.fail(nil, "a table has no rows, and says empty = false") end
  return { wide_row("body", tostring(spec.empty or words.say "table.empty"), #list, "centre") }
end

local function body_rows(spec, list, values, facts)
  if #spec.rows == 0 then return empty_body(spec, list) end
  local decimals, body, rows, group = {}, {}, {}, nil
  local covered = spans.open(#list)
  for c, column in ipairs(list) do decimals[c] = decimals_of(column, values, c) end
  for i, row in ipairs(spec.rows) do
    local name = words.region(group_of(spec, row, i))
    if name ~= nil and name ~= "" and printed(name) ~= group then
      add_group(body, rows, list, covered)
      body[#body + 1], rows = wide_row("group", tostring(name), #list, "left"), {}
    end
    group = printed(name)
    rows[#rows + 1] = body_row(spec, list, row, i, values[i], decimals, facts, covered, group)
  end
  add_group(body, rows, list, covered)
  return body
end

local function add_new(notes, note)
  for _, other in ipairs(notes) do
    if printed(other) == printed(note) then return end
  end
  notes[#notes + 1] = note
end

-- The rules of the ranks and classes that the table shows, as its columns or rows tell; what
-- their functions ask is no sign of it, since they may have kept the answer.
local function rules_shown(spec, list, bounds, finer)
  local ranked, classes = false, {}
  for _, column in ipairs(list) do
    ranked = ranked or column.ranked
    if column.classified then add_new(classes, column.classified == true and columns.name(column) or column.classified) end
  end
  local notes = ranking.notes(spec.rows, ranked)
  if finer and not kernel.classifies_exact() then table.insert(notes, 1, words.say "note.ranked_finer") end
  if bounds and (ranked or spec.rows.of) then notes[#notes + 1] = words.say "note.ranked_bounds" end
  if #classes > 0 then notes[#notes + 1] = classify.note(fmt.list(classes)) end
  return notes
end

local function all_notes(spec, list, facts, rules, left_out)
  local notes = {}
  local given = spec.notes or {}
  for _, note in ipairs(type(given) == "string" and { given } or given) do
    if note and note ~= "" then notes[#notes + 1] = tostring(note) end
  end
  for _, item in pairs(facts.breaks) do
    notes[#notes + 1] = words.say("note.break", { name = words.indicator(item), year = item.break_year })
  end
  if facts.provisional then notes[#notes + 1] = words.say "note.provisional" end
  if rounding.is_apart(facts.rows, #list) then
    add_new(notes, words.say(fmt.rounds_to_even() and "note.rounded_even" or "note.rounded"))
  end
  for _, note in ipairs(rules) do add_new(notes, note) end
  for _, note in ipairs(left_out) do notes[#notes + 1] = note end
  notes[#notes + 1] = signs.legend { texts = facts.texts, reasons = facts.reasons, notes = notes }
  return notes
end

-- Columns of words at the left are repeated when a table is split.
local function stub_of(spec, align, indices)
  if spec.stub then
    local stub = 0
    for _, c in ipairs(indices) do
      if c <= spec.stub then stub = stub + 1 end
    end
    return stub
  end
  for c, how in ipairs(align) do
    if how == "left" then return c end
  end
  return 1
end

function tables.table_of(spec)
  options.check("table", spec, known)
  if type(spec.rows) ~= "table" or type(spec.columns) ~= "table" then
    options.fail('rows = rank { indicator = "CODE" }   columns = { "位次", "地区", "CODE" }',
      "a table needs rows and columns")
  end
  if #spec.columns == 0 then options.fail(nil, "a table needs at least one column") end
  local all, align = {}, {}
  for c, column in ipairs(spec.columns) do all[c] = columns.read(column, spec.rows) end
  local shown = omitted.columns(all, values_of(spec, all))
  local list = shown.list
  for c, column in ipairs(list) do align[c] = infer_align(column, spec.rows) end
  local facts = new_facts(spec.unit)
  local body = body_rows(spec, list, shown.values, facts)
  return {
    columns = #list, align = align, stub = stub_of(spec, align, shown.indices), unit = text.unit(spec.unit or ""),
    source = sources.join(spec.source and { spec.source } or facts.sources),
    notes = all_notes(spec, list, facts, rules_shown(spec, list, facts.bounds, facts.finer), shown.notes), landscape = spec.landscape and true or false,
    head = head_rows(list), body = body,
  }
end

return tables
