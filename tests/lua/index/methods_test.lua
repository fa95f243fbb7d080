-- Methods of COINr and Compind: right values worked out apart, or by hand.
local support = require "support"
local near, all_near, equal, raises = support.near, support.all_near, support.equal, support.raises
local weights, vector, inference = require "nqi.weights", require "nqi.vector", require "nqi.inference"
local mazziotta_pareto, smaa = require "nqi.mazziotta_pareto", require "nqi.smaa"

-- x = 10, 20, 30 and 8, 2, 5 (less is better): z by hand with sd √(200/3) and √6.
local function mpi()
  local columns, directions = { { 10, 20, 30 }, { 8, 2, 5 } }, { "+", "-" }
  local s, t = math.sqrt(200 / 3), math.sqrt(6)
  local wanted = {}
  for i, z in ipairs { { 100 - 100 / s, 100 - 30 / t }, { 100, 100 + 30 / t }, { 100 + 100 / s, 100 } } do
    local mean, half = (z[1] + z[2]) / 2, math.abs(z[1] - z[2]) / 2
    wanted[i] = mean - half * half / mean
  end
  all_near(mazziotta_pareto.mpi { columns = columns, directions = directions }, wanted, 1e-12)
  local added = mazziotta_pareto.mpi { columns = columns, directions = directions, penalty = "+" }
  local plain = {}
  for i = 1, 3 do plain[i] = (added[i] + wanted[i]) / 2 end
  near(plain[2], 100 + 15 / t, 1e-12) -- the mean itself
  -- As Compind: sample deviations throughout.
  local sample = mazziotta_pareto.mpi { columns = columns, directions = directions, sample = true }
  near(sample[2], (100 + 5 / 1) - (10 ^ 2 / 2) / 105, 1e-12) -- z = 100, 110: M = 105, S² = 50
  equal(mazziotta_pareto.mpi({ columns = { { 1, 2, false }, { 1, 2, 3 } } })[3], false)
  raises("does not vary", function() mazziotta_pareto.mpi { columns = { { 1, 1 }, { 1, 2 } } } end)
  raises("no penalty", function() mazziotta_pareto.mpi { columns = columns, penalty = "x" } end)
  raises("two indicators", function() mazziotta_pareto.mpi { columns = { { 1, 2 } } } end)
  raises("not a finite number", function() mazziotta_pareto.mpi { columns = { { 1, 0 / 0 }, { 1, 2 } } } end)
end

local function ampi()
  -- Mean 20 of 10 … 30 is the middle: 70, 100, 130; 8, 2, 5 turned: 70, 130, 100.
  local r = mazziotta_pareto.ampi { columns = { { 10, 20, 30 }, { 8, 2, 5 } }, directions = { "+", "-" } }
  near(r[1], 70, 1e-12)
  near(r[2], 115 - 15 * 15 / 115, 1e-12)
  near(r[3], 115 - 15 * 15 / 115, 1e-12)
  -- Against a base period: goalposts of both periods, 100 at the base's mean.
  local over = mazziotta_pareto.ampi { columns = { { 10, 30 }, { 1, 3 } }, lows = { 0, 0 }, highs = { 40, 4 }, references = { 10, 1 } }
  near(over[1], 100, 1e-12)
  near(over[2], 130, 1e-12)
end

-- Two criteria that oppose each other and a unit between: with weight w on the first, unit 1
-- scores 1 − w, unit 2 w, unit 3 0.6 always; so each is first for w below 0.4, above 0.6,
-- and between.
local function acceptability()
  local r = smaa.run { columns = { { 0, 1, 0.6 }, { 1, 0, 0.6 } }, replications = 10000, seed = 5 }
  near(r.first[1], 0.4, 0.04)
  near(r.first[2], 0.4, 0.04)
  near(r.first[3], 0.2, 0.08)
  near(r.acceptability[3][3], 0, 0)
  near(r.central[1][1], 0.2, 0.05)
  near(r.central[2][1], 0.8, 0.02)
  near(r.central[3][1], 0.5, 0.02)
  for rank = 1, 3 do
    near(r.acceptability[rank][1] + r.acceptability[rank][2] + r.acceptability[rank][3], 1, 1e-9)
  end
  near(r.expected[3], 1.8, 0.02)
  -- Three criteria, uniform on the simplex: mean weights of one third.
  local all = smaa.run { columns = { { 1, 0 }, { 1, 0 }, { 1, 0 } }, replications = 5000, seed = 6 }
  for k = 1, 3 do near(all.central[1][k], 1 / 3, 0.03) end
  equal(all.central[2], nil)
  local other = smaa.run { columns = { { 0, 1, 0.6 }, { 1, 0, 0.6 } }, replications = 10000, seed = 6 }
  equal(other.first[1] ~= r.first[1], true)
end

-- Uncorrelated columns: r_k² ∝ (w_k s_k)², so the weights that fit are √target / s.
local function optimised()
  local a = { 1, 1, -1, -1, 1, 1, -1, -1 }
  local b = { 3, -3, 3, -3, 3, -3, 3, -3 }
  local c = { 2, 2, 2, 2, -2, -2, -2, -2 }
  local found = weights.optimise({ a, b, c }, { target = { 0.5, 0.25, 0.25 } })
  local wanted = weights.given { math.sqrt(0.5), 0.5 / 3, 0.5 / 2 }
  all_near(found.weights, wanted, 1e-4)
  equal(found.reached, true)
  all_near(found.influence, { 0.5, 0.25, 0.25 }, 1e-3)
  local equal_ones = weights.optimise { a, b, c }
  all_near(equal_ones.weights, weights.given { 1, 1 / 3, 1 / 2 }, 1e-4)
  -- What cannot be reached is said.
  local d = vector.map(a, function(v, i) return v + 0.01 * b[i] end)
  equal(weights.optimise({ a, d }, { target = { 0.9, 0.1 } }).reached, false)
  raises("do not fit", function() weights.optimise({ a, b }, { target = { 1 } }) end)
end

local function growth()
  near(inference.cagr(100, 121, 2), 10, 1e-12)
  equal(inference.cagr(0, 1, 2), nil)
  equal(inference.cagr(5, -1, 2), nil)
  equal(inference.cagr(5, 6, 0), nil)
  equal(inference.cagr(nil, 6, 1), nil)
end

return {
  { "Mazziotta–Pareto", mpi },
  { "adjusted Mazziotta–Pareto", ampi },
  { "acceptability of ranks", acceptability },
  { "weights for a target influence", optimised },
  { "mean growth a year", growth },
}
