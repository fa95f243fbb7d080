-- Rankings. A rank needs the whole: it is given only when every area of the set has
-- a value; otherwise the published rank is taken, or none.
--
--   for _, row in ipairs(rank { indicator = "CERT", top = 3 }) do
--     -- row.rank, row.area.short, row.figure, row.change
--   end

local options = require "nqi.options"

local ranking = {}

local known = {
  indicator = true, period = true, areas = "a list of areas", top = "a whole number", bottom = "a whole number",
  where = true,
}

-- The rank of the same area a year ago in the same set, less the rank now: 2 is
-- two places up. nil if either is not known.
local function change_of(figure, now, set)
  local ago = figure:year_ago()
  if not now or comparison(figure, ago, "difference") then return nil end
  local before = ago:rank(set)
  if not before or before.published ~= now.published then return nil end
  return before.rank - now.rank
end

-- Best first; areas without a rank behind them by value; then those without a value.
local function comes_before(a, b)
  if a.figure:missing() ~= b.figure:missing() then return b.figure:missing() end
  if a.figure:missing() then return false end
  if a.rank and b.rank then return a.rank < b.rank end
  if a.rank or b.rank then return a.rank ~= nil end
  if a.figure.indicator.direction == "-" then return a.figure < b.figure end
  return b.figure < a.figure
end

local function cut(rows, first, last)
  local out = { complete = rows.complete, missing = rows.missing, of = rows.of }
  for i = first, last do out[#out + 1] = rows[i] end
  return out
end

-- rank { indicator =, period =, areas =, where =, top =, bottom = }
-- Rows { area, figure, rank, of, tied, published, change }; the result also says
-- `complete`, `of` (how many areas) and `missing` (the areas without a value).
function ranking.rank(t)
  options.check("rank", t, known)
  local set = t.areas and { areas = t.areas } or nil
  local rows = { missing = {} }
  for _, area in ipairs(t.areas or areas()) do
    local figure = get { indicator = t.indicator, area = area, period = t.period or period_now(), where = t.where }
    if figure.text then
      options.fail(nil, '"%s" holds grades, which have no rank', figure.indicator.code)
    end
    local place = not figure:missing() and figure:rank(set) or nil
    if figure:missing() then rows.missing[#rows.missing + 1] = area end
    rows[#rows + 1] = {
      area = area, figure = figure,
      rank = place and place.rank, of = place and place.of,
      tied = place ~= nil and place.tied > 0, published = place ~= nil and place.published,
      change = place and change_of(figure, place, set),
    }
  end
  rows.complete = #rows.missing == 0
  rows.of = #rows
  table.sort(rows, comes_before)
  if t.top then return cut(rows, 1, math.min(t.top, #rows)) end
  if t.bottom then return cut(rows, math.max(1, #rows - t.bottom + 1), #rows) end
  return rows
end

-- top(3, "PAT") is rank { indicator = "CERT", top = 3 }
function ranking.top(n, indicator)
  return ranking.rank { indicator = indicator, top = n }
end

return ranking
