-- Certificates by field and by province, as published: fields with their parts,
-- provinces with the last published rank and share. Nothing is ranked or shared
-- out here, for no month is complete.
local known = require "known"
local words = require "words"

local certification = {}

certification.abroad = "ALL"    -- 全部: certificates held abroad included
certification.nation = "000000" -- 全国

-- The fields that have a figure, each total before its parts: { name, depth,
-- certificates, organisations }. 0 is the grand total.
function certification.fields(period)
  local rows = {}
  local function value(code, field)
    return get { indicator = code, area = certification.abroad, period = period, where = { field = field } }
  end
  local function add(field, depth)
    local held = value("CERT", field)
    if held:missing() then return end
    rows[#rows + 1] = {
      depth = depth, field = depth > 0 and field or nil, certificates = held, organisations = value("CERT_ORG", field),
      name = depth == 0 and "合计" or field.name,
      name_en = depth > 0 and field.name_en or "",
    }
    for _, part in ipairs(items { dimension = "field", parent = field }) do add(part, depth + 1) end
  end
  add("total", 0)
  return rows
end

-- What 指标解释 says of the fields that are printed, after the indicators.
function certification.explained(rows)
  local out = { "CERT", "CERT_ORG", "CERT_RANK", "CERT_SHARE" }
  for _, row in ipairs(rows) do out[#out + 1] = row.field end
  return out
end

-- The fields without parts, most certificates first.
function certification.leaves(rows)
  local leaves = {}
  for i, row in ipairs(rows) do
    local after = rows[i + 1]
    if not after or after.depth <= row.depth then leaves[#leaves + 1] = row end
  end
  table.sort(leaves, function(a, b) return a.certificates.value > b.certificates.value end)
  return leaves
end

-- The provinces that published certificates in `period`, most first:
-- { area, certificates, organisations, rank, share, published } where rank and
-- share are the last published ones and `published` their period.
function certification.provinces(period)
  local rows = {}
  for _, area in ipairs(areas()) do
    local held = get { indicator = "CERT", area = area, period = period }
    if not held:missing() then
      local rank = known.last("CERT_RANK", area, period)
      rows[#rows + 1] = {
        area = area, certificates = held, rank = rank, published = rank and rank.period,
        organisations = get { indicator = "CERT_ORG", area = area, period = period },
        share = rank and get { indicator = "CERT_SHARE", area = area, period = rank.period },
      }
    end
  end
  table.sort(rows, function(a, b) return a.certificates.value > b.certificates.value end)
  return rows
end

-- One row a month with a total: { period, all, bodies, home, home_bodies }.
function certification.months(period)
  local rows = {}
  for _, all in ipairs(series { indicator = "CERT", area = certification.abroad, to = period }) do
    local function at(code, area)
      return get { indicator = code, area = area, period = all.period }
    end
    rows[#rows + 1] = {
      period = all.period, all = all,
      bodies = at("CERT_ORG", certification.abroad),
      home = at("CERT", certification.nation),
      home_bodies = at("CERT_ORG", certification.nation),
    }
  end
  return rows
end

-- 419.0 and 419.0万张: for prose and key figures.
function certification.wan_number(figure)
  return figure:in_unit("万" .. figure.unit):fixed(1)
end

function certification.wan(figure)
  return certification.wan_number(figure) .. "万" .. figure.unit
end

-- 管理体系认证232.7万张，占55.5%；产品认证…
function certification.parts_text(fields)
  local parts, all = {}, fields[1].certificates
  for _, row in ipairs(fields) do
    if row.depth == 1 then
      parts[#parts + 1] = string.format("%s证书%s，占%s", row.name,
        certification.wan(row.certificates), words.percent(row.certificates, all))
    end
  end
  return table.concat(parts, "；")
end

-- 按类别分，管理体系认证占55.5%，…
function certification.shares_text(fields)
  local parts = {}
  for _, row in ipairs(fields) do
    if row.depth == 1 then
      parts[#parts + 1] = row.name .. "占" .. words.percent(row.certificates, fields[1].certificates)
    end
  end
  return "按类别分，" .. table.concat(parts, "，")
end

-- Management system certification accounts for 55.5% of them, product certification for 42.6%, …
function certification.parts_en(fields)
  local parts, all = {}, fields[1].certificates
  for _, row in ipairs(fields) do
    if row.depth == 1 then
      local share = words.percent(row.certificates, all)
      parts[#parts + 1] = #parts == 0 and row.name_en .. " accounts for " .. share .. " of them"
        or row.name_en:lower() .. " for " .. share
    end
  end
  return table.concat(parts, ", ") .. "."
end

-- 比上月增长0.8%；获证组织…: total and organisations with what they are compared with;
-- what is not known is said once, at the end.
function certification.total_text(all, bodies)
  local function against(figure)
    local parts = {}
    for _, text in ipairs { phrase.mom(figure) or false, phrase.yoy(figure) or false } do
      if text then parts[#parts + 1] = "，" .. text end
    end
    return table.concat(parts)
  end
  return "全部有效认证证书" .. certification.wan(all) .. against(all) .. "；获证组织" .. certification.wan(bodies)
    .. against(bodies) .. "。"
end

-- `noted`: the note of 表1 says already that no month has its 同比.
function certification.missing_text(all, noted)
  local parts = {}
  if not phrase.mom(all) then parts[1] = "上月（" .. all.period:previous().label .. "）" end
  if not noted and not phrase.yoy(all) then parts[#parts + 1] = "上年同月（" .. all.period:year_ago().label .. "）" end
  if #parts == 0 then return "" end
  local two = #parts == 2
  return table.concat(parts, "和") .. "无公开数据，不计算" .. (two and "环比、同比" or phrase.mom(all) and "同比" or "环比") .. "。"
end

-- The note below the totals: 同比 is left out as long as no period has one.
local function any_yoy(rows)
  for _, row in ipairs(rows) do
    if not row.all:growth():missing() then return true end
  end
  return false
end

function certification.months_note(rows)
  return "只列可得的时期，各行间隔不等。" .. (any_yoy(rows) and "" or "各时期均无上年同月数据，不计算同比。")
end

-- 证书最多的是质量管理体系认证（97.9万张）、…
function certification.leaves_text(leaves, n, all)
  local names, sum = {}, nil
  for i, row in ipairs(words.first(leaves, n)) do
    names[i] = row.name .. "（" .. certification.wan(row.certificates) .. "）"
    sum = sum and sum + row.certificates or row.certificates
  end
  return string.format("证书最多的是%s，合计占全部证书的%s", fmt.list(names), words.percent(sum, all))
end

-- Fields that grew and fell most against the month before; empty if no month before.
function certification.movers_text(leaves)
  local moved = {}
  for _, row in ipairs(leaves) do
    local growth = row.certificates:growth { over = "previous" }
    if not growth:missing() then moved[#moved + 1] = { name = row.name, growth = growth } end
  end
  if #moved == 0 then return "" end
  table.sort(moved, function(a, b) return a.growth.value > b.growth.value end)
  local best, worst = moved[1], moved[#moved]
  local text = "与上月相比，" .. best.name .. phrase.change(best.growth)
  if phrase.change(worst.growth):find("下降") then
    return text .. "，增幅最大；" .. worst.name .. phrase.change(worst.growth) .. "。"
  end
  return text .. "，增幅最大；" .. worst.name .. phrase.change(worst.growth) .. "，增幅最小。"
end

-- What can be said of the provinces that published figures.
function certification.provinces_text(rows, period)
  local names, grown, compared = {}, 0, 0
  for i, row in ipairs(words.first(rows, 3)) do
    names[i] = row.area.short .. "（" .. certification.wan(row.certificates) .. "）"
  end
  for _, row in ipairs(rows) do
    local change = phrase.change(row.certificates:growth { over = "previous" })
    if change then compared = compared + 1 end
    if change and change:find("增长") then grown = grown + 1 end
  end
  local text = string.format("%s末，已公布证书数的%d个省（区、市）中，证书数居前三位的是%s", period.label,
    #rows, fmt.list(names))
  if compared > 0 then
    text = text .. string.format("；与上月相比，有上月数据的%d个省（区、市）%s", compared,
      grown == compared and "证书数全部增加" or "中，" .. grown .. "个证书数增加")
  end
  return text
end

-- The last sentences of the summary: what there is of fields and provinces.
function certification.summary_text(fields, provinces)
  local text = ""
  if #fields > 1 then text = certification.shares_text(fields) .. "。" end
  if #provinces > 0 then
    text = text .. string.format("已公布证书数的%d个省（区、市）中，%s证书最多，为%s。", #provinces,
      provinces[1].area.short, certification.wan(provinces[1].certificates))
  end
  return text
end

-- A note where the published ranks are of different months; empty where they are not.
function certification.ranks_note(rows)
  local first
  for _, row in ipairs(rows) do
    if row.published and first and row.published ~= first then
      return "各地位次的公布时期不同，相互之间不可比较。"
    end
    first = first or row.published
  end
  return ""
end

function certification.home_text(home, period)
  if not home then return "“全国”数没有公开数据。" end
  if home.period == period then
    return period.label .. "末“全国”有效认证证书为" .. certification.wan(home) .. "。"
  end
  return "“全国”数最近公布到" .. home.period.label .. "，为" .. certification.wan(home) .. "。"
end

-- Bars without a rank: the set is not complete.
function certification.bars(rows, name)
  local items = {}
  for i, row in ipairs(rows) do
    items[i] = {
      label = name(row), value = row.certificates.value, text = tostring(row.certificates),
    }
  end
  return items
end

local month_columns = {
  { head = "时期", get = function(r) return r.period.label end },
  { head = "有效证书\n（张）", group = "全部", align = "decimal", get = function(r) return r.all end },
  { head = "环比\n（%）", group = "全部", align = "decimal", get = function(r) return r.all:growth { over = "previous" } end },
  { head = "获证组织\n（家）", group = "全部", align = "decimal", get = function(r) return r.bodies end },
  { head = "有效证书\n（张）", group = "全国", align = "decimal", get = function(r) return r.home end },
  { head = "获证组织\n（家）", group = "全国", align = "decimal", get = function(r) return r.home_bodies end },
}

local function certificates_of(r) return r.certificates end

local function field_columns(all)
  return {
    { head = "领域", get = function(r) return { text = r.name, indent = r.depth, strong = r.depth < 2 } end },
    { head = "证书数\n（张）", group = "有效证书", align = "decimal", get = certificates_of },
    { head = "占合计\n（%）", group = "有效证书", align = "decimal", decimals = 1, get = function(r) return r.certificates / all * 100 end },
    { head = "环比\n（%）", group = "有效证书", align = "decimal", get = function(r) return r.certificates:growth { over = "previous" } end },
    { head = "同比\n（%）", group = "有效证书", align = "decimal", get = function(r) return r.certificates:growth() end },
    { head = "组织数\n（家）", group = "获证组织", align = "decimal", get = function(r) return r.organisations end },
    { head = "环比\n（%）", group = "获证组织", align = "decimal", get = function(r) return r.organisations:growth { over = "previous" } end },
  }
end

local published = "最近一次公布"
local province_columns = {
  "地区",
  { head = "有效证书\n（张）", align = "decimal", get = certificates_of },
  { head = "环比\n（%）", align = "decimal", get = function(r) return r.certificates:growth { over = "previous" } end },
  { head = "同比\n（%）", align = "decimal", get = function(r) return r.certificates:growth() end },
  { head = "全国位次", group = published, align = "right", get = function(r) return r.rank end },
  { head = "占全国\n（%）", group = published, align = "decimal", get = function(r) return r.share end },
  { head = "时期", group = published, get = function(r) return r.published and r.published.label end },
}

local function key_figures(m, home, period)
  return {
    { label = "全部有效证书", value = certification.wan_number(m.all), unit = "万张", note = words.versus_short(m.all, "previous") },
    { label = "全部获证组织", value = certification.wan_number(m.bodies), unit = "万家", note = words.versus_short(m.bodies, "previous") },
    { label = "平均每家组织持证", value = m.each, unit = "张", note = period.label .. "末" },
    home and { label = "全国有效证书", value = certification.wan_number(home), unit = "万张", note = home.period.label .. "末" } or nil,
  }
end

-- What the summaries and the first section say of the total.
local function total_of(m, months, fields, provinces)
  local english = #fields > 1 and " " .. certification.parts_en(fields) or ""
  if #provinces > 0 then
    english = string.format("%s Of the %d provinces with figures, %s had the most, %s.", english, #provinces,
      provinces[1].area.name_en, tostring(provinces[1].certificates))
  end
  return {
    said = certification.total_text(m.all, m.bodies),
    parts = certification.summary_text(fields, provinces), parts_en = english,
    moved_en = words.moved_en(m.all:growth { over = "previous" }, "the month before"),
    missing = certification.missing_text(m.all, not any_yoy(months)),
  }
end

-- The section on fields, false where no field is published.
local function fields_of(fields, all)
  local leaves = certification.leaves(fields)
  return #leaves > 1 and {
    rows = fields, columns = field_columns(all), said = certification.parts_text(fields),
    largest = certification.leaves_text(leaves, 3, all), movers = certification.movers_text(leaves),
    bars = certification.bars(words.first(leaves, 10), function(r) return r.name end),
  }
end

local function provinces_of(rows, period)
  return #rows > 0 and {
    rows = rows, columns = province_columns, said = certification.provinces_text(rows, period),
    bars = certification.bars(rows, function(r) return r.area.short end), source = rows[1].certificates:source(),
    figures = { rows[1].certificates }, ranks_note = certification.ranks_note(rows),
  }
end

-- The names of templates/certification.md; templates/README.md tells of each.
function certification.model(job)
  local period = job.period
  local fields, provinces = certification.fields(period), certification.provinces(period)
  local home, months = known.last("CERT", certification.nation, period), certification.months(period)
  local m = {
    all = get { indicator = "CERT", area = certification.abroad },
    bodies = get { indicator = "CERT_ORG", area = certification.abroad },
    home = certification.home_text(home, period), mainland = words.mainland, methods = require("methods").link(),
    months = { rows = months, columns = month_columns, note = certification.months_note(months) },
    provinces = provinces_of(provinces, period),
    explained = certification.explained(fields),
  }
  for _, figure in ipairs { m.all, m.bodies } do
    if figure:missing() then
      error(string.format("%s（全部）%s无数据：无法编制本期月报", figure.indicator.name, period.label), 0)
    end
  end
  m.each = (m.all / m.bodies):fixed(2)
  m.total, m.fields = total_of(m, months, fields, provinces), fields_of(fields, m.all)
  m.key_figures = key_figures(m, home, period)
  return m
end

return certification
