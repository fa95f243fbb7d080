-- Sentences on figures, in the words of the report's language (pipeline/words/). They
-- follow the printed figure: 持平 is
-- what prints as zero, % and 个百分点 are never mixed, and without both periods
-- there is nothing to say (nil).
--
--   phrase.yoy(v.GDP)                       --> "比上年增长5.8%"
--   phrase.rank(v.GDP:rank())               --> "居全国第2位"
--   phrase.rank_change(1)                   --> "较上年上升1位"

local classify = require "nqi.classify"
local options = require "nqi.options"
local words = require "nqi.words"
local say = words.say

local phrase = {}

-- The words of a change by its unit: a level rises and falls in %, a rate goes up and
-- down by 个百分点.
local function words_of(unit, speed)
  if unit == "%" then return { "phrase.rate_up", "phrase.rate_down" } end
  if unit == "℃" then return { "phrase.degrees_up", "phrase.degrees_down" } end
  if unit == "点" then return { "phrase.points_up", "phrase.points_down" } end
  if not text.is_points(unit) then return { "phrase.amount_up", "phrase.amount_down" } end
  if speed then return { "phrase.points_faster", "phrase.points_slower" } end
  return { "phrase.points_up", "phrase.points_down" }
end

-- Words that an indicator has in its name whose values are changes: 增速, 新增, growth.
local of_changes = { "增", "涨", "升", "降", "变", "[Gg]rowth", "[Cc]hange", "[Ii]ncrease", "[Rr]ise" }
-- Those whose values are shares.
local of_shares = { "占", "比重", "份额", "构成", "[Ss]hare", "[Pp]roportion" }

-- Whether the indicator of a figure has one of the words in its name.
local function is_called(figure, list)
  for _, word in ipairs(figure.indicator and list or {}) do
    if figure.indicator.name:find(word) or figure.indicator.name_en:find(word) then return true end
  end
  return false
end

-- Whether the figure is a value of the data whose indicator is not called by these words.
local function is_value_but(of, figure)
  local value = kernel.value_under(figure)
  return value ~= nil and not is_called(value, of)
end

-- 约, 超, 不足, but not 达, which says no more than the number.
local function is_inexact(figure)
  return figure.qualifier ~= nil and figure.qualifier ~= say "qualifier.reached"
end

-- Whether the number may be on the other side of zero than it is: 不足5, 超−5.
local function may_turn(figure)
  return figure.bound ~= 0 and figure.bound ~= (figure.value > 0 and 1 or -1)
end

-- 增长5.2%, 下降0.3%, 提高0.4个百分点, 持平 (of a number that is about, 基本持平); of 超0
-- 有所增长; nil if missing or of a bound that may be a rise and a fall.
-- { decimals =, speed = true (加快, 回落: of a growth rate) }
function phrase.change(figure, t)
  t = t or {}
  if figure:missing() then return nil end
  if is_value_but(of_changes, figure) then
    options.fail("phrase.change(f:growth()), or phrase.yoy(f)", '"%s" (%s) is a level, and no change',
      figure.indicator.code, figure.indicator.name)
  end
  if figure.indicator and figure.indicator.kind == "rank" then -- 3 after 5 is two places up
    return figure:is_zero() and say "phrase.none" or text.word(figure.value < 0 and "rank.up" or "rank.down", { n = fmt.number(math.abs(figure.value), 0) })
  end
  if figure.unit:find("=", 1, true) then figure = figure:as { unit = "点" } end -- 上年=100
  local zero = figure:is_zero(t.decimals)
  if zero and figure.bound ~= 0 then
    return say(words_of(figure.unit, t.speed)[figure.bound > 0 and 1 or 2] .. "_some")
  end
  if zero then return say(is_inexact(figure) and "phrase.about_none" or "phrase.none") end
  if may_turn(figure) then return nil, "incomplete" end
  local falls = figure.value < 0
  local size = falls and -figure or figure
  return say(words_of(figure.unit, t.speed)[falls and 2 or 1], { size = size:with_unit(t.decimals) })
end

