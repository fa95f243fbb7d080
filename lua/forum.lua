-- The dialogue's quoted figures, made ready to print: as said, with qualifier and
-- period, and beside the figures of our own data.
--
--   local forum = require "forum"
--   forum.as_said(statements { speaker = "韩永生" }[1])   --> 达3,820项
local known = require "known"
local quality = require "quality"

local forum = {}

forum.source = "《中国质量报》2023年9月26日"
forum.elements = { "计量", "标准", "认证认可", "检验检测", "综合" }

-- What counts as a statistical figure; the rest are labels, dates, plans, history.
local statistical = { stat = true, rank = true, grade = true, target = true, forecast = true }

function forum.figures(list)
  local out = {}
  for _, s in ipairs(list) do
    if statistical[s.kind] then out[#out + 1] = s end
  end
  return out
end

-- What was said at the dialogue: not the date and the channel of the page that tells of it.
function forum.said_there(list)
  local out = {}
  for _, s in ipairs(list) do
    if s.section ~= "页面" then out[#out + 1] = s end
  end
  return out
end

function forum.others(list)
  local out = {}
  for _, s in ipairs(list) do
    if not statistical[s.kind] then out[#out + 1] = s end
  end
  return out
end

function forum.of_element(list, element)
  local out = {}
  for _, s in ipairs(list) do
    if s.element == element then out[#out + 1] = s end
  end
  return out
end

-- In the order of forum.elements, the transcript's order within.
function forum.by_element(list)
  local out = {}
  for _, element in ipairs(forum.elements) do
    for _, s in ipairs(forum.of_element(list, element)) do out[#out + 1] = s end
  end
  return out
end

function forum.named(list, indicator)
  for _, s in ipairs(list) do
    if s.indicator == indicator then return s end
  end
  error("no statement on " .. indicator)
end

-- 3,820 of 3820: the digits of a number grouped as the reports print them all, but not those of a year.
local function grouped(s)
  return s.unit ~= "" and s.unit ~= "年" and s.value:find("^%d%d%d%d+$") and fmt.number(tonumber(s.value)) or s.value
end

-- The figure in the speaker's words: 达3,820项, 150多年, 300个以上, 居全国第9位.
function forum.as_said(s)
  local qualifier = s.qualifier:gsub("（.*", "")
  local figure = grouped(s) .. s.unit
  if s.value == qualifier then return s.value end
  if qualifier == "" or s.value:find(qualifier, 1, true) then return figure end
  if qualifier == "连续" and s.value:find("连", 1, true) then return figure end
  if qualifier == "以上" or qualifier == "以后" then return figure .. qualifier end
  if qualifier == "首先" or qualifier == "正式" then return figure end -- of the event, not of the year
  return qualifier .. figure
end

function forum.is_undated(s)
  return s.period == "" or s.period:find("未注明", 1, true) ~= nil
end

-- 2023 and 2023-09-22 as they are written in running text.
local function dated(text)
  text = text:gsub("(%d%d%d%d)%-(%d%d)%-(%d%d)", function(y, m, d)
    return string.format("%s年%d月%d日", y, tonumber(m), tonumber(d))
  end)
  text = text:gsub("^(%d%d%d%d)%-(%d%d)$", function(y, m)
    return string.format("%s年%d月", y, tonumber(m))
  end)
  text = text:gsub("^至(%d%d%d%d)$", "至%1年"):gsub("(%d%d%d%d)—(%d%d%d%d)$", "%1—%2年")
  text = text:gsub("^(%d%d%d%d)$", "%1年")
  for _, after in ipairs { "（", "左右", "以来", "以后" } do
    text = text:gsub("(%d%d%d%d)(" .. after .. ")", "%1年%2")
  end
  return text
end

-- The period as said, or 未注明.
function forum.period(s)
  return forum.is_undated(s) and "未注明" or dated(s.period)
end

-- The parts of a text between ； or ;.
local function parts_of(text)
  local out = {}
  for part in (text:gsub("；", ";") .. ";"):gmatch("(.-);") do out[#out + 1] = part end
  return out
end

-- Organisation and post of a speaker with two of each, pair by pair.
function forum.post(r)
  local out, posts = {}, parts_of(r.title)
  for i, organisation in ipairs(parts_of(r.organisation)) do
    out[i] = organisation .. (posts[i] or "")
  end
  return table.concat(out, "；")
end

function forum.undated(list)
  local out = {}
  for _, s in ipairs(list) do
    if forum.is_undated(s) then out[#out + 1] = s end
  end
  return out
end

-- Those with a qualifier that bounds the figure: 超 多 以上.
function forum.bounds(list)
  local out = {}
  for _, s in ipairs(list) do
    if s.qualifier:find("下限", 1, true) then out[#out + 1] = s end
  end
  return out
end

-- 韩永生（安徽省市场监管局）; the initiative has no speaker.
function forum.who(s)
  if s.speaker == "" then return s.organisation end
  return s.speaker .. "（" .. s.organisation:gsub("（(.-)）", "%1"):gsub(" / ", "；") .. "）"
end

-- The heading of a speaker's figures in the long table.
function forum.group(s)
  return s.section .. "　" .. forum.who(s)
end

-- Each section of the agenda once, in order.
function forum.sections(agenda)
  local out, seen = {}, {}
  for _, r in ipairs(agenda) do
    if not seen[r.section] then
      seen[r.section] = true
      out[#out + 1] = r.section
    end
  end
  return out
end

function forum.talks(agenda, section)
  local out = {}
  for _, r in ipairs(agenda) do
    if r.speaker ~= "" and (not section or r.section == section) then out[#out + 1] = r end
  end
  return out
end

-- 领导致辞2人、主旨演讲5人、…
function forum.sections_text(agenda)
  local parts = {}
  for _, section in ipairs(forum.sections(agenda)) do
    local n = #forum.talks(agenda, section)
    if n > 0 then parts[#parts + 1] = section .. n .. "人" end
  end
  return table.concat(parts, "、")
end

-- 综合23项、检验检测8项、…
function forum.elements_text(list)
  local parts = {}
  for _, element in ipairs(forum.elements) do
    local n = #forum.of_element(list, element)
    if n > 0 then parts[#parts + 1] = element .. n .. "项" end
  end
  return table.concat(parts, "、")
end

-- What was said of Anhui, and the indicator of our data that holds the same quantity.
forum.pairs_of_anhui = {
  { said = "检验检测机构数", indicator = "INSP_ORG" },
  { said = "检验检测机构年营业收入", indicator = "INSP_REVENUE" },
  { said = "国家质检中心", indicator = "INSP_CENTRE_NATIONAL" },
  { said = "省级质检中心", indicator = "INSP_CENTRE_PROVINCE" },
  { said = "认证证书数", indicator = "CERT" },
  { said = "获得认证证书的企业数", indicator = "CERT_ORG" },
}

-- The figures of our data next to `period`: the last before or in it and the first after it.
-- Undated ones are the dialogue's own.
function forum.beside(code, area, period)
  local before, after
  for _, figure in ipairs(known.all(code, area)) do
    if period < figure.period then after = after or figure else before = figure end
  end
  return { before or after, before and after or nil }
end

-- The rows of a table: each statement with the figures of our data on the same quantity, the
-- second of them in a row of its own: { statement, element, figure, first }.
function forum.paired(list, pairs_of_area, area, period)
  local codes, rows = {}, {}
  for _, pair in ipairs(pairs_of_area) do codes[forum.named(list, pair.said).id] = pair.indicator end
  for _, s in ipairs(list) do
    local beside = codes[s.id] and forum.beside(codes[s.id], area, period) or {}
    for i = 1, math.max(1, #beside) do
      rows[#rows + 1] = { statement = s, element = s.element, figure = beside[i], first = i == 1 }
    end
  end
  return rows
end

-- 国家质检中心和省级质检中心（原文称“建设”）；…: what the compilers add to what was said.
function forum.remarks(list)
  local order, names = {}, {}
  for _, s in ipairs(list) do
    if s.note ~= "" then
      if not names[s.note] then order[#order + 1], names[s.note] = s.note, {} end
      table.insert(names[s.note], s.indicator)
    end
  end
  for i, note in ipairs(order) do order[i] = fmt.list(names[note]) .. "（" .. note .. "）" end
  return table.concat(order, "；") .. "。"
end

local agenda_columns = {
  { head = "序号", align = "right", get = function(r) return r.no end },
  { head = "发言人", get = function(r) return r.speaker ~= "" and r.speaker or "—" end },
  { head = "单位和职务", get = function(r) return forum.post(r) end },
  { head = "题目", get = function(r) return r.talk end },
  { head = "涉及要素", get = function(r) return (r.elements:gsub(";", "、")) end },
}

local other_columns = {
  { head = "内容", get = function(s) return s.indicator end },
  { head = "原话", get = forum.as_said },
  { head = "时期", get = forum.period },
  { head = "说明", get = function(s) return s.note end },
}

-- A cell of what was said, once for all the rows of a statement.
local function once(get)
  return function(r) return r.first and get(r.statement) or "" end
end

local figure_columns = {
  { head = "指标", get = once(function(s) return s.indicator end) },
  { head = "主体", get = once(function(s) return s.subject end) },
  { head = "数字", group = "会上引用", align = "right", get = once(forum.as_said) },
  { head = "时期", group = "会上引用", get = once(forum.period) },
  { head = "发言人", group = "会上引用", get = once(function(s) return s.speaker end) },
  { head = "数值", group = "统计数据", align = "right", get = function(r) return r.figure and r.figure:with_unit() or r.first and "—" or "" end },
  { head = "时期", group = "统计数据", get = function(r) return r.figure and r.figure.period.label or "" end },
}

local function agenda_of(rows)
  return { rows = rows, columns = agenda_columns, sections = forum.sections(rows), speakers = #forum.talks(rows),
    said = forum.sections_text(rows), last_talk = rows[#rows].talk }
end

-- What was said, with the statistics beside it and where both are from.
local function figures_of(counted, anhui, period)
  local rows, from = forum.paired(forum.by_element(counted), forum.pairs_of_anhui, anhui, period), { forum.source }
  for _, row in ipairs(rows) do
    if row.figure then from[#from + 1] = row.figure:source() end
  end
  return {
    n = #counted, undated = #forum.undated(counted), bounds = #forum.bounds(counted), by_element_said = forum.elements_text(counted),
    rows = rows, columns = figure_columns, source = table.concat(from, "；"), remarks = forum.remarks(counted),
  }
end

-- What was said of Anhui's grades, and the grades as published.
local function grades_of(quoted, anhui)
  local streak, statement = quality.streak(anhui), forum.named(quoted, "省级政府质量工作考核连续A级年数")
  return { as_said = forum.as_said(statement), all = quality.grades(anhui), said = quality.streak_text(anhui, streak),
    agrees = quality.agrees(streak, statement) }
end

-- The names of templates/forum.md; templates/README.md tells of each.
function forum.model(job)
  local quoted, anhui = forum.said_there(statements {}), area_of "安徽"
  return {
    agenda = agenda_of(records "agenda"), points = records "points", quoted = quoted,
    held = forum.named(quoted, "对话会举办日期").value, figures = figures_of(forum.figures(quoted), anhui, job.period),
    others = { rows = forum.others(quoted), columns = other_columns },
    grades = grades_of(quoted, anhui), group_of_speaker = forum.group, source_of_forum = forum.source,
    methods = require("methods").link(),
    notes_of_forum = { "数字和限定词照录发言；“未注明”指来源没有写明数字所属的时期。" },
    explained = { "MET_STD", "STD_INTL", "CERT", "CERT_ORG", "INSP_ORG", "INSP_REVENUE", "INSP_CENTRE_NATIONAL",
      "INSP_CENTRE_PROVINCE", "NQI_STATION", "GRADE" },
  }
end

return forum
