-- Whether a figure is in the unit that stands over it: of a column, of a table.
--
--   local units = require "nqi.units"
--   units.fit(v.GDP, { "万亿元" }, "the column").unit    --> 万亿元
--   units.named("亿元、%")[2]                            --> %
local options = require "nqi.options"

local units = {}

-- 、 ， ； 或 和, and the same in English.
local between = { "\u{3001}", "\u{ff0c}", "\u{ff1b}", "\u{6216}", "\u{548c}", ", ", "; ", " or ", " and " }

-- The units that a text names: 亿元、张 or 元或%.
function units.named(said)
  local names = {}
  local plain = text.plain(tostring(said or ""))
  for _, mark in ipairs(between) do plain = plain:gsub(mark, "\1") end
  for name in plain:gmatch("[^\1]+") do names[#names + 1] = name end
  return names
end

local function is_called(figure, name)
  return name == figure.unit or name == text.unit(figure.unit) or text.is_points(name) and text.is_points(figure.unit)
    and text.unit(name) == text.unit(figure.unit)
end

-- The figure in one of the units named, converted where both measure the same; an error
-- where none is its own.
function units.fit(figure, names, where)
  for _, name in ipairs(names) do
    if is_called(figure, name) then return figure end
  end
  for _, name in ipairs(#names == 1 and names or {}) do
    local fits, converted = pcall(figure.in_unit, figure, name)
    if fits then return converted end
  end
  options.fail('convert it with f:in_unit("…"), call it otherwise with f:as{ unit = "…" }, or give the column a unit of its own',
    "%s says the unit %s, and holds a figure in %s", where, table.concat(names, text.word "sign.list"), figure.unit == "" and "—" or figure.unit)
end

-- Whether words over a column name the figure's unit: 增长（%）.
function units.is_said(figure, head)
  local unit = text.plain(text.unit(figure.unit))
  return unit ~= "" and text.plain(tostring(head or "")):find(unit, 1, true) ~= nil
end

return units
