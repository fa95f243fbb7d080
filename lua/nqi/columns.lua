-- Column specs of a table: the short names ("位次", "CERT:growth") become tables of
-- { head, group, unit, get, align, decimals, signed, ranked, classified, merge }. `ranked` and
-- `classified` say that it shows ranks or classes; the table then prints by which rule. With
-- `merge = true` equal neighbours are one cell; a column that says the same in every row goes
-- into a note with `once = true`, and an empty one stays with `keep = true`.
--
--   local columns = require "nqi.columns"
--   columns.read("CERT:growth").unit            --> %
--   columns.read("GDP").unit                    --> 亿元
--   columns.read({ "GDP", head = "总量" }).unit  --> 亿元

local options = require "nqi.options"
local words = require "nqi.words"

local columns = {}

local known = {
  head = true, group = true, unit = true, get = true, align = true, decimals = true, signed = true,
  ranked = true, classified = true, merge = true, keep = true, once = true,
}
local aligns = { left = true, centre = true, right = true, decimal = true }

-- The area of a row: the row itself, its field, or its figure's.
function columns.area_of(row)
  local kind = kind_of(row)
  if kind == "area" then return row end
  if kind == "figure" then return row.area end
  if kind == "table" then
    if row.area then return row.area end
    return kind_of(row.figure) == "figure" and row.figure.area or nil
  end
end

local function indicator_of(row)
  local kind = kind_of(row)
  if kind == "indicator" then return row end
  if kind == "figure" then return row.indicator end
  return kind == "table" and row.indicator or nil
end

local function need(value, name, what)
  if value == nil then
    options.fail(nil, what == "area" and 'the column "%s" needs rows that have an area'
      or 'the column "%s" needs rows that have an indicator', name)
  end
  return value
end

-- The figure that "CODE:…" starts from, for the area of a row.
local function value_of(code, row)
  return get { indicator = code, area = need(columns.area_of(row), code, "area") }
end

-- ▲2, or why there is no change.
local function arrow(change, why)
  return change and fmt.arrow(change), why
end

-- What may stand behind the code, in the order of hints; `head` is a word of the
-- vocabulary.
local endings = {
  { name = "growth", head = "column.growth", unit = "%", signed = true, get = function(f) return f:growth() end },
  { name = "mom", head = "column.mom", unit = "%", signed = true,
    get = function(f) return f:growth { over = "previous" } end },
  { name = "before", head = "column.year_ago", get = function(f) return f:year_ago() end },
  { name = "share", head = "column.share", unit = "%", get = function(f) return f:share { of = "000000" } end },
  { name = "rank", head = "column.rank", align = "right", ranked = true,
    get = function(f)
      local place, why = f:rank()
      return place and place.rank, why
    end },
  { name = "change", head = "column.change", align = "right", ranked = true,
    get = function(f) return arrow(f:rank_change()) end },
}

-- The value that a row of indicators stands for, in the report's area and period.
local function current(row)
  if kind_of(row) == "figure" then return row end
  return get { indicator = need(indicator_of(row), "本期", "indicator"),
               area = kind_of(row) == "table" and row.area or nil }
end

