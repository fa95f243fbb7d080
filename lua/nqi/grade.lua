-- A star grade: items that earn points, veto items that cap the grade, cut-offs.
--
--   local grade = require "nqi.grade"
--   local result = grade.evaluate({ code = "S", name = "星级",
--       items = { { indicator = "A", points = 60, low = 0, high = 10 },
--                 { indicator = "B", points = 40, steps = { { from = 1, points = 20 }, { from = 5, points = 40 } } } },
--       vetoes = { { indicator = "V", above = 0, stars = 1, name = "重大事故" } },
--       cuts = { { stars = 3, from = 80 }, { stars = 2, from = 50 }, { stars = 1, from = 0 } } },
--     { units = { "x", "y" }, values = { A = { 9, 9 }, B = { 6, 6 }, V = { 0, 1 } } })
--   result.rows[1].total      --> 94
--   result.rows[1].stars      --> 3
--   result.rows[2].stars      --> 1
--   grade.text(2, 5)          --> ★★☆☆☆
local classify, options = require "nqi.classify", require "nqi.options"
local vector, words = require "nqi.vector", require "nqi.words"
local say = words.say

local grade = {}

local item_fields = { code = true, name = true, name_en = true, indicator = true, unit = true, points = true, low = true,
  high = true, steps = true, direction = true, why = true, why_en = true }
local veto_fields = { name = true, name_en = true, indicator = true, unit = true, above = true, below = true, stars = true,
  why = true, why_en = true }
local cut_fields = { stars = true, from = true }
local fields = { code = true, name = true, name_en = true, items = true, vetoes = true, cuts = true,
  decimals = true, scheme = true, missing = true }

local function fail(definition, hint, message, ...)
  options.fail(hint, message, definition.code or "?", ...)
end

local function check_item(definition, item)
  options.check("an item of grade %s", item, item_fields, definition.code)
  if not item.indicator or not item.points or item.points <= 0 then
    fail(definition, nil, "grade %s: an item needs an indicator and points above 0")
  end
  local direction = item.direction
  if direction ~= nil and direction ~= "+" and direction ~= "-" then
    fail(definition, 'write direction = "+" or "-"', 'grade %s: the direction of %s is "%s"', item.indicator, tostring(direction))
  end
  if item.steps then
    for k, step in ipairs(item.steps) do
      local last = item.steps[k - 1]
      if step.points > item.points or last and (direction == "-" and step.from >= last.from or direction ~= "-" and step.from <= last.from) then
        fail(definition, 'from rises, or falls with direction = "-"',
          "grade %s: the steps of %s must go one way and stay within its points", item.indicator)
      end
    end
  elseif not item.low or not item.high or item.low >= item.high then
    fail(definition, "low earns nothing, high all points", "grade %s: %s needs low and high, or steps", item.indicator)
  end
end

local function check(definition)
  options.check("grade %s", definition, fields, tostring(definition.code))
  for _, item in ipairs(definition.items) do check_item(definition, item) end
  for _, veto in ipairs(definition.vetoes or {}) do
    options.check("a veto of grade %s", veto, veto_fields, definition.code)
    if (veto.above == nil) == (veto.below == nil) then
      fail(definition, nil, "grade %s: the veto %s needs one of above and below", tostring(veto.name))
    end
  end
  local cuts = definition.cuts
  for k, cut in ipairs(cuts) do
    options.check("a cut of grade %s", cut, cut_fields, definition.code)
    if cuts[k - 1] and (cut.from >= cuts[k - 1].from or cut.stars >= cuts[k - 1].stars) then
      fail(definition, nil, "grade %s: the cuts must go from the most stars down")
    end
  end
  if definition.missing ~= nil and definition.missing ~= "zero" and definition.missing ~= "none" then
    fail(definition, nil, "grade %s: missing must be \"none\" or \"zero\"")
  end
end

