-- A star grade: items that earn points, veto items that cap the grade, cut-offs.
--
--   local grade = require "nqi.grade"
--   local result = grade.evaluate({ code = "S", name = "星级",
--       items = { { indicator = "A", points = 60, low = 0, high = 10 },
--                 { indicator = "B", points = 40, steps = { { from = 1, points = 20 }, { from = 5, points = 40 } } } },
--       vetoes = { { indicator = "V", above = 0, stars = 1, name = "重大事故" } },
--       cuts = { { stars = 3, from = 80 }, { stars = 2, from = 50 }, { stars = 1, from = 0 } } },
--     { units = { "x", "y" }, values = { A = { 9, 9 }, B = { 6, 6 }, V = { 0, 1 } } })
--   result.rows[1].total      --> 94.0
--   result.rows[1].stars      --> 3
--   result.rows[2].stars      --> 1
--   grade.text(2, 5)          --> ★★☆☆☆
local options, ranking = require "nqi.options", require "nqi.ranking"

local grade = {}

local item_fields = { code = true, name = true, indicator = true, unit = true, points = true, low = true,
  high = true, steps = true, direction = true, why = true }
local veto_fields = { name = true, indicator = true, unit = true, above = true, below = true, stars = true, why = true }
local cut_fields = { stars = true, from = true }
local fields = { code = true, name = true, name_en = true, items = true, vetoes = true, cuts = true,
  decimals = true, scheme = true, missing = true }

local function fail(definition, hint, message, ...)
  options.fail(hint, message, definition.code or "?", ...)
end

local function check_item(definition, item)
  options.check("an item of grade " .. definition.code, item, item_fields)
  if not item.indicator or not item.points or item.points <= 0 then
    fail(definition, nil, "grade %s: an item needs an indicator and points above 0")
  end
  if item.steps then
    for k, step in ipairs(item.steps) do
      local last = item.steps[k - 1]
      if step.points > item.points or last and (step.from <= last.from) then
        fail(definition, nil, "grade %s: the steps of %s must rise and stay within its points", item.indicator)
      end
    end
  elseif not item.low or not item.high or item.low >= item.high then
    fail(definition, "low earns nothing, high all points", "grade %s: %s needs low and high, or steps", item.indicator)
  end
end

local function check(definition)
  options.check("grade " .. tostring(definition.code), definition, fields)
  for _, item in ipairs(definition.items) do check_item(definition, item) end
  for _, veto in ipairs(definition.vetoes or {}) do
    options.check("a veto of grade " .. definition.code, veto, veto_fields)
    if (veto.above == nil) == (veto.below == nil) then
      fail(definition, nil, "grade %s: the veto %s needs one of above and below", tostring(veto.name))
    end
  end
  local cuts = definition.cuts
  for k, cut in ipairs(cuts) do
    options.check("a cut of grade " .. definition.code, cut, cut_fields)
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
      if x >= step.from then points = step.points end
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

