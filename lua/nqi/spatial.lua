-- Whether neighbours are alike: Moran's I, global and local.
-- Moran, Biometrika 37, 1950; Cliff and Ord 1981; Anselin, Geogr. Anal. 27(2), 1995.
--
--   local spatial = require "nqi.spatial"
--   local links = { { 0, 1, 0 }, { 1, 0, 1 }, { 0, 1, 0 } }
--   local r = spatial.moran { values = { 1, 2, 4 }, links = links }
--   string.format("%.4f", r.i)   --> -0.0357
local arguments = require "nqi.options"
local vector = require "nqi.vector"

local spatial = {}

-- links[i][j] is a number for every pair of units.
local function check_links(links, n)
  local good = type(links) == "table" and #links == n
  for i = 1, good and n or 0 do
    for j = 1, type(links[i]) == "table" and #links[i] or 0 do
      if type(links[i][j]) == "number" then arguments.finite("moran", "links[" .. i .. "][" .. j .. "]", links[i][j]) end
    end
  end
  for i = 1, good and n or 0 do
    good = good and type(links[i]) == "table" and #links[i] == n
    for j = 1, good and n or 0 do good = good and type(links[i][j]) == "number" end
  end
  if not good then
    arguments.fail("links[i][j] is 1 for neighbours and 0 for others: links = { { 0, 1, 0 }, { 1, 0, 1 }, { 0, 1, 0 } }",
      "moran: links must be %d rows of %d numbers", n, n)
  end
end

local function weights_of(options, n)
  check_links(options.links, n)
  local out = {}
  for i = 1, n do
    local row, sum = options.links[i], 0
    for j = 1, n do sum = sum + row[j] end
    if sum == 0 then
      arguments.fail("an island is linked to its usual partner, and the report says so, or it is left out",
        "moran: unit %d has no neighbour", i)
    end
    out[i] = {}
    for j = 1, n do out[i][j] = options.binary and row[j] or row[j] / sum end
  end
  return out
end

local function moments(w, n)
  local s0, s1, s2 = 0, 0, 0
  for i = 1, n do
    local row, column = 0, 0
    for j = 1, n do
      s0 = s0 + w[i][j]
      s1 = s1 + (w[i][j] + w[j][i]) ^ 2 / 2
      row, column = row + w[i][j], column + w[j][i]
    end
    s2 = s2 + (row + column) ^ 2
  end
  return s0, s1, s2
end

-- What can be divided by; a variance of 0 (every unit linked to every other) has no z.
local function standard(x, expected, variance)
  return variance and variance > 1e-12 and (x - expected) / math.sqrt(variance) or nil
end

-- E and variance of each local I_i under the randomisation assumption (Anselin 1995,
-- eq. 13 and 14), with b2 = m4/m2², m2 = Σz²/n and m4 = Σz⁴/n.
local function add_local_tests(result, w, n, b2)
  result.local_expected, result.local_variance, result.local_z = {}, {}, {}
  for i = 1, n do
    local sum, squares = 0, 0
    for j = 1, n do sum, squares = sum + w[i][j], squares + w[i][j] ^ 2 end
    local expected = -sum / (n - 1)
    local variance = squares * (n - b2) / (n - 1)
      + (sum ^ 2 - squares) * (2 * b2 - n) / ((n - 1) * (n - 2)) - expected ^ 2
    result.local_expected[i], result.local_variance[i] = expected, variance
    result.local_z[i] = standard(result.locals[i], expected, variance) or false
  end
end

-- links[i][j]: 1 for neighbours, 0 otherwise (and for i = j); rows are divided by their
-- sum unless `binary`. I = (n/S0) Σ w_ij z_i z_j / Σ z²; expected −1/(n−1); z under the
-- normality and the randomisation assumption (that one from four units on); nil where the
-- variance is 0. Local I_i = z_i Σ_j w_ij z_j / m2 with the quadrant (HH, HL, LH, LL; "" for
-- one at the mean or whose neighbours are), m2 = Σz²/n, the variance of a population:
-- `local_scale` says so. local_expected, local_variance and local_z (false: none) are those
-- of randomisation. Values must be complete: three units or more that are not all equal.
function spatial.moran(options)
  local values, n = vector.check(options.values, "moran"), #options.values
  if n < 3 then arguments.fail(nil, "moran: three units or more are needed, not %d", n) end
  if vector.count(values) < n then arguments.fail("leave it out of values and links", "moran: a unit has no value") end
  if vector.is_constant(values) then arguments.fail(nil, "moran: all values are equal") end
  local w = weights_of(options, n)
  local s0, s1, s2 = moments(w, n)
  local mean, squares, fourth, cross = vector.mean(values), 0, 0, 0
  local z, lags = {}, {}
  for i = 1, n do
    z[i] = values[i] - mean
    squares, fourth = squares + z[i] ^ 2, fourth + z[i] ^ 4
  end
  local result = { s0 = s0, s1 = s1, s2 = s2, expected = -1 / (n - 1), locals = {}, quadrants = {},
    local_scale = "population" }
  local nothing = 1e-12 * math.sqrt(squares / n)
  for i = 1, n do
    lags[i] = 0
    for j = 1, n do lags[i] = lags[i] + w[i][j] * z[j] end
    cross = cross + z[i] * lags[i]
    result.locals[i] = z[i] * lags[i] / (squares / n)
    local sides = math.abs(z[i]) > nothing and math.abs(lags[i]) > nothing
    result.quadrants[i] = sides and (z[i] > 0 and "H" or "L") .. (lags[i] > 0 and "H" or "L") or ""
  end
  result.i = n / s0 * cross / squares
  local e2 = result.expected ^ 2
  result.variance_normal = (n * n * s1 - n * s2 + 3 * s0 ^ 2) / (s0 ^ 2 * (n * n - 1)) - e2
  local b2 = n * fourth / squares ^ 2
  if n > 3 then
    result.variance_random = (n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 ^ 2)
      - b2 * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 ^ 2)) / ((n - 1) * (n - 2) * (n - 3) * s0 ^ 2) - e2
  end
  result.z_normal = standard(result.i, result.expected, result.variance_normal)
  result.z_random = standard(result.i, result.expected, result.variance_random)
  add_local_tests(result, w, n, b2)
  return result
end

arguments.guard("spatial", spatial, "moran", { values = true, links = true, binary = true })

return spatial
