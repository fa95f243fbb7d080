-- Makes the demonstration data of this project: fictitious areas, their monthly
-- figures and the numbers of the issues. Same seed, same bytes.
--
--   lua5.4 generate.lua [FOLDER [AREAS]]      writes into FOLDER (default: input), for
--   so many areas (default: 31, which have a map; others have none)
--
-- No figure comes from a real source. Stocks grow by what is added less what
-- lapses, flows follow the seasons, ratios are computed from their own numerator
-- and denominator, and a few cells are left blank as in real life.
--
-- Only + - * / and rounding are used, never a function of the C library's maths,
-- so that the result does not depend on the machine.

local SEED = 20230922
local FIRST_YEAR, YEARS = 2022, 3
local folder, AREAS = arg and arg[1] or "input", tonumber(arg and arg[2]) or 31
local WIDTH = AREAS > 99 and 4 or 2 -- digits of an area's number

-- xorshift64*, Vigna 2016: 53 random bits as a number in [0, 1).
local state = SEED
local function uniform()
  state = state ~ (state >> 12)
  state = state ~ (state << 25)
  state = state ~ (state >> 27)
  return ((state * 2685821657736338717) >> 11) / 9007199254740992.0
end

local function between(low, high)
  return low + (high - low) * uniform()
end

local function round(x)
  return math.floor(x + 0.5)
end

