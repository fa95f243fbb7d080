-- Whether neighbours are alike: Moran's I, global and local.
-- Moran, Biometrika 37, 1950; Cliff and Ord 1981; Anselin, Geogr. Anal. 27(2), 1995.
--
--   local spatial = require "nqi.spatial"
--   local links = { { 0, 1, 0 }, { 1, 0, 1 }, { 0, 1, 0 } }
--   local r = spatial.moran { values = { 1, 2, 4 }, links = links }
--   string.format("%.4f", r.i)   --> -0.0357
local arguments = require "nqi.options"
local spatial = {}

local function weights_of(options, n)
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

-- links[i][j]: 1 for neighbours, 0 otherwise (and for i = j); rows are divided by their
-- sum unless `binary`. I = (n/S0) Σ w_ij z_i z_j / Σ z²; expected −1/(n−1); z under the
-- normality and the randomisation assumption; local I_i = z_i Σ_j w_ij z_j / (Σ z²/n) with the
-- quadrant (HH, HL, LH, LL). Values must be complete.
function spatial.moran(options)
  local values, n = options.values, #options.values
  local w = weights_of(options, n)
  local s0, s1, s2 = moments(w, n)
  local mean, squares, fourth, cross = require("nqi.vector").mean(values), 0, 0, 0
  local z, lags = {}, {}
  for i = 1, n do
    z[i] = values[i] - mean
    squares, fourth = squares + z[i] ^ 2, fourth + z[i] ^ 4
  end
  if squares == 0 then arguments.fail(nil, "moran: all values are equal") end
  local result = { s0 = s0, s1 = s1, s2 = s2, expected = -1 / (n - 1), locals = {}, quadrants = {} }
  for i = 1, n do
    lags[i] = 0
    for j = 1, n do lags[i] = lags[i] + w[i][j] * z[j] end
    cross = cross + z[i] * lags[i]
    result.locals[i] = z[i] * lags[i] / (squares / n)
    result.quadrants[i] = (z[i] > 0 and "H" or "L") .. (lags[i] > 0 and "H" or "L")
  end
  result.i = n / s0 * cross / squares
  local e2 = result.expected ^ 2
  result.variance_normal = (n * n * s1 - n * s2 + 3 * s0 ^ 2) / (s0 ^ 2 * (n * n - 1)) - e2
  local b2 = n * fourth / squares ^ 2
  result.variance_random = (n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 ^ 2)
    - b2 * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 ^ 2)) / ((n - 1) * (n - 2) * (n - 3) * s0 ^ 2) - e2
  if n <= 3 then result.variance_random = nil end
  result.z_normal = (result.i - result.expected) / math.sqrt(result.variance_normal)
  result.z_random = result.variance_random and (result.i - result.expected) / math.sqrt(result.variance_random)
  return result
end

arguments.guard("spatial", spatial, "moran", { values = true, links = true, binary = true })

return spatial
