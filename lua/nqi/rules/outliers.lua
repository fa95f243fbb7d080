-- Robust outliers: growth that is far from that of the other areas.
--
-- Modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, ASQC
-- 1993): z = 0.6745 (x − M) / MAD, with M the median and MAD the median of |x − M|;
-- above 3.5 is an outlier. Where more than half of the values are equal, MAD is 0 and
-- the mean absolute deviation takes its place: z = (x − M) / (1.2533 MeanAD).
--
-- Of numbers below zero at both times it is the growth of their amount, with its sign: a
-- loss that grows is a decline. A number that changes its sign has no growth; it is told
-- where most areas keep theirs.
--
-- how: over = "previous" (环比; 同比 without it), limit = 3.5, least = 8 areas, apart = 0
-- (points from the median: small counts jump), where = function(area, period).
--
--   local rules = require "nqi.rules"
--   rules.outliers(function(finding, figure) end, "CERT", { over = "previous", limit = 5 })
--   require("nqi.rules.outliers").scores({ 1, 2, 3, 4, 100 })[5]   --> 65.4265

local options = require "nqi.options"
local stats = require "nqi.stats"
local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  arguments = '"CODE", { over=, limit=3.5, least=8, apart=0, where= }',
  english = '同比 (or `over = "previous"`, 环比) with 0.6745·abs(x − M)/MAD > limit among the areas (Iglewicz and Hoaglin 1993)',
  chinese = '同比变动明显偏离各地区',
}

local known = { over = true, limit = true, least = true, apart = true, where = true }

-- The modified z-scores of numbers, and their median; nil if all are equal.
function rule.scores(list)
  local centre = stats.median(list)
  local distances, out = {}, {}
  for i, x in ipairs(list) do distances[i] = math.abs(x - centre) end
  local scale = stats.median(distances) / 0.6745
  if scale == 0 then scale = stats.mean(distances) * 1.2533 end
  if scale == 0 then return nil, centre end
  for i, x in ipairs(list) do out[i] = (x - centre) / scale end
  return out, centre
end

-- The figure that another is compared with; nil if there is no such period.
local function base_of(figure, over)
  if over == "previous" then return figure:previous() end
  return figure:year_ago()
end

-- 增长3.6%, 下降0.5个百分点: a median of growths as readers are told it.
local function growth_said(number, unit)
  local printed = text.number(math.abs(number), 1)
  if tonumber(printed) == 0 then return words.say "phrase.none" end
  local ways = text.is_points(unit) and { "phrase.points_up", "phrase.points_down" } or { "phrase.rate_up", "phrase.rate_down" }
  return words.say(ways[number < 0 and 2 or 1], { size = printed .. unit })
end

-- Whether another indicator takes its growth from this one and has a value there: its own
-- finding says the same.
local function told_by_another(figure)
  for _, item in ipairs(indicators {}) do
    if item.growth_source == figure.indicator.code
      and not get { indicator = item.code, area = figure.area, period = figure.period }:missing() then return true end
  end
  return false
end

-- What is said of a figure, with the median of all growths and, for who checks the data,
-- its score; without a median, that it changed its sign.
local function said(figure, code, over, centre, score)
  local growth, turned = figure:growth { over = over }, phrase.turn(figure, base_of(figure, over))
  local unit = text.unit(growth.unit)
  local facts = { where = walk.where(figure.area, figure.period, code), value = tostring(figure) .. text.unit(figure.unit),
    over = words.say(figure.period.kind == "year" and "check.over_annual" or over == "previous" and "check.over_before" or "check.over_year"),
    growth = turned or phrase.change(growth) }
  if not centre then return words.say("check.turned", facts) end
  if not score then
    facts.median = growth_said(centre, unit)
    return words.say(figure.indicator.growth == "index" and "check.far_index" or "check.far", facts)
  end
  facts.median = text.number(centre, 1) .. unit
  facts.value, facts.score = tostring(figure), text.number(score, 1)
  facts.growth = turned or growth:signed(1) .. unit
  return words.say(turned and "check.outlier_below" or "check.outlier", facts)
end

-- Of a value without a growth: its change by the amount that it had, if both are below
-- zero; whether its sign is another now. Nothing if the two may not be compared.
local function below_zero(code, area, period, over)
  local now = get { indicator = code, area = area, period = period }
  local before, why = base_of(now, over), now:growth { over = over }.reason
  if why ~= "base" and why ~= "negative" then return nil, false end
  if now.value < 0 and before.value < 0 then return (now.value - before.value) / -before.value * 100, false end
  return nil, now.value * before.value < 0
end

-- The growth of the ranked areas in one period: the numbers, and the area of each; then the
-- areas whose numbers changed their sign.
local function growths(code, period, over, list)
  local values, own, turned = {}, {}, {}
  local growth = kernel.column { indicator = code, period = period, growth = over }
  local base = over == "previous" and period:previous() or over ~= "previous" and period:year_ago()
  local before = base and kernel.column { indicator = code, period = base } or {}
  for i, value in ipairs(kernel.column { indicator = code, period = period }) do
    local change, turns = growth[i], false
    if value and not change and before[i] and math.min(value, before[i]) < 0 then
      change, turns = below_zero(code, list[i], period, over)
    end
    if value and change then values[#values + 1], own[#own + 1] = change, list[i] end
    if turns then turned[#turned + 1] = list[i] end
  end
  return values, own, turned
end

function rule.check(report, code, how)
  how = how or {}
  options.check("rules.outliers", how, known)
  local over, list = how.over == "previous" and "previous" or "year_ago", areas()
  local function tell(area, period, centre, score)
    if how.where and not how.where(area, period) then return end
    report(function(reader, since)
      local told = not reader or (reader == area or not walk.is_one(reader)) and not (since and period < since)
      local figure = get { indicator = code, area = area, period = period }
      if not told or reader and told_by_another(figure) then return nil end
      return said(figure, code, over, centre, not reader and score)
    end, get { indicator = code, area = area, period = period }, "inexact")
  end
  for _, period in ipairs(periods { indicator = code }) do
    local values, own, turned = growths(code, period, over, list)
    local enough = #values + #turned >= (how.least or 8)
    local scores, centre
    if enough and #values > 0 then scores, centre = rule.scores(values) end
    for i, score in ipairs(scores or {}) do
      if math.abs(score) > (how.limit or 3.5) and math.abs(values[i] - centre) >= (how.apart or 0) then
        tell(own[i], period, centre, score)
      end
    end
    for _, area in ipairs(enough and #turned < #values and turned or {}) do tell(area, period) end
  end
end

return rule
