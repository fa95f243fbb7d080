-- Simple statistics over arrays of figures or numbers; missing figures are left
-- out. Results are plain numbers, nil when there is nothing to compute from.
--
--   stats.median { 3, 1, 2 }                      --> 2
--   stats.mean(series { indicator = "GDP" })

local stats = {}

-- The numbers of the list, in its order.
function stats.values(list)
  local out = {}
  for _, item in ipairs(list) do
    local value = item
    if kind_of(item) == "figure" then value = item.value end
    if value ~= nil then out[#out + 1] = value end
  end
  return out
end

local function sorted(list)
  return kernel.sorted(stats.values(list))
end

function stats.sum(list)
  local total = 0
  for _, value in ipairs(stats.values(list)) do total = total + value end
  return total
end

function stats.mean(list)
  local n = #stats.values(list)
  return n > 0 and stats.sum(list) / n or nil
end

-- Quantile p of 0 to 1, linear between the order statistics (Hyndman and Fan 1996,
-- type 7).
function stats.quantile(list, p)
  local values = sorted(list)
  if #values == 0 then return nil end
  local h = (#values - 1) * p + 1
  local low = math.floor(h)
  if low == h then return values[low] end
  local high = math.min(low + 1, #values)
  return values[low] + (h - low) * (values[high] - values[low])
end

function stats.median(list)
  return stats.quantile(list, 0.5)
end

-- Standard deviation of a sample (divisor n − 1).
function stats.deviation(list)
  local values = stats.values(list)
  if #values < 2 then return nil end
  local mean, squares = stats.mean(values), 0
  for _, value in ipairs(values) do squares = squares + (value - mean) ^ 2 end
  return (squares / (#values - 1)) ^ 0.5
end

-- Coefficient of variation.
function stats.variation(list)
  local mean, deviation = stats.mean(list), stats.deviation(list)
  if not deviation or mean == 0 then return nil end
  return deviation / mean
end

-- Median absolute deviation from the median, × 1.4826: the robust counterpart of
-- the standard deviation (Rousseeuw and Croux 1993).
function stats.mad(list)
  local centre = stats.median(list)
  if not centre then return nil end
  local distances = {}
  for i, value in ipairs(stats.values(list)) do distances[i] = math.abs(value - centre) end
  return 1.4826 * stats.median(distances)
end

return stats
