-- From the values of a unit at the children of a node to its score there. Missing
-- values hand their weight to the others; with a data threshold a unit that has too
-- few of them gets no score.
-- OECD/JRC handbook (2008), step 6.
--
--   local aggregate = require "nqi.aggregate"
--   aggregate.unit { values = { 80, 20 }, weights = { 0.5, 0.5 }, method = "geometric" }   --> 40
--   aggregate.columns { columns = { { 1, 2 }, { 3, false } }, weights = { 1, 1 }, threshold = 0.6 }[2]   --> false
--   aggregate.topsis { columns = { { 1, 2, 3 }, { 3, 1, 2 } }, weights = { 0.5, 0.5 } }.closeness[1]   --> 0.5
local arguments = require "nqi.options"
local vector = require "nqi.vector"

local aggregate = {}

-- f and its inverse of the quasi-arithmetic means f⁻¹(Σ w f(x) / Σ w).
local means = {
  arithmetic = { function(x) return x end, function(y) return y end },
  geometric = { math.log, math.exp, positive = true },
  harmonic = { function(x) return 1 / x end, function(y) return 1 / y end, positive = true },
}

local function power_mean(p)
  if not p then arguments.fail(nil, "aggregation \"power\" needs an exponent p") end
  if p == 0 then return means.geometric end
  return { function(x) return x ^ p end, function(y) return y ^ (1 / p) end, positive = true }
end

function aggregate.mean_of(method, exponent)
  return method == "power" and power_mean(exponent) or means[method]
end

-- The score of one unit by a mean; false if the data do not suffice. A value that is
-- not positive is an error where the mean needs positive ones: the unit's score would
-- be zero or undefined however good the rest is.
function aggregate.unit(options)
  local mean = aggregate.mean_of(options.method or "arithmetic", options.p)
  if not mean then arguments.fail("arithmetic, geometric, harmonic, power, copeland or topsis", "no aggregation is called \"%s\"", tostring(options.method)) end
  local sum, have, present, counted = 0, 0, 0, 0
  for k, x in ipairs(options.values) do
    local w = options.weights[k]
    if not math.type(w) or not (w >= 0 and w < math.huge) then
      arguments.fail("weights are numbers from 0 on", "%s: weight %d is %s", options.where or "aggregate", k, tostring(w))
    end
    if w > 0 then
      counted = counted + 1
      if x then
        if not (x > -math.huge and x < math.huge) then
          arguments.fail("false stands for a missing value", "%s: value %d is not a finite number",
            options.where or "aggregate", k)
        end
        if mean.positive and x <= 0 then
          arguments.fail("normalise to a range that starts above 0, such as 1 to 100",
            "%s: the %s mean needs positive values, and %s is %g", options.where or "aggregate", options.method,
            options.what or "one", x)
        end
        sum, have, present = sum + w * mean[1](x), have + w, present + 1
      end
    end
  end
  if present == 0 or present < (options.threshold or 0) * counted - 1e-12 then return false end
  return mean[2](sum / have)
end

-- Copeland (1951): pairs of units won less pairs lost, where a pair is won by the unit
-- that is ahead in columns of more weight. kernel.copeland compares weighted wins
-- without misjudging 0.1 + 0.2 against 0.3.
function aggregate.copeland(options)
  return kernel.copeland(options.columns, options.weights)
end

local scalings = {
  vector = function(x)
    local squares = 0
    for i = 1, #x do squares = squares + (x[i] and x[i] * x[i] or 0) end
    return 0, math.sqrt(squares)
  end,
  min_max = function(x)
    local low = vector.minimum(x)
    return low, vector.maximum(x) - low
  end,
  none = function() return 0, 1 end,
}

-- Distances to the best and the worst value of each scaled column.
local function add_distances(column, best, worst, factor, to_best, to_worst)
  for i = 1, #column do
    if column[i] and to_best[i] then
      to_best[i] = to_best[i] + factor * (column[i] - best) ^ 2
      to_worst[i] = to_worst[i] + factor * (column[i] - worst) ^ 2
    end
  end
end