-- A percentage with two decimals, half up, from whole numbers.
local function percentage(part, whole)
  local hundredths = (part * 20000 + whole) // (2 * whole)
  return string.format("%d.%02d", hundredths // 100, hundredths % 100)
end

local function two_decimals(x)
  local hundredths = round(x * 100)
  return string.format("%d.%02d", hundredths // 100, hundredths % 100)
end

-- Share of a year's flow in each month, 12 = average: little in the month of the
-- Spring Festival, much before the year's end.
local OFFICE = { 0.78, 0.52, 1.05, 1.02, 1.04, 1.10, 1.00, 0.98, 1.08, 0.96, 1.15, 1.32 }
local MARKET = { 0.85, 0.60, 1.02, 1.00, 1.03, 1.08, 0.99, 1.00, 1.06, 1.01, 1.10, 1.26 }

-- The columns of a month's file, in their order: code and head with its unit.
local COLUMNS = {
  { "MET_STANDARDS", "社会公用计量标准(项)" },
  { "MET_BODIES", "法定计量检定机构(个)" },
  { "MET_STAFF", "注册计量师(人)" },
  { "MET_VERIFIED", "计量器具强制检定数(台件)" },
  { "MET_PASSED", "强制检定合格数(台件)" },
  { "MET_PASS_RATE", "强制检定合格率(%)" },
  { "STD_LOCAL", "现行地方标准(项)" },
  { "STD_GROUP", "现行团体标准(项)" },
  { "STD_NEW", "新发布团体标准(项)" },
  { "STD_ENTERPRISE", "企业标准自我声明公开数(项)" },
  { "STD_LEADERS", "企业标准领跑者(项)" },
  { "STD_LEADER_RATE", "企业标准领跑者占比(%)" },
  { "CERT", "有效认证证书(张)" },
  { "CERT_ORG", "获证组织(家)" },
  { "CERT_PER_ORG", "平均每家获证组织证书数(张)" },
  { "CERT_NEW", "新发认证证书(张)" },
  { "CERT_CHECKED", "认证活动监督检查(次)" },
  { "CERT_ACCREDITED", "获认可合格评定机构(家)" },
  { "TEST_ORG", "检验检测机构(家)" },
  { "TEST_REPORTS", "出具检验检测报告(万份)" },
  { "TEST_REVENUE", "检验检测营业收入(亿元)" },
  { "TEST_BATCHES", "产品质量监督抽查批次(批次)" },
  { "TEST_FAILED", "监督抽查不合格批次(批次)" },
  { "TEST_FAIL_RATE", "监督抽查不合格率(%)" },
}

-- Cells that were "not reported": month, number of the area, code.
local BLANK = {
  ["2022-03"] = { [5] = "MET_VERIFIED", [28] = "STD_NEW" },
  ["2022-08"] = { [14] = "TEST_REPORTS" },
  ["2023-02"] = { [9] = "CERT_CHECKED", [22] = "TEST_REVENUE" },
  ["2023-07"] = { [31] = "MET_BODIES" },
  ["2024-02"] = { [17] = "TEST_BATCHES" },
  ["2024-06"] = { [3] = "STD_LOCAL" },
  ["2024-12"] = { [19] = "CERT_CHECKED" },
}
-- A ratio cannot be known when a part of it is not.
local NEEDS = {
  MET_PASS_RATE = { "MET_VERIFIED", "MET_PASSED" },
  STD_LEADER_RATE = { "STD_LEADERS", "STD_ENTERPRISE" },
  CERT_PER_ORG = { "CERT", "CERT_ORG" },
  TEST_FAIL_RATE = { "TEST_FAILED", "TEST_BATCHES" },
}

local function area_code(n)
  return WIDTH == 2 and string.format("99%02d00", n) or string.format("99%04d", n)
end

local function area_name(n)
  return string.format("演示省%0" .. WIDTH .. "d", n)
end

-- What does not change from month to month: size, pace, quality.
local function new_area()
  local u = uniform()
  local size = 0.35 + 2.6 * u * u
  local pace = between(0.55, 1.55) -- 1 = the average speed of growth
  return {
    size = size,
    pace = pace,
    standards = round(900 * size * between(0.8, 1.2)),
    bodies = round(18 * size * between(0.8, 1.2)) + 4,
    staff = round(420 * size * between(0.8, 1.2)),
    verified = 68000 * size * between(0.85, 1.15),
    pass = between(0.945, 0.988),
    local_standards = round(640 * size * between(0.7, 1.3)) + 60,
    group = round(520 * size * between(0.6, 1.4)),
    group_new = 9.5 * size * between(0.8, 1.2),
    enterprise = round(21000 * size * between(0.8, 1.2)),
    leader_rate = between(0.012, 0.031),
    cert = round(52000 * size * between(0.85, 1.15)),
    per_org = between(3.1, 4.2),
    lapse = between(0.0175, 0.0205),
    checked = 60 * size * between(0.8, 1.2),
    accredited = round(210 * size * between(0.8, 1.2)),
    bodies_testing = round(1150 * size * between(0.85, 1.15)),
    reports = 95 * size * between(0.85, 1.15),
    revenue = 7.2 * size * between(0.85, 1.15),
    batches = 1500 * size * between(0.85, 1.15),
    fail = between(0.048, 0.096),
  }
end

-- One month forward; returns the row as text by code.
local function next_month(a, month)
  local office = OFFICE[month] * between(0.94, 1.06)
  local market = MARKET[month] * between(0.96, 1.04)
  local growth = 1 + 0.0052 * a.pace

  local verified = round(a.verified * office)
  local passed = round(verified * (a.pass + between(-0.006, 0.006)))
  a.verified = a.verified * (1 + 0.0030 * a.pace)
  a.pass = a.pass + (0.985 - a.pass) * 0.006

  local group_new = round(a.group_new * office)
  a.group = a.group + group_new - round(group_new * 0.08)
  a.group_new = a.group_new * growth
  a.standards = a.standards + round(a.standards * 0.0042 * a.pace * between(0.3, 1.7))
  a.staff = a.staff + round(a.staff * 0.0058 * a.pace * between(0, 2))
  if uniform() < 0.02 then a.bodies = a.bodies + 1 end
  a.local_standards = a.local_standards + round(4.5 * a.size * a.pace * office)
  a.enterprise = a.enterprise + round(a.enterprise * 0.0075 * a.pace * between(0.6, 1.4))
  a.leader_rate = a.leader_rate * (1 + 0.0015 * a.pace)
  local leaders = round(a.enterprise * a.leader_rate)

  local cert_new = round(a.cert * (0.0190 + 0.0085 * a.pace) * market)
  a.cert = a.cert + cert_new - round(a.cert * a.lapse)
  a.per_org = a.per_org * (1 + 0.0012 * a.pace)
  local organisations = round(a.cert / a.per_org)
  local checked = round(a.checked * office)
  a.accredited = a.accredited + round(1.6 * a.size * a.pace * between(0, 2))

  a.bodies_testing = a.bodies_testing + round(3.4 * a.size * (a.pace - 0.25) * between(0, 2))
  local reports = two_decimals(a.reports * market)
  a.reports = a.reports * (1 + 0.0034 * a.pace)
  local revenue = two_decimals(a.revenue * market)
  a.revenue = a.revenue * (1 + 0.0046 * a.pace)
  local batches = round(a.batches * office)
  local failed = round(batches * (a.fail + between(-0.008, 0.008)))
  a.batches = a.batches * (1 + 0.0021 * a.pace)
  a.fail = a.fail + (0.055 - a.fail) * 0.010

  return {
    MET_STANDARDS = a.standards, MET_BODIES = a.bodies, MET_STAFF = a.staff,
    MET_VERIFIED = verified, MET_PASSED = passed,
    MET_PASS_RATE = percentage(passed, verified),
    STD_LOCAL = a.local_standards, STD_GROUP = a.group, STD_NEW = group_new,
    STD_ENTERPRISE = a.enterprise, STD_LEADERS = leaders,
    STD_LEADER_RATE = percentage(leaders, a.enterprise),
    CERT = a.cert, CERT_ORG = organisations,
    CERT_PER_ORG = two_decimals(a.cert / organisations), CERT_NEW = cert_new,
    CERT_CHECKED = checked, CERT_ACCREDITED = a.accredited,
    TEST_ORG = a.bodies_testing, TEST_REPORTS = reports, TEST_REVENUE = revenue,
    TEST_BATCHES = batches, TEST_FAILED = failed,
    TEST_FAIL_RATE = percentage(failed, batches),
  }
end

local function blank_out(row, code)
  row[code] = ""
  for ratio, parts in pairs(NEEDS) do
    for _, part in ipairs(parts) do
      if part == code then row[ratio] = "" end
    end
  end
end

local function write(name, lines)
  local path = folder .. "/" .. name
  local file, message = io.open(path, "wb")
  if not file then error(message, 0) end
  file:write(table.concat(lines, "\n"), "\n")
  file:close()
end

-- A tile map that is nobody's country: seven rows of 3, 5, 5, 5, 5, 5, 3 tiles.
local function tiles()
  local out = {}
  for row = 0, 6 do
    local edge = row == 0 or row == 6
    for column = edge and 1 or 0, edge and 3 or 4 do
      local zone = row < 2 and "演示北部" or row > 4 and "演示南部"
        or column < 2 and "演示西部" or "演示东部"
      out[#out + 1] = { row = row, column = column, zone = zone }
    end
  end
  return out
end

local function write_areas()
  local lines = {
    "code,name,short,abbr,name_en,level,parent,regions,groups,aliases,ranked,tile_row,tile_col,demo",
    "000000,演示全国,演示全国,,Demo Nation,nation,,,,全国;31省合计,0,,,1",
  }
  local map = tiles()
  for n = 1, AREAS do
    local tile = map[(n - 1) % #map + 1]
    local groups = (n == 12 or n == 13 or n == 17 or n == 18) and "演示示范区" or ""
    local place = AREAS == #map and tile.row .. "," .. tile.column or ","
    lines[#lines + 1] = (string.format("%s,%s,演示NN,示NN,Demo Province NN,province,000000,zone=%s,%s,DEMONN,1,%s,1",
      area_code(n), area_name(n), tile.zone, groups, place):gsub("NN", string.format("%0" .. WIDTH .. "d", n)))
  end
  write("areas.csv", lines)
end

local function write_issues()
  local lines = { "report,period,number,compiled_by,reviewed_by,approved_by,date" }
  for _, report in ipairs { "monthly", "monthly-province" } do
    for i = 0, YEARS * 12 - 1 do
      lines[#lines + 1] = string.format("%s,%04d-%02d,第%d期（总第%d期）,,,,",
        report, FIRST_YEAR + i // 12, i % 12 + 1, i % 12 + 1, i + 1)
    end
  end
  write("issues.csv", lines)
end

local function write_months()
  local areas = {}
  for n = 1, AREAS do areas[n] = new_area() end
  local heads = { "地区" }
  for i, column in ipairs(COLUMNS) do heads[i + 1] = column[2] end
  for i = 0, YEARS * 12 - 1 do
    local year, month = FIRST_YEAR + i // 12, i % 12 + 1
    local period = string.format("%04d-%02d", year, month)
    local lines = {
      string.format("质量基础设施月度监测表（%d年%d月，演示数据）", year, month),
      table.concat(heads, ","),
    }
    for n = 1, AREAS do
      local row = next_month(areas[n], month)
      local blank = BLANK[period] and BLANK[period][n]
      if blank then blank_out(row, blank) end
      local cells = { area_name(n) }
      for c, column in ipairs(COLUMNS) do cells[c + 1] = tostring(row[column[1]]) end
      lines[#lines + 1] = table.concat(cells, ",")
    end
    lines[#lines + 1] = "注：本表为程序生成的演示数据，与任何实际地区无关。"
    write("month-" .. period .. ".csv", lines)
  end
end

write_areas()
write_issues()
write_months()
