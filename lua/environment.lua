-- The environment report: the names of templates/environment.md, from the panel of the 31
-- provinces; templates/README.md tells of each.
local index_report = require "nqi.index_report"
local known = require "known"
local panel, panel_tables, panel_text = require "panel", require "panel_tables", require "panel_text"
local quality = require "quality"
local words = require "words"

local environment = {}

local function total_columns(period)
  return {
    "指标", "单位",
    { head = period:year_ago().label, align = "decimal", get = function(r) return r.before end },
    { head = period.label, align = "decimal", get = function(r) return r.now end },
    { head = "比上年\n增长（%）", align = "decimal", decimals = 1, get = function(r) return r.growth or "—" end },
  }
end

-- Patents and the technology market, for rows of the ranking that a figure prints.
local function innovation_columns()
  local patents, market = "发明专利", "技术市场"
  return {
    "位次", "地区",
    { "INV_GRANT", head = "授权量", group = patents },
    { "INV_GRANT:growth", head = "增长", group = patents, signed = false },
    { "TECH_DEAL", head = "成交额", group = market },
    { "TECH_DEAL:growth", head = "增长", group = market, signed = false },
  }
end

local competitiveness_columns = {
  { head = "年份", get = function(f) return f.period.label end },
  { head = "指数", align = "decimal", get = function(f) return f end },
  { head = "比上年提高\n（点）", align = "decimal", get = function(f) return f:growth() end },
}

-- The national index of manufacturing quality, with what is expected of it.
local function competitiveness()
  local all = known.all("MQCI", "000000", "year")
  return { rows = all, columns = competitiveness_columns, said = quality.competitiveness_text(all),
    target = quality.target "MQCI" or false, note = "只列可得的年份。" .. quality.estimated_text(all) }
end

-- The nation's rank among the economies of the Global Quality Infrastructure Index.
local function gqii()
  local edition = known.all("GQII_RANK", "CHN")[1].period
  local china = get { indicator = "GQII_RANK", area = "CHN", period = edition }
  return { said = string.format("在%s版全球质量基础设施指数（GQII）中，中国居第%s位，%s", edition.label, tostring(china),
    quality.economies_text(quality.economies(edition))), figures = { china } }
end

-- Lines of the first five of a ranking and of the 31 together, since a year.
local function trend_of(code, period, since)
  local out = { ranking = panel.needed(code, period) }
  out.labels, out.series = panel.lines(code, panel.first_areas(out.ranking, 5), period_of(since), period, nil, true)
  out.source = out.ranking[1].figure:source()
  return out
end

-- Words on an indicator of the 31, by its code: {{ versus "INV_GRANT" }}.
local function said_of(period)
  local before = period:year_ago()
  local function whole(code) return panel.over(code, areas(), period) end
  local function ranking(code) return panel.needed(code, period) end
  return {
    whole = whole,
    whole_before = function(code) return panel.over(code, areas(), before) end,
    amount = function(code) return words.amount(whole(code)) end,
    versus = function(code) return panel_text.versus(code, period) end,
    points = function(code) return panel_text.points(code, period) end,
    amount_en = function(code) return fmt.scaled_en(whole(code)) end,
    moved_en = function(code)
      return words.moved_en(growth_of(whole(code), panel.over(code, areas(), before)), before.label_en)
    end,
    leaders = function(code, n) return panel_text.leaders(code, ranking(code), n) end,
    leaders_en = function(code, n) return words.leaders_en(ranking(code), n) end,
    fastest = function(code, n) return panel_text.fastest(ranking(code), n) end,
    risers = function(code) return panel_text.risers(ranking(code)) end,
    above_mean = function(code) return panel_text.above(ranking(code), whole(code)) end,
    top_share = function(code, n) return panel_text.top_share(code, ranking(code), n, period) end,
    directions = function(code, name) return panel_text.directions(code, period, name) end,
    last_of = function(code) return ranking(code)[#ranking(code)] end,
    ranked = ranking,
    panel_columns = function(names) return panel_tables.columns(period, names) end,
  }
end

local function key_figures(m)
  local function of(label, code)
    local number, unit = words.round(m.whole(code))
    return { label = label, value = number, unit = unit, note = m.versus(code) }
  end
  return {
    of("发明专利授权量", "INV_GRANT"),
    { label = "每万人发明专利授权量", value = tostring(m.whole "INVENTIONS"), unit = "项",
      note = "上年" .. tostring(m.whole_before "INVENTIONS") .. "项" },
    of("技术市场成交额", "TECH_DEAL"), of("财政科学技术支出", "FISCAL_SCI"),
  }
end

local function index_of(period)
  local q = index_report.open { definition = require "indices.environment", period = period, optional = true } or false
  if q then
    q.converging = index_report.converging(q, "INV_PC", period_of "2016")
    q.methods = require("methods").link()
  end
  return q
end

function environment.model(job)
  local period = job.period
  local m = said_of(period)
  m.key_figures = key_figures(m)
  m.totals = { rows = panel.totals(panel.summed, period), columns = total_columns(period) }
  m.innovation_columns = innovation_columns()
  m.inventions_trend, m.industry_trend = trend_of("INVENTIONS", period, "2015"), trend_of("INDUSTRY", period, "2019")
  m.structure = { now = panel_text.structure(areas(), period), before = panel_text.structure(areas(), period:year_ago()) }
  m.competitiveness, m.gqii = competitiveness(), gqii()
  m.zones = { rows = panel.regions "region4", columns = panel_tables.regions(period), members = panel_text.scheme "region4",
    said = panel_text.regions("region4", period) }
  m.groups = panel.groups { "京津冀", "长三角", "长江经济带", "黄河流域" }
  m.tiles = panel.tiles("INVENTIONS", period)
  m.mainland = words.mainland
  m.explained = panel.join(panel.explained(panel.dictionary),
    { "MQCI", "GQII_RANK", "GQII_MET_RANK", "GQII_STD_RANK" })
  m.since, m.methods = period:shift(-4), require("methods").link()
  m.environment_index = index_of(period)
  m.explained = panel.explained_with(m.explained, m.environment_index)
  return m
end

return environment
