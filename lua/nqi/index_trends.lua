-- How the indicators of an index have moved in an area over the years, as a table says it.
--
--   local index_report, index_trends = require "nqi.index_report", require "nqi.index_trends"
--   local q = index_report.open { period = period_of "2023", uncertainty = { replications = 50 },
--     definition = { code = "R", name = "示例指数", { indicator = "GDP" }, { code = "G2", indicator = "GDP" } } }
--   #index_trends.rows(q, area_of "安徽")             --> 2
local classify, index_data = require "nqi.classify", require "nqi.index_data"
local index_report, index_spread_text = require "nqi.index_report", require "nqi.index_spread_text"
local inference, words = require "nqi.inference", require "nqi.words"
local say = words.say

local index_trends = {}

-- Whether its growth is a rate in %: not of shares, rates and index numbers, nor of what the
-- dictionary compares by the difference.
local function grows_in_percent(leaf)
  local rule = not leaf.denominator and indicator(leaf.indicator).growth
  if rule == "difference" or rule == "index" then return false end
  return index_report.unit_of_change(leaf) == index_report.unit_of(leaf)
end

-- How each indicator of the index has moved in an area over so many years (5) up to now: rows
-- of { node, first, last, from (label), growth (a year: inference.cagr in %; of what the
-- dictionary compares by its difference, of percentages and of index numbers the mean change,
-- in 百分点, 点 or their own unit; `unit` says which), trend (inference.trend, a year), better
-- (whether the trend is for the better; nil where its printed interval holds zero or there is
-- none), broken (a definition changed between) }.
function index_trends.rows(q, area, years)
  local places = index_data.back(q.period, 0)
  for _ = 2, years or 5 do
    local earlier = places[1]:year_ago()
    if earlier then table.insert(places, 1, earlier) end
  end
  local rows = {}
  for k, leaf in ipairs(q.result.tree.leaves) do
    local row = { node = leaf, broken = false }
    local times, values = {}, {}
    for t, period in ipairs(places) do
      local function value_of(code)
        local own = get { indicator = code, area = area, period = period }
        if not own:missing() and #kernel.breaks(own:at(q.period), own) > 0 then
          row.broken = true
          return nil
        end
        return own.value
      end
      local value = value_of(leaf.indicator)
      if value and leaf.denominator then
        local other = value_of(leaf.denominator)
        value = other and other ~= 0 and value / other or nil
      end
      if value then
        times[#times + 1], values[#values + 1] = period.year, value * (leaf.per or 1)
        row.from = row.from or places[t].label
      end
    end
    if #values > 1 then
      row.first, row.last = values[1], values[#values]
      local length = times[#times] - times[1]
      local ratio = grows_in_percent(leaf)
      row.unit = ratio and "%" or index_report.unit_of_change(leaf)
      if ratio then
        row.growth = inference.cagr(row.first, row.last, length)
      else
        row.growth = (row.last - row.first) / length
      end
      row.trend = inference.trend(times, values)
      local sign = row.trend.p and classify.sign(row.trend.low, row.trend.high, index_report.decimals_of(leaf) + 1)
        or row.trend.exact and classify.sign(row.trend.slope, row.trend.slope, index_report.decimals_of(leaf) + 1) or 0
      if sign ~= 0 then row.better = (sign > 0) == (leaf.direction == "+") end
    end
    rows[k] = row
  end
  return rows
end

-- What the trend of an indicator in an area says: better, worse, or nothing and why.
function index_trends.way(row)
  local trend = row.trend
  if row.broken then return say "index.way_broken" end
  if trend and trend.exact and row.better == nil then return say "index.way_same" end
  if not trend or not trend.p and not trend.exact then
    return say(trend and trend.linked and "index.way_linked" or "index.way_few")
  end
  if row.better == nil then return say "index.way_open" end
  return say(row.better and "index.way_better" or "index.way_worse")
end

-- Whether any of the rows of index_trends.rows says more than that years are few.
local function is_tested(rows)
  for _, row in ipairs(rows) do
    if row.broken or row.trend and (row.trend.p or row.trend.exact) then return true end
  end
  return false
end

-- The notes of the table of trends; `rows` of index_trends.rows.
function index_trends.notes(rows)
  if not is_tested(rows) then return { say "index.note_trends_few" } end
  local notes = { say "index.note_trends" }
  for _, row in ipairs(rows) do
    if row.trend and row.trend.exact then notes[2] = say "index.note_exact" end
  end
  return notes
end

-- The first label of the rows of index_trends.rows if all begin alike, else nil.
local function common_start(rows)
  local from
  for _, row in ipairs(rows) do
    if row.from and from and row.from ~= from then return nil end
    from = from or row.from
  end
  return from
end

-- The time that the rows of index_trends.rows cover, as a caption says it: 2019—2023年.
function index_trends.span(q, rows)
  local from = common_start(rows)
  if not from then return q.period.label end
  return say("index.span", { from = q.period.kind == "year" and period_of(from:match("^%d+")).year or from, to = q.period.label })
end

-- Columns for index_trends.rows: the start where rows differ in it, interval and verdict
-- where any row has enough years for a test.
function index_trends.columns(rows)
  local function decimals(r) return index_report.decimals_of(r.node) + 1 end
  local columns = { { head = say "column.indicator", get = function(r) return words.node(r.node) end } }
  local function add(column) columns[#columns + 1] = column end
  if not common_start(rows) then
    add { head = say "index.head_from", align = "centre", get = function(r) return r.from or "—" end }
  end
  add { head = say "index.head_growth", align = "decimal", decimals = 2, get = function(r) return r.growth or "—" end }
  add { head = say "column.unit", align = "centre", get = function(r) return r.unit and text.unit(r.unit) or "—" end }
  add { head = say "index.head_trend", align = "right", get = function(r) return r.trend and fmt.number(r.trend.slope, decimals(r)) or "—" end }
  if is_tested(rows) then
    add { head = say "index.head_interval", align = "centre",
      get = function(r) return r.trend and r.trend.p and index_spread_text.interval(r.trend, decimals(r)) or "—" end }
    add { head = say "index.head_way", get = function(r) return index_trends.way(r) end }
  end
  return columns
end

return index_trends
