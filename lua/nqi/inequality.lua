-- How unequal units are, and how much of that lies between regions.
--
--   local inequality = require "nqi.inequality"
--   inequality.gini { values = { 1, 2, 3 } }.gini                       --> 0.22222222222222
--   inequality.theil { values = { 1, 1, 3, 3 }, groups = { "东", "东", "西", "西" } }.between_share   --> 1
--   inequality.variation { 1, 2, 3 }                                    --> 0.5
local arguments = require "nqi.options"
local vector = require "nqi.vector"

local inequality = {}

local function check(values, what, least)
  vector.check(values, what)
  for i, x in ipairs(values) do
    if x and (x < 0 or (least and x <= least)) then
      arguments.fail("it is defined for positive quantities; a z-score is none", "%s: value %d is %g", what, i, x)
    end
  end
end

-- The values that are there, with their weights (population; 1 by default) and groups.
local function gather(options, what)
  check(options.values, what)
  local x, p, g = {}, {}, {}
  for i, value in ipairs(options.values) do
    local weight = options.weights and options.weights[i]
    if weight and not (weight >= 0 and weight < math.huge) then
      arguments.fail("weights are numbers from 0 on", "%s: weight %d is %g", what, i, weight)
    end
    if value and (weight or not options.weights) then
      x[#x + 1], p[#p + 1] = value, weight or 1
      g[#g + 1] = options.groups and options.groups[i] or false
    end
  end
  if #x == 0 or vector.sum(x) == 0 then arguments.fail(nil, "%s: no positive value", what) end
  return x, p, g
end

-- Gini (1912): Σ_ij p_i p_j |x_i − x_j| / (2 P² μ), μ the weighted mean. `sample` is
-- n/(n − 1) times that (unweighted).
function inequality.gini(options)
  local x, p = gather(options, "gini")
  local apart, total, weighted = 0, 0, 0
  for i = 1, #x do
    total, weighted = total + p[i], weighted + p[i] * x[i]
    for j = 1, i - 1 do apart = apart + 2 * p[i] * p[j] * math.abs(x[i] - x[j]) end
  end
  local mean = weighted / total
  local gini = apart / (2 * total * total * mean)
  -- One unit alone is neither equal nor unequal.
  return { gini = #x > 1 and gini or nil, sample = #x > 1 and gini * #x / (#x - 1) or nil, mean = mean, n = #x }
end

-- Coefficient of variation, of a sample or a population.
function inequality.variation(values, population)
  local mean, sd = vector.mean(vector.check(values, "variation")), vector.sd(values, population)
  if not mean or mean <= 0 then arguments.fail(nil, "variation: the mean must be positive") end
  return sd and sd / mean
end

-- Σ f r ln r and Σ f ln(1/r) with r = x/μ: Theil's T and L of one set.
local function theil_of(x, p)
  local total, weighted, t, l = 0, 0, 0, 0
  for i = 1, #x do total, weighted = total + p[i], weighted + p[i] * x[i] end
  local mean = weighted / total
  for i = 1, #x do
    local f, r = p[i] / total, x[i] / mean
    if r > 0 then
      t = t + f * r * math.log(r)
      l = l and l - f * math.log(r)
    else
      l = nil
    end
  end
  return { t = t, l = l, population = total, income = weighted, mean = mean }
end

-- Theil (1967), decomposed after Shorrocks (1980): T = Σ s_g T_g + Σ s_g ln(s_g/f_g)
-- with income shares s and population shares f; L = Σ f_g L_g + Σ f_g ln(f_g/s_g).
-- L is nil where a value is zero. Result: t, l, groups (in the order of first
-- appearance: name, population_share, income_share, t, l, mean, contribution),
-- within, between, between_share; within_l, between_l.
function inequality.theil(options)
  local x, p, g = gather(options, "theil")
  local all = theil_of(x, p)
  local result = { t = all.t, l = all.l, mean = all.mean, n = #x }
  if not options.groups then return result end
  local members, order = {}, {}
  for i = 1, #x do
    if not g[i] then arguments.fail(nil, "%s: unit %d belongs to no group", "theil", i) end
    if not members[g[i]] then
      members[g[i]] = { x = {}, p = {} }
      order[#order + 1] = g[i]
    end
    table.insert(members[g[i]].x, x[i])
    table.insert(members[g[i]].p, p[i])
  end
  result.groups, result.within, result.between = {}, 0, 0
  result.within_l, result.between_l = all.l and 0, all.l and 0
  for k, name in ipairs(order) do
    local own = theil_of(members[name].x, members[name].p)
    local f, s = own.population / all.population, own.income / all.income
    result.within = result.within + s * own.t
    if s > 0 then result.between = result.between + s * math.log(s / f) end
    if all.l then
      result.within_l = result.within_l + f * own.l
      result.between_l = result.between_l + f * math.log(f / s)
    end
    result.groups[k] = { name = name, population_share = f, income_share = s, t = own.t, l = own.l,
      mean = own.mean, n = #members[name].x, contribution = all.t > 0 and s * own.t / all.t or nil }
  end
  result.between_share = all.t > 0 and result.between / all.t or nil
  return result
end

-- Intervals (95 %) of the measures by drawing units with replacement (Efron 1979,
-- percentiles): how much they hang on which units there are. options: values (positive),
-- groups, samples (1 000), seed (the run's), stream (of random numbers). Result: variation
-- (population), gini, theil and, with groups, between: { low, high } each.
function inequality.intervals(options)
  local x, _, g = gather(options, "intervals")
  check(options.values, "intervals", 0)
  local samples = options.samples or 1000
  if math.type(samples) ~= "integer" or samples < 1 then
    arguments.fail("1 000 are usual", "intervals: samples is a whole number from 1 on")
  end
  if #x < 2 then arguments.fail(nil, "intervals: one unit alone has none; two or more are needed") end
  local numbers, known, count = {}, {}, 0
  for i = 1, #x do
    local name = g[i] or ""
    if not known[name] then
      count = count + 1
      known[name] = count
    end
    numbers[i] = known[name]
  end
  -- Streams from 2^40 on are nobody else's.
  local found = kernel.resample(x, numbers, samples, options.seed or kernel.seed,
    (1 << 40) + (options.stream or 0) * 100000)
  local out = {}
  for m, name in ipairs { "variation", "gini", "theil", "between" } do
    out[name] = { low = found[m][1], high = found[m][2] }
  end
  if not options.groups or not out.between.low then out.between = nil end
  return out
end

local function mean_difference(a, b)
  local sum, above, below = 0, 0, 0
  for _, x in ipairs(a) do
    for _, y in ipairs(b) do
      sum = sum + math.abs(x - y)
      if x > y then above = above + x - y else below = below + y - x end
    end
  end
  local n = #a * #b
  return sum / n, above / n, below / n
end

-- Dagum (Empirical Economics 22, 1997): G = G_w (within) + G_nb (between, net) + G_t
-- (transvariation), G_jh = Δ_jh / (μ_j + μ_h), D_jh = (d − p)/(d + p). Unweighted.
-- Result: gini, within, between, transvariation, own (by group), pairs.
function inequality.dagum(options)
  local x, _, g = gather(options, "dagum")
  local members, order = {}, {}
  for i = 1, #x do
    if not g[i] then arguments.fail(nil, "%s: unit %d belongs to no group", "dagum", i) end
    if not members[g[i]] then
      members[g[i]] = {}
      order[#order + 1] = g[i]
    end
    table.insert(members[g[i]], x[i])
  end
  local n, total = #x, vector.sum(x)
  local result = { within = 0, between = 0, transvariation = 0, own = {}, pairs = {} }
  local function shares(name)
    local own = members[name]
    return #own / n, vector.sum(own) / total, vector.mean(own)
  end
  for j, name in ipairs(order) do
    local p_j, s_j, mean_j = shares(name)
    local own = mean_difference(members[name], members[name]) / (2 * mean_j)
    result.own[j] = { name = name, gini = own }
    result.within = result.within + own * p_j * s_j
    for h = 1, j - 1 do
      local p_h, s_h, mean_h = shares(order[h])
      local first, second = name, order[h]
      if mean_j < mean_h then first, second = second, first end
      local delta, d, p = mean_difference(members[first], members[second])
      local gini = delta / (mean_j + mean_h)
      local net = d + p > 0 and (d - p) / (d + p) or 0
      local part = gini * (p_j * s_h + p_h * s_j)
      result.between = result.between + part * net
      result.transvariation = result.transvariation + part * (1 - net)
      result.pairs[#result.pairs + 1] = { first = first, second = second, gini = gini, d = d, p = p, net = net }
    end
  end
  result.gini = result.within + result.between + result.transvariation
  return result
end

arguments.guard("inequality", inequality, "gini", { values = true, weights = true, groups = true })
arguments.guard("inequality", inequality, "theil", { values = true, weights = true, groups = true })
arguments.guard("inequality", inequality, "intervals", {
  values = true, groups = true, samples = true, seed = true, stream = true,
})
arguments.guard("inequality", inequality, "dagum", { values = true, weights = true, groups = true })

return inequality