-- Points of a value: those of the last step that is reached, or
-- points · (x − low)/(high − low) within [0, points]; turned for direction −.
function grade.points(item, x)
  if item.steps then
    local points = 0
    for _, step in ipairs(item.steps) do
      local reached = item.direction == "-" and x <= step.from or item.direction ~= "-" and x >= step.from
      if reached then points = step.points end
    end
    return points
  end
  local share = (x - item.low) / (item.high - item.low)
  if item.direction == "-" then share = 1 - share end
  return item.points * math.max(0, math.min(1, share))
end

local function column_of(definition, data, code)
  local column = data.values[code]
  if not column then fail(definition, nil, "grade %s: no data for \"%s\"", code) end
  return column
end

-- The number that limits are compared with: as it is printed with the indicator's decimals.
local function classified(data, code, x)
  local decimals = data.decimals and data.decimals[code]
  return decimals and classify.number(x, decimals) or x
end

local function vetoes_of(definition, data, place)
  local out, unknown = {}, {}
  for _, veto in ipairs(definition.vetoes or {}) do
    local x = column_of(definition, data, veto.indicator)[place]
    if not x then
      unknown[#unknown + 1] = veto
    else
      local said = classified(data, veto.indicator, x)
      if veto.above and said > veto.above or veto.below and said < veto.below then out[#out + 1] = veto end
    end
  end
  return out, unknown
end

-- 74.96 that prints as 75.0 has reached 75.
local function stars_of(definition, total)
  local limits = {}
  for i, cut in ipairs(definition.cuts) do limits[i] = cut.from end
  local place = classify.place(limits, total, { decimals = definition.decimals or 1 })
  return place and definition.cuts[place].stars or 0
end

-- Evaluates all units: data { units, values[CODE] = column, decimals[CODE] = those that it
-- is printed with; none: steps and vetoes take it as it is }. A missing item earns
-- nothing if `missing` is "zero"; otherwise the unit gets no grade. A veto whose
-- indicator is missing cannot be checked: no grade either. Result: full (points), rows in
-- the order of units: { place, points (by item), total, stars, earned (before vetoes),
-- vetoes, missing (names) }.
function grade.evaluate(definition, data)
  check(definition)
  for _, item in ipairs(definition.items) do vector.check(column_of(definition, data, item.indicator), item.indicator) end
  for _, veto in ipairs(definition.vetoes or {}) do
    vector.check(column_of(definition, data, veto.indicator), veto.indicator)
  end
  local result = { definition = definition, full = 0, rows = {} }
  for _, item in ipairs(definition.items) do result.full = result.full + item.points end
  for place in ipairs(data.units) do
    local row = { place = place, points = {}, total = 0, missing = {} }
    for k, item in ipairs(definition.items) do
      local x = column_of(definition, data, item.indicator)[place]
      if not x then row.missing[#row.missing + 1] = words.node(item) end
      row.points[k] = x and grade.points(item, item.steps and classified(data, item.indicator, x) or x)
        or definition.missing == "zero" and 0
      row.total = row.total + (row.points[k] or 0)
    end
    local unknown
    row.vetoes, unknown = vetoes_of(definition, data, place)
    for _, veto in ipairs(unknown) do row.missing[#row.missing + 1] = words.own(veto, "name") end
    local unfit = #unknown > 0 or #row.missing > #unknown and definition.missing ~= "zero"
    if unfit then
      row.total, row.stars = nil, nil
    else
      row.earned = stars_of(definition, row.total)
      row.stars = row.earned
      for _, veto in ipairs(row.vetoes) do row.stars = math.min(row.stars, veto.stars or 0) end
    end
    result.rows[place] = row
  end
  return result
end

-- ★★★☆☆
function grade.text(stars, most)
  if not stars then return say "grade.none" end
  return string.rep("★", stars) .. string.rep("☆", most - stars)
end

-- The indicators of a definition, each once.
local function codes_of(definition)
  local codes, seen = {}, {}
  for _, list in ipairs { definition.items, definition.vetoes or {} } do
    for _, entry in ipairs(list) do
      if not seen[entry.indicator] then
        seen[entry.indicator] = true
        codes[#codes + 1] = entry.indicator
      end
    end
  end
  return codes
end

-- The definition with the directions of the dictionary, where an item says none; one that
-- says the other is an error.
local function directed(definition)
  local out, items = {}, {}
  for field, value in pairs(definition) do out[field] = value end
  for k, item in ipairs(definition.items) do
    local known, turned = indicator(item.indicator).direction, {}
    local says = known == "+" or known == "-"
    if says and item.direction and item.direction ~= known then
      fail(definition, "take the direction away", 'grade %s: the direction of %s is "%s", but "%s" in the dictionary',
        item.indicator, item.direction, known)
    end
    for field, value in pairs(item) do turned[field] = value end
    turned.direction = item.direction or says and known or nil
    items[k] = turned
  end
  out.items = items
  return out
end

local function open(settings, codes)
  local definition, index_data = settings.definition, require "nqi.index_data"
  local data = index_data.collect { codes = codes, areas = settings.areas or areas(), period = settings.period }
  data.values, data.decimals = {}, {}
  for code, columns in pairs(data.series) do
    data.values[code], data.decimals[code] = columns[1], indicator(code).decimals
  end
  local result = grade.evaluate(directed(definition), data)
  result.given = definition
  result.most, result.by_area, result.demo, result.period = definition.cuts[1].stars, {}, data.demo, settings.period
  for place, row in ipairs(result.rows) do
    row.area = data.areas[place]
    row.figure = index_data.figure(data, place, row.total, { name = definition.code, decimals = definition.decimals or 1 })
    row.text = grade.text(row.stars, result.most)
    result.by_area[row.area.code] = row
  end
  table.sort(result.rows, function(a, b)
    if (a.stars or -1) ~= (b.stars or -1) then return (a.stars or -1) > (b.stars or -1) end
    if (a.total or -1) ~= (b.total or -1) then return (a.total or -1) > (b.total or -1) end
    return a.place < b.place
  end)
  return result
end

-- Results are kept for the next report of the same process that asks for the same: in the
-- same language, and of the same readings of the data.
local kept = {}

local function key_of(settings)
  local codes = {}
  for i, area in ipairs(settings.areas or {}) do codes[i] = area.code end
  return table.concat({ settings.definition.code or "", settings.period.code, text.language(), kernel.as_of(),
    settings.areas and table.concat(codes, ",") or "all" }, " ")
end

-- The grade of areas from the project's figures: rows { area, total, figure, stars,
-- earned, vetoes, points, missing }, best first; most, the number of stars there are.
function grade.open(settings)
  local key, codes = key_of(settings), codes_of(settings.definition)
  local result = kept[key]
  if not result or result.given ~= settings.definition then
    result = open(settings, codes)
    kept[key] = result
  end
  -- Who may not read the figures may not have what was made of them: it raises.
  for _, code in ipairs(codes) do
    get { indicator = code, area = result.rows[1].area, period = settings.period }
  end
  return result
end

-- 五星2个、四星11个…
function grade.counts_text(result)
  local parts = {}
  for stars = result.most, 0, -1 do
    local n = 0
    for _, row in ipairs(result.rows) do
      if row.stars == stars then n = n + 1 end
    end
    if n > 0 then
      parts[#parts + 1] = say(stars > 0 and "grade.stars" or "grade.no_stars", { stars = words.ordinal(stars), n = n })
    end
  end
  local none = 0
  for _, row in ipairs(result.rows) do if not row.stars then none = none + 1 end end
  if none > 0 then parts[#parts + 1] = say("grade.not_graded", { n = none }) end
  return words.join(parts)
end

-- Who was capped, and by what.
function grade.vetoes_text(result)
  local order, names, parts = {}, {}, {}
  for _, row in ipairs(result.rows) do
    for _, veto in ipairs(row.vetoes) do
      local name = words.own(veto, "name")
      if not names[name] then
        order[#order + 1], names[name] = name, {}
      end
      table.insert(names[name], words.area(row.area))
    end
  end
  if #order == 0 then return say "grade.no_veto" end
  for i, name in ipairs(order) do parts[i] = say("grade.veto_areas", { veto = name, names = fmt.list(names[name]) }) end
  return say("grade.vetoed", { list = table.concat(parts, say "sign.semicolon") })
end

local function limit(x, unit)
  return words.amount(string.format("%g", x), unit or "")
end

local function item_rule(item)
  if item.steps then
    local parts = {}
    for k, step in ipairs(item.steps) do
      parts[k] = say("grade.step", { from = limit(step.from, item.unit), points = string.format("%g", step.points) })
    end
    return say("grade.steps", { list = table.concat(parts, say "sign.comma") })
  end
  local worst, best = item.low, item.high
  if item.direction == "-" then worst, best = best, worst end
  return say(item.direction == "-" and "grade.scale_down" or "grade.scale_up", { worst = limit(worst, item.unit),
    best = limit(best, item.unit), points = string.format("%g", item.points) })
end

-- The rules as rows: { group, name, points, rule }.
function grade.rules(definition)
  local rows = {}
  for _, item in ipairs(definition.items) do
    rows[#rows + 1] = { group = say "grade.group_items", name = words.node(item), points = item.points,
      rule = item_rule(item) }
  end
  for _, veto in ipairs(definition.vetoes or {}) do
    rows[#rows + 1] = { group = say "grade.group_vetoes", name = words.own(veto, "name"), points = "—",
      rule = veto.stars and veto.stars > 0 and say("grade.at_most", { stars = words.ordinal(veto.stars) })
        or say "grade.no_grade" }
  end
  for _, cut in ipairs(definition.cuts) do
    rows[#rows + 1] = { group = say "grade.group_cuts", name = grade.text(cut.stars, definition.cuts[1].stars), points = "—",
      rule = say("grade.from", { points = string.format("%g", cut.from) }) }
  end
  return rows
end

-- The columns of the table of all areas.
function grade.columns(result)
  local columns = {
    { head = say "column.area", get = function(r) return words.area(r.area) end },
    { head = say "grade.head", classified = true, get = function(r) return r.text end },
    { head = say "grade.total", align = "decimal", get = function(r) return r.total and r.figure or "—" end },
  }
  for k, item in ipairs(result.definition.items) do
    columns[#columns + 1] = { head = words.node(item), group = say "grade.points", align = "decimal", decimals = 1,
      get = function(r) return r.points[k] or "—" end }
  end
  columns[#columns + 1] = { head = say "grade.group_vetoes", get = function(r)
    local names = {}
    for k, veto in ipairs(r.vetoes) do names[k] = words.own(veto, "name") end
    return #names > 0 and table.concat(names, say "sign.semicolon") or "—"
  end }
  return columns
end

function grade.item_rows(result, row)
  local rows = {}
  for k, item in ipairs(result.definition.items) do
    rows[k] = { name = words.node(item), points = item.points, earned = row.points[k] or nil, rule = item_rule(item) }
  end
  return rows
end

-- 总分62.3分，评为★★★★☆；触及否决项“…”，由五星降为…
function grade.unit_text(result, row)
  local name = words.area(row.area)
  if not row.stars then return say("grade.missing", { name = name, list = fmt.list(row.missing) }) end
  local text = say("grade.unit", { period = result.period.label, name = name, stars = row.text,
    total = row.figure:fixed(result.definition.decimals or 1), full = string.format("%g", result.full) })
  if #row.vetoes == 0 then return text .. say "grade.unit_no_veto" end
  local names = {}
  for k, veto in ipairs(row.vetoes) do names[k] = words.own(veto, "name") end
  local vetoes = table.concat(names, say "sign.semicolon")
  if row.earned > row.stars then
    return text .. say("grade.unit_capped", { stars = grade.text(row.earned, result.most), vetoes = vetoes })
  end
  return text .. say("grade.unit_vetoed", { vetoes = vetoes })
end

options.guard("grade", grade, "open", { definition = true, areas = true, period = true })

return grade
