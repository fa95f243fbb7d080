-- The monthly report of a province: the names of templates/monthly-province.md; the guide to
-- templates tells of each.
local grade = require "nqi.grade"
local monitor, monitor_text = require "monitor", require "monitor_text"
local monthly = require "monthly"

local monthly_province = {}

local sheet_columns = {
  "指标", "单位",
  { head = "本期", align = "decimal", get = function(r) return tostring(r.now) end },
  { head = "环比\n（%）", align = "decimal", get = function(r) return monitor.change(r.month) end },
  { head = "同比\n（%）", align = "decimal", get = function(r) return monitor.change(r.year) end },
  { head = "位次", align = "right", get = function(r) return r.place and r.place.rank or "…" end },
  { head = "位次\n变化", align = "right", get = function(r) return r.change and fmt.arrow(r.change) or "…" end },
  { head = "状态", classified = true, get = function(r) return monitor.cell(r.light) end },
}

local star_columns = {
  { head = "项目", get = function(r) return r.name end },
  { head = "分值", align = "right", get = function(r) return r.points end },
  { head = "得分", align = "decimal", decimals = 1, get = function(r) return r.earned or "—" end },
  { head = "规则", get = function(r) return r.rule end },
}

local function key_figures(row)
  local out = {}
  for i, wanted in ipairs {
    { "MET_STANDARDS", "社会公用计量标准" }, { "STD_LOCAL", "现行地方标准" },
    { "CERT", "有效认证证书" }, { "TEST_REVENUE", "检验检测营业收入" },
  } do
    local own = row[wanted[1]]
    local number, unit = monitor_text.round(own.now)
    out[i] = { label = wanted[2], value = number, unit = unit, note = phrase.rank(own.place) }
  end
  return out
end

local function said_of(row)
  return { now = row.now, said = monitor_text.amount(row.now), versus = monitor_text.versus(row), place = monitor_text.place(row),
    moved_en = monitor_text.moved_en(row), place_en = monitor_text.place_en(row) }
end

-- The ranks beside the area's, and how many of how many they are.
local function ranking_of(area)
  local rows = rank { indicator = "CERT", near = area, n = 11 }
  return { rows = rows, cut = #rows < rows.of and "共" .. rows.of .. "个地区，只列位次相近的" .. #rows .. "个。" or "" }
end

local function trend_of(area, period)
  return monitor_text.has_year("CERT", period) and {
    labels = monitor_text.labels(period, 24), series = monitor_text.zone_lines("CERT", area, "zone", period, 24),
  }
end

local function stars_of(area, period)
  local stars = grade.open { definition = require "indices.stars", period = period }
  local own = stars.by_area[area.code]
  return { name = stars.definition.name, said = grade.unit_text(stars, own), rows = grade.item_rows(stars, own),
    columns = star_columns, source = own.figure:source() }
end

function monthly_province.model(job)
  local area, period = job.area, job.period
  local sheet = monitor.profile(area, period)
  local counts, names = monitor.tally(sheet)
  local row, index = monitor.by_code(sheet), monthly.index(period)
  return {
    sheet = { rows = sheet, columns = sheet_columns, counts = monitor_text.counts(counts, sheet),
      counts_en = monitor_text.counts_en(counts), states = monitor_text.states(names) },
    certificates = said_of(row.CERT), revenue = said_of(row.TEST_REVENUE),
    revenue_en = fmt.scaled_en(row.TEST_REVENUE.now), key_figures = key_figures(row),
    elements = monthly.elements(sheet), ranking = ranking_of(area), trend = trend_of(area, period),
    stars = stars_of(area, period), quality_index = index, explained = monthly.explained(index),
    since = period:shift(-11), methods = require("methods").link(),
  }
end

return monthly_province
