-- One scale for all indicators. A scale is fitted to a column (of one period, or of the
-- whole panel), and then applied; what was fitted is kept to be printed.
-- OECD/JRC handbook (2008), step 5; names as in COINr 1.1.
--
--   local normalise = require "nqi.normalise"
--   normalise.column({ 2, 3, 6 }, { method = "min_max", to = 100 })[2]         --> 25
--   normalise.column({ 2, 3, 6 }, { method = "min_max", direction = "-" })[2]  --> 0.75
--   local scale = normalise.fit({ 2, 4, 6 }, { method = "z_score" })
--   normalise.apply(scale, 8)                                                  --> 2
local arguments = require "nqi.options"
local vector = require "nqi.vector"

local normalise = {}

local function constant_error(what)
  arguments.fail("leave the indicator out, or use goalposts", "%s: all values are equal, so there is no scale", what)
end

-- The best value has the best score: a scale that runs down would turn the indicator over
-- without saying so.
local function check_rising(options, name)
  local falls = options.from and options.to and options.from >= options.to
    or name == "min_max" and (options.from or 0) >= (options.to or 1)
  if falls or (options.sd or 1) <= 0 or (options.times or 1) <= 0 then
    arguments.fail("write direction = \"-\" for an indicator of which less is better",
      "%s: from must be less than to, and sd and times more than 0", name)
  end
end

-- Each method: fit(x, options) → a table of numbers; apply(scale, v). `x` and `v` are
-- turned already (−x for direction −), unless `natural` is set.
local methods = {}

-- (x − min) / (max − min) · (to − from) + from
methods.min_max = {
  fit = function(x, options)
    local low, high = vector.minimum(x), vector.maximum(x)
    if vector.is_constant(x) then constant_error("min_max") end
    return { low = low, high = high, from = options.from or 0, to = options.to or 1 }
  end,
  apply = function(s, v) return (v - s.low) / (s.high - s.low) * (s.to - s.from) + s.from end,
}

-- (x − mean) / sd · sd' + mean', sd of the sample (n − 1)
methods.z_score = {
  fit = function(x, options)
    if vector.is_constant(x) or vector.count(x) < 2 then constant_error("z_score") end
    return { centre = vector.mean(x), sd = vector.sd(x), mean_to = options.mean or 0, sd_to = options.sd or 1 }
  end,
  apply = function(s, v) return (v - s.centre) / s.sd * s.sd_to + s.mean_to end,
}

-- (x − low) / (high − low) · times, for direction − (high − x) / (high − low) · times,
-- between numbers that are given
methods.scaled = {
  natural = true,
  fit = function(_, options)
    local low, high = options.low or 0, options.high or 100
    if low >= high then arguments.fail(nil, "scaled: low must be less than high") end
    return { low = low, high = high, times = options.times or 100, turned = options.direction == "-" }
  end,
  apply = function(s, v)
    return (s.turned and s.high - v or v - s.low) / (s.high - s.low) * s.times
  end,
}

-- The same cut off at both ends: what lies beyond a goalpost counts as the goalpost
methods.goalposts = {
  natural = true,
  fit = function(_, options)
    if not options.low or not options.high or options.low >= options.high then
      arguments.fail(nil, "goalposts: low and high are needed, low the less")
    end
    return { low = options.low, high = options.high, times = options.times or 1,
      turned = options.direction == "-", truncate = options.truncate ~= false }
  end,
  apply = function(s, v)
    local y = (s.turned and s.high - v or v - s.low) / (s.high - s.low)
    if s.truncate then y = math.min(1, math.max(0, y)) end
    return y * s.times
  end,
}

-- 1 − (max − x) / (max − min)
methods.distance_to_best = {
  fit = function(x, options)
    if vector.is_constant(x) then constant_error("distance_to_best") end
    return { low = vector.minimum(x), high = vector.maximum(x), times = options.times or 1 }
  end,
  apply = function(s, v) return (1 - (s.high - v) / (s.high - s.low)) * s.times end,
}

-- 1 − (x_ref − x) / (x_ref − min): `reference` is the place of the reference unit;
-- `cap`: no more than 1
methods.distance_to_reference = {
  fit = function(x, options)
    local reference = options.reference and x[options.reference]
    if not reference then arguments.fail(nil, "distance_to_reference: the reference unit has no value") end
    local low = vector.minimum(x)
    if reference == low then arguments.fail(nil, "distance_to_reference: the reference unit has the least value") end
    return { low = low, reference = reference, times = options.times or 1, cap = options.cap }
  end,
  apply = function(s, v)
    local y = 1 - (s.reference - v) / (s.reference - s.low)
    return (s.cap and math.min(1, y) or y) * s.times
  end,
}

