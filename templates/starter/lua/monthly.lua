-- The national monthly report: the names of templates/monthly.md; the guide to templates
-- tells of each.
local grade = require "nqi.grade"
local index_report = require "nqi.index_report"
local monitor, monitor_text = require "monitor", require "monitor_text"
local words = require "nqi.words"

local monthly = {}

local sheet_columns = {
  "指标", "单位",
  { head = "本期", align = "decimal", get = function(r) return r.now:fixed(r.indicator.decimals) end },
  { head = "环比\n（%）", align = "decimal", get = function(r) return monitor.change(r.month) end },
  { head = "同比\n（%）", align = "decimal", get = function(r) return monitor.change(r.year) end },
  { head = "警戒线\n（正常／关注）", align = "centre", get = function(r) return monitor.limit_text(r.indicator.code) end },
  { head = "状态", classified = true, get = function(r) return monitor.cell(r.light) end },
  { head = "正常", group = "省份数", align = "right", get = function(r) return r.counts["正常"] end },
  { head = "关注", group = "省份数", align = "right", get = function(r) return r.counts["关注"] end },
  { head = "预警", group = "省份数", align = "right", get = function(r) return r.counts["预警"] end },
}

local function key_figures(row)
  local function of(label, own)
    local number, unit = monitor_text.round(own.now)
    return { label = label, value = number, unit = unit, note = monitor_text.versus(own) }
  end
  return {
    of("社会公用计量标准", row.MET_STANDARDS), of("有效认证证书", row.CERT),
    { label = "检验检测营业收入", value = row.TEST_REVENUE.now:fixed(1), unit = "亿元", note = monitor_text.versus(row.TEST_REVENUE) },
    { label = "监督抽查不合格率", value = row.TEST_FAIL_RATE.now:fixed(2), unit = "%", note = monitor_text.versus(row.TEST_FAIL_RATE),
      tone = row.TEST_FAIL_RATE.light.tone },
  }
end

-- An indicator of the sheet in words.
local function said_of(row)
  return { now = row.now, versus = monitor_text.versus(row), moved_en = monitor_text.moved_en(row) }
end

-- A sentence an element: { name, said }.
function monthly.elements(sheet)
  local out = {}
  for i, element in ipairs(monitor.elements) do out[i] = { name = element, said = monitor_text.element(sheet, element) } end
  return out
end

-- Two elements a sheet: all provinces of it stand on one page.
local function province_sheets(period)
  local out = {}
  for i = 1, #monitor.elements, 2 do
    local pair = { monitor.elements[i], monitor.elements[i + 1] }
    out[#out + 1] = { id = "tbl-elements-" .. #out + 1, name = fmt.list(pair), columns = monitor.columns(pair, period) }
  end
  return out
end

-- The ranking by certificates, the map of failures, and the courses of two years.
local function compared(period)
  local certificates = rank { indicator = "CERT" }
  local trend = monitor_text.has_year("CERT_NEW", period) and {
    labels = monitor_text.labels(period, 24), series = monitor_text.indicator_lines({ "CERT_NEW", "TEST_REPORTS" }, period, 24),
  } or false
  return {
    certificates = certificates, certificates_range = monitor_text.range(certificates, "最多", "最少"),
    failures_range = monitor_text.range(rank { indicator = "TEST_FAIL_RATE" }, "最低", "最高"), trend = trend,
  }
end

-- What 未评 means, where a row has it.
local function unrated_note(stars)
  for _, row in ipairs(stars.rows) do
    if not row.stars then return "“未评”为项目或否决项缺数。" end
  end
  return ""
end

-- The stars of all areas and the rules that they are given by.
local function stars_of(period)
  local stars = grade.open { definition = require "indices.stars", period = period }
  return { name = stars.definition.name, full = stars.full, items = words.count(#stars.definition.items), rows = stars.rows,
    columns = grade.columns(stars), rules = grade.rules(stars.definition), counts = grade.counts_text(stars),
    vetoes = grade.vetoes_text(stars), source = stars.rows[1].figure:source(), note = unrated_note(stars) }
end

-- The index of the period, with the report that has its method; false without data.
function monthly.index(period)
  local q = index_report.open { definition = require "indices.nqi", period = period, optional = true } or false
  if q then q.methods = require("methods").link() end
  return q
end

-- What both monthly reports explain at their end.
function monthly.explained(index)
  local codes = monitor.codes()
  if index then codes[#codes + 1] = { name = index.name, brief = "反映地区之间的相对位置" } end
  return require("nqi.annex").with_leaves(codes, index)
end

function monthly.model(job)
  local period = job.period
  local sheet = monitor.sheet(indicators {}, period)
  local counts, names = monitor.tally(sheet)
  local row, index = monitor.by_code(sheet), monthly.index(period)
  return {
    sheet = { rows = sheet, columns = sheet_columns, counts = monitor_text.counts(counts, sheet),
      counts_en = monitor_text.counts_en(counts), states = monitor_text.states(names) },
    certificates = said_of(row.CERT), certificates_wan = monitor_text.amount(row.CERT.now), revenue = said_of(row.TEST_REVENUE),
    revenue_en = fmt.scaled_en(row.TEST_REVENUE.now), failures = said_of(row.TEST_FAIL_RATE),
    key_figures = key_figures(row), elements = monthly.elements(sheet), provinces = province_sheets(period),
    compared = compared(period), stars = stars_of(period),
    quality_index = index, explained = monthly.explained(index), since = period:shift(-11), methods = require("methods").link(),
  }
end

return monthly
