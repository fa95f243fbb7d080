-- Inspection and testing: national series with gaps, fields, kinds of owner, and
-- regions' published shares.
local known = require "known"
local words = require "words"

local inspection = {}

inspection.main = {
  "INSP_ORG", "INSP_ORG_SCALE", "INSP_REVENUE", "INSP_REPORTS", "INSP_STAFF", "INSP_EQUIP",
  "INSP_EQUIP_VALUE", "INSP_AREA",
}
inspection.owners = { "INSP_ORG_FIRM", "INSP_ORG_PUBLIC", "INSP_ORG_OTHER" }

-- The last known figure of the nation up to `period`.
function inspection.last(code, period)
  return known.last(code, "000000", period)
end

-- The years that have any of the codes, oldest first, as periods.
function inspection.years(codes, period)
  local seen = {}
  for _, code in ipairs(codes) do
    for _, figure in ipairs(series { indicator = code, area = "000000", to = period }) do
      seen[figure.period.year] = figure.period
    end
  end
  local out = {}
  for year = 2000, period.year do
    if seen[year] then out[#out + 1] = seen[year] end
  end
  return out
end

-- One column a year for a table whose rows are indicators.
function inspection.year_columns(years)
  local columns = {}
  for i, year in ipairs(years) do
    columns[i] = {
      head = year.label, align = "decimal",
      get = function(item) return get { indicator = item.code, area = "000000", period = year } end,
    }
  end
  return columns
end

-- 机动车检验 of 机动车检验机构数.
function inspection.field_name(item)
  return (item.name:gsub("检验检测机构数$", ""):gsub("机构数$", ""))
end

-- Fields of a year with the year before it that has them: { name, now, before },
-- most institutions first, 其他 last; none before there are two such years.
function inspection.fields(period)
  local rows, years = {}, nil
  for _, item in ipairs(indicators { group = "分领域机构数" }) do
    local now = inspection.last(item.code, period)
    years = years or inspection.years({ item.code }, period)
    if now and #years > 1 then
      rows[#rows + 1] = {
        indicator = item, name = inspection.field_name(item), now = now,
        before = get { indicator = item.code, area = "000000", period = years[#years - 1] },
      }
    end
  end
  table.sort(rows, function(a, b)
    local a_other, b_other = a.name == "其他领域", b.name == "其他领域"
    if a_other ~= b_other then return b_other end
    return a.now.value > b.now.value
  end)
  return rows
end

-- The regions with a published share in `period`: { area, bodies, revenue }.
function inspection.regions(period)
  local rows = {}
  for _, area in ipairs(areas { level = "region" }) do
    local function share(code) return get { indicator = code, area = area, period = period } end
    local bodies, revenue = share "INSP_ORG_SHARE", share "INSP_REVENUE_SHARE"
    if not bodies:missing() or not revenue:missing() then
      rows[#rows + 1] = { area = area, bodies = bodies, revenue = revenue }
    end
  end
  return rows
end

-- The shares that were published for any of these regions: { field, name }.
function inspection.region_rows(regions)
  local out = {}
  for _, kind in ipairs { { field = "bodies", name = "机构数" }, { field = "revenue", name = "营业收入" } } do
    local any = false
    for _, region in ipairs(regions) do any = any or not region[kind.field]:missing() end
    if any then out[#out + 1] = kind end
  end
  return out
end

-- One column a region.
function inspection.region_columns(regions)
  local columns = { { head = "指标", get = function(row) return row.name .. "占比" end } }
  for _, region in ipairs(regions) do
    columns[#columns + 1] = {
      head = region.area.short, align = "decimal", get = function(row) return region[row.field] end,
    }
  end
  return columns
end

-- 各区域检验检测机构数和营业收入占全国比重，2024年: of the shares that the table has.
function inspection.region_caption(regions, year)
  local what = {}
  for i, row in ipairs(inspection.region_rows(regions)) do what[i] = row.name end
  return "各区域检验检测" .. table.concat(what, "和") .. "占全国比重（" .. year.label .. "）"
end

-- 长三角为28.59%、珠三角为13.55%、京津冀为13.10%
function inspection.shares_text(rows, field)
  local sorted = {}
  for i, row in ipairs(rows) do sorted[i] = row end
  table.sort(sorted, function(a, b) return a[field].value > b[field].value end)
  local parts = {}
  for i, row in ipairs(sorted) do parts[i] = row.area.short .. "为" .. tostring(row[field]) .. "%" end
  return table.concat(parts, "、")
end

-- The growth of revenue as it was published; missing if it was not.
function inspection.published_growth(revenue)
  return get { indicator = "INSP_REVENUE_YOY", area = revenue.area, period = revenue.period }
end

-- The published growth of revenue where there is one, else the computed one.
function inspection.growth_text(revenue)
  local change = phrase.change(inspection.published_growth(revenue))
  if change then return "比上年" .. change end
  return words.versus(revenue)
end

-- The year before the last that is known: 2022年为4,275.84亿元，比上年增长4.5%。
function inspection.earlier_text(revenue, period)
  local before
  for _, figure in ipairs(series { indicator = revenue.indicator.code, area = "000000", to = period }) do
    if figure.period < revenue.period then before = figure end
  end
  if not before then return "" end
  return string.format("%s（此前最近的公开年份）为%s，%s。", before.period.label, words.amount(before),
    words.versus(before))
end

-- People a firm and the like: `scale` brings both to one unit.
function inspection.per(above, below, scale, decimals)
  return (above * scale / below):fixed(decimals)
end

function inspection.indicators(codes)
  local out = {}
  for i, code in ipairs(codes) do out[i] = indicator(code) end
  return out
end

-- Name and unit before the columns of the years.
function inspection.columns(years)
  local columns = { "指标", "单位" }
  for _, column in ipairs(years) do columns[#columns + 1] = column end
  return columns
end

-- Owners with the total last: rows { name, code }.
function inspection.owner_rows()
  local rows = { { name = "合计", code = "INSP_ORG", total = true } }
  for _, code in ipairs(inspection.owners) do
    rows[#rows + 1] = { name = indicator(code).name:gsub("检验检测机构数", ""), code = code }
  end
  return rows
end

-- Number and share for each year that has the owners.
function inspection.owner_columns(period)
  local columns = { { head = "类型", get = function(r) return r.name end } }
  for _, year in ipairs(inspection.years(inspection.owners, period)) do
    local function of(code) return get { indicator = code, area = "000000", period = year } end
    columns[#columns + 1] = {
      head = "机构数\n（家）", group = year.label, align = "decimal",
      get = function(r) return of(r.code) end,
    }
    columns[#columns + 1] = {
      head = "比重\n（%）", group = year.label, align = "decimal", decimals = 2,
      get = function(r) return of(r.code) / of "INSP_ORG" * 100 end,
    }
  end
  return columns
end

function inspection.owners_text(period)
  local years = inspection.years(inspection.owners, period)
  local year = years[#years]
  local function of(code) return get { indicator = code, area = "000000", period = year } end
  local parts = {}
  for i, code in ipairs(inspection.owners) do
    parts[i] = string.format("%s%s，占%s", (indicator(code).name:gsub("检验检测机构数", "机构")),
      words.amount(of(code)), words.percent(of(code), of "INSP_ORG", 2))
  end
  return year.label .. "末，" .. table.concat(parts, "；")
end

-- 2013—2022年，事业单位制机构占比由42.55%降至19.69%
function inspection.public_text(span, first, last)
  local way = last < first and "降至" or first < last and "升至" or "到"
  return string.format("%s，事业单位制机构占比由%s%%%s%s%%", span, tostring(first), way, tostring(last))
end

-- 机动车检验（1.58万家）、环境监测（…）和…
function inspection.top_fields_text(rows, n)
  local names = {}
  for i, row in ipairs(words.first(rows, n)) do names[i] = row.name .. "（" .. words.amount(row.now) .. "）" end
  return fmt.list(names)
end

-- The largest rise and fall between the two years.
function inspection.movers_text(rows)
  local best, worst
  for _, row in ipairs(rows) do
    local change = row.now - row.before
    if not change:missing() then
      if not best or change.value > best.change.value then best = { row = row, change = change } end
      if not worst or change.value < worst.change.value then worst = { row = row, change = change } end
    end
  end
  local text = best.row.name .. "增加最多，为" .. best.change:fixed(0) .. "家"
  if worst.change.value < 0 then
    text = text .. "；" .. worst.row.name .. "减少最多，为" .. (-worst.change):fixed(0) .. "家"
  end
  return text
end

function inspection.field_bars(rows)
  local items = {}
  for i, row in ipairs(rows) do
    items[i] = { label = row.name, value = row.now.value, text = tostring(row.now) }
  end
  return items
end

-- Which region earns more than its part of the institutions.
function inspection.gap_text(rows)
  local above = {}
  for _, row in ipairs(rows) do
    if not (row.revenue - row.bodies):missing() and (row.revenue - row.bodies).value > 0 then
      above[#above + 1] = row.area.short
    end
  end
  if #above == 0 then return "" end
  return fmt.list(above) .. "的营业收入占比高于机构数占比，即机构平均营业收入高于全国平均水平。"
end

-- The years with published shares of regions, newest first.
function inspection.share_years(period)
  local out, year = {}, period
  while year.year >= 2013 do
    if #inspection.regions(year) > 0 then out[#out + 1] = year end
    year = year:shift(-1)
  end
  return out
end

-- Provinces with a number of institutions in a stated year: { area, bodies, rank }.
function inspection.provinces()
  local rows = {}
  for _, area in ipairs(areas()) do
    for _, figure in ipairs(known.all("INSP_ORG", area, "year")) do
      rows[#rows + 1] = {
        area = area, bodies = figure,
        rank = get { indicator = "INSP_ORG_RANK", area = area, period = figure.period },
      }
    end
  end
  table.sort(rows, function(a, b)
    if a.bodies.period ~= b.bodies.period then return a.bodies.period < b.bodies.period end
    return a.bodies.value > b.bodies.value
  end)
  return rows
end

-- 已公布机构数的有：2013年10个省（区、市）、2024年1个省（区、市）。
function inspection.provinces_text()
  local counts, order = {}, {}
  for _, row in ipairs(inspection.provinces()) do
    local label = row.bodies.period.label
    if not counts[label] then order[#order + 1] = label end
    counts[label] = (counts[label] or 0) + 1
  end
  local parts = {}
  for i, label in ipairs(order) do parts[i] = label .. counts[label] .. "个" end
  return "已公布机构数的省（区、市），" .. table.concat(parts, "、") .. "，不足以作地区间排序"
end

local province_columns = {
  { head = "年份", get = function(r) return r.bodies.period.label end },
  "地区",
  { head = "机构数\n（家）", align = "decimal", get = function(r) return r.bodies end },
  { head = "公布的\n全国位次", align = "right", get = function(r) return r.rank end },
}

-- The last figure of the nation, and how it moved.
local function latest(code, period)
  local now = inspection.last(code, period)
  return { now = now, said = words.amount(now), versus = words.versus(now),
    moved_en = words.moved_en(now:growth(), now.period:year_ago().label_en) }
end

local function revenue_of(period)
  local out = latest("INSP_REVENUE", period)
  out.growth, out.earlier = inspection.growth_text(out.now), inspection.earlier_text(out.now, period)
  out.amount_en = fmt.scaled_en(out.now)
  out.moved_en = words.moved_en(inspection.published_growth(out.now), out.now.period:year_ago().label_en)
  return out
end

-- The share of bodies that are public institutions, first and last.
local function public_of()
  local all = series { indicator = "INSP_ORG_PUBLIC_SHARE", area = "000000" }
  local first, last = all[1], all[#all]
  local span = first.period.year .. "—" .. last.period.label
  return {
    said = inspection.public_text(span, first, last),
    change = phrase.change((last - first):as { unit = "百分点", decimals = 2 }),
    span = span, source = last:source(),
    lines = { { name = "事业单位制", figures = all } },
    said_en = string.format("The share of those run as public institutions %s from %s%% in %s to %s%% in %s.",
      last < first and "fell" or "rose", tostring(first), first.period.label_en, tostring(last), last.period.label_en),
  }
end

local function field_columns(rows)
  return {
    { head = "领域", get = function(r) return r.name end },
    { head = rows[1].before.period.label, align = "decimal", get = function(r) return r.before end },
    { head = rows[1].now.period.label, align = "decimal", get = function(r) return r.now end },
    { head = "增减", align = "decimal", decimals = 0, get = function(r) return r.now - r.before end },
    { head = "增减幅度\n（%）", align = "decimal", decimals = 1, get = function(r) return (r.now - r.before) / r.before * 100 end },
  }
end

-- The section on fields, false where there are not two years of them.
local function fields_of(period)
  local rows = inspection.fields(period)
  if #rows == 0 then return false end
  local now, before = rows[1].now.period, rows[1].before.period
  return { rows = rows, columns = field_columns(rows), now = now.label, before = before.label, apart = now.year - before.year,
    largest = inspection.top_fields_text(rows, 3), movers = inspection.movers_text(rows), bars = inspection.field_bars(rows),
    source = rows[1].now:source() }
end

local function clusters_of(period)
  local rows = inspection.regions(period)
  if #rows == 0 then return { rows = rows, summary = "" } end
  local revenue = inspection.shares_text(rows, "revenue")
  return { rows = rows, revenue = revenue, bodies = inspection.shares_text(rows, "bodies"), gap = inspection.gap_text(rows),
    figures = { rows[1].revenue, rows[1].bodies },
    summary = "营业收入占全国的比重，" .. revenue .. "。" }
end

local function owners_of(period)
  return #inspection.years(inspection.owners, period) > 0 and {
    said = inspection.owners_text(period), rows = inspection.owner_rows(), columns = inspection.owner_columns(period),
  }
end

-- One table a year with published shares of regions; the text tells those of `period`.
local function share_tables(period)
  local out = {}
  for _, year in ipairs(inspection.share_years(period)) do
    if year ~= period then
      local regions = inspection.regions(year)
      out[#out + 1] = { id = "tbl-shares-" .. year.year, label = year.label, caption = inspection.region_caption(regions, year),
        rows = inspection.region_rows(regions), columns = inspection.region_columns(regions) }
    end
  end
  return out
end

-- The provinces with a number, and one figure of each of their sources.
local function provinces_of()
  local rows, figures = inspection.provinces(), {}
  for i, row in ipairs(rows) do figures[i] = row.bodies end
  return { rows = rows, columns = province_columns, said = inspection.provinces_text(), figures = figures }
end

local function key_figures(m)
  local revenue, bodies, reports, staff = m.revenue.now, m.bodies.now, m.reports.now, m.staff.now
  local function of(label, figure, after)
    local number, unit = words.round(figure)
    return { label = label, value = number, unit = unit, note = figure.period.label .. after }
  end
  return {
    of("营业收入", revenue, "，" .. m.revenue.growth), of("检验检测机构", bodies, "末"), of("出具报告", reports, ""),
    of("从业人员", staff, "末"),
  }
end

-- The names of templates/inspection.md; templates/README.md tells of each.
function inspection.model(job)
  local period = job.period
  local m = {
    revenue = revenue_of(period), bodies = latest("INSP_ORG", period), staff = latest("INSP_STAFF", period),
    reports = latest("INSP_REPORTS", period), public = public_of(), fields = fields_of(period), clusters = clusters_of(period),
    main = { rows = inspection.indicators(inspection.main),
      columns = inspection.columns(inspection.year_columns(inspection.years(inspection.main, period))) },
    owners = owners_of(period), share_tables = share_tables(period),
    provinces = provinces_of(),
    mainland = words.mainland, methods = require("methods").link(),
    explained = { "INSP_ORG", "INSP_ORG_SCALE", "INSP_REVENUE", "INSP_REVENUE_YOY", "INSP_REPORTS", "INSP_STAFF", "INSP_EQUIP",
      "INSP_EQUIP_VALUE", "INSP_AREA", "INSP_ORG_FIRM", "INSP_ORG_PUBLIC", "INSP_ORG_PUBLIC_SHARE", "INSP_ORG_SHARE",
      "INSP_REVENUE_SHARE" },
  }
  m.staff.each = inspection.per(m.staff.now, m.bodies.now, 10000, 1)
  m.key_figures = key_figures(m)
  return m
end

return inspection