local before = { year = true, half = true, quarter = true, month = true }

-- What the comparison is with, in the words for the kind of period.
local function base_words(period, over)
  if over == "previous" then return say("phrase.base_" .. (before[period.kind] and period.kind or "other")) end
  return say(period.kind == "year" and "phrase.base_year" or "phrase.base_year_ago")
end

-- 比上年增长5.2%, 与上月持平; of a change that is known already.
function phrase.against(base, change)
  if not change then return nil end
  for _, none in ipairs { "none", "about_none" } do
    if change == say("phrase." .. none) then return say("phrase.against_" .. none, { base = base }) end
  end
  return say("phrase.against", { base = base, change = change })
end

local function before_of(figure, over)
  return over == "previous" and figure:previous() or over ~= "previous" and figure:year_ago() or nil
end

local balances = { "净出口", "差额", "顺差", "逆差" }

-- What a number below zero is called: a loss, a deficit, a number below zero.
local function below_zero(figure)
  local name = figure.indicator and figure.indicator.name or ""
  for _, word in ipairs(balances) do
    if name:find(word, 1, true) then return "deficit" end
  end
  return figure.unit:find("元$") and "loss" or "below"
end

-- 扭亏为盈, 由盈转亏, 亏损收窄3.2%: what a change from or to a number below zero is, where a
-- growth rate says nothing; of money in these words, of a balance of trade 由逆差转为顺差 …,
-- of others 由负转正 …; nil where both
-- are above zero, one is missing or the number before is zero.
function phrase.turn(now, before, decimals)
  if comparison(now, before, "difference") or before.value == 0 or now.value >= 0 and before.value > 0 then return nil end
  local money = below_zero(now)
  if now.value >= 0 and now:is_zero() then -- what prints as 0 is no profit
    return before.value < 0 and say("phrase.turn_zero_" .. money) or nil
  end
  if before.value > 0 then return say("phrase.turn_down_" .. money) end
  if now.value >= 0 then return say("phrase.turn_up_" .. money) end
  local size = ((before - now) / before * 100):as { unit = "%", decimals = decimals or 1 }
  if size:is_zero() then return say "phrase.none" end
  local wider = size.value < 0
  return say("phrase.turn_" .. (wider and "wider_" or "narrower_") .. money, { size = (wider and -size or size):with_unit() })
end

-- The change against a period, in words; nil and why there is none.
local function change_over(figure, over, t)
  local growth = figure:growth { over = over }
  if growth.reason == "base" or growth.reason == "negligible" or growth.reason == "negative" then
    return phrase.turn(figure, before_of(figure, over), t and t.decimals), growth.reason
  end
  local change, before = phrase.change(growth, t), before_of(figure, over)
  -- Of a growth rate that crosses zero the points alone do not say so.
  if change and text.is_points(growth.unit) and is_called(figure, of_changes) and figure.value * before.value < 0 then
    change = say(figure.value > 0 and "phrase.crossed_up" or "phrase.crossed_down", { change = change })
  end
  return change, growth.reason
end

local function compared(figure, over, t)
  local change, why = change_over(figure, over, t)
  return phrase.against(base_words(figure.period, over), change), why
end

-- The same behind 同比 or 环比; what has words of its own needs no such word: 同比扭亏为盈.
local function compared_short(key, figure, over, t)
  local change, why = change_over(figure, over, t)
  if not change then return nil, why end
  return say(key, { change = change })
end

-- Against 同期: 比上年增长5.2%, 比上年同期提高0.4个百分点, 与上年持平
function phrase.yoy(figure, t)
  return compared(figure, "year_ago", t)
end

-- Against 上期: 比上月增长1.2%
function phrase.mom(figure, t)
  return compared(figure, "previous", t)
end

-- The short forms of monthly reports: 同比增长5.2%, 环比下降0.3%
function phrase.yoy_short(figure, t)
  return compared_short("phrase.yoy_short", figure, "year_ago", t)
end

function phrase.mom_short(figure, t)
  return compared_short("phrase.mom_short", figure, "previous", t)
end

