-- Cells of a table that reach over several rows or columns: those whose function says
-- row_span or column_span, and equal neighbours in a column of `merge = true`.
--
--   local spans = require "nqi.spans"
--   local covered = spans.open(3)
--   spans.add(covered, 1, { row_span = 2 })
--   spans.next_row(covered)
--   spans.covers(covered, 1)                             --> true

local options = require "nqi.options"
local signs = require "nqi.signs"

local spans = {}

-- What the cells so far cover: rows below, by column, and columns of the row in hand.
function spans.open(columns)
  local covered = { below = {}, own = {}, reach = 0 }
  for c = 1, columns do covered.below[c], covered.own[c] = 0, 0 end
  return covered
end

function spans.covers(covered, c)
  return c <= covered.reach or covered.below[c] > 0
end

local function span(cell, name)
  return math.type(cell[name]) == "integer" and cell[name] or 1
end

-- The cell stands in the column c of the row in hand.
function spans.add(covered, c, cell)
  covered.reach = math.min(c + span(cell, "column_span") - 1, #covered.below)
  for i = c, covered.reach do covered.own[i] = span(cell, "row_span") - 1 end
end

function spans.next_row(covered)
  for c, rows in ipairs(covered.below) do
    covered.below[c] = math.max(covered.own[c], rows - 1, 0)
    covered.own[c] = 0
  end
  covered.reach = 0
end

-- A group ends here, or the table: no cell may reach further.
function spans.close(covered, list)
  for c, rows in ipairs(covered.below) do
    if rows > 0 then
      options.fail("its row_span ends where the table does, or a group of its rows",
        'a cell of the column "%s" reaches %d rows further than there are', tostring(list[c].head or ""), rows)
    end
  end
end

-- Nothing to say for a cell that is covered: what a column gives there would be lost.
function spans.refuse(column, value)
  if value then
    options.fail("give nil for the rows and columns that a cell reaches over",
      'the column "%s" gives a value where another cell reaches over it', tostring(column.head or ""))
  end
end

local function is_same(cell, above)
  return cell and above and cell.text == above.text and cell.markdown == above.markdown
    and cell.text ~= "" and not signs.is(text.plain(cell.text))
    and span(cell, "row_span") == 1 and span(above, "column_span") == 1 and span(cell, "column_span") == 1
end

-- Neighbours of `rows` (cells by column, the kind of row) that say the same become one
-- cell, in the columns that merge: no wider than the cells of such columns at their left.
function spans.merge(rows, list)
  local apart = {} -- the rows that a column at the left parts from the row above
  for c, column in ipairs(list) do
    local first
    for i, row in ipairs(column.merge and rows or {}) do
      local cell = row[c]
      if first and not apart[i] and row.kind == rows[i - 1].kind and is_same(cell, first) then
        first.row_span = span(first, "row_span") + 1
        row[c] = nil
      else
        apart[i], first = true, cell and span(cell, "row_span") == 1 and cell or nil
      end
    end
  end
end

return spans
