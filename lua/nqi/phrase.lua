-- Sentences of statistical Chinese. The words follow the printed figure: 持平 is
-- what prints as zero, % and 个百分点 are never mixed, and without both periods
-- there is nothing to say (nil).
--
--   phrase.yoy(v.GDP)                       --> "比上年增长5.8%"
--   phrase.rank(v.GDP:rank())               --> "居全国第2位"
--   phrase.rank_change(1)                   --> "较上年上升1位"

local phrase = {}

-- Up and down, by the unit of the change: a level rises and falls in %, a rate goes
-- up and down by 个百分点.
local function verbs(unit, speed)
  if unit == "百分点" then
    if speed then return "加快", "回落" end
    return "提高", "降低"
  end
  if unit == "%" then return "增长", "下降" end
  return "增加", "减少"
end

-- 增长5.2%, 下降0.3%, 提高0.4个百分点, 持平; nil if missing.
-- { decimals =, speed = true (加快, 回落: of a growth rate) }
function phrase.change(figure, t)
  t = t or {}
  if figure:missing() then return nil end
  if figure:is_zero(t.decimals) then return "持平" end
  local up, down = verbs(figure.unit, t.speed)
  local falls = figure.value < 0
  local size = falls and -figure or figure
  return (falls and down or up) .. size:with_unit(t.decimals)
end

-- What the comparison is with, in the words for the kind of period.
local function base_words(period, over)
  if over == "previous" then
    local names = { year = "上年", half = "上半年度", quarter = "上季度", month = "上月" }
    return names[period.kind] or "上期"
  end
  return period.kind == "year" and "上年" or "上年同期"
end

-- 比上年增长5.2%, 与上月持平; of a change that is known already.
function phrase.against(base, change)
  if not change then return nil end
  return change == "持平" and "与" .. base .. "持平" or "比" .. base .. change
end

local function compared(figure, over, t)
  local growth = figure:growth { over = over }
  return phrase.against(base_words(figure.period, over), phrase.change(growth, t))
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
  local change = phrase.change(figure:growth(), t)
  return change and "同比" .. change or nil
end

function phrase.mom_short(figure, t)
  local change = phrase.change(figure:growth { over = "previous" }, t)
  return change and "环比" .. change or nil
end

-- 居全国第9位, 并列居全国第9位; `place` is what f:rank() gives. `whole`: 全国.
function phrase.rank(place, whole)
  if not place or not place.rank then return nil end
  local tied = place.tied == true or (type(place.tied) == "number" and place.tied > 0)
  return (tied and "并列" or "") .. "居" .. (whole or "全国") .. "第" .. place.rank .. "位"
end

-- 较上年上升1位, 位次与上年持平; `change` in places, up is positive.
function phrase.rank_change(change, base)
  if not change then return nil end
  base = base or "上年"
  if change == 0 then return "位次与" .. base .. "持平" end
  return "较" .. base .. (change > 0 and "上升" or "下降") .. math.abs(change) .. "位"
end

-- 占全国的5.2%; the denominator is always named.
function phrase.share(figure, whole)
  if figure:missing() then return nil end
  return "占" .. whole .. "的" .. figure:with_unit()
end

-- 2015—2023年年均增长5.2%: compound, over intervals and not over years counted.
function phrase.average(first, last, decimals)
  if first:missing() or last:missing() or first.value <= 0 or last.value <= 0 then return nil end
  local years = last.period.year - first.period.year
  if years < 2 then return nil end
  local rate = figure { value = ((last.value / first.value) ^ (1 / years) - 1) * 100, unit = "%",
                        decimals = decimals or 1, from = { first, last } }
  local change = phrase.change(rate)
  local span = first.period.year .. "—" .. last.period.label
  return change == "持平" and span .. "年均增长为零" or span .. "年均" .. change
end

-- 是西藏的2.3倍; only for what is larger.
function phrase.times(figure, other, name, decimals)
  if figure:missing() or other:missing() or other.value <= 0 or figure.value <= other.value then
    return nil
  end
  return "是" .. name .. "的" .. (figure / other):fixed(decimals or 1) .. "倍"
end

-- 比全国平均水平高1.2%, 低0.4个百分点, 持平: a level against an average, in % of it; a
-- rate in 百分点.
function phrase.versus_mean(figure, mean, whole, decimals)
  if figure:missing() or mean:missing() or mean.value == 0 then return nil end
  local gap = figure - mean
  if gap.unit ~= "百分点" then gap = (gap / mean * 100):as { unit = "%", decimals = decimals or 1 } end
  local name = (whole or "全国") .. "平均水平"
  if gap:is_zero(decimals) then return "与" .. name .. "持平" end
  local higher = gap.value > 0
  return "比" .. name .. (higher and "高" or "低") .. (higher and gap or -gap):with_unit(decimals)
end

-- 贡献率为62.5%，拉动增长1.5个百分点: the part of the whole's increase over 同期 that an
-- item brought. nil when the whole did not grow or a period is missing.
function phrase.contribution(part, whole, decimals)
  local before = whole:year_ago()
  local rise, total = part - part:year_ago(), whole - before
  if rise:missing() or total:missing() or total.value <= 0 or before.value <= 0 then return nil end
  local rate = (rise / total * 100):as { unit = "%", decimals = decimals or 1 }
  local pull = (rise / before * 100):as { unit = "百分点", decimals = decimals or 1 }
  local falls = pull.value < 0
  return "贡献率为" .. rate:with_unit() .. "，" .. (falls and "下拉" or "拉动") .. "增长"
    .. (falls and -pull or pull):with_unit()
end

-- 连续3年
function phrase.streak(n, unit)
  return n >= 2 and "连续" .. n .. (unit or "年") or nil
end

-- 10万件以上的省（区、市）有3个，分别为北京、广东和江苏; rows as rank{} gives them,
-- `limit` a number in the figures' unit, `said` how the limit is said.
function phrase.threshold(rows, limit, said)
  local names = {}
  for _, row in ipairs(rows) do
    if not row.figure:missing() and row.figure.value >= limit then names[#names + 1] = row.area.short end
  end
  if #names == 0 then return nil end
  return string.format("%s以上的省（区、市）有%d个，%s%s", said, #names,
    #names > 1 and "分别为" or "为", fmt.list(names))
end

-- 增幅最大的是海南（9.2%）; ties are listed. rows { area, figure } of growth.
function phrase.largest(rows, said)
  local best, names = nil, {}
  for _, row in ipairs(rows) do
    if not row.figure:missing() and (not best or best.figure <= row.figure) then
      if best and best.figure < row.figure then names = {} end
      best = row
      names[#names + 1] = row.area.short
    end
  end
  if not best then return nil end
  return string.format("%s的是%s（%s）", said, fmt.list(names), best.figure:with_unit())
end

return phrase