-- 居全国第9位, 并列居全国第9位; `place` is what f:rank() gives. `whole`: 全国, or the set
-- that it is of: 居中部地区第2位; nil among one.
function phrase.rank(place, whole)
  if not place then return nil end
  options.want("phrase.rank", place, "a rank")
  if not place.rank or place.areas and #place.areas < 2 then return nil end
  whole = whole or place.areas and words.set(place.areas)
  local tied = place.tied == true or (type(place.tied) == "number" and place.tied > 0)
  return say(tied and "phrase.rank_tied" or "phrase.rank", { whole = whole or say "phrase.whole", rank = place.rank })
end

-- 较上年上升1位, 位次与上年持平; `change` in places, up is positive.
function phrase.rank_change(change, base)
  if not change then return nil end
  base = base or say "phrase.base_year"
  if change == 0 then return say("phrase.rank_same", { base = base }) end
  return say(change > 0 and "phrase.rank_up" or "phrase.rank_down", { base = base, n = math.abs(change) })
end

-- Whether the figure may be a share: no growth, nothing below 0 or above the whole, and a
-- value of the data only where its name says that it is one: a pass rate is in %, too.
local function is_share(figure)
  local most = figure.unit == "‰" and 1000 or 100
  if kernel.is_growth(figure) or figure.value < 0 or figure.value > most then return false end
  return not is_value_but(of_shares, figure)
end

-- 占全国的5.2%; the denominator is always named.
function phrase.share(figure, whole)
  if figure:missing() then return nil, figure.reason end
  if figure.unit ~= "%" and figure.unit ~= "‰" then
    options.fail('f:share { of = "000000" }, or (part / whole * 100):as { unit = "%%" }',
      "a share is in %%, and this figure is in \"%s\"", figure.unit)
  end
  if not is_share(figure) then
    options.fail('f:share { of = "000000" }, or (part / whole * 100):as { unit = "%%" }',
      "a growth, a rate or a number outside of 0 to 100 %% is no share")
  end
  return say("phrase.share", { whole = whole, share = figure:with_unit() })
end

-- 2015—2023年年均增长5.2%: compound, over intervals and not over years counted.
function phrase.average(first, last, decimals)
  local why = comparison(last, first, "growth") or last.value <= 0 and "base" or nil
  if why then return nil, why end
  local years = last.period.year - first.period.year
  if years < 2 then return nil end
  local rate = figure { value = ((last.value / first.value) ^ (1 / years) - 1) * 100, unit = "%",
                        decimals = decimals or 1, name = "average", from = { first, last } }
  local change = phrase.change(rate)
  local values = { from = first.period.year, to = last.period.label, change = change }
  return say(change == say "phrase.none" and "phrase.average_none" or "phrase.average", values)
end

-- 是西藏的2.3倍, of 约数 约2.3倍, of bounds 超过西藏的2.3倍; only for what prints as more than
-- 1.0 times.
function phrase.times(figure, other, name, decimals)
  local why = comparison(figure, other, "size")
  if why then return nil, why end
  if figure.unit ~= other.unit and other.unit ~= "" then other = other:in_unit(figure.unit) end
  local times = (figure / other):as { unit = "", decimals = decimals or 1 }
  if times:published() <= 1 then return nil end
  if times.bound == 0 then return say("phrase.times", { name = name, n = times:with_unit() }) end
  return say(times.bound > 0 and "phrase.times_over" or "phrase.times_under", { name = name, n = times:fixed():gsub("^" .. times.qualifier, "") })
end