local function vetoes_of(definition, data, place)
  local out, unknown = {}, {}
  for _, veto in ipairs(definition.vetoes or {}) do
    local x = column_of(definition, data, veto.indicator)[place]
    if not x then
      unknown[#unknown + 1] = veto
    elseif veto.above and x > veto.above or veto.below and x < veto.below then
      out[#out + 1] = veto
    end
  end
  return out, unknown
end

-- By the total as it is printed: 74.96 that prints as 75.0 has reached 75.
local function stars_of(definition, total)
  local rounded = kernel.significant(ranking.published(total, definition.decimals or 1))
  for _, cut in ipairs(definition.cuts) do
    if rounded >= cut.from then return cut.stars end
  end
  return 0
end

-- Evaluates all units: data { units, values[CODE] = column }. A missing item earns
-- nothing if `missing` is "zero"; otherwise the unit gets no grade. A veto whose
-- indicator is missing cannot be checked: no grade either. Result: full (points), rows in
-- the order of units: { place, points (by item), total, stars, earned (before vetoes),
-- vetoes, missing (names) }.
function grade.evaluate(definition, data)
  check(definition)
  local result = { definition = definition, full = 0, rows = {} }
  for _, item in ipairs(definition.items) do result.full = result.full + item.points end
  for place in ipairs(data.units) do
    local row = { place = place, points = {}, total = 0, missing = {} }
    for k, item in ipairs(definition.items) do
      local x = column_of(definition, data, item.indicator)[place]
      if not x then row.missing[#row.missing + 1] = item.name or item.indicator end
      row.points[k] = x and grade.points(item, x) or definition.missing == "zero" and 0
      row.total = row.total + (row.points[k] or 0)
    end
    local unknown
    row.vetoes, unknown = vetoes_of(definition, data, place)
    for _, veto in ipairs(unknown) do row.missing[#row.missing + 1] = veto.name end
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
  if not stars then return "未评" end
  return string.rep("★", stars) .. string.rep("☆", most - stars)
end

-- The grade of areas from the project's figures: rows { area, total, figure, stars,
-- earned, vetoes, points, missing }, best first; most, the number of stars there are.
function grade.open(settings)
  local definition, index_data = settings.definition, require "nqi.index_data"
  local codes, seen = {}, {}
  for _, list in ipairs { definition.items, definition.vetoes or {} } do
    for _, entry in ipairs(list) do
      if not seen[entry.indicator] then
        seen[entry.indicator] = true
        codes[#codes + 1] = entry.indicator
      end
    end
  end
  local data = index_data.collect { codes = codes, areas = settings.areas or areas(), period = settings.period }
  data.values = {}
  for code, columns in pairs(data.series) do data.values[code] = columns[1] end
  local result = grade.evaluate(definition, data)
  result.most, result.by_area, result.demo, result.period = definition.cuts[1].stars, {}, data.demo, settings.period
  for place, row in ipairs(result.rows) do
    row.area = data.areas[place]
    row.figure = index_data.figure(data, place, row.total, definition.decimals or 1)
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

-- 五星2个、四星11个…
function grade.counts_text(result)
  local parts = {}
  for stars = result.most, 0, -1 do
    local n = 0
    for _, row in ipairs(result.rows) do
      if row.stars == stars then n = n + 1 end
    end
    if n > 0 then parts[#parts + 1] = (stars > 0 and fmt.han(stars) .. "星" or "无星级") .. n .. "个" end
  end
  local none = 0
  for _, row in ipairs(result.rows) do if not row.stars then none = none + 1 end end
  if none > 0 then parts[#parts + 1] = "未评" .. none .. "个" end
  return table.concat(parts, "、")
end

-- Who was capped, and by what.
function grade.vetoes_text(result)
  local order, names, parts = {}, {}, {}
  for _, row in ipairs(result.rows) do
    for _, veto in ipairs(row.vetoes) do
      if not names[veto.name] then
        order[#order + 1], names[veto.name] = veto.name, {}
      end
      table.insert(names[veto.name], row.area.short)
    end
  end
  if #order == 0 then return "没有地区触及否决项。" end
  for i, name in ipairs(order) do parts[i] = name .. "的有" .. fmt.list(names[name]) end
  return "触及否决项的：" .. table.concat(parts, "；") .. "。"
end

local function limit(x, unit)
  return string.format("%g%s", x, unit or "")
end

local function item_rule(item)
  if item.steps then
    local parts = {}
    for k, step in ipairs(item.steps) do
      parts[k] = string.format("%s及以上%g分", limit(step.from, item.unit), step.points)
    end
    return "分档：" .. table.concat(parts, "，")
  end
  local worst, best = item.low, item.high
  if item.direction == "-" then worst, best = best, worst end
  return string.format("%s及以%s0分，%s及以%s%g分，其间按比例", limit(worst, item.unit), item.direction == "-" and "上" or "下",
    limit(best, item.unit), item.direction == "-" and "下" or "上", item.points)
end

-- The rules as rows: { group, name, points, rule }.
function grade.rules(definition)
  local rows = {}
  for _, item in ipairs(definition.items) do
    rows[#rows + 1] = { group = "计分项目", name = item.name or item.indicator, points = item.points, rule = item_rule(item) }
  end
  for _, veto in ipairs(definition.vetoes or {}) do
    rows[#rows + 1] = { group = "否决项", name = veto.name, points = "—",
      rule = veto.stars and veto.stars > 0 and "不高于" .. fmt.han(veto.stars) .. "星" or "不评星级" }
  end
  for _, cut in ipairs(definition.cuts) do
    rows[#rows + 1] = { group = "星级界限", name = grade.text(cut.stars, definition.cuts[1].stars), points = "—",
      rule = string.format("%g分及以上", cut.from) }
  end
  return rows
end

-- The columns of the table of all areas.
function grade.columns(result)
  local columns = {
    { head = "地区", get = function(r) return r.area.short end },
    { head = "星级", get = function(r) return r.text end },
    { head = "总分", align = "decimal", get = function(r) return r.total and r.figure or "—" end },
  }
  for k, item in ipairs(result.definition.items) do
    columns[#columns + 1] = { head = item.name or item.indicator, group = "得分", align = "decimal", decimals = 1,
      get = function(r) return r.points[k] or "—" end }
  end
  columns[#columns + 1] = { head = "否决项", get = function(r)
    local names = {}
    for k, veto in ipairs(r.vetoes) do names[k] = veto.name end
    return #names > 0 and table.concat(names, "；") or "—"
  end }
  return columns
end

function grade.item_rows(result, row)
  local rows = {}
  for k, item in ipairs(result.definition.items) do
    rows[k] = { name = item.name or item.indicator, points = item.points, earned = row.points[k] or nil, rule = item_rule(item) }
  end
  return rows
end

-- 总分62.3分，评为★★★★☆；触及否决项“…”，由五星降为…
function grade.unit_text(result, row)
  local name = row.area.short
  if not row.stars then return string.format("%s缺%s，未评星级。", name, fmt.list(row.missing)) end
  local text = string.format("%s，%s总分%s分（满分%g分），评为%s", result.period.label, name,
    row.figure:fixed(result.definition.decimals or 1), result.full, row.text)
  if #row.vetoes == 0 then return text .. "，没有触及否决项。" end
  local names = {}
  for k, veto in ipairs(row.vetoes) do names[k] = veto.name end
  if row.earned > row.stars then
    return text .. string.format("；按总分应为%s，因触及否决项（%s）受限。", grade.text(row.earned, result.most), table.concat(names, "；"))
  end
  return text .. "；触及否决项（" .. table.concat(names, "；") .. "），星级未因此降低。"
end

return grade
