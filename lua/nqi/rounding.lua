-- Whether the printed parts of a total that a table shows add up to another number than it
-- prints, though the numbers themselves do: then a note says that rounding does it.
--
--   local rounding = require "nqi.rounding"
--   rounding.is_apart({ { kind = "body", numbers = {} } }, 1)   --> false
--
-- A row is { kind = "body", "total" or "memo", group = i, numbers = {} }: by column, what
-- prints there, { value =, unit =, decimals =, printed = function () … end }. Totals in a
-- column are a total row, of the rows beside it; the first or the last row of all or of a
-- group, of all the others; and the 100 of shares in %, to which they add up but for half of
-- their last digit, since what they are shares of was rounded, too. In a row they are a
-- column, of those of its unit beside it, and the 100 of neighbours in %, if they are so in
-- each row that has all of them, since one may be so by chance.
local rounding = {}

local function differ(a, b, slack)
  return math.abs(a - b) > 1e-9 * math.max(1, math.abs(a), math.abs(b)) + (slack or 0)
end

local whole = { value = 100, unit = "%", printed = function() return 100 end }

-- What numbers add up to; nil where there are fewer than two, or one of the parts of 100 is
-- none. And half of their last digit, if they are.
local function sum_of(parts, total)
  if #parts < 2 then return nil end
  local sum, slack = 0, 0
  for _, part in ipairs(parts) do
    if total == whole and (part.value < 0 or part.value > 100) then return nil end
    sum, slack = sum + part.value, total == whole and math.max(slack, 0.5 / 10 ^ part.decimals) or 0
  end
  return sum, slack
end

-- "is" and whether the parts are those of the total; and whether their print is not.
local function is_total(total, parts)
  local sum, slack = sum_of(parts, total)
  if not sum or differ(sum, total.value, slack) then return false, false end
  local printed = 0
  for _, part in ipairs(parts) do printed = printed + part.printed() end
  return true, differ(printed, total.printed())
end

-- The numbers of a column in the rows from `first` to `last` but for memo rows, or up to a
-- total row if `beside`; nil if one has none or they are not of the total's unit.
local function parts_of(rows, column, total, first, last, step, beside)
  local parts = {}
  for i = first, last, step do
    local kind, number = rows[i].kind, rows[i].numbers[column]
    if beside and kind == "total" then break end
    if kind ~= "memo" then
      if not number or number.unit ~= total.unit then return {} end
      parts[#parts + 1] = number
    end
  end
  return parts
end

local function is_apart(total, parts)
  local _, apart = is_total(total, parts)
  return apart
end

-- Of the rows from `first` to `last`, whose totals nobody declared.
local function spans_apart(rows, column, first, last)
  local top, bottom = rows[first].numbers[column], rows[last].numbers[column]
  if top and is_apart(top, parts_of(rows, column, top, first + 1, last, 1)) then return true end
  if bottom and is_apart(bottom, parts_of(rows, column, bottom, first, last - 1, 1)) then return true end
  return top ~= nil and top.unit == whole.unit and is_apart(whole, parts_of(rows, column, whole, first, last, 1))
end

local function column_apart(rows, column)
  for i, row in ipairs(rows) do
    local total = row.kind == "total" and row.numbers[column]
    if total and (is_apart(total, parts_of(rows, column, total, i + 1, #rows, 1, true)) or
        is_apart(total, parts_of(rows, column, total, i - 1, 1, -1, true))) then
      return true
    end
  end
  local first = 1
  for i = 1, #rows do
    if i == #rows or rows[i + 1].group ~= rows[first].group then
      if spans_apart(rows, column, first, i) then return true end
      first = i + 1
    end
  end
  return rows[#rows].group ~= rows[1].group and spans_apart(rows, column, 1, #rows)
end

-- Whether the columns from `first` to `last` are in each row the parts of the column `total`,
-- or of 100 if that is nil; the second value: not in print.
local function across(rows, total, first, last)
  local found, apart = false, false
  for _, row in ipairs(rows) do
    local of, parts = total and row.numbers[total] or not total and whole or nil, {}
    for c = first, last do
      local number = row.numbers[c]
      if of and number and number.unit == of.unit then parts[#parts + 1] = number end
    end
    if of and #parts == last - first + 1 then
      local is, is_so_apart = is_total(of, parts)
      if not is then return false end
      found, apart = true, apart or is_so_apart
    end
  end
  return found and apart
end

local function row_apart(rows, columns)
  for first = 1, columns do
    for last = first + 1, columns do
      if across(rows, nil, first, last) then return true end
      if first > 1 and across(rows, first - 1, first, last) then return true end
      if last < columns and across(rows, last + 1, first, last) then return true end
    end
  end
  return false
end

function rounding.is_apart(rows, columns)
  if #rows == 0 then return false end
  for c = 1, columns do
    if column_apart(rows, c) then return true end
  end
  return row_apart(rows, columns)
end

return rounding
