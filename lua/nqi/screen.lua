-- Which units and indicators have enough data to take part.
-- OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 3.
--
--   local screen = require "nqi.screen"
--   local few = screen.units { columns = { { 1, false }, { 2, 3 } }, threshold = 0.6 }
--   few[1].place   --> 2
--   few[1].share   --> 0.5
local vector = require "nqi.vector"

local arguments = require "nqi.options"

local screen = {}

-- The share of the columns in which a unit has a value.
function screen.availability(columns, place)
  local present = 0
  for _, column in ipairs(columns) do
    if column[place] then present = present + 1 end
  end
  return #columns > 0 and present / #columns or 0
end

-- The units whose availability is below the threshold, in unit order.
function screen.units(options)
  local out = {}
  for _, column in ipairs(options.columns) do vector.check(column, "screen") end
  for place = 1, #(options.columns[1] or {}) do
    local share = screen.availability(options.columns, place)
    if share < options.threshold - 1e-12 then out[#out + 1] = { place = place, share = share } end
  end
  return out
end

-- The columns that too few units have.
function screen.indicators(options)
  local out = {}
  for place, column in ipairs(options.columns) do
    vector.check(column, "screen")
    local share = #column > 0 and vector.count(column) / #column or 0
    if share < options.threshold - 1e-12 then out[#out + 1] = { place = place, share = share } end
  end
  return out
end

arguments.guard("screen", screen, "units", { columns = true, threshold = true })
arguments.guard("screen", screen, "indicators", { columns = true, threshold = true })

return screen
