-- Columns that a table leaves out, and the notes that say so: those that are empty in every
-- row, unless they say `keep = true`, and those of `once = true` that say the same in every
-- row.
--
--   require("nqi.omitted").columns({ {}, { head = "同比" } }, { { 1, false, why = {} }, { 2, false, why = {} } })

local columns = require "nqi.columns"
local signs = require "nqi.signs"
local words = require "nqi.words"

local omitted = {}

-- The sign of what is not there for a reason.
local function sign_of(reason)
  return reason == "nothing" and signs.text "none" or text.plain(tostring(figure { reason = reason }))
end

-- Which sign stands for a value that is not there, and why, in words; nil if there is one.
local function absence(value, why)
  local kind = kind_of(value)
  if kind == "table" then
    if value.markdown then return nil end
    value = value.value or value.text
    kind = kind_of(value)
  end
  if kind == "figure" then
    if not value:missing() then return nil end
    local sign = text.plain(value:cell())
    return sign, signs.meaning(sign, value)
  end
  if value == nil or value == false then return sign_of(why or "absent"), words.say("symbol.why." .. (why or "absent")) end
  local plain = kind == "string" and text.plain(value)
  if plain == "" then return "", words.say "symbol.why.nothing" end
  for _, sign in ipairs { "missing", "none", "suppressed" } do
    if plain == signs.text(sign) then return plain, signs.meaning(plain) end
  end
end

-- 认证证书同比, of a column below a head of several.
local function name_of(column)
  local group = column.group and columns.name { head = column.group } or ""
  return group .. columns.name(column)
end

-- Why no row has a value in column c, in words; nil if one has, or if its signs differ, which
-- tell of each row what no note does.
local function why_empty(values, c)
  local reasons, seen, sign = {}, {}, nil
  for _, own in ipairs(values) do
    local here, why = absence(own[c], own.why[c])
    if not here or sign and here ~= sign then return nil end
    sign = here
    if not seen[why] then seen[why], reasons[#reasons + 1] = true, why end
  end
  return fmt.list(reasons, words.say "symbol.or")
end

-- What every row prints in column c; nil if they differ.
local function common(values, c)
  local said
  for _, own in ipairs(values) do
    local value = own[c]
    if kind_of(value) == "table" then value = not value.markdown and (value.value or value.text) or false end
    if not value or said and text.plain(tostring(said)) ~= text.plain(tostring(value)) then return nil end
    said = value
  end
  return said
end

-- Cells that reach over others stand in the columns that there are.
local function reaches(values)
  for _, own in ipairs(values) do
    for _, value in pairs(own) do
      if kind_of(value) == "table" and (value.column_span or value.row_span) then return true end
    end
  end
  return false
end

local function add_to(groups, why, name)
  groups[why] = groups[why] or {}
  if #groups[why] == 0 then groups[#groups + 1] = why end
  table.insert(groups[why], name)
end

-- Which columns go, and the notes on them: { [c] = true }, { "…" }.
local function choose(list, values)
  local gone, notes, empty, left = {}, {}, {}, #list
  for c = 2, #list do
    local why = not list[c].keep and why_empty(values, c)
    local same = not why and list[c].once and common(values, c)
    if why then add_to(empty, why, name_of(list[c])) end
    if same then notes[#notes + 1] = words.say("note.column_once", { item = name_of(list[c]), value = same }) end
    if why or same then gone[c], left = true, left - 1 end
  end
  for _, why in ipairs(empty) do
    notes[#notes + 1] = words.say("note.columns_empty", { items = fmt.list(empty[why]), why = why })
  end
  return left > 1 and gone or {}, left > 1 and notes or {}
end

-- The columns that a table prints and their values, as tables.lua has them, with the notes
-- on those that it does not; `indices` of the former. The first column stays, a table of one
-- row stays as it is, and of names alone none is made.
function omitted.columns(list, values)
  local gone, notes = {}, {}
  if #values > 1 and not reaches(values) then gone, notes = choose(list, values) end
  local rest = { list = {}, values = {}, indices = {}, notes = notes }
  for c, column in ipairs(list) do
    if not gone[c] then rest.list[#rest.list + 1], rest.indices[#rest.indices + 1] = column, c end
  end
  for i, own in ipairs(values) do
    local row = { why = {} }
    for k, c in ipairs(rest.indices) do row[k], row.why[k] = own[c], own.why[c] end
    rest.values[i] = row
  end
  return rest
end

return omitted
