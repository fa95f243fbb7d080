-- What must hold inside the project's data, whatever program reads it: sums,
-- counts, names that mean one thing, codes that exist. Reads the files by itself.
--
--   lua5.4 tests/e2e/data_checks.lua CHECK      from the top of the project

local problems = {}
local function problem(...)
  problems[#problems + 1] = string.format(...)
end

local function expect(what, got, wanted)
  if got ~= wanted then problem("%s: %s, expected %s", what, got, wanted) end
end

-- Rows of fields; quoted fields may hold commas and line breaks.
local function parse(text)
  local rows, row, field, i = {}, {}, {}, 1
  text = text:gsub("^\239\187\191", ""):gsub("\r\n", "\n")
  local function end_field()
    row[#row + 1] = table.concat(field)
    field = {}
  end
  while i <= #text do
    local c = text:sub(i, i)
    if c == '"' then
      local stop = i + 1
      while true do
        local quote = assert(text:find('"', stop, true), "open quote")
        field[#field + 1] = text:sub(stop, quote - 1)
        if text:sub(quote + 1, quote + 1) ~= '"' then i = quote break end
        field[#field + 1] = '"'
        stop = quote + 2
      end
    elseif c == "," then
      end_field()
    elseif c == "\n" then
      end_field()
      rows[#rows + 1], row = row, {}
    else
      local stop = text:find('[,\n"]', i) or #text + 1
      field[#field + 1] = text:sub(i, stop - 1)
      i = stop - 1
    end
    i = i + 1
  end
  return rows
end

local function read(path, encoding)
  local stream = encoding and io.popen(("iconv -f %s -t UTF-8 '%s'"):format(encoding, path))
    or assert(io.open(path, "rb"))
  local text = stream:read("a")
  stream:close()
  assert(#text > 0, path .. " is empty")
  return parse(text)
end

-- Rows as tables by the names of the first row.
local function records(path)
  local rows, out = read(path), {}
  for i = 2, #rows do
    local r = {}
    for c, name in ipairs(rows[1]) do r[name] = rows[i][c] end
    out[#out + 1] = r
    expect(path .. " row " .. i .. " fields", #rows[i], #rows[1])
  end
  return out
end

-- A wide table: values[row name][column head], and the order of both.
local function wide(path, corner, encoding)
  local rows = read(path, encoding)
  local t = { values = {}, rows = {}, columns = {} }
  local first
  for i, row in ipairs(rows) do
    if row[1] == corner then first = i end
  end
  assert(first, path .. " has no head " .. corner)
  for c = 2, #rows[first] do t.columns[c - 1] = rows[first][c] end
  for i = first + 1, #rows do
    if #rows[i] == #rows[first] then
      t.rows[#t.rows + 1] = rows[i][1]
      local values = {}
      for c = 2, #rows[i] do values[rows[first][c]] = rows[i][c] end
      t.values[rows[i][1]] = values
    end
  end
  return t
end

-- Decimals as whole numbers of hundredths, so that sums are exact.
local function hundredths(text)
  local sign, whole, part = text:match("^(%-?)(%d+)%.?(%d*)$")
  if not whole or #part > 2 then error("not a number of two decimals: " .. text) end
  local n = tonumber(whole) * 100 + tonumber((part .. "00"):sub(1, 2))
  return sign == "-" and -n or n
end

local function split(list, separator)
  local out = {}
  for item in (list or ""):gmatch("[^" .. separator .. "]+") do out[#out + 1] = item end
  return out
end

local PANEL_EXPORTS = { "fiscal-expenditure", "fiscal-science", "inventions-applied",
  "inventions-granted", "patents-applied", "patents-granted", "technology-deals" }
local CERTIFICATION_PARTS = {
  ["合计"] = { "管理体系认证合计", "产品认证合计", "服务认证合计" },
  ["管理体系认证合计"] = { "质量管理体系认证", "环境管理体系认证",
    "职业健康安全管理体系认证", "食品农产品管理体系认证", "信息安全管理体系认证",
    "信息技术服务管理体系认证", "测量管理体系认证", "森林认证", "能源管理体系认证",
    "知识产权管理体系认证", "其它管理体系认证" },
  ["产品认证合计"] = { "强制性产品认证", "食品农产品", "自愿性工业产品" },
  ["服务认证合计"] = { "国家推行的服务认证", "一般服务认证" },
}
local MONTHS = { "2019-03", "2021-07", "2022-08", "2022-09", "2023-02", "2023-03",
  "2023-12", "2024-12", "2025-01" }

local function check_dictionaries(folder, demo, ranked, indicator_count)
  local areas, owner = records(folder .. "/areas.csv"), {}
  local codes, count, tiles = {}, 0, {}
  for _, a in ipairs(areas) do
    if codes[a.code] then problem("area code %s twice", a.code) end
    codes[a.code] = true
    expect(a.code .. " demo", a.demo, demo)
    if a.ranked == "1" then count = count + 1 end
    if a.tile_row ~= "" then
      local tile = a.tile_row .. "/" .. a.tile_col
      if tiles[tile] then problem("%s and %s on one tile", a.code, tiles[tile]) end
      tiles[tile] = a.code
    end
    local names = split(a.aliases, ";")
    for _, field in ipairs { "code", "name", "short", "abbr", "name_en" } do
      names[#names + 1] = a[field] ~= "" and a[field] or nil
    end
    for _, name in ipairs(names) do
      local key = name:lower()
      if (owner[key] or a.code) ~= a.code then
        problem("the area name %s means %s and %s", name, owner[key], a.code)
      end
      owner[key] = a.code
    end
  end
  for _, a in ipairs(areas) do
    if a.parent ~= "" and not codes[a.parent] then
      problem("area %s: no parent %s", a.code, a.parent)
    end
  end
  expect("ranked areas", count, ranked)

  local indicators, known, names = records(folder .. "/indicators.csv"), {}, {}
  for _, i in ipairs(indicators) do
    if known[i.code] then problem("indicator code %s twice", i.code) end
    known[i.code] = i
    expect(i.code .. " demo", i.demo, demo)
    for _, field in ipairs { "name", "name_en", "element", "definition", "source" } do
      if i[field] == "" then problem("indicator %s has no %s", i.code, field) end
    end
    local list = split(i.aliases, ";")
    list[#list + 1] = i.name
    for _, name in ipairs(list) do
      if (names[name] or i.code) ~= i.code then
        problem("the indicator name %s means %s and %s", name, names[name], i.code)
      end
      names[name] = i.code
    end
  end
  for _, i in ipairs(indicators) do
    for _, field in ipairs { "parent", "growth_source", "numerator", "denominator", "rank_of" } do
      if i[field] ~= "" and not known[i[field]] then
        problem("indicator %s: %s %s is not there", i.code, field, i[field])
      end
    end
    expect(i.code .. ": ratio has both parts", i.aggregation == "ratio",
      i.numerator ~= "" and i.denominator ~= "")
    expect(i.code .. ": published growth has its source", i.growth == "published",
      i.growth_source ~= "")
  end
  expect("indicators", #indicators, indicator_count)
end

local checks = {}

-- The fields of certification: each row of the two tables is one, by its name or alias.
local function check_dimensions()
  local names, codes, count = {}, {}, 0
  for _, item in ipairs(records("input/dimensions.csv")) do
    expect("dimension", item.dimension, "field")
    if item.code ~= "" then
      count = count + 1
      if codes[item.code] then problem("item %s twice", item.code) end
      codes[item.code] = true
      if item.parent ~= "" and not codes[item.parent] then problem("%s is below its item", item.parent) end
      for _, name in ipairs(split(item.name .. ";" .. item.aliases, ";")) do
        if names[name] then problem("%s names two items", name) end
        names[name] = true
      end
    end
  end
  expect("items", count, 19)
  for _, file in ipairs { "certificates", "organisations" } do
    for _, row in ipairs(wide("input/certification/" .. file .. "-by-field.csv", "领域").rows) do
      if row ~= "合计" and not names[row] then problem("no item is called %s", row) end
    end
  end
end

function checks.dictionaries()
  check_dictionaries("input", "0", 31, 83)
  check_dimensions()
end

function checks.panel_is_complete()
  local cells, blank = 0, 0
  local function count(t)
    local areas = 0
    for _, name in ipairs(t.rows) do
      if name ~= "合计" then
        areas = areas + 1
        for _, column in ipairs(t.columns) do
          if t.values[name][column] == "" then blank = blank + 1 else cells = cells + 1 end
        end
      end
    end
    expect("areas of a panel file", areas, 31)
  end
  count(wide("input/panel/gdp-2006-2024.csv", "地区", "GB18030"))
  count(wide("input/panel/population-2015-2024.csv", "地区"))
  for _, name in ipairs(PANEL_EXPORTS) do
    count(wide("input/panel/export-" .. name .. ".csv", "地区"))
  end
  for year = 2019, 2023 do
    count(wide("input/panel/value-added-" .. year .. ".csv", "地区"))
  end
  for _ in ipairs(records("input/panel/economy-2016-2024.csv")) do cells = cells + 1 end
  expect("figures of the panel", cells, 7310)
  expect("blank cells of the panel (西藏, 技术市场成交额)", blank, 6)
end

function checks.gdp_is_the_sum_of_its_industries()
  local gdp = wide("input/panel/gdp-2006-2024.csv", "地区", "GB18030")
  for _, column in ipairs(gdp.columns) do
    local sum = 0
    for _, name in ipairs(gdp.rows) do
      if name ~= "合计" then sum = sum + hundredths(gdp.values[name][column]) end
    end
    expect("GDP 合计 " .. column, hundredths(gdp.values["合计"][column]), sum)
  end
  local three = { "第一产业", "第二产业", "第三产业" }
  local nine = { "农林牧渔业", "工业", "建筑业", "批发和零售业", "交通运输、仓储和邮政业",
    "住宿和餐饮业", "金融业", "房地产业", "其他行业" }
  for year = 2019, 2023 do
    local t = wide("input/panel/value-added-" .. year .. ".csv", "地区")
    for _, name in ipairs(t.rows) do
      local total = hundredths(gdp.values[name][year .. "年"])
      for _, parts in ipairs { three, nine } do
        local sum = 0
        for _, part in ipairs(parts) do
          sum = sum + hundredths(t.values[name][part .. "增加值(亿元)"])
        end
        -- Half of the last printed unit (0.05) a part, and as much for the total.
        if math.abs(sum - total) > 5 * (#parts + 1) then
          problem("%s %d: parts %d, total %d (hundredths)", name, year, sum, total)
        end
      end
    end
  end
end

function checks.certificates_add_up()
  local t = wide("input/certification/certificates-by-field.csv", "领域")
  local o = wide("input/certification/organisations-by-field.csv", "领域")
  expect("months", #t.columns, 8)
  for _, month in ipairs(t.columns) do
    for total, parts in pairs(CERTIFICATION_PARTS) do
      local sum, holders = 0, 0
      for _, part in ipairs(parts) do
        local value = t.values[part][month]
        if value ~= "" then
          sum = sum + hundredths(value)
          holders = holders + hundredths(o.values[part][month])
        end
      end
      expect(month .. " " .. total, hundredths(t.values[total][month]), sum)
      -- An organisation may hold certificates of several fields.
      if holders < hundredths(o.values[total][month]) then
        problem("%s %s: organisations of the fields are fewer than the total", month, total)
      end
    end
  end
end

function checks.published_ranks_and_shares_fit()
  local rows = 0
  for _, month in ipairs(MONTHS) do
    local national, areas = nil, {}
    for i, row in ipairs(read("input/certification/province-" .. month .. ".csv")) do
      if i > 3 and #row == 7 then
        if row[1] == "全国" then national = row
        elseif row[1] ~= "全部" then areas[#areas + 1] = row end
      end
    end
    rows = rows + #areas
    for _, measure in ipairs { 2, 5 } do -- the column; its rank and share follow
      for _, a in ipairs(areas) do
        local value, share = tonumber(a[measure]), tonumber(a[measure + 2])
        if national and value and share then
          local computed = value / tonumber(national[measure]) * 100
          if math.abs(computed - share) > 0.011 then
            problem("%s %s: share %s, computed %.3f", month, a[1], share, computed)
          end
        end
        for _, b in ipairs(areas) do
          local ra, rb = tonumber(a[measure + 1]), tonumber(b[measure + 1])
          if ra and rb and a ~= b and (ra < rb) ~= (value > tonumber(b[measure])) then
            problem("%s: ranks of %s and %s against their values", month, a[1], b[1])
          end
        end
      end
    end
  end
  expect("rows of provinces", rows, 115)
end

function checks.inspection_adds_up()
  local t = wide("input/inspection/national-2013-2024.csv", "年份")
  for _, year in ipairs { "2021年", "2022年" } do
    local r = t.values[year]
    expect(year .. " 机构数", hundredths(r["检验检测机构数(家)"]),
      hundredths(r["企业制机构(家)"]) + hundredths(r["事业单位制机构(家)"])
      + hundredths(r["其他类型机构(家)"]))
  end
  local figures = 0
  for _, year in ipairs(t.rows) do
    for _, column in ipairs(t.columns) do
      if t.values[year][column] ~= "" then figures = figures + 1 end
    end
  end
  local regions = records("input/inspection/regions.csv")
  for _, name in ipairs(read("input/inspection/institutions-by-field.csv")) do
    for c = 2, #name do
      if name[c]:match("^%d+$") then figures = figures + 1 end
    end
  end
  expect("figures of inspection and testing", figures + #regions, 71)
end

function checks.quality_and_forum()
  local grades, years = records("input/quality/grades.csv"), {}
  for _, g in ipairs(grades) do
    years[g["年度"]] = (years[g["年度"]] or 0) + 1
    if not g["考核等级"]:match("^[ABCD]$") then problem("grade %s", g["考核等级"]) end
  end
  for year, count in pairs { ["2019年"] = 31, ["2020年"] = 6, ["2021年"] = 6, ["2022年"] = 6 } do
    expect("grades " .. year, years[year], count)
  end
  expect("安徽, forum", #records("input/quality/anhui-forum-2023.csv"), 9)
  expect("安徽, industry", #records("input/quality/anhui-industry-2024.csv"), 19)
  expect("statements", #records("input/forum/statements.csv"), 60)
  expect("agenda", #records("input/forum/agenda.csv"), 16)
  expect("points", #records("input/forum/points.csv"), 4)
end

-- Every file of the folder is read by an entry, and every entry has a file.
function checks.every_file_has_a_profile()
  for _, project in ipairs { ".", "templates/starter" } do
    local entries = dofile(project .. "/input/sources.lua")
    local used = {}
    local own = { ["input/areas.csv"] = true, ["input/indicators.csv"] = true,
      ["input/dimensions.csv"] = true, ["input/issues.csv"] = true }
    local list = io.popen(("cd '%s' && find input -name '*.csv' | LC_ALL=C sort"):format(project))
    for path in list:lines() do
      local readers = 0
      for i, entry in ipairs(entries) do
        local pattern = entry.file:gsub("[%-%.]", "%%%0"):gsub("%*", "[^/]*")
          :gsub("{period}", "[%%d%%-]+")
        if path:match("^" .. pattern .. "$") then
          readers = readers + 1
          used[i] = true
        end
      end
      expect("entries that read " .. path, readers, own[path] and 0 or 1)
    end
    list:close()
    for i, entry in ipairs(entries) do
      if not used[i] then problem("%s: nothing matches %s", entry.name, entry.file) end
    end
  end
end

function checks.starter_dictionaries()
  check_dictionaries("templates/starter/input", "1", 31, 24)
  local units = {}
  for _, i in ipairs(records("templates/starter/input/indicators.csv")) do
    units[i.element] = (units[i.element] or 0) + 1
  end
  for _, element in ipairs { "计量", "标准", "认证认可", "检验检测" } do
    expect("indicators of " .. element, units[element], 6)
  end
  expect("thresholds", #records("templates/starter/input/thresholds.csv"), 24)
end

-- The ratios are those of their parts; nothing is missing but what is meant to be.
function checks.starter_panel()
  local codes = records("templates/starter/input/indicators.csv")
  local cells, blank = 0, 0
  for month = 0, 35 do
    local period = string.format("%04d-%02d", 2022 + month // 12, month % 12 + 1)
    local t = wide("templates/starter/input/month-" .. period .. ".csv", "地区")
    expect(period .. " areas", #t.rows, 31)
    expect(period .. " columns", #t.columns, 24)
    for _, name in ipairs(t.rows) do
      local v = {}
      for c, head in ipairs(t.columns) do
        local i = codes[c]
        expect(period .. " head", head, ("%s(%s)"):format(i.name, i.unit))
        v[i.code] = tonumber(t.values[name][head])
        if v[i.code] then cells = cells + 1 else blank = blank + 1 end
      end
      for _, i in ipairs(codes) do
        local part, whole = v[i.numerator], v[i.denominator]
        if i.aggregation == "ratio" and part and whole then
          local computed = part / whole * (i.unit == "%" and 100 or 1)
          if math.abs(computed - v[i.code]) > 0.00501 then
            problem("%s %s %s: %s, computed %.4f", period, name, i.code, v[i.code], computed)
          end
        elseif i.aggregation == "ratio" and v[i.code] then
          problem("%s %s %s: a ratio without its parts", period, name, i.code)
        end
      end
    end
  end
  expect("figures and blanks", cells + blank, 24 * 31 * 36)
  expect("blank cells", blank, 11)
end

local check = assert(checks[arg[1]], "no such check: " .. tostring(arg[1]))
check()
for _, text in ipairs(problems) do print(text) end
os.exit(#problems == 0)
