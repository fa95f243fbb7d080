-- Columns of numbers: an array with one place a unit, false where the value is
-- missing. Every statistic is of the values that are there.
--
--   local vector = require "nqi.vector"
--   vector.mean { 1, false, 4 }                      --> 2.5
--   vector.correlation({ 1, 2, 3 }, { 2, 4, 7 })     --> 0.99339926779878
local arguments = require "nqi.options"

local vector = {}

-- Raises unless every place holds a finite number or false. `what` says whose values.
function vector.check(x, what)
  for i = 1, #x do
    local v = x[i]
    if v ~= false and (type(v) ~= "number" or v ~= v or v == math.huge or v == -math.huge) then
      arguments.fail("false stands for a missing value", "%s: value %d is not a finite number", what, i)
    end
  end
  return x
end

function vector.present(x)
  local out = {}
  for i = 1, #x do
    if x[i] then out[#out + 1] = x[i] end
  end
  return out
end

vector.count = kernel.count

function vector.map(x, f)
  local out = {}
  for i = 1, #x do out[i] = x[i] and f(x[i], i) end
  return out
end

function vector.constant(n, value)
  local out = {}
  for i = 1, n do out[i] = value end
  return out
end

function vector.sum(x)
  local sum = 0
  for i = 1, #x do sum = sum + (x[i] or 0) end
  return sum
end

-- nil where nothing is there.
function vector.mean(x)
  local n = vector.count(x)
  return n > 0 and vector.sum(x) / n or nil
end

function vector.minimum(x)
  return (kernel.extent(x))
end

function vector.maximum(x)
  local _, most = kernel.extent(x)
  return most
end

-- Σ(x − mean)^power
function vector.moment(x, power)
  local mean, sum = vector.mean(x), 0
  for i = 1, #x do
    if x[i] then sum = sum + (x[i] - mean) ^ power end
  end
  return sum
end

-- Standard deviation of a sample (n − 1), or of a population (n); nil if undefined.
function vector.sd(x, population)
  local n = vector.count(x) - (population and 0 or 1)
  return n > 0 and math.sqrt(vector.moment(x, 2) / n) or nil
end

-- Whether all values agree to 12 significant digits: no scale can be fitted.
function vector.is_constant(x)
  local low, high = kernel.extent(x)
  return low ~= nil and kernel.significant(low) == kernel.significant(high)
end

-- Quantile of type 7 (Hyndman and Fan 1996): R's and Excel's default.
function vector.quantile(x, p)
  local sorted = kernel.sorted(x)
  if #sorted == 0 then return nil end
  local h = (#sorted - 1) * p
  local low = math.floor(h)
  local below, above = sorted[low + 1], sorted[low + 2]
  return above and below + (h - low) * (above - below) or below
end

function vector.median(x)
  return vector.quantile(x, 0.5)
end

-- G1 = √(n(n−1)) / (n−2) · m3 / m2^(3/2) (Joanes and Gill 1998); nil if n < 3 or
-- the values are constant.
function vector.skewness(x)
  local n = vector.count(x)
  if n < 3 then return nil end
  local squares = vector.moment(x, 2)
  if squares == 0 then return nil end
  local g1 = math.sqrt(n) * vector.moment(x, 3) / squares ^ 1.5
  return g1 * math.sqrt(n * (n - 1)) / (n - 2)
end

-- G2, excess kurtosis adjusted for the sample (Joanes and Gill 1998); nil if n < 4.
function vector.kurtosis(x)
  local n = vector.count(x)
  if n < 4 then return nil end
  local squares = vector.moment(x, 2)
  if squares == 0 then return nil end
  local ratio = n * vector.moment(x, 4) / squares ^ 2
  return ((n + 1) * (ratio - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
end

local function same_length(x, y)
  if #x ~= #y then
    arguments.fail("false stands for a missing value", "two columns of the same units have %d and %d values", #x, #y)
  end
end

-- The places where both have a value.
function vector.pairs_present(x, y)
  same_length(x, y)
  local a, b = {}, {}
  for i = 1, #x do
    if x[i] and y[i] then
      a[#a + 1] = x[i]
      b[#b + 1] = y[i]
    end
  end
  return a, b
end

-- Sample covariance of the pairs that are there; nil with fewer than two.
function vector.covariance(x, y)
  local a, b = vector.pairs_present(x, y)
  if #a < 2 then return nil end
  local mean_a, mean_b, sum = vector.mean(a), vector.mean(b), 0
  for i = 1, #a do sum = sum + (a[i] - mean_a) * (b[i] - mean_b) end
  return sum / (#a - 1)
end

-- Pearson's r of the pairs that are there; nil if either is constant.
function vector.correlation(x, y)
  local a, b = vector.pairs_present(x, y)
  if #a < 2 or vector.is_constant(a) or vector.is_constant(b) then return nil end
  return vector.covariance(a, b) / (vector.sd(a) * vector.sd(b))
end

-- The places (rows) at which every column has a value.
function vector.complete_places(columns)
  local places = {}
  for k = 2, #columns do same_length(columns[1], columns[k]) end
  for i = 1, #(columns[1] or {}) do
    local whole = true
    for _, column in ipairs(columns) do whole = whole and column[i] ~= false end
    if whole then places[#places + 1] = i end
  end
  return places
end

function vector.take(x, places)
  local out = {}
  for i, place in ipairs(places) do out[i] = x[place] end
  return out
end

return vector
