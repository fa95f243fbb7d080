-- The note on totals whose printed parts add up to something else: where it is so, only there.
local note = "因四舍五入，分项合计与总计可能不等。"

local function of(value, unit) return figure { value = value, unit = unit or "", decimals = 1 } end

-- The notes of a table of these rows; `more` are further fields of it.
local function notes_of(rows, more)
  local spec = { rows = {}, columns = {} }
  for i, row in ipairs(rows) do spec.rows[i] = { values = row, i = i } end
  for c = 1, #rows[1] do
    spec.columns[c] = { head = "列" .. c, decimals = 1, get = function(row) return row.values[c] end }
  end
  for field, value in pairs(more or {}) do spec[field] = value end
  return table_of(spec).notes
end

local function column_of(...)
  local rows = {}
  for i, value in ipairs { ... } do rows[i] = { kind_of(value) == "string" and of(value) or value } end
  return rows
end

local first = { total = function(_, i) return i == 1 end }

test("parts that do not add up in print are told of, and only they", function()
  local function of_rows(...)
    local rows = {}
    for i, value in ipairs { ... } do rows[i] = { value = value } end
    local t = table_of { rows = rows, total = function(_, i) return i == 1 end,
      columns = { { head = "甲", decimals = 1, get = function(row) return figure { value = row.value, decimals = 1 } end } } }
    return t.notes
  end
  equal(of_rows("10", "3.33", "3.33", "3.34"), { "因四舍五入，分项合计与总计可能不等。" })
  equal(of_rows("10", "3.3", "3.3", "3.4"), {})
  equal(of_rows("10", "3.33", "3.33", "3.3"), {}) -- no sum at all
  equal(of_rows("10", "10"), {})
end)

test("a total that nobody declared is the first or the last row, of all or of a group", function()
  equal(notes_of(column_of("10", "3.33", "3.33", "3.34")), { note })
  equal(notes_of(column_of("3.33", "3.33", "3.34", "10")), { note })
  equal(notes_of(column_of("3.33", "3.33", "10", "3.34")), {})
  equal(notes_of(column_of("10", "3.3", "3.3", "3.4")), {})
  equal(notes_of(column_of("5", "10", "3.33", "3.33", "3.34")), {})
  local groups = { groups = function(_, i) return i == 1 and "甲" or "乙" end }
  equal(notes_of(column_of("5", "10", "3.33", "3.33", "3.34"), groups), { note })
  equal(notes_of(column_of("10", "3.33", "3.33", "3.34"), { memo = function(_, i) return i == 4 end }), {})
end)

test("plain numbers and cells with a number of their own count", function()
  equal(notes_of(column_of(1.04, 1.04, 1.04, 3.12)), { note })
  equal(notes_of(column_of(3.12, 1.04, 1.04, 1.04), first), { note })
  equal(notes_of(column_of({ value = of "10" }, { value = of "3.33" }, { value = of "3.33", strong = true }, "3.34")), { note })
  equal(notes_of(column_of(3, 1, 2)), {})
end)

test("parts beside their total in every row", function()
  local function row(...)
    local cells = {}
    for i, value in ipairs { ... } do cells[i] = value ~= "" and of(value) or "…" end
    return cells
  end
  equal(notes_of { row("10", "3.33", "3.33", "3.34") }, { note })
  equal(notes_of { row("3.33", "3.33", "3.34", "10", "7"), row("1", "1", "1", "3", "9") }, { note })
  equal(notes_of({ row("10", "3.33", "3.33", "3.34"), row("", "1", "1", "1") })[1], note)
  equal(notes_of { row("10", "3.33", "3.33", "3.34"), row("11", "3", "3", "3") }, {}) -- by chance
  equal(notes_of { row("10", "3.3", "3.3", "3.4") }, {})
end)

test("shares of one whole, which need not stand in the table", function()
  local function row(...)
    local cells = { "甲" }
    for i, value in ipairs { ... } do cells[i + 1] = of(value, "%") end
    return cells
  end
  equal(notes_of { row("33.33", "33.33", "33.34") }, { note })
  equal(notes_of { row("33.3", "33.3", "33.4") }, {})
  equal(notes_of { row("33.33", "33.33", "33.33") }, { note }) -- what they are shares of was rounded
  equal(notes_of { row("33.3", "33.3", "33.3") }, {})
  equal(notes_of { row("133.33", "-33.33", "0.04") }, {})
  equal(notes_of { row "33.33", row "33.33", row "33.34" }, { note })
  equal(notes_of { row("33.33", "66.67"), row("50", "40") }, {})
end)
