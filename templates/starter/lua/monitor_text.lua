-- Sentences and lines of the monthly reports, from the rows of monitor.sheet() and
-- monitor.profile().
local monitor = require "monitor"

local monitor_text = {}

-- 302.2, 万张 and 302.2万张: a count or an amount as sentences and key figures say it, in
-- three or four digits; the tables have it in full.
function monitor_text.round(figure)
  local scaled = fmt.scaled(figure, 4)
  return scaled:fixed(math.min(scaled.decimals, 2)), scaled.unit
end

function monitor_text.amount(figure)
  local number, unit = monitor_text.round(figure)
  return number .. unit
end

-- 同比增长5.2%, 同比提高0.31个百分点, 同比持平.
function monitor_text.versus(row)
  local change = phrase.change(row.year)
  return change and "同比" .. change or "上年同月数据不全，不作比较"
end

-- 同比增速最高的是注册计量师（7.5%），最低的是法定计量检定机构（0.8%）; those that print alike
-- together, empty of fewer than two.
local function fastest_and_slowest(grown)
  if #grown < 2 then return "" end
  table.sort(grown, function(a, b) return a.year > b.year end)
  local function alike(one)
    local names = fmt.pick(grown, function(row) return monitor.change(row.year) == monitor.change(one.year) end,
      function(row) return row.indicator.name end)
    return fmt.list(names) .. "（" .. monitor.change(one.year) .. "%）"
  end
  local first, last = grown[1], grown[#grown]
  if monitor.change(first.year) == monitor.change(last.year) then return "" end
  return "同比增速最高的是" .. alike(first) .. "，最低的是" .. alike(last)
end

-- What stands out of the indicators of an element, which the sheet has all: states, the
-- fastest and the slowest growth, the rates, and what is not complete.
function monitor_text.element(rows, element)
  local own = fmt.pick(rows, function(row) return row.indicator.element == element end)
  local counts = monitor.tally(own)
  local growing = fmt.pick(own, function(row) return not row.year:missing() and row.year.unit == "%" end)
  local parts = { fastest_and_slowest(growing) }
  for _, row in ipairs(own) do
    if row.now:missing() then
      parts[#parts + 1] = row.indicator.name .. "数据不全"
    elseif row.year.unit == "百分点" then
      parts[#parts + 1] = row.indicator.name .. row.now:fixed(row.indicator.decimals) .. "%，" .. monitor_text.versus(row)
    end
  end
  parts = fmt.pick(parts, function(part) return part ~= "" end)
  return #own .. "项指标中，" .. monitor_text.counts(counts, own) .. "。"
    .. (#parts > 0 and table.concat(parts, "；") .. "。" or "")
end

-- 正常3项、关注20项，无预警指标, and how many could not be judged.
function monitor_text.counts(counts, rows)
  local parts, none, judged = {}, {}, 0
  for _, light in ipairs(monitor.lights) do
    local n = counts[light.name]
    if n > 0 then parts[#parts + 1] = light.name .. n .. "项" else none[#none + 1] = light.name end
    judged = judged + n
  end
  local text = table.concat(parts, "、")
  if #none > 0 then text = text .. (text ~= "" and "，" or "") .. "无" .. table.concat(none, "和") .. "指标" end
  return judged == #rows and text or text .. "，另有" .. #rows - judged .. "项数据不全、不作判断"
end

-- The same for English summaries: 18 were normal, 6 needed attention and none raised a warning
function monitor_text.counts_en(counts)
  local function said(light, one, many)
    local n = counts[light]
    return n == 0 and "none " .. one or n == 1 and "1 " .. one or n .. " " .. (many or one)
  end
  return said("正常", "was normal", "were normal") .. ", " .. said("关注", "needed attention") .. " and "
    .. said("预警", "raised a warning")
end

-- Up 5.2% year on year; empty where there is nothing to compare with.
function monitor_text.moved_en(row)
  local change = row.year
  if change:missing() then return "" end
  if change:is_zero() then return ", unchanged from a year before" end
  local falls = change.value < 0
  return ", " .. (falls and "down " or "up ") .. monitor.change(falls and -change or change)
    .. (change.unit == "百分点" and " percentage points" or "%") .. " year on year"
end

-- , 13th among the 31 provinces
function monitor_text.place_en(row)
  return row.place and string.format(", %s among the %d provinces", fmt.ordinal(row.place.rank), #areas()) or ""
end

-- 预警的有…；需要关注的有…; a long list is cut.
local function listed(names)
  if #names <= 6 then return fmt.list(names) end
  return table.concat(names, "、", 1, 6) .. "等" .. #names .. "项"
end

function monitor_text.states(names)
  local parts = {}
  if #names["预警"] > 0 then parts[1] = "预警的有" .. listed(names["预警"]) end
  if #names["关注"] > 0 then parts[#parts + 1] = "需要关注的有" .. listed(names["关注"]) end
  if #parts == 0 then return "没有需要关注或预警的指标" end
  return table.concat(parts, "；")
end

-- The last n months up to `period`, oldest first.
local function months(period, n)
  local out = {}
  for i = 1, n do out[i] = period:shift(i - n) end
  return out
end

-- A value as an index of the same month a year before (= 100), so that seasons and
-- sizes do not hide the course; false where it cannot be had.
local function index_of(now, before)
  local index = now / before * 100
  return not index:missing() and index.value or false, index
end

-- Lines for ```chart```: `of(period)` gives the figure; name, values, last_text.
local function line(name, of, period, n, highlight)
  local values, last = {}, nil
  for i, month in ipairs(months(period, n)) do
    values[i], last = index_of(of(month), of(month:year_ago()))
  end
  return { name = name, values = values, last_text = last:missing() and "" or last:fixed(1),
           highlight = highlight or false }
end

-- Whether a line of `code` can be drawn: some month has its month of the year before.
function monitor_text.has_year(code, period)
  return not monitor.growth(code, period, period:year_ago()):missing()
end

-- 最多的是演示28（233,384张），最少的是…, of a ranking; areas without a value are passed.
function monitor_text.range(rows, first, last)
  local known = fmt.pick(rows, function(row) return not row.figure:missing() end)
  local function said(row) return row.area.short .. "（" .. monitor_text.amount(row.figure) .. "）" end
  return first .. "的是" .. said(known[1]) .. "，" .. last .. "的是" .. said(known[#known])
end

-- ，居全国第9位; empty where the rank cannot be known.
function monitor_text.place(row)
  return row.place and "，" .. phrase.rank(row.place) or ""
end

function monitor_text.labels(period, n)
  local out = {}
  for i, month in ipairs(months(period, n)) do out[i] = month.label end
  return out
end

-- One line an indicator, of the whole.
function monitor_text.indicator_lines(codes, period, n)
  local out = {}
  for i, code in ipairs(codes) do
    out[i] = line(indicator(code).name, function(month) return monitor.whole(code, month) end, period, n)
  end
  return out
end

-- A line of the whole of a zone, or of all provinces. Kept: each province asks for it.
local kept = {}
local function whole_line(name, code, period, n, members)
  local key = table.concat({ name, code, period.code, n }, " ")
  kept[key] = kept[key] or line(name, function(month) return monitor.whole(code, month, members and members()) end, period, n)
  return kept[key]
end

-- The area, its zone and the whole, of one indicator.
function monitor_text.zone_lines(code, area, scheme, period, n)
  local zone = area:region(scheme)
  return {
    line(area.short, function(month)
      return get { indicator = code, area = area, period = month }
    end, period, n, true),
    whole_line(zone, code, period, n, function() return areas { scheme = scheme, region = zone, ranked = true } end),
    whole_line("31个省（区、市）", code, period, n),
  }
end

return monitor_text
