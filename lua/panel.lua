-- The annual panel of the 31 provinces: totals, figures per head, and rankings of
-- figures that are computed here, with the same period a year before beside them.
local classify = require "nqi.classify"
local words = require "words"

local panel = {}

-- Figures that the reports compute from two indicators: part / whole × scale.
panel.derived = {
  INVENTIONS = { name = "每万人发明专利授权量", brief = "与年末常住人口之比", group = "科技创新", part = "INV_GRANT", whole = "POP", scale = 1, unit = "项", decimals = 2 },
  SCIENCE = { name = "科学技术支出占财政支出比重", brief = "占地方一般公共预算支出", group = "财政", part = "FISCAL_SCI", whole = "FISCAL_EXP", scale = 100, unit = "%", decimals = 2 },
  INDUSTRY = { name = "工业增加值占地区生产总值比重", brief = "按当年价格计算", group = "产业", part = "VA_INDUSTRY", whole = "GDP", scale = 100, unit = "%", decimals = 1 },
  PRIMARY = { name = "第一产业比重", brief = "第一产业增加值占地区生产总值的比重", group = "产业", part = "VA_PRIMARY", whole = "GDP", scale = 100, unit = "%", decimals = 1 },
  SECONDARY = { name = "第二产业比重", brief = "第二产业增加值占地区生产总值的比重", group = "产业", part = "VA_SECONDARY", whole = "GDP", scale = 100, unit = "%", decimals = 1 },
  TERTIARY = { name = "第三产业比重", brief = "第三产业增加值占地区生产总值的比重", group = "产业", part = "VA_TERTIARY", whole = "GDP", scale = 100, unit = "%", decimals = 1 },
}

-- The indicators of the annual panel, by what the reports do with them.
panel.summed = {
  "GDP", "VA_INDUSTRY", "RETAIL", "FISCAL_REV", "FISCAL_EXP", "FISCAL_SCI", "PAT_GRANT",
  "INV_GRANT", "TECH_DEAL", "POP", "EMP_URBAN",
}
panel.profile = {
  "INV_GRANT", "INVENTIONS", "PAT_GRANT", "INV_APP", "PAT_APP", "TECH_DEAL",
  "VA_INDUSTRY", "INDUSTRY", "VA_PRIMARY", "VA_SECONDARY", "VA_TERTIARY",
  "FISCAL_REV", "FISCAL_EXP", "FISCAL_SCI", "SCIENCE",
  "GDP", "GDP_PC", "RETAIL", "CPI", "POP", "EMP_URBAN",
}
panel.dictionary = { -- what the environment report prints
  "INV_GRANT", "PAT_GRANT", "TECH_DEAL", "VA_INDUSTRY", "FISCAL_REV", "FISCAL_EXP", "FISCAL_SCI", "GDP", "GDP_INDEX",
  "GDP_PC", "RETAIL", "CPI", "POP", "EMP_URBAN", "INVENTIONS", "SCIENCE", "INDUSTRY", "PRIMARY", "SECONDARY", "TERTIARY",
}

-- The figure of an indicator, or of a derived one, for an area and period.
function panel.figure(code, area, period)
  local made = panel.derived[code]
  if not made then return get { indicator = code, area = area, period = period } end
  local part = get { indicator = made.part, area = area, period = period }
  local whole = get { indicator = made.whole, area = area, period = period }
  return (part / whole * made.scale):as { unit = made.unit, decimals = made.decimals }
end

-- The same over several areas: totals first, then the division.
function panel.over(code, list, period)
  local made = panel.derived[code]
  if not made then return sum { indicator = code, areas = list, period = period } end
  local part = sum { indicator = made.part, areas = list, period = period }
  local whole = sum { indicator = made.whole, areas = list, period = period }
  return (part / whole * made.scale):as { unit = made.unit, decimals = made.decimals }
end


-- Codes for the explanations at a report's end: of derived figures name and brief.
function panel.explained(codes)
  local out = {}
  for i, code in ipairs(codes) do out[i] = panel.derived[code] or code end
  return out
