-- Simple statistics over arrays of figures or numbers; missing figures are left
-- out. Results are plain numbers; nil when there is nothing to compute from, or, with the
-- reason, where the gate for comparisons parts the figures: a new definition between them,
-- or periods of another kind. Figures in several units are an error.
--
--   stats.median { 3, 1, 2 }                      --> 2
--   stats.mean(series { indicator = "GDP" })

local options = require "nqi.options"

local stats = {}

-- Why a figure is not to be put together with the first one, if it is not.
local function apart(figure, first)
  if figure.unit ~= first.unit and figure.unit ~= "" and first.unit ~= "" then
    options.fail('convert one of them with f:in_unit("…")', 'cannot add "%s" and "%s"', first.unit, figure.unit)
  end
  return comparison(figure, first, "order")
end

-- The numbers of the list, in its order; and why they are no numbers of one thing.
function stats.values(list)
  local out, first, why = {}, nil, nil
  for _, item in ipairs(list) do
    local value = item
    if kind_of(item) == "figure" then
      value = item.value
      if value ~= nil and first then why = why or apart(item, first) end
      first = first or value ~= nil and item or nil
    end
    if value ~= nil then out[#out + 1] = value end
  end
  return out, why
end

-- What `compute` makes of the numbers; nil and why if they are of several things.
local function of_one(list, compute)
  local values, why = stats.values(list)
  if why then return nil, why end
  return compute(values)
end

local function sum_of(values)
  local total = 0
  for _, value in ipairs(values) do total = total + value end
  return total
end

-- What may not be added (pipeline/script/addition.h) is an error.
function stats.sum(list)
  local why = kernel.check_sum(list)
  if why then return nil, why end
  local values = stats.values(list) -- months of a year and the year: as f + g has them
  return sum_of(values)
end

local function mean_of(values)
  return #values > 0 and sum_of(values) / #values or nil
end

function stats.mean(list)
  return of_one(list, mean_of)
end

local function quantile_of(values, p)
  if #values == 0 then return nil end
  local sorted = kernel.sorted(values)
  local h = (#sorted - 1) * p + 1
  local low = math.floor(h)
  if low == h then return sorted[low] end
  local high = math.min(low + 1, #sorted)
  return sorted[low] + (h - low) * (sorted[high] - sorted[low])
end

-- Quantile p of 0 to 1, linear between the order statistics (Hyndman and Fan 1996,
-- type 7).
function stats.quantile(list, p)
  if options.finite("quantile", "p", p) < 0 or p > 1 then options.fail(nil, "quantile: p lies between 0 and 1") end
  return of_one(list, function(values) return quantile_of(values, p) end)
end

function stats.median(list)
  return stats.quantile(list, 0.5)
end

local function deviation_of(values)
  if #values < 2 then return nil end
  local mean, squares = mean_of(values), 0
  for _, value in ipairs(values) do squares = squares + (value - mean) ^ 2 end
  return (squares / (#values - 1)) ^ 0.5
end

-- Standard deviation of a sample (divisor n − 1).
function stats.deviation(list)
  return of_one(list, deviation_of)
end

-- Coefficient of variation; nil and "negative" with a number below zero, where it says
-- nothing.
function stats.variation(list)
  return of_one(list, function(values)
    for _, value in ipairs(values) do
      if value < 0 then return nil, "negative" end
    end
    local mean, deviation = mean_of(values), deviation_of(values)
    if not deviation or mean == 0 then return nil end
    return deviation / mean
  end)
end

-- Median absolute deviation from the median, × 1.4826: the robust counterpart of
-- the standard deviation (Rousseeuw and Croux 1993).
function stats.mad(list)
  return of_one(list, function(values)
    local centre = quantile_of(values, 0.5)
    if not centre then return nil end
    local distances = {}
    for i, value in ipairs(values) do distances[i] = math.abs(value - centre) end
    return 1.4826 * quantile_of(distances, 0.5)
  end)
end

return stats
