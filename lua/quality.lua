-- What is known of quality work: assessment grades with their streaks.
--
--   local quality = require "quality"
--   quality.streak(area_of "安徽").years   --> 3
local known = require "known"
local unpublished = require "nqi.unpublished"

local quality = {}

-- The grades of an area, oldest first: figures whose `text` is the grade.
function quality.grades(area)
  return known.all("GRADE", area, "year")
end

-- The last grade and for how many years in a row it was held: { grade, years, from,
-- to }, or nil. A year without a published grade ends the streak.
function quality.streak(area)
  local grades = quality.grades(area)
  local last = grades[#grades]
  if not last then return nil end
  local first = last
  for i = #grades - 1, 1, -1 do
    local earlier = grades[i]
    if earlier.text ~= last.text or earlier.period ~= first.period:previous() then break end
    first = earlier
  end
  return {
    grade = last.text, years = last.period.year - first.period.year + 1,
    from = first.period, to = last.period,
  }
end

-- The areas that have a published grade for a period.
function quality.graded(period)
  local out = {}
  for _, area in ipairs(areas()) do
    if not get { indicator = "GRADE", area = area, period = period }:missing() then
      out[#out + 1] = area
    end
  end
  return out
end

-- 安徽2020—2022年连续3年在省级政府质量工作考核中获A级。 / 河南2019年…考核中获B级。
function quality.streak_text(area, streak)
  if not streak then return area.short .. "的省级政府质量工作考核等级" .. unpublished.words("GRADE", area) .. "。" end
  local when = streak.to.label
  if streak.years > 1 then
    when = streak.from.year .. "—" .. when .. "连续" .. streak.years .. "年"
  end
  return area.short .. when .. "在省级政府质量工作考核中获" .. streak.grade .. "级。"
end

-- 2019年为B级，2020—2022年连续3年为A级: the published grades, years in a row together.
local function history(grades)
  local parts, i = {}, 1
  while grades[i] do
    local last = i
    while grades[last + 1] and grades[last + 1].text == grades[i].text
      and grades[last + 1].period == grades[last].period:shift(1) do last = last + 1 end
    local n, when = last - i + 1, grades[last].period.label
    parts[#parts + 1] = n == 1 and when .. "为" .. grades[i].text .. "级"
      or string.format("%d—%s连续%d年为%s级", grades[i].period.year, when, n, grades[i].text)
    i = last + 1
  end
  return table.concat(parts, "，")
end

-- For English summaries: " Its quality work was graded A for 2020 to 2022."
function quality.streak_en(streak)
  if not streak then return "" end
  local when = streak.years > 1 and streak.from.label_en .. " to " .. streak.to.label_en or streak.to.label_en
  return string.format(" Its quality work was graded %s for %s.", streak.grade, when)
end

-- The grades of an area one by one, and what is not known of the years after the last.
function quality.grades_text(area, streak)
  if not streak then return quality.streak_text(area, streak) end
  local text = "省级政府质量工作考核分A、B、C、D四级。" .. area.short .. history(quality.grades(area)) .. "。"
  local last = quality.last_graded()
  if streak and streak.to < last then
    text = text .. string.format("%d—%s只公布连续获得A级的%d个省（市），%s未列入，不表示未获A级，等级%s。",
      streak.to.year + 1, last.label, #quality.graded(last), area.short,
      unpublished.words("GRADE", area, streak.to:shift(1), last))
  end
  return text
end

-- The last year with any published grade.
function quality.last_graded()
  local last
  for _, area in ipairs(areas()) do
    local grades = quality.grades(area)
    local newest = grades[#grades]
    if newest and (not last or last < newest.period) then last = newest.period end
  end
  return last
end

-- 两者一致。 when the streak has as many years as the statement says.
function quality.agrees(streak, statement)
  if streak and tostring(streak.years) == statement.value then return "两者一致。" end
  return "两者不同，以公布的考核结果为准。"
end

-- The published index of manufacturing quality of the nation: 2021年为84.91，比2009年
-- 提高2.77点。
function quality.competitiveness_text(all)
  local last, before = all[#all], all[#all - 1]
  local text = string.format("%s，全国制造业质量竞争力指数为%s", last.period.label, tostring(last))
  local rise = last - before
  if not rise:missing() then
    text = text .. string.format("，比%s%s%s点", before.period.label, rise.value < 0 and "降低" or "提高",
      (rise.value < 0 and -rise or rise):fixed(2))
  end
  return text .. "。"
end

-- 《质量强国建设纲要》提出的2025年预期目标为86。 and the document, to be cited; nil without a target.
function quality.target(code)
  for _, target in ipairs(records "targets") do
    if target.indicator == code then
      return { said = string.format("《%s》提出的%s年预期目标为%s。", target.source, target.period, target.value), source = target.source }
    end
  end
end

-- 2007年为由公布的增减数推算的数。 empty if all were published.
function quality.estimated_text(figures)
  local years = {}
  for _, figure in ipairs(figures) do
    if figure.status == "estimated" then years[#years + 1] = figure.period.label end
  end
  return #years > 0 and fmt.list(years) .. "由公布的增减数推算。" or ""
end

-- The economies of the Global Quality Infrastructure Index with a published rank, best
-- first: { area, total, standards, metrology }.
function quality.economies(period)
  local rows = {}
  for _, area in ipairs(areas { level = "economy" }) do
    local function rank_in(code) return get { indicator = code, area = area, period = period } end
    local total = rank_in "GQII_RANK"
    if not total:missing() then
      rows[#rows + 1] = {
        area = area, total = total, standards = rank_in "GQII_STD_RANK", metrology = rank_in "GQII_MET_RANK",
      }
    end
  end
  table.sort(rows, function(a, b) return a.total < b.total end)
  return rows
end

-- 位次已公布的经济体依次为德国（第1位）、中国（第2位）…；印度标准分项居第9位、计量分项居第21位。
function quality.economies_text(rows)
  local names, parts = {}, {}
  for i, row in ipairs(rows) do
    names[i] = string.format("%s（第%s位）", row.area.short, tostring(row.total))
    local own = {}
    if not row.standards:missing() then own[1] = "标准分项居第" .. tostring(row.standards) .. "位" end
    if not row.metrology:missing() then own[#own + 1] = "计量分项居第" .. tostring(row.metrology) .. "位" end
    if #own > 0 then parts[#parts + 1] = row.area.short .. table.concat(own, "、") end
  end
  return "可得位次的经济体依次为" .. fmt.list(names) .. (#parts > 0 and "；其中" .. table.concat(parts, "，") or "") .. "。"
end

return quality
