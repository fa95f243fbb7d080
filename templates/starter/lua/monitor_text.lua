-- Sentences and lines of the monthly reports, from the rows of monitor.sheet() and
-- monitor.profile().
local monitor = require "monitor"
local words = require "words"

local monitor_text = {}

-- 12.3 and 12.3万张, for large counts.
function monitor_text.wan_number(figure)
  return (figure / 10000):fixed(1)
end

function monitor_text.wan(row)
  return monitor_text.wan_number(row.now) .. "万" .. row.indicator.unit
end

-- 同比增长5.2%, 同比提高0.31个百分点, 同比持平.
function monitor_text.versus(row)
  local difference = row.indicator.growth == "difference"
  local change = words.change(row.year, difference and 2 or 1, difference and "个百分点" or "%")
  return change and "同比" .. change or "上年同月无数据，不作比较"
end

-- One sentence on the six indicators of an element: 现行地方标准…项，同比增长…；…。
function monitor_text.element(rows, element)
  local parts = {}
  for _, row in ipairs(rows) do
    if row.indicator.element == element then
      parts[#parts + 1] = string.format("%s%s%s，%s", row.indicator.name,
        row.now:fixed(row.indicator.decimals), row.indicator.unit, monitor_text.versus(row))
    end
  end
  return table.concat(parts, "；") .. "。"
end

-- 需要关注的有…；预警的有…。
function monitor_text.states(names)
  local parts = {}
  if #names["关注"] > 0 then parts[1] = "需要关注的有" .. words.list(names["关注"]) end
  if #names["预警"] > 0 then parts[#parts + 1] = "预警的有" .. words.list(names["预警"]) end
  if #parts == 0 then return "各项指标均正常。" end
  return table.concat(parts, "；") .. "。"
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
  local values, last = {}, ""
  for i, month in ipairs(months(period, n)) do
    local value, index = index_of(of(month), of(month:year_ago()))
    values[i] = value
    last = index:missing() and "" or index:fixed(1)
  end
  return { name = name, values = values, last_text = last, highlight = highlight or false }
end

function monitor_text.labels(period, n)
  local out = {}
  for i, month in ipairs(months(period, n)) do out[i] = month.code end
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

-- The area, its zone and the whole, of one indicator.
function monitor_text.zone_lines(code, area, scheme, period, n)
  local zone = area:region(scheme)
  local members = areas { scheme = scheme, region = zone, ranked = true }
  return {
    line(area.short, function(month)
      return get { indicator = code, area = area, period = month }
    end, period, n, true),
    line(zone, function(month) return monitor.whole(code, month, members) end, period, n),
    line("31省合计", function(month) return monitor.whole(code, month) end, period, n),
  }
end

return monitor_text