-- 比全国平均水平高1.2%, 低0.4个百分点, 持平: a level against an average, in % of it; a
-- rate in 百分点. nil for a level where one of the two is below zero, or the mean is zero, for
-- the total of an area that has this one, which is no mean, and for a mean of another period.
function phrase.versus_mean(figure, mean, whole, decimals)
  local why = comparison(figure, mean, "mean")
  if why then return nil, why end
  local gap = figure - mean
  if not text.is_points(gap.unit) then gap = (gap / mean * 100):as { unit = "%", decimals = decimals or 1 } end
  local name = say("phrase.mean", { whole = whole or say "phrase.whole" })
  if gap.bound ~= 0 and gap:is_zero(decimals) then
    return say(gap.bound > 0 and "phrase.mean_above" or "phrase.mean_below", { mean = name })
  end
  if may_turn(gap) then return nil, "incomplete" end
  if gap:is_zero(decimals) then return say(is_inexact(gap) and "phrase.mean_about" or "phrase.mean_same", { mean = name }) end
  local higher = gap.value > 0
  return say(higher and "phrase.mean_higher" or "phrase.mean_lower",
    { mean = name, gap = (higher and gap or -gap):with_unit(decimals) })
end

local function is_within(area, whole)
  return area == whole or area.parent == whole.code or whole.level == "nation" and area.level ~= "nation"
end

-- Raises unless `part` may be a part of `whole`: of one period, of its area or of one in it,
-- and not the whole of which the dictionary says that the other is a part.
local function check_part(part, whole)
  local of_part, of_whole = part.indicator, whole.indicator
  if part.period and whole.period and part.period ~= whole.period and part.period.kind == whole.period.kind then
    options.fail(nil, "a part of %s adds nothing to the whole of %s", part.period.label, whole.period.label)
  end
  if part.area and whole.area and not is_within(part.area, whole.area) then
    options.fail(nil, "%s is no part of %s", part.area.short, whole.area.short)
  end
  if of_part and of_whole and of_whole.parent == of_part.code and of_part.code ~= "" then
    options.fail("phrase.contribution(part, whole)", '"%s" is the whole of which "%s" is a part', of_part.code, of_whole.code)
  end
end

-- 贡献率为62.5%，拉动增长1.5个百分点: the part of the whole's increase over 同期 that an
-- item brought. nil when the whole did not grow or a period is missing; both must be in one
-- unit, since the part adds to the whole.
function phrase.contribution(part, whole, decimals)
  check_part(part, whole)
  if part.period and whole.period and part.period.kind ~= whole.period.kind then return nil, "kind" end
  local before = whole:year_ago()
  local why = comparison(whole, before, "growth") or comparison(part, part:year_ago(), "difference")
  if why then return nil, why end
  local rise, total = part - part:year_ago(), whole - before
  if text.plain(rise.unit) ~= text.plain(total.unit) then
    options.fail('convert one of them with f:in_unit("…")', 'what is in "%s" is no part of what is in "%s"', rise.unit, total.unit)
  end
  if total.value <= 0 then return nil end
  local rate = (rise / total * 100):as { unit = "%", decimals = decimals or 1 }
  local pull = (rise / before * 100):as { unit = text.difference_unit "%", decimals = decimals or 1 }
  if may_turn(rate) or may_turn(pull) then return nil, "incomplete" end
  local falls = pull.value < 0
  return say(falls and "phrase.contributed_down" or "phrase.contributed",
    { rate = rate:with_unit(), pull = (falls and -pull or pull):with_unit() })
end

local spans = { year = "phrase.years", half = "phrase.halves", quarter = "phrase.quarters", month = "phrase.months" }

-- 连续3年; `unit`: year (if left out), half, quarter or month, or a word as it is printed.
function phrase.streak(n, unit)
  local known = spans[unit or "year"]
  return n >= 2 and say("phrase.streak", { n = n, unit = known and say(known) or unit }) or nil
end

-- A sentence on the rows that have a value; where some have none it says of how many it is,
-- since nothing is the largest of a set that is not all known.
local function of_known(rows, sentence)
  local n, all = 0, rows.complete ~= false
  for _, row in ipairs(rows) do
    if row.figure:missing() then all = false else n = n + 1 end
  end
  if rows.of and rows.missing then n = rows.of - #rows.missing end
  if not all then sentence = say("phrase.of_known", { n = n, sentence = sentence }) end
  return rows.areas and say("phrase.within", { whole = words.set(rows.areas), sentence = sentence }) or sentence
end

