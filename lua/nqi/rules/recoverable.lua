-- A suppressed cell must not be recoverable from the totals around it.
--
-- Every total with its parts is an equation between cells: over the areas in an area,
-- and over the parts of an indicator. A cell that nobody published is an unknown. It can
-- be worked out exactly if the reduced row echelon form of the equations has a row with
-- this unknown alone (Hundepohl et al., Statistical Disclosure Control, Wiley 2012, 4.2).
-- Bounds that follow from values not being negative are not looked at.
--
-- codes: the indicators to look at, by default all.
--
--   local rules = require "nqi.rules"
--   rules.recoverable(function(finding, figure) end, { "ALL_T", "ALL_A", "ALL_B" })
--   require("nqi.rules.recoverable").determined({ { a = 1, b = 1 }, { b = 1 } })   -- { a = true, b = true }

local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  english = 'a suppressed value that the totals around it give away (Hundepohl et al. 2012, 4.2)',
  chinese = '保密数据可由合计推算',
}

-- The names in the rows, in order of first use.
local function names_of(rows)
  local names, known = {}, {}
  for _, row in ipairs(rows) do
    for name in pairs(row) do
      if not known[name] then
        known[name] = true
        names[#names + 1] = name
      end
    end
  end
  return names
end

-- Gauss and Jordan on rows { name = coefficient }, which are changed: the names that one
-- row determines alone. Coefficients are ±1 and stay small; 1e-9 tells zero.
function rule.determined(rows)
  local done = 0
  for _, name in ipairs(names_of(rows)) do
    local pivot
    for i = done + 1, #rows do
      if rows[i][name] and (not pivot or math.abs(rows[i][name]) > math.abs(rows[pivot][name])) then pivot = i end
    end
    if pivot then
      done = done + 1
      rows[done], rows[pivot] = rows[pivot], rows[done]
      local by = rows[done][name]
      for other, x in pairs(rows[done]) do rows[done][other] = x / by end
      for i, row in ipairs(rows) do
        local factor = i ~= done and row[name]
        for other, x in pairs(factor and rows[done] or {}) do
          local left = (row[other] or 0) - factor * x
          row[other] = math.abs(left) > 1e-9 and left or nil
        end
      end
    end
  end
  local out = {}
  for i = 1, done do
    local first = next(rows[i])
    local n = 0
    for _ in pairs(rows[i]) do n = n + 1 end
    if n == 1 then out[first] = true end
  end
  return out
end

-- The unknowns of one equation: { key = ±1 } of the cells without a value. nil if there
-- are none, or too few parts to be a total of.
local function equation(whole, parts)
  if #parts < 2 then return nil end
  local row, any = {}, false
  local function put(figure, sign)
    if figure.value == nil then
      row[figure.indicator.code .. " " .. figure.area.code] = sign
      any = true
    end
  end
  put(whole, 1)
  for _, part in ipairs(parts) do put(part, -1) end
  return any and row or nil
end

-- The equations of a period, over indicators that add up.
local function equations(period, list)
  local rows = {}
  for _, item in ipairs(list) do
    local parts_of = indicators { parent = item.code }
    for _, area in ipairs(areas {}) do
      local whole = get { indicator = item.code, area = area, period = period }
      local over_areas, over_parts = {}, {}
      for i, child in ipairs(walk.children(area)) do
        over_areas[i] = get { indicator = item.code, area = child, period = period }
      end
      for i, part in ipairs(parts_of) do
        over_parts[i] = get { indicator = part.code, area = area, period = period }
      end
      rows[#rows + 1] = equation(whole, over_areas)
      rows[#rows + 1] = equation(whole, over_parts)
    end
  end
  return rows
end

-- The suppressed figures of the indicators, by period.
local function suppressed(list)
  local out, order, all = {}, {}, areas {}
  for _, item in ipairs(list) do
    for _, period in ipairs(periods { indicator = item.code }) do
      for i, status in ipairs(kernel.column { indicator = item.code, period = period, areas = all, status = true }) do
        if status == "suppressed" then
          if not out[period.code] then
            out[period.code] = { period = period }
            order[#order + 1] = out[period.code]
          end
          table.insert(out[period.code], get { indicator = item.code, area = all[i], period = period })
        end
      end
    end
  end
  return order
end

-- The indicators that totals join to those with a suppressed figure.
local function related(group, list)
  local wanted, grown = {}, true
  for _, figure in ipairs(group) do wanted[figure.indicator.code] = true end
  while grown do
    grown = false
    for _, item in ipairs(list) do
      local other = item.parent ~= nil and item.parent ~= "" and item.parent
      if other and (wanted[item.code] or wanted[other]) and not (wanted[item.code] and wanted[other]) then
        wanted[item.code], wanted[other], grown = true, true, true
      end
    end
  end
  local out = {}
  for _, item in ipairs(list) do
    if wanted[item.code] then out[#out + 1] = item end
  end
  return out
end

function rule.check(report, codes)
  local list = {}
  for i, item in ipairs(codes or indicators {}) do
    item = codes and indicator(codes[i]) or item
    if item.aggregation == "sum" then list[#list + 1] = item end
  end
  for _, group in ipairs(suppressed(list)) do
    local known = rule.determined(equations(group.period, related(group, list)))
    for _, figure in ipairs(group) do
      if known[figure.indicator.code .. " " .. figure.area.code] then
        report(function()
          return words.say("check.recoverable", { where = walk.where(figure.area, group.period, figure.indicator.code) })
        end, figure)
      end
    end
  end
end

return rule
