-- Time on an axis: labels that are periods stand where they belong.
--
--   local calendar = require "nqi.calendar"
--   #calendar.texts { "2019年", "2020年", "2023年" }   --> 5

local calendar = {}

local kinds = { year = true, half = true, quarter = true, month = true }
local most = 1200 -- a hundred years of months

-- The ways to write a period, beside its code and its label.
local ways = {
  year = { "{y}年", "{y}年度" },
  half = { "{y}年{half}半年", "{y}H{n}", "H{n}{y}" },
  quarter = { "{y}年{han}季度", "{y}年第{han}季度", "{y}年{n}季度", "{y}年第{n}季度", "{y}Q{n}", "Q{n}{y}" },
  month = { "{y}年{n}月", "{y}年{nn}月", "{y}年{n}月份", "{y}/{nn}", "{y}/{n}", "{y}.{nn}", "{y}-{n}", "{short}{y}" },
}
local codes = { "", "-H1", "-H2", "-Q1", "-Q2", "-Q3", "-Q4" }
for month = 1, 12 do codes[#codes + 1] = string.format("-%02d", month) end

-- How a period is written the n-th way; nil after the last.
local function written(period, way)
  if way == 1 then return period.code end
  if way == 2 then return period.label end
  local pattern, n = ways[period.kind][way - 2], period.index
  if not pattern then return nil end
  return (pattern:gsub("{(%l+)}", {
    y = tostring(period.year), n = tostring(n), nn = string.format("%02d", n),
    half = ({ "上", "下" })[n], han = ({ "一", "二", "三", "四" })[n], short = period.label_en:sub(1, 3),
  }))
end

local function squeezed(label) return (label:gsub("%s", "")) end

-- The period that is written so, and the way; nil if it is none. A number alone is a year
-- only where years are.
local function read(label, year)
  if label == tostring(year) and (year < 1900 or year > 2100) then return nil end
  for _, code in ipairs(codes) do
    local is_period, period = pcall(period_of, string.format("%04d%s", year, code))
    local way = 1
    while is_period and written(period, way) do
      if squeezed(written(period, way)) == label then return period, way end
      way = way + 1
    end
  end
end

-- The same of a label that leaves out the year of the one before it: 2023年11月, 12月, 1月.
local function read_without(label, before)
  local year = before and before.year or 2000
  local period, way = read(year .. "年" .. label, year)
  if period and before and period.kind == before.kind and not (before < period) then
    period, way = read((year + 1) .. "年" .. label, year + 1)
  end
  return period, way
end

local function common_step(a, b)
  while b ~= 0 do a, b = b, a % b end
  return a
end

-- Every how many of its places a list of rising places has one: what all distances are a
-- multiple of, if one of them is so far; two places alone tell no step.
local function step_of(places)
  local step, least = 0, nil
  for i = 2, #places do
    local far = places[i] - places[i - 1]
    step, least = common_step(step, far), math.min(least or far, far)
  end
  return #places > 2 and step == least and step or 1
end

-- Periods of one kind, rising, with those between them, so that equal steps are equal
-- times: 2019, 2020, 2023 are five years, every fifth year is every fifth. And the place of
-- each in the list. Nil where they are no such periods, or too far apart.
function calendar.fill(list)
  local filled, places, wanted = { list[1] }, { 1 }, 2
  for i, period in ipairs(list) do
    if not kinds[period.kind] or period.kind ~= list[1].kind then return nil end
    if i > 1 and not (list[i - 1] < period) then return nil end
  end
  while wanted <= #list do
    local following = filled[#filled]:shift(1)
    if not following or #filled >= most then return nil end
    filled[#filled + 1] = following
    if following == list[wanted] then places[wanted], wanted = #filled, wanted + 1 end
  end
  local step, out = step_of(places), {}
  for i = 1, #filled, step do out[#out + 1] = filled[i] end
  for i, place in ipairs(places) do places[i] = (place - 1) // step + 1 end
  return out, places
end

-- Labels with those between them, written as the first is, and the place of each; nil if
-- one of them is no period or they are not in order.
function calendar.texts(labels)
  local periods, way, before, bare = {}, nil, nil, false
  for i, label in ipairs(labels) do
    local plain = squeezed(text.plain(tostring(label)))
    local year, period, own = plain:match "%d%d%d%d", nil, nil
    if year then period, own = read(plain, tonumber(year)) else period, own = read_without(plain, before) end
    if not period then return nil end
    if i == #labels then bare = not year end
    way, before, periods[i] = way or own, period, period
  end
  local filled, places = calendar.fill(periods)
  if not filled then return nil end
  local out = {}
  for i, period in ipairs(filled) do
    out[i] = written(period, way)
    if bare then out[i] = out[i]:gsub("^" .. period.year .. "年", "") end
  end
  for i, place in ipairs(places) do out[place] = labels[i] end
  return out, places
end

return calendar