-- Why the rows with a value are not to be put in one order, by the gate for comparisons.
local function parted(rows)
  local first
  for _, row in ipairs(rows) do
    local why = first and not row.figure:missing() and comparison(row.figure, first, "order")
    if why then return why end
    first = first or not row.figure:missing() and row.figure or nil
  end
end

-- 10万件以上的省（区、市）有3个，分别为北京、广东和江苏; rows as rank{} gives them,
-- `limit` a number in the figures' unit, `said` how the limit is said. 不足 10万件 is below.
function phrase.threshold(rows, limit, said)
  local names, kind = {}, ""
  for _, row in ipairs(rows) do
    if row.area.level ~= "province" then kind = "_areas" end
    if classify.reached(row.figure, limit, { direction = "+" }) then names[#names + 1] = words.area(row.area) end
  end
  if #names == 0 then return nil end
  return of_known(rows, say((#names > 1 and "phrase.threshold_many" or "phrase.threshold") .. kind,
    { said = said, n = #names, names = fmt.list(names) }))
end

-- Whether a is less than b as they are printed (or before, by the project's rule of classes);
-- of numbers with 约, 超 or 不足 the figures know it.
local function is_less(a, b)
  if a.qualifier or b.qualifier then return a < b end
  return classify.number(a) < classify.number(b)
end

-- 增幅最大的是海南（9.2%）; ties, also of what prints alike, are listed, 超100 is none of 100, and of 100 and 约100 the
-- value is about. rows { area, figure } of growth.
function phrase.largest(rows, said)
  local best, names, why = nil, {}, parted(rows)
  if why then return nil, why end
  for _, row in ipairs(rows) do
    if not row.figure:missing() and (not best or not is_less(row.figure, best.figure)) then
      if best and is_less(best.figure, row.figure) then best, names = nil, {} end
      if not best or not is_inexact(best.figure) then best = row end
      names[#names + 1] = words.area(row.area)
    end
  end
  if not best then return nil end
  -- Where rank{ exactly = true } left out some that tie with the last one, and all tie.
  local all = fmt.list(names)
  local cut = rows.cut and rows.cut > 0 and #names == #rows and say("list.etc", { n = #names + rows.cut }) or ""
  return of_known(rows, say("phrase.largest", { said = said, names = all .. cut, value = best.figure:with_unit() }))
end

local of_change = { decimals = "a whole number", speed = true }

-- What each must be given, and the named fields that may come behind it.
local wanted = {
  { "change", "growth", named = of_change }, { "against", "base", may = ", change" },
  { "yoy", "figure", named = of_change }, { "mom", "figure", named = of_change },
  { "yoy_short", "figure", named = of_change }, { "mom_short", "figure", named = of_change },
  { "share", "figure", "whole" },
  { "average", "first", "last" }, { "times", "figure", "other", "name" }, { "versus_mean", "figure", "mean" },
  { "contribution", "part", "whole" }, { "streak", "n" }, { "threshold", "rows", "limit", "said" },
  { "largest", "rows", "said" },
}

for _, call in ipairs(wanted) do
  local name, say_it = "phrase." .. call[1], phrase[call[1]]
  phrase[call[1]] = function(...)
    for i = 2, #call do
      if select(i - 1, ...) == nil then
        options.fail(name .. "(" .. table.concat(call, ", ", 2) .. (call.may or "") .. ")", '%s wants a value for "%s"', name, call[i])
      end
    end
    local named = select(#call, ...)
    if call.named and named ~= nil then options.check(name, named, call.named) end
    return say_it(...)
  end
end

-- Each takes values of the data first: one, or two that it compares. What is left out of a
-- call is told where its place is known.
for name, count in pairs { change = 1, turn = 2, yoy = 1, mom = 1, yoy_short = 1, mom_short = 1, share = 1, average = 2,
  times = 2, versus_mean = 2, contribution = 2 } do
  local said = phrase[name]
  phrase[name] = function(figure, other, ...)
    if figure ~= nil then options.want("phrase." .. name, figure, "a value of the data") end
    if count == 2 and other ~= nil then options.want("phrase." .. name, other, "a value of the data") end
    return said(figure, other, ...)
  end
end

return phrase
