-- Robust outliers: growth that is far from that of the other areas.
--
-- Modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, ASQC
-- 1993): z = 0.6745 (x − M) / MAD, with M the median and MAD the median of |x − M|;
-- above 3.5 is an outlier. Where more than half of the values are equal, MAD is 0 and
-- the mean absolute deviation takes its place: z = (x − M) / (1.2533 MeanAD).
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

-- What is said of a figure, with the median of all growths and, for who checks the data,
-- its score.
local function said(figure, code, over, centre, score)
  local growth = figure:growth { over = over }
  local unit = text.unit(growth.unit)
  if not score then
    return words.say("check.far", { where = walk.where(figure.area, figure.period, code), value = tostring(figure) .. text.unit(figure.unit),
      over = words.say(over == "previous" and "check.over_before" or "check.over_year"),
      growth = phrase.change(growth), median = text.number(centre, 1) .. unit })
  end
  return words.say("check.outlier", { where = walk.where(figure.area, figure.period, code),
    value = tostring(figure), over = words.say(over == "previous" and "check.over_before" or "check.over_year"),
    growth = growth:signed(1) .. unit, median = text.number(centre, 1) .. unit, score = text.number(score, 1) })
end

-- The growth of the ranked areas in one period: the numbers, and the area of each.
local function growths(code, period, over, list)
  local values, own = {}, {}
  local growth = kernel.column { indicator = code, period = period, growth = over }
  for i, value in ipairs(kernel.column { indicator = code, period = period }) do
    if value and growth[i] then values[#values + 1], own[#own + 1] = growth[i], list[i] end
  end
  return values, own
end

function rule.check(report, code, how)
  how = how or {}
  options.check("rules.outliers", how, known)
  local over, list = how.over == "previous" and "previous" or "year_ago", areas()
  for _, period in ipairs(periods { indicator = code }) do
    local values, own = growths(code, period, over, list)
    local scores, centre
    if #values >= (how.least or 8) then scores, centre = rule.scores(values) end
    for i, score in ipairs(scores or {}) do
      if math.abs(score) > (how.limit or 3.5) and math.abs(values[i] - centre) >= (how.apart or 0)
        and (not how.where or how.where(own[i], period)) then
        local figure = get { indicator = code, area = own[i], period = period }
        report(function(area, since)
          local told = not area or (area == own[i] or not walk.is_one(area)) and not (since and period < since)
          return told and said(figure, code, over, centre, not area and score) or nil
        end, figure, "inexact")
      end
    end
  end
end

return rule
