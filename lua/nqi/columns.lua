-- Column specs of a table: the short names ("位次", "CERT:growth") become tables of
-- { head, group, unit, get, align, decimals, signed }.
--
--   local columns = require "nqi.columns"
--   columns.read("CERT:growth").unit            --> %
--   columns.read("GDP").unit                    --> 亿元

local options = require "nqi.options"
local words = require "nqi.words"

local columns = {}

local known = {
  head = true, group = true, unit = true, get = true, align = true, decimals = true, signed = true,
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

local function place_change(figure)
  local now, ago = figure:rank(), figure:year_ago()
  local before = not ago:missing() and ago:rank() or nil
  if not now or not before or now.published ~= before.published then return nil end
  return before.rank - now.rank
end

-- What may stand behind the code: the word of its head, unit, how to get it.
local suffixes = {
  growth = { "column.growth", "%", function(f) return f:growth() end, signed = true },
  mom = { "column.mom", "%", function(f) return f:growth { over = "previous" } end, signed = true },
  before = { "column.year_ago", nil, function(f) return f:year_ago() end },
  share = { "column.share", "%", function(f) return f:share { of = "000000" } end },
  rank = { "column.rank", nil, function(f) local r = f:rank() return r and r.rank end, align = "right" },
  change = { "column.change", nil, function(f) return fmt.arrow(place_change(f)) end, align = "right" },
}

local function of_code(name)
  local code, suffix = name:match("^([%w_]+):?([%w_]*)$")
  if not code then
    options.fail("位次, 地区, 指标, 单位, 本期, 上年同期, 增长, an indicator's code, or CODE:growth",
      'no column is called "%s"', name)
  end
  local item = indicator(code)
  if suffix == "" then
    return { head = words.indicator(item), unit = item.unit, align = "decimal",
             get = function(row) return value_of(code, row) end }
  end
  local how = suffixes[suffix]
  if not how then
    options.fail("growth, mom, before, share, rank or change", '"%s": there is no ":%s"', name, suffix)
  end
  local unit = how[2]
  if unit and item.growth == "difference" and suffix ~= "share" then
    unit = item.unit == "%" and "百分点" or item.unit
  end
  return { head = words.say(how[1]), unit = unit, group = words.indicator(item), align = how.align or "decimal",
           signed = how.signed, get = function(row) return how[3](value_of(code, row)) end }
end

-- The value that a row of indicators stands for, in the report's area and period.
local function current(row)
  if kind_of(row) == "figure" then return row end
  return get { indicator = need(indicator_of(row), "本期", "indicator"),
               area = kind_of(row) == "table" and row.area or nil }
end

-- The columns that have a name of their own; `head` is a word of the vocabulary.
local fixed = {
  ["位次"] = { head = "column.rank", align = "right", get = function(row) return row.rank end },
  ["位次变化"] = { head = "column.change", align = "right", get = function(row) return fmt.arrow(row.change) end },
  ["地区"] = { head = "column.area", align = "left",
    get = function(row) return words.area(need(columns.area_of(row), "地区", "area")) end },
  ["指标"] = { head = "column.indicator", align = "left",
    get = function(row) return words.indicator(need(indicator_of(row), "指标", "indicator")) end },
  ["单位"] = { head = "column.unit", align = "centre",
    get = function(row)
      local unit = need(indicator_of(row), "单位", "indicator").unit
      return unit ~= "" and text.unit(unit) or "—"
    end },
  ["时期"] = { head = "column.period", align = "left", get = function(row) return row.period.label end },
  ["本期"] = { head = "column.current", align = "decimal", get = current },
  ["上年同期"] = { head = "column.year_ago", align = "decimal", get = function(row) return current(row):year_ago() end },
  ["增长"] = { head = "column.growth_percent", align = "decimal", signed = true,
    get = function(row) return current(row):growth() end },
}

-- One column spec in full.
function columns.read(spec)
  if type(spec) == "string" then
    local column = {}
    for field, value in pairs(fixed[spec] or of_code(spec)) do column[field] = value end
    if fixed[spec] then column.head = words.say(column.head) end
    return column
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

-- The head as it is printed, with the unit under it.
function columns.head(column)
  local head = column.head or ""
  if not column.unit or column.unit == "" then return head end
  return words.say("column.with_unit", { head = head, unit = text.unit(column.unit) })
end

return columns