end

-- The same with the index, its coupling and its indicators.
function panel.explained_with(codes, index)
  if not index then return codes end
  return require("nqi.annex").with_leaves(panel.join(codes, {
    { name = index.name, brief = "十项比率指标合成，反映地区相对位置" },
    { name = "耦合协调度", brief = "四个分项的协调程度，0—1，越大越协调" },
  }), index)
end

-- Name and unit, of either kind.
function panel.name(code)
  return (panel.derived[code] or indicator(code)).name
end

function panel.unit(code)
  local unit = (panel.derived[code] or indicator(code)).unit
  return unit ~= "" and unit or "上年=100"
end

-- Whether more is better or worse: population and prices are neither.
function panel.directed(code)
  return panel.derived[code] ~= nil or indicator(code).direction ~= "none"
end

-- What a sentence calls those whose ranks are neither better nor worse.
panel.called = { FISCAL_EXP = "财政支出", CPI = "价格", POP = "人口" }

-- 财政支出、价格和人口: those of the codes of which more is neither better nor worse.
function panel.undirected(codes)
  local names = {}
  for _, code in ipairs(codes) do
    if not panel.directed(code) then names[#names + 1] = panel.called[code] or panel.name(code) end
  end
  return fmt.list(names)
end

-- The heading that an indicator stands under in the profiles.
function panel.group(code)
  local made = panel.derived[code]
  if made then return made.group end
  local group = indicator(code).group
  return (group == "产业结构" or group == "行业增加值") and "产业" or group
end

-- All 31 by a figure, largest first; nil unless all have one. Rows: { area, figure,
-- rank, tied, before, change }, where `before` is its row of the year before or nil and
-- `change` the places gained; what prints the same shares a rank (in the order of the
-- areas), the next is skipped (1224).
local function order(code, period)
  local rows = {}
  for _, area in ipairs(areas()) do
    local figure = panel.figure(code, area, period)
    if figure:missing() then return nil end
    rows[#rows + 1] = { area = area, figure = figure, number = classify.number(figure) }
  end
  table.sort(rows, function(a, b)
    if a.number ~= b.number then return b.number < a.number end
    return a.area < b.area
  end)
  for i, row in ipairs(rows) do
    local above = rows[i - 1]
    local same = above and above.number == row.number
    row.rank = same and above.rank or i
    row.tied = same or false
    if same then above.tied = true end
  end
  return rows
end

local function ranked(code, period)
  local rows = order(code, period)
  if not rows then return nil end
  local earlier = {}
  for _, row in ipairs(order(code, period:year_ago()) or {}) do
    earlier[row.area.code] = row
  end
  for _, row in ipairs(rows) do
    row.before = earlier[row.area.code]
    row.change = row.before and row.before.rank - row.rank
  end
  return rows
end

-- Rankings are kept: every province asks for the same ones. Only to be read.
local kept = {}

function panel.ranking(code, period)
  local key = code .. " " .. period.code
  if kept[key] == nil then kept[key] = ranked(code, period) or false end
  return kept[key] or nil
end

-- The same for a report that cannot do without it.
function panel.needed(code, period)
  local rows = panel.ranking(code, period)
  if rows then return rows end
  error { message = panel.name(code) .. "：" .. period.label .. "31个省（区、市）数据不齐全，不能排序",
          hint = "choose a period that has all of them, or leave this part out" }
end

-- The row of one area.
function panel.place(ranking, area)
  for _, row in ipairs(ranking or {}) do
    if row.area.code == area.code then return row end
  end
end

local few_between = 2

-- The rows of a ranking that show where an area stands: the first three, those within
-- `beside` places of it, and the last; so few between them that saying which are left out
-- takes as much room stand there, too.
function panel.around(ranking, area, beside)
  local at, out = 1, {}
  for i, row in ipairs(ranking) do
    if row.area.code == area.code then at = i end
  end
  local from = math.max(1, math.min(at - beside, #ranking - 2 * beside))
  local to = math.max(at, from + beside) + beside
  if from <= 3 + few_between + 1 then from = 1 end
  if to >= #ranking - few_between - 1 then to = #ranking end
  for i, row in ipairs(ranking) do
    if i <= 3 or i == #ranking or i >= from and i <= to then out[#out + 1] = row end
  end
  return out
end

-- Rows of all areas for a map; those without a figure are hatched.
function panel.tiles(code, period)
  local rows = {}
  for i, area in ipairs(areas { level = "province" }) do
    rows[i] = { area = area, figure = panel.figure(code, area, period) }
  end
  return rows
end

-- Lines over the years from..period, one an area, and the 31 together if asked for.
function panel.lines(code, list, from, period, highlight, together)
  local labels, names = {}, {}
  for year = from.year, period.year do labels[#labels + 1] = tostring(year) end
  local function line(name, of, strong)
    local values, last = {}, ""
    for i = 0, period.year - from.year do
      local figure = of(from:shift(i))
      values[i + 1] = figure.value or false
      last = figure:missing() and "" or tostring(figure)
    end
    names[#names + 1] = { name = name, values = values, last_text = last, highlight = strong }
  end
  for _, area in ipairs(list) do
    line(area.short, function(year) return panel.figure(code, area, year) end,
      highlight ~= nil and highlight.code == area.code)
  end
  if together then
    line("31个省（区、市）平均", function(year) return panel.over(code, areas(), year) end, false)
  end
  return labels, names
end

-- Areas to show beside one: those of its region with the nearest GDP.
function panel.peers(area, period, n)
  local own = get { indicator = "GDP", area = area, period = period }
  local others = {}
  for _, each in ipairs(areas { scheme = "region4", region = area:region("region4") }) do
    local gdp = get { indicator = "GDP", area = each, period = period }
    if each.code ~= area.code and not gdp:missing() then
      others[#others + 1] = { area = each, distance = math.abs(gdp.value - own.value) }
    end
  end
  table.sort(others, function(a, b) return a.distance < b.distance end)
  local out = {}
  for i, other in ipairs(words.first(others, n)) do out[i] = other.area end
  return out
end

-- 31-row totals of the indicators that may be added up: { indicator, now, before,
-- growth }, growth only where the indicator's rule is the ratio of two values.
function panel.totals(codes, period)
  local rows = {}
  for i, code in ipairs(codes) do
    local item = indicator(code)
    local now = panel.over(code, areas(), period)
    local before = panel.over(code, areas(), period:year_ago())
    rows[i] = {
      indicator = item, now = now, before = before,
      growth = item.growth == "ratio" and growth_of(now, before) or nil,
    }
  end
  return rows
end

-- One list after another; one area before a list.
function panel.join(first, second)
  local out = {}
  for _, item in ipairs(first) do out[#out + 1] = item end
  for _, item in ipairs(second) do out[#out + 1] = item end
  return out
end

function panel.with(area, list)
  return panel.join({ area }, list)
end

function panel.names(list)
  local out = {}
  for i, area in ipairs(list) do out[i] = area.short end
  return out
end

-- The areas of the first n rows.
function panel.first_areas(ranking, n)
  local out = {}
  for i, row in ipairs(words.first(ranking, n)) do out[i] = row.area end
  return out
end

-- Named groups of areas (长三角 …) as rows { name, areas }.
function panel.groups(names)
  local rows = {}
  for i, name in ipairs(names) do rows[i] = { name = name, areas = areas { group = name, ranked = true } } end
  return rows
end

-- Regions of a scheme as rows: { name, areas, … } and the total of the 31 last.
function panel.regions(scheme)
  local rows = {}
  for i, region in ipairs(regions(scheme)) do rows[i] = region end
  rows[#rows + 1] = { name = "31个省（区、市）", areas = areas(), total = true }
  return rows
end

return panel