-- (x − min) / (target − min); for direction − (max − x) / (max − target)
methods.distance_to_target = {
  natural = true,
  fit = function(x, options)
    local target, turned = options.target, options.direction == "-"
    if not target then arguments.fail(nil, "distance_to_target: no target is given") end
    local start = turned and vector.maximum(x) or vector.minimum(x)
    if turned and target >= start or not turned and target <= start then
      arguments.fail("scores would be negative or undefined",
        "distance_to_target: the target %g is not beyond the worst value %g", target, start)
    end
    return { start = start, target = target, times = options.times or 1, cap = options.cap }
  end,
  apply = function(s, v)
    local y = (v - s.start) / (s.target - s.start)
    return (s.cap and math.min(1, y) or y) * s.times
  end,
}

-- x / max; there is no such fraction where less is better
methods.fraction_of_maximum = {
  fit = function(x, options)
    local high = vector.maximum(x)
    if options.direction == "-" or high <= 0 then
      arguments.fail(nil, "fraction_of_maximum needs direction + and a positive maximum")
    end
    return { high = high, times = options.times or 1 }
  end,
  apply = function(s, v) return v / s.high * s.times end,
}

-- How many are below, and how many are equal, after rounding to 12 digits.
local function place_in(s, v)
  local rounded, sorted = s.exact and v or kernel.significant(v), s.sorted
  -- How many are less than v, or with `also` not more: by halving.
  local function count(also)
    local low, high = 0, #sorted
    while low < high do
      local middle = (low + high) // 2
      local other = sorted[middle + 1]
      if other < rounded or also and other == rounded then low = middle + 1 else high = middle end
    end
    return low
  end
  local below = count(false)
  return below, count(true) - below
end

-- Ascending rank: the worst is 1. ties: "min" (default), "max", "average"; `exact`
-- compares without rounding, as COINr does
local function rank_of(s, v)
  local below, equal = place_in(s, v)
  if s.ties == "max" then return below + equal end
  if s.ties == "average" then return below + (equal + 1) / 2 end
  return below + 1
end

local function fit_rank(x, options)
  local sorted = vector.present(options.exact and x or vector.map(x, kernel.significant))
  table.sort(sorted)
  return { sorted = sorted, exact = options.exact, ties = options.ties or "min", times = options.times or 1 }
end

methods.rank = { fit = fit_rank, apply = rank_of }
-- rank − 1: how many are beaten (Borda 1784)
methods.borda = { fit = fit_rank, apply = function(s, v) return rank_of(s, v) - 1 end }
-- (rank − 1) / (n − 1)
methods.percentile_rank = {
  fit = function(x, options)
    if vector.count(x) < 2 then constant_error("percentile_rank") end
    return fit_rank(x, options)
  end,
  apply = function(s, v) return (rank_of(s, v) - 1) / (#s.sorted - 1) * s.times end,
}

normalise.methods = methods

-- The scale of a column. Options: method, direction ("+" or "-") and the method's own.
-- Raises if there is nothing to fit. The scale carries what a table of methods prints:
-- minimum, maximum, mean, sd and n of the column as it was.
function normalise.fit(x, options)
  local name = options.method or "min_max"
  local method = methods[name]
  if not method then
    arguments.fail("min_max, z_score, scaled, goalposts, rank, percentile_rank, borda, distance_to_best, "
        .. "distance_to_reference, distance_to_target or fraction_of_maximum", "no normalisation is called \"%s\"",
      tostring(name))
  end
  check_rising(options, name)
  vector.check(x, name)
  if vector.count(x) == 0 then arguments.fail(nil, "%s: no value to fit a scale to", name) end
  local turned = options.direction == "-" and not method.natural
  local own = turned and vector.map(x, function(v) return -v end) or x
  local scale = method.fit(own, options)
  scale.method, scale.negate = name, turned
  scale.statistics = { n = vector.count(x), minimum = vector.minimum(x), maximum = vector.maximum(x),
    mean = vector.mean(x), sd = vector.sd(x) }
  return scale
end

-- How many values of a column lie beyond the goalposts and count as one of them.
function normalise.clipped(scale, x)
  local n = 0
  for _, v in ipairs(scale.truncate and x or {}) do
    if v and (v < scale.low or v > scale.high) then n = n + 1 end
  end
  return n
end

function normalise.apply(scale, v)
  return methods[scale.method].apply(scale, scale.negate and -v or v)
end

function normalise.column(x, options)
  local scale = normalise.fit(x, options)
  return vector.map(x, function(v) return normalise.apply(scale, v) end), scale
end

arguments.guard("normalise", normalise, "fit", {
  method = true, direction = true, from = true, to = true, mean = true, sd = true, low = true, high = true,
  times = true, truncate = true, reference = true, cap = true, target = true, ties = true, exact = true,
  over = true,
}, 2)

return normalise
