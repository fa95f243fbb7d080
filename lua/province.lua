-- What is known of quality in one province, up to a year: certificates with the
-- published ranks, inspection and testing, the competitiveness index, and for the
-- province that published them the four elements.
local index_report = require "nqi.index_report"
local known = require "known"
local panel, panel_tables, panel_text = require "panel", require "panel_tables", require "panel_text"
local quality = require "quality"
local unpublished = require "nqi.unpublished"
local words = require "words"

local province = {}

province.elements = { "计量", "标准", "认证认可", "检验检测", "综合" }

-- The months with certificates of an area, newest first: { certificates,
-- organisations, rank, share }.
function province.certificates(area)
  local rows = {}
  local all = known.all("CERT", area, "month")
  for i = #all, 1, -1 do
    local held = all[i]
    local function at(code) return get { indicator = code, area = area, period = held.period } end
    rows[#rows + 1] = {
      certificates = held, organisations = at "CERT_ORG", rank = at "CERT_RANK", share = at "CERT_SHARE",
    }
  end
  return rows
end

local certificate_columns = {
  { head = "时期", get = function(r) return r.certificates.period.label .. "末" end },
  { head = "有效证书\n（张）", align = "decimal", get = function(r) return r.certificates end },
  { head = "环比\n（%）", align = "decimal", get = function(r) return r.certificates:growth { over = "previous" } end },
  { head = "同比\n（%）", align = "decimal", get = function(r) return r.certificates:growth() end },
  { head = "公布的\n全国位次", align = "right", get = function(r) return r.rank end },
  { head = "公布的\n占比（%）", align = "decimal", get = function(r) return r.share end },
  { head = "获证组织\n（家）", align = "decimal", get = function(r) return r.organisations end },
}

-- Whether any of the rows has a value of `get`.
local function any(rows, get)
  for _, row in ipairs(rows) do
    if not get(row):missing() then return true end
  end
  return false
end

-- 2024年12月末，北京有效认证证书15.64万张，居全国第7位，占全国的3.85%; a rank that is
-- older has its month.
function province.certificates_text(area, rows)
  if #rows == 0 then return area.short .. "的认证证书数" .. unpublished.words("CERT", area) .. "。" end
  local last = rows[1]
  local text = string.format("%s末，%s有效认证证书%s", last.certificates.period.label, area.short,
    words.amount(last.certificates))
  local growth = phrase.change(last.certificates:growth { over = "previous" })
  if growth then text = text .. "，" .. phrase.against("上月", growth) end
  for _, row in ipairs(rows) do
    if not row.rank:missing() then
      local when = row == last and "，" or "；" .. row.rank.period.label .. "末（最近一次公布位次）"
      text = text .. when .. "居全国第" .. tostring(row.rank) .. "位"
      if not row.share:missing() then text = text .. "，占全国的" .. tostring(row.share) .. "%" end
      break
    end
  end
  return text .. "。"
end