-- TOPSIS (Hwang and Yoon 1981): r_ij = x_ij / √Σ x², v = w r, D± the Euclidean
-- distances to the ideal and anti-ideal unit, C = D− / (D+ + D−). `normalisation`:
-- "vector" (theirs), "min_max" or "none"; `directions`: "-" where less is better;
-- `weights_in`: "matrix" (theirs), or "distance": √Σ w (r − r*)². A unit with a missing
-- value has no closeness; where all are alike there is none at all, an error. Results: ideal, anti_ideal, best, worst (D±), closeness.
function aggregate.topsis(options)
  local columns, n = options.columns, #options.columns[1]
  local shares = require("nqi.weights").given(options.weights, "topsis")
  local scale = scalings[options.normalisation or "vector"]
  if not scale then
    arguments.fail("vector, min_max or none", "topsis: no normalisation is called \"%s\"", tostring(options.normalisation))
  end
  for _, column in ipairs(columns) do vector.check(column, "topsis") end
  arguments.directions(options.directions, #columns, "topsis")
  local places = vector.complete_places(columns)
  if #places == 0 then arguments.fail(nil, "topsis: no unit has all values") end
  local best, worst, out = vector.constant(n, false), vector.constant(n, false), vector.constant(n, false)
  for _, i in ipairs(places) do best[i], worst[i] = 0, 0 end
  local ideal, anti_ideal = {}, {}
  for k, column in ipairs(columns) do
    local turned = options.directions and options.directions[k] == "-"
    local shift, size = scale(vector.take(column, places))
    if size <= 0 then arguments.fail(nil, "topsis: column %d has no spread to scale by", k) end
    local in_matrix = (options.weights_in or "matrix") == "matrix"
    local weight, factor = in_matrix and shares[k] or 1, in_matrix and 1 or shares[k]
    local flip = turned and options.normalisation == "min_max"
    local scaled = vector.map(column, function(x)
      local r = (x - shift) / size
      return weight * (flip and 1 - r or r)
    end)
    local own = vector.take(scaled, places)
    local high, low = vector.maximum(own), vector.minimum(own)
    if turned and not flip then high, low = low, high end
    ideal[k], anti_ideal[k] = high, low
    add_distances(scaled, high, low, factor, best, worst)
  end
  for _, i in ipairs(places) do
    best[i], worst[i] = math.sqrt(best[i]), math.sqrt(worst[i])
    if best[i] + worst[i] == 0 then
      arguments.fail("two units or more that differ are needed", "topsis: all units are alike")
    end
    out[i] = worst[i] / (best[i] + worst[i])
  end
  return { ideal = ideal, anti_ideal = anti_ideal, best = best, worst = worst, closeness = out }
end

-- Units that have too few of the columns with weight.
local function apply_threshold(options, scores)
  for i = 1, #scores do
    local present, counted = 0, 0
    for k, column in ipairs(options.columns) do
      if options.weights[k] > 0 then
        counted = counted + 1
        if column[i] then present = present + 1 end
      end
    end
    if present < (options.threshold or 0) * counted - 1e-12 then scores[i] = false end
  end
  return scores
end

-- The scores of all units at a node. Options: columns (of the children), weights,
-- method, p, threshold, names (of units, for errors).
function aggregate.columns(options)
  local method, columns = options.method or "arithmetic", options.columns
  if method == "copeland" then return apply_threshold(options, aggregate.copeland { columns = columns, weights = options.weights }) end
  if method == "topsis" then
    local kept, own = {}, {}
    for k, column in ipairs(columns) do
      if options.weights[k] > 0 then
        kept[#kept + 1] = column
        own[#own + 1] = options.weights[k]
      end
    end
    return aggregate.topsis { columns = kept, weights = own }.closeness
  end
  local scores, row = {}, {}
  for i = 1, #columns[1] do
    for k, column in ipairs(columns) do row[k] = column[i] end
    scores[i] = aggregate.unit { values = row, weights = options.weights, method = method,
      p = options.p, threshold = options.threshold, what = options.names and options.names[i], where = options.where }
  end
  return scores
end

arguments.guard("aggregate", aggregate, "unit", {
  values = true, weights = true, method = true, p = true, threshold = true, what = true, where = true,
})
arguments.guard("aggregate", aggregate, "copeland", { columns = true, weights = true })
arguments.guard("aggregate", aggregate, "topsis", {
  columns = true, weights = true, directions = true, normalisation = true, weights_in = true,
})
arguments.guard("aggregate", aggregate, "columns", {
  columns = true, weights = true, method = true, p = true, threshold = true, names = true, where = true,
})

return aggregate