-- The head of growth by the units that it has in the rows: %, 百分点, or others beside them.
local function growth_head(rows)
  local names, seen = {}, {}
  for _, row in ipairs(rows) do
    local growth = current(row):growth()
    local unit = growth.unit ~= "" and text.unit(growth.unit) or nil
    if unit and not growth:missing() and not seen[unit] then
      seen[unit], names[#names + 1] = true, unit
    end
  end
  local percent, points = text.unit "%", text.unit "百分点"
  if #names == 0 or #names == 1 and seen[percent] then return words.say "column.growth_percent" end
  if #names == 1 and seen[points] then return words.say "column.growth_points" end
  if #names == 2 and seen[percent] and seen[points] then return words.say "column.growth_mixed" end
  return words.say("column.growth_units", { units = fmt.list(names, words.say "symbol.or") })
end

-- The columns that have a name of their own, in the order of hints; `head` is a word of
-- the vocabulary.
local named = {
  { name = "位次", head = "column.rank", align = "right", get = function(row) return row.rank, row.why end },
  { name = "位次变化", head = "column.change", align = "right", get = function(row) return arrow(row.change, row.why_change) end },
  { name = "地区", head = "column.area", align = "left",
    get = function(row) return words.area(need(columns.area_of(row), "地区", "area")) end },
  { name = "指标", head = "column.indicator", align = "left",
    get = function(row) return words.indicator(need(indicator_of(row), "指标", "indicator")) end },
  { name = "单位", head = "column.unit", align = "centre",
    get = function(row)
      local unit = need(indicator_of(row), "单位", "indicator").unit
      return unit ~= "" and text.unit(unit) or "—"
    end },
  { name = "时期", head = "column.period", align = "left", get = function(row) return row.period.label end },
  { name = "本期", head = "column.current", align = "decimal", get = current },
  { name = "上年同期", head = "column.year_ago", align = "decimal", get = function(row) return current(row):year_ago() end },
  { name = "增长", head = "column.growth_percent", align = "decimal", signed = true,
    get = function(row) return current(row):growth() end, head_of = growth_head },
}

local function by_name(list)
  local found = {}
  for _, item in ipairs(list) do found[item.name] = item end
  return found
end

local fixed, suffixes = by_name(named), by_name(endings)

local function of_code(name)
  local code, suffix = name:match("^([%w_]+):?([%w_]*)$")
  if not code then
    error { message = text.message('no column is called "%s"', name),
            hint = text.message("%s, an indicator's code, or CODE:growth", options.names(named)) }
  end
  local item = indicator(code)
  if suffix == "" then
    return { head = words.indicator(item), unit = item.unit, align = "decimal",
             get = function(row) return value_of(code, row) end }
  end
  local how = suffixes[suffix]
  if not how then
    error { message = text.message('"%s": there is no ":%s"', name, suffix), hint = options.near(suffix, endings) }
  end
  local unit = how.unit
  if unit and item.growth == "difference" and suffix ~= "share" then
    unit = text.difference_unit(item.unit)
  end
  return { head = words.say(how.head), unit = unit, group = words.indicator(item), align = how.align or "decimal",
           signed = how.signed, ranked = how.ranked, get = function(row) return how.get(value_of(code, row)) end }
end

local function of_name(name, rows)
  local column = {}
  for field, value in pairs(fixed[name] or of_code(name)) do column[field] = value end
  if fixed[name] then column.head = column.head_of and rows and column.head_of(rows) or words.say(column.head) end
  column.name, column.head_of = nil, nil
  return column
end

-- One column spec in full; `rows` are those of the table, if they are known. A table may
-- begin with a short name, whose fields it replaces.
function columns.read(spec, rows)
  if type(spec) == "string" then return of_name(spec, rows) end
  if type(spec) == "table" and type(spec[1]) == "string" then
    local column = of_name(spec[1], rows)
    for field, value in pairs(spec) do column[field] = value end
    spec, column[1] = column, nil
  end
  options.check("a column", spec, known)
  if spec.align and not aligns[spec.align] then
    options.fail("left, centre, right or decimal", 'no align "%s"', tostring(spec.align))
  end
  if type(spec.get) ~= "function" then
    options.fail("get = function(row, i) return row.figure end",
      'the column "%s" has no function get', tostring(spec.head or ""))
  end
  return spec
end

-- What a column is called in a sentence: its head without unit and breaks of line.
function columns.name(column)
  local name = text.plain(tostring(column.head or "")):gsub("\n?（[^（）]*）", ""):gsub("\n?%([^()]*%)", ""):gsub("\n", "")
  return name
end

-- The head as it is printed, with the unit under it.
function columns.head(column)
  local head = column.head or ""
  if not column.unit or column.unit == "" then return head end
  return words.say("column.with_unit", { head = head, unit = text.unit(column.unit) })
end

return columns