-- The stated years with any inspection figure of an area: figures, oldest first.
function province.inspection(area)
  local out = {}
  for _, item in ipairs(indicators { element = "检验检测" }) do
    if item.kind ~= "rank" then
      for _, figure in ipairs(known.all(item.code, area, "year")) do out[#out + 1] = figure end
    end
  end
  return out
end

function province.inspection_text(area, figures)
  if #figures == 0 then return area.short .. "的检验检测机构数" .. unpublished.words("INSP_ORG", area) .. "。" end
  local parts, year = {}, nil
  local function add(figure, text)
    local when = figure.period ~= year and figure.period.label .. "，" .. (year and "" or area.short) or ""
    year = figure.period
    parts[#parts + 1] = when .. text
  end
  for _, figure in ipairs(figures) do
    if figure.indicator.code == "INSP_ORG" then
      local rank = get { indicator = "INSP_ORG_RANK", area = area, period = figure.period }
      add(figure, "有检验检测机构" .. figure:with_unit()
        .. (rank:missing() and "" or "，居全国第" .. tostring(rank) .. "位"))
    elseif figure.indicator.code == "INSP_REVENUE" then
      add(figure, "检验检测营业收入" .. figure:with_unit())
    end
  end
  return table.concat(parts, "；") .. "。"
end

-- The published index of manufacturing quality with change and rank; empty if none.
function province.competitiveness_text(area)
  local all = known.all("MQCI", area)
  local last = all[#all]
  if not last then return area.short .. "的制造业质量竞争力指数" .. unpublished.words("MQCI", area) .. "。" end
  local text = string.format("%s，%s制造业质量竞争力指数为%s", last.period.label, area.short, tostring(last))
  local change = get { indicator = "MQCI_CHANGE", area = area, period = last.period }
  if not change:missing() then
    text = text .. "，比上年" .. (change.value < 0 and "降低" .. (-change):fixed(2)
      or "提高" .. change:fixed(2)) .. "点"
  end
  local rank = get { indicator = "MQCI_RANK", area = area, period = last.period }
  if not rank:missing() then text = text .. "，居全国第" .. tostring(rank) .. "位" end
  return text .. "。"
end

-- All that an area published of the elements, by element: { indicator, element, dated,
-- undated }, the newest figure with a period and the one without. Published ranks, shares and
-- growth stand in their own columns elsewhere.
function province.of_elements(area)
  local out = {}
  for _, element in ipairs(province.elements) do
    for _, item in ipairs(indicators { element = element }) do
      if item.kind ~= "grade" and item.group ~= "公布位次与占比" and item.group ~= "质量竞争力" then
        local all = known.all(item.code, area)
        local row = { indicator = item, element = element, dated = all[#all], undated = known.undated(item.code, area) }
        if row.dated or row.undated then out[#out + 1] = row end
      end
    end
  end
  return out
end

-- A figure as the table prints it: 0.35亿份 would lose digits, so 3,484.78万份; what was
-- said as 13.1万张 is not printed to the last unit.
function province.readable(figure)
  local rest = figure.unit:match("^亿(.*)")
  if rest and figure.value < 1 then return figure:in_unit("万" .. rest):as { decimals = 2 } end
  local undated = not figure.period or figure.period.kind == "not_stated"
  if undated and figure.value >= 10000 and figure.value % 1000 == 0 then
    return figure:in_unit("万" .. figure.unit):as { decimals = 1 }
  end
  return figure
end

-- The unit of a row, and its undated figure: 13.1万 where the other is printed in 张.
local function unit_of(row) return province.readable(row.dated or row.undated).unit end

local function undated_of(row)
  if not row.undated then return "—" end
  local figure = province.readable(row.undated)
  if figure.unit == unit_of(row) then return figure end
  return figure:fixed() .. (figure.unit:gsub(unit_of(row) .. "$", ""))
end

local element_columns = {
  "指标",
  { head = "单位", align = "centre", get = unit_of },
  { head = "对话会引用\n（时期未注明）", align = "right", get = undated_of },
  { head = "公布数", align = "decimal", get = function(r) return r.dated and province.readable(r.dated) end },
  { head = "时期", get = function(r) return r.dated and r.dated.period.label or "" end },
}

-- How many of the four elements have a figure for an area.
function province.elements_known(rows)
  local seen, n = {}, 0
  for _, row in ipairs(rows) do
    if not seen[row.element] and row.element ~= "综合" then
      seen[row.element] = true
      n = n + 1
    end
  end
  return n
end

-- What a section of the report is about, each a field of the model.

local function grades_of(area)
  local streak, all = quality.streak(area), quality.grades(area)
  return { streak = streak, all = all, summary = quality.streak_text(area, streak), said = quality.grades_text(area, streak),
    said_en = quality.streak_en(streak) }
end

-- 2025年1月末，有效认证证书16.18万张，比上月增长0.9%。
local function certificates_short(area, last)
  if not last then return "认证证书数" .. unpublished.words("CERT", area) .. "。" end
  local growth, number, unit = phrase.change(last:growth { over = "previous" }), words.round(last)
  return last.period.label .. "末，有效认证证书" .. number .. unit
    .. (growth and "，" .. phrase.against("上月", growth) or "") .. "。"
end

local function certificates_of(area)
  local rows = province.certificates(area)
  local last = rows[1] and rows[1].certificates
  return {
    rows = rows, columns = certificate_columns, said = province.certificates_text(area, rows),
    figures = last and { last } or {},
    short = certificates_short(area, last),
    said_en = not last and " Figures on its certificates have not been published." or string.format(" At the end of %s, it had %s valid certificates%s.", last.period.label_en,
      tostring(last), words.moved_en(last:growth { over = "previous" }, "the month before")),
  }
end

local function competitiveness_of(area)
  local all = known.all("MQCI", area)
  local change = #all > 0 and get { indicator = "MQCI_CHANGE", area = area, period = all[#all].period }
  return { all = all, said = province.competitiveness_text(area), changed = change and not change:missing() }
end

-- A figure of the panel with its place, and both in words.
local function standing_of(code, area, period)
  local ranking = panel.needed(code, period)
  local own = panel.place(ranking, area)
  return { ranking = ranking, own = own, place = panel_text.place(own), rank = phrase.rank(own),
    rank_en = fmt.ordinal(own.rank), beside = panel_text.neighbours(ranking, own) }
end

-- The eight figures of the front page.
local function key_figures(job, m)
  local area, last = job.area, m.certificates.rows[1]
  local bodies, gdp = known.all("INSP_ORG", area, "year"), get "GDP"
  local body = bodies[#bodies]
  local held, held_unit = nil, ""
  if last then held, held_unit = words.round(last.certificates) end
  local output, output_unit = words.round(gdp)
  local function of(code, label)
    local row = panel.place(panel.ranking(code, job.period), area)
    local unit = panel.unit(code):gsub("/人$", "")
    return { label = label, value = tostring(row.figure), unit = unit,
      note = phrase.rank(row) .. (row.before and "　" .. fmt.arrow(row.change) or "") }
  end
  local streak, own_index = m.grades.streak, m.environment_index and m.index_row
  return {
    { label = "质量工作考核", value = streak and streak.grade or nil, unit = streak and "级" or "",
      note = streak and streak.to.label or unpublished.words("GRADE", area) },
    { label = "有效认证证书", value = held, unit = held_unit,
      note = last and last.certificates.period.label .. "末" or unpublished.words("CERT", area) },
    { label = "检验检测机构", value = body and tostring(body), unit = body and "家" or "",
      note = body and body.period.label .. "末" or unpublished.words("INSP_ORG", area) },
    { label = "地区生产总值", value = output, unit = output_unit, note = phrase.yoy(gdp) },
    of("INVENTIONS", "每万人发明专利授权量"), of("SCIENCE", "科技支出占财政支出"), of("GDP_PC", "人均地区生产总值"),
    own_index and { label = m.environment_index.name, value = own_index.figure:fixed(2), unit = "分",
      note = phrase.rank(own_index) } or nil,
  }
end

-- What the report prints, for the explanations at its end: what is said to be unpublished,
-- too, but no share, change or number of organisations that it has not.
local function explained(m)
  local rows, codes, listed = m.certificates.rows, { "GRADE", "CERT" }, {}
  if any(rows, function(r) return r.share end) then codes[#codes + 1] = "CERT_SHARE" end
  if any(rows, function(r) return r.organisations end) then codes[#codes + 1] = "CERT_ORG" end
  codes = panel.join(codes, { "INSP_ORG", "MQCI" })
  if m.competitiveness.changed then codes[#codes + 1] = "MQCI_CHANGE" end
  for _, code in ipairs(codes) do listed[code] = true end
  for _, row in ipairs(m.elements and m.elements.rows or {}) do
    if not listed[row.indicator.code] then codes[#codes + 1] = row.indicator.code end
  end
  codes = panel.join(codes, panel.explained(panel.join(panel.profile, { "GDP_INDEX" })))
  return panel.explained_with(codes, m.environment_index)
end

-- The names of templates/province.md; templates/README.md tells of each.
function province.model(job)
  local area, period = job.area, job.period
  local elements = province.of_elements(area)
  local m = {
    grades = grades_of(area), certificates = certificates_of(area),
    inspection = { all = province.inspection(area), said = province.inspection_text(area, province.inspection(area)) },
    competitiveness = competitiveness_of(area),
    elements = province.elements_known(elements) == 4 and { rows = elements, columns = element_columns } or false,
    inventions = standing_of("INVENTIONS", area, period), income = standing_of("GDP_PC", area, period),
    science = standing_of("SCIENCE", area, period),
    moves = panel_text.moves(panel.profile, area, period),
    granted = get "INV_GRANT", year_before_en = period:year_ago().label_en,
    profile = { rows = panel_tables.profile(panel.profile, area, period), columns = panel_tables.profile_columns(period) },
    peers = panel.peers(area, period, 4), since = period:shift(-4), methods = require("methods").link(), mainland = words.mainland,
    environment_index = index_report.open { definition = require "indices.environment", period = period, optional = true } or false,
  }
  m.overview = string.format("%s，%s%s；%s。", period.label, area.short, panel_text.output(area, period),
    panel_text.standing("GDP_PC", area, period, "元"))
  m.granted_en, m.granted_said = words.moved_en(m.granted:growth(), m.year_before_en), words.amount(m.granted)
  m.undirected = panel.undirected(panel.profile)
  local gdp = get "GDP"
  local number, unit = words.round(gdp)
  m.output_en = fmt.scaled_en(gdp, 3) .. words.moved_en(gdp:growth(), m.year_before_en)
  m.output_short = string.format("%s%s，按不变价格计算，%s", number, unit, phrase.yoy(gdp))
  m.around = panel.around(m.inventions.ranking, area, 3)
  m.trend = {}
  m.trend.labels, m.trend.series =
    panel.lines("INVENTIONS", panel.with(area, m.peers), period_of "2015", period, area, true)
  m.index_row = m.environment_index and index_report.row(m.environment_index, area)
  m.index_said = m.index_row and string.format("%s为%s分，%s。", m.environment_index.name, m.index_row.figure:fixed(2),
    phrase.rank(m.index_row)) or ""
  m.index_en = m.index_row and string.format(" Its %s was %s, %s among the provinces; the index compares them and does not measure quality itself.",
    m.environment_index.definition.name_en, m.index_row.figure:fixed(2), fmt.ordinal(m.index_row.rank)) or ""
  m.key_figures = key_figures(job, m)
  m.explained = explained(m)
  return m
end

return province
