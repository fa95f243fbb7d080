-- What cannot be computed is an error, never a number; what is said has its test.
local support = require "support"
local near, equal, raises = support.near, support.equal, support.raises
local index, aggregate, normalise = require "nqi.index", require "nqi.aggregate", require "nqi.normalise"
local spatial, vector, weights = require "nqi.spatial", require "nqi.vector", require "nqi.weights"
local inequality, convergence, coupling = require "nqi.inequality", require "nqi.convergence", require "nqi.coupling"
local consistency, ranking, treat = require "nqi.consistency", require "nqi.ranking", require "nqi.treat"
local impute, uncertainty = require "nqi.impute", require "nqi.uncertainty"
local productivity = require "nqi.productivity"

-- Every function that takes columns, with one place of them not a finite number.
local function no_wrong_numbers()
  for _, wrong in ipairs { 0 / 0, 1 / 0, -1 / 0 } do
    local x, y = { 1, wrong, 3, 4 }, { 2, 1, 4, 3 }
    local calls = {
      function() index.build({ code = "Q", { indicator = "A" }, { indicator = "B" } },
        { units = { "a", "b", "c", "d" }, values = { A = x, B = y } }) end,
      function() index.build({ code = "Q", { indicator = "A" }, { indicator = "B", denominator = "A" } },
        { units = { "a", "b", "c", "d" }, series = { A = { x, y }, B = { y, y } } }) end,
      function() aggregate.topsis { columns = { x, y }, weights = { 1, 1 } } end,
      function() aggregate.columns { columns = { x, y }, weights = { 1, 1 } } end,
      function() aggregate.copeland { columns = { x, y }, weights = { 1, 1 } } end,
      function() normalise.column(x, { method = "min_max" }) end,
      function() normalise.column(x, { method = "rank" }) end,
      function() treat.column { values = x } end,
      function() impute.column { values = x, method = "mean" } end,
      function() weights.entropy { x, y } end,
      function() weights.critic { x, y } end,
      function() weights.pca { x, y } end,
      function() spatial.moran { values = x, links = { { 0, 1, 0, 0 }, { 1, 0, 1, 0 }, { 0, 1, 0, 1 }, { 0, 0, 1, 0 } } } end,
      function() inequality.gini { values = x } end,
      function() inequality.theil { values = x } end,
      function() inequality.dagum { values = x, groups = { "a", "a", "b", "b" } } end,
      function() inequality.variation(x) end,
      function() convergence.sigma(x) end,
      function() convergence.beta { first = x, last = y, years = 3 } end,
      function() coupling.degree { values = x } end,
      function() coupling.obstacles { values = x, weights = y } end,
      function() consistency.cronbach { x, y } end,
      function() consistency.correlations { x, y } end,
      function() consistency.outside(x, y) end,
      function() ranking.ranks { values = x } end,
      function() productivity.malmquist { inputs = y, outputs = x, inputs_next = y, outputs_next = y } end,
    }
    for i, call in ipairs(calls) do
      local good = pcall(call)
      if good then error("call " .. i .. " takes " .. tostring(wrong)) end
    end
  end
  raises("value 2 is not a finite number", function() normalise.column({ 1, 0 / 0 }, { method = "min_max" }) end)
  raises("A: value 2 is not a finite number", function()
    index.build({ code = "Q", { indicator = "A" } }, { units = { "a", "b" }, values = { A = { 1, 1 / 0 } } })
  end)
end

-- A score that leaves the range of numbers is one too.
local function overflow()
  raises("not a finite number", function()
    index.build({ code = "Q", aggregate = "power", p = 200, normalise = { method = "scaled", low = 0, high = 1, times = 1e6 },
      { indicator = "A" }, { indicator = "B" } }, { units = { "a", "b" }, values = { A = { 1, 2 }, B = { 3, 4 } } })
  end)
end

local function nothing_to_compare()
  raises("no unit has all values", function()
    aggregate.topsis { columns = { { 1, false }, { false, 2 } }, weights = { 1, 1 }, normalisation = "min_max" }
  end)
  raises('topsis: direction 1 is "−"', function()
    aggregate.topsis { columns = { { 1, 2 }, { 2, 1 } }, weights = { 1, 1 }, directions = { "−", "+" } }
  end)
  raises('mpi: direction 2 is "nil"', function()
    require("nqi.mazziotta_pareto").mpi { columns = { { 1, 2 }, { 2, 1 } }, directions = { "+" } }
  end)
  raises("gini: weight 2 is -1", function() inequality.gini { values = { 1, 2, 3 }, weights = { 1, -1, 0 } } end)
  for _, years in ipairs { 0, -5 } do
    raises("years must be above 0", function() convergence.beta { first = { 1, 2, 4 }, last = { 2, 3, 5 }, years = years } end)
  end
  for _, per in ipairs { -100, 0, 1 / 0, 0 / 0, "1000" } do
    raises("index C: per is a number above 0", function()
      require("nqi.index").build({ code = "Q", { code = "C", indicator = "A", denominator = "B", per = per }, { indicator = "B" } },
        { units = { "x", "y" }, values = { A = { 1, 2 }, B = { 2, 1 } } })
    end)
  end
  raises("all units are alike", function() aggregate.topsis { columns = { { 2, 2 }, { 3, 3 } }, weights = { 1, 1 } } end)
  raises("all units are alike", function() aggregate.topsis { columns = { { 2 }, { 3 } }, weights = { 1, 1 } } end)
  raises("no value to fit", function() normalise.column({ false, false }, { method = "min_max" }) end)
  raises("every indicator is constant", function()
    index.build({ code = "Q", { indicator = "A" } }, { units = { "a" }, values = { A = { 1 } } })
  end)
  local two = index.build({ code = "Q", { indicator = "A" } }, { units = { "a", "b" }, values = { A = { 1, 2 } } })
  equal(index.notes(two, "few_units")[1].value, 2)
  local three = index.build({ code = "Q", { indicator = "A" } }, { units = { "a", "b", "c" }, values = { A = { 1, 2, 3 } } })
  equal(#index.notes(three, "few_units"), 0)
  equal(uncertainty.run(two, { replications = 50, weights = 0.5 }).failed, 0)
end

local links = { { 0, 1, 0, 0, 1 }, { 1, 0, 1, 0, 0 }, { 0, 1, 0, 1, 0 }, { 0, 0, 1, 0, 1 }, { 1, 0, 0, 1, 0 } }
links[1][3], links[3][1] = 1, 1

local function permutations(list, n, visit)
  if n == 1 then return visit(list) end
  for i = 1, n do
    list[i], list[n] = list[n], list[i]
    permutations(list, n - 1, visit)
    list[i], list[n] = list[n], list[i]
  end
end

-- Under randomisation every order of the values is as likely: all 120 of them give the
-- mean and the variance of each local I exactly, and of the global one.
local function local_moran()
  for _, binary in ipairs { false, true } do
    local values = { 1, 2, 4, 8, 11 }
    local r = spatial.moran { values = values, links = links, binary = binary }
    equal(r.local_scale, "population")
    local sums, squares, count, all, all_squares = { 0, 0, 0, 0, 0 }, { 0, 0, 0, 0, 0 }, 0, 0, 0
    permutations({ 1, 2, 4, 8, 11 }, 5, function(list)
      local other = spatial.moran { values = list, links = links, binary = binary }
      count, all, all_squares = count + 1, all + other.i, all_squares + other.i ^ 2
      for i = 1, 5 do
        sums[i], squares[i] = sums[i] + other.locals[i], squares[i] + other.locals[i] ^ 2
      end
    end)
    equal(count, 120)
    near(r.expected, all / count, 1e-9)
    near(r.variance_random, all_squares / count - (all / count) ^ 2, 1e-9)
    for i = 1, 5 do
      near(r.local_expected[i], sums[i] / count, 1e-9)
      near(r.local_variance[i], squares[i] / count - (sums[i] / count) ^ 2, 1e-9)
      near(r.local_z[i], (r.locals[i] - r.local_expected[i]) / math.sqrt(r.local_variance[i]), 1e-9)
    end
  end
end

local function moran_without_test()
  raises("three units or more", function() spatial.moran { values = { 1, 2 }, links = { { 0, 1 }, { 1, 0 } } } end)
  raises("all values are equal", function()
    spatial.moran { values = { 0.3, 0.1 + 0.2, 0.3 }, links = { { 0, 1, 0 }, { 1, 0, 1 }, { 0, 1, 0 } } }
  end)
  raises("a unit has no value", function()
    spatial.moran { values = { 1, false, 2 }, links = { { 0, 1, 0 }, { 1, 0, 1 }, { 0, 1, 0 } } }
  end)
  -- Each linked to each: I is −1/(n − 1) whatever the values, and has no z.
  local every = {}
  for i = 1, 5 do
    every[i] = {}
    for j = 1, 5 do every[i][j] = i ~= j and 1 or 0 end
  end
  local r = spatial.moran { values = { 1, 2, 4, 8, 11 }, links = every }
  near(r.i, -0.25, 1e-12)
  equal(r.z_random, nil)
  equal(r.z_normal, nil)
  for i = 1, 5 do equal(r.local_z[i] == r.local_z[i], true) end
  -- The second unit is the mean: on no side of it.
  equal(spatial.moran({ values = { 1, 2, 3 }, links = { { 0, 1, 0 }, { 1, 0, 1 }, { 0, 1, 0 } } }).quadrants[2], "")
end

-- The dictionary says which way is better.
local function directions()
  local function built(leaf, dictionary)
    return index.build({ code = "Q", { code = "L", indicator = "A", direction = leaf.direction, reversed = leaf.reversed } },
      { units = { "a", "b", "c" }, values = { A = { 1, 2, 3 } }, directions = dictionary and { A = dictionary } })
  end
  equal(built({}, "-").root.ranks[1], 1)
  equal(built({}, "+").root.ranks[1], 3)
  equal(built({ direction = "-" }, "-").root.ranks[1], 1)
  equal(built({ direction = "-" }, "none").root.ranks[1], 1)
  equal(built({ direction = "-", reversed = "规模越小越好" }, "+").root.ranks[1], 1)
  equal(built({ reversed = "规模越小越好" }, "+").root.ranks[1], 1)
  raises("but that of A in the dictionary is \"+\"", function() built({ direction = "-" }, "+") end)
  raises("but that of A in the dictionary is \"-\"", function() built({ direction = "+" }, "-") end)
  raises("gives A no direction", function() built({}, "none") end)
  raises("reversed gives a reason", function() built({ direction = "-", reversed = "x" }, "-") end)
  equal(built({ direction = "-" }).root.ranks[1], 1) -- without a dictionary
end

-- Public complaints about other tools (COINr's and pandas'): small inputs and what is right.
local function complaints()
  local units = { "x", "y", "z" }
  local function built(values, fields, names)
    local definition = { code = "Q", normalise = { method = "min_max", to = 100 }, { indicator = "A" }, { indicator = "B" } }
    for field, value in pairs(fields or {}) do definition[field] = value end
    return index.build(definition, { units = names or units, values = values })
  end
  local function row(list) return table.concat(list, " ") end
  local constant = built { A = { 5, 5, 5 }, B = { 1, 2, 3 } }
  equal(row(constant.root.scores), "0 50 100")
  equal(index.notes(constant, "constant")[1].node.code, "A")
  raises("no unit has a value of A", function() built { A = { false, false, false }, B = { 1, 2, 3 } } end)
  raises("needs positive values, and x is 0", function()
    built({ A = { 1, 2, 3 }, B = { 3, 2, 1 } }, { aggregate = "geometric" })
  end)
  local ties = built { A = { 0.1, 0.2, 0.3 }, B = { 0.3, 0.2, 0.1 } }
  equal(row(ties.root.ranks), "1 1 1")
  for _, score in ipairs(ties.root.scores) do near(score, 50, 1e-12) end
  local gap = built { A = { 1, 2, 3 }, B = { 1, false, 3 } }
  equal(row(gap.root.scores), "0 50 100")
  equal(row(gap.root.ranks), "3 2 1")
  equal(index.notes(gap, "missing")[1].unit, "y")
  raises("every indicator is constant", function()
    index.build({ code = "Q", normalise = { method = "z_score" }, { indicator = "A" } }, { units = { "x" }, values = { A = { 1 } } })
  end)
  local treated = built({ A = { false, 0, 0, 0, 1000 }, B = { 1, 2, 3, 4, 5 } }, { treat = "auto" }, { "x", "y", "z", "w", "v" })
  equal(row(treated.root.ranks), "5 4 3 2 1")
  for place, score in ipairs { 0, 25, 50, 75, 100 } do near(treated.root.scores[place], score, 1e-9) end
  raises("the code stands twice", function()
    index.build({ code = "Q", { indicator = "A" }, { indicator = "A" } }, { units = units, values = { A = { 1, 2, 3 } } })
  end)
  raises("the unit \"x\" stands twice", function() built({ A = { 1, 2, 3 }, B = { 1, 2, 3 } }, {}, { "x", "x", "z" }) end)
  raises("all weights are zero", function()
    index.build({ code = "Q", { indicator = "A", weight = 0 }, { indicator = "B", weight = 0 } },
      { units = units, values = { A = { 1, 2, 3 }, B = { 1, 2, 3 } } })
  end)
end

local inference = require "nqi.inference"

-- Tables of Student's t, and R 4.2: qt(0.975, 4.5), pt, cor.test.
local function student()
  near(inference.t_quantile(0.975, 1), 12.7062047361747, 1e-9)
  near(inference.t_quantile(0.975, 2), 4.30265272974946, 1e-9)
  near(inference.t_quantile(0.975, 10), 2.22813885198627, 1e-9)
  near(inference.t_quantile(0.975, 1000), 1.96233908082641, 1e-8)
  near(inference.t_quantile(0.025, 10), -2.22813885198627, 1e-9)
  near(inference.t_p(1, 1), 0.5, 1e-12)
  near(inference.t_p(2, 2), 0.183503419072274, 1e-12)
  near(inference.t_p(0, 7), 1, 1e-12)
  near(inference.correlation_p(0.5, 10), 0.14111328125, 1e-9)
  equal(inference.correlation_p(1, 3), nil)
end

-- Longley's way of checking: a line through points whose residuals are known.
local function trends()
  local x, y = { 1, 2, 3, 4, 5, 6 }, { 2.1, 3.9, 6.2, 7.8, 10.1, 11.9 }
  local r = inference.slope(x, y)
  near(r.slope, 69.2 / 35, 1e-12) -- Σ(x − x̄)(y − ȳ) = 34.6, Σ(x − x̄)² = 17.5
  near(r.se, math.sqrt(r.rest / 4 / 17.5), 1e-12)
  near(r.high - r.slope, 2.77644510519779 * r.se, 1e-9)
  equal(inference.slope({ 1, 2 }, { 1, 3 }).p, nil)
  equal(inference.trend({ 1, 2, 3 }, { 1, 3, 4 }).p, nil)
  -- Residuals that alternate do not narrow the interval; those that go on widen it.
  near(inference.trend(x, y).se, r.se, 1e-12)
  local waves = { 1, 2.5, 4, 4.5, 5, 5.5, 6, 7.5, 9, 9.5 }
  local times = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }
  equal(inference.trend(times, waves).autocorrelation > 0.1, true)
  equal(inference.trend(times, waves).se > inference.slope(times, waves).se, true)
  equal(inference.trend(times, waves).df < 8, true)
  raises("two different places", function() inference.slope({ 2, 2, 2 }, { 1, 2, 3 }) end)
end

-- A panel in which every unit nears 100 by a tenth a year of the logarithm's distance.
local function converging_panel()
  local columns, times = {}, {}
  for t = 1, 8 do
    times[t], columns[t] = 2015 + t, {}
    for i = 1, 12 do columns[t][i] = 100 * math.exp((i - 6.5) / 5 * 0.9 ^ (t - 1)) end
  end
  columns[3][12] = false -- does not count in any year
  local r = convergence.over { times = times, columns = columns }
  equal(r.n, 11)
  equal(r.sigma.high < 0, true)
  near(r.beta.slope, (function() -- the trend of 0.9^t over eight years, by hand
    local sum = 0
    for t = 1, 8 do sum = sum + (t - 4.5) * 0.9 ^ (t - 1) end
    return sum / 42
  end)(), 1e-9)
  -- Ends alone would claim convergence here; the years between do not.
  local noise = { 0.5, 0.2, 0.8, 0.3, 0.7, 0.2, 0.8, 0.4 }
  for t = 1, 8 do
    for i = 1, 12 do columns[t][i] = math.exp((i - 6.5) / 5 * noise[t]) end
  end
  r = convergence.over { times = times, columns = columns }
  equal(r.variation[8] < r.variation[1], true)
  equal(r.sigma.low < 0 and r.sigma.high > 0, true)
end

local function intervals()
  local values, groups = {}, {}
  for i = 1, 31 do values[i], groups[i] = 10 + i ^ 1.5, i % 4 end
  local r = inequality.intervals { values = values, groups = groups, seed = 3 }
  local gini, variation = inequality.gini({ values = values }).gini, inequality.variation(values, true)
  local theil = inequality.theil { values = values, groups = groups }
  equal(r.gini.low < gini and gini < r.gini.high, true)
  equal(r.variation.low < variation and variation < r.variation.high, true)
  equal(r.theil.low < theil.t and theil.t < r.theil.high, true)
  equal(r.between.low < r.between.high and r.between.high < 1, true)
  -- The same seed gives the same interval, another one nearly the same.
  near(inequality.intervals({ values = values, groups = groups, seed = 3 }).gini.low, r.gini.low, 0)
  local other = inequality.intervals { values = values, groups = groups, seed = 4 }
  equal(other.gini.low ~= r.gini.low, true)
  near(other.gini.low / r.gini.low, 1, 0.05)
  -- In the width that the standard error of the mean leads to expect: of order 1/√n.
  local wide = inequality.intervals { values = { 1, 2, 3, 9 }, seed = 3 }
  equal(wide.gini.high - wide.gini.low > 0.3, true)
  equal(wide.between, nil)
  local alike = inequality.intervals { values = { 5, 5, 5 }, groups = { 1, 1, 2 }, seed = 3 }
  near(alike.gini.high, 0, 0)
  equal(alike.between, nil)
  raises("value 1 is 0", function() inequality.intervals { values = { 0, 1, 2 } } end)
end

-- Thirty units on three steps, with gaps and three indicators.
local function three_steps()
  local definition = { code = "Q", normalise = { method = "min_max", from = 1, to = 100 }, impute = "mean",
    { indicator = "A", weight = 2 }, { indicator = "B" }, { code = "C", indicator = "C", direction = "-" } }
  local units, values = {}, { A = {}, B = {}, C = {} }
  local noise = kernel.random(3, 1, 90)
  for i = 1, 30 do
    local level = 40 * ((i - 1) // 10)
    units[i] = "u" .. i
    values.A[i], values.B[i], values.C[i] = level + 5 * noise[i], level + 8 * noise[30 + i], 200 - level - 4 * noise[60 + i]
  end
  values.B[4] = false
  return index.build(definition, { units = units, values = values })
end

-- Median and range must not hang on the seed by more than the simulation says of itself.
local function seeds_agree()
  local result, seen = three_steps(), {}
  local settings = uncertainty.declared(result, { leave_out = 0.25 })
  equal(settings.normalise[1], "rank")
  equal(settings.aggregate[1], "geometric")
  equal(settings.impute[1], "median")
  for seed = 1, 4 do
    settings.seed = seed
    seen[seed] = uncertainty.run(result, settings)
    equal(seen[seed].used, 10000)
    near(seen[seed].error.probability, 0.005, 1e-12)
  end
  local moved, unlike = 0, false
  for seed = 2, 4 do
    for i = 1, 30 do
      local error = math.max(seen[1].error.places, seen[seed].error.places)
      for _, field in ipairs { "low", "high" } do
        local off = math.abs(seen[seed][field][i] - seen[1][field][i])
        if off > 2 * error + 1e-9 then moved = moved + 1 end
      end
      equal(math.abs(seen[seed].median[i] - seen[1].median[i]) <= 1, true)
      for k, top in ipairs(seen[seed].top) do
        -- Four standard errors of the difference.
        equal(math.abs(top.share[i] - seen[1].top[k].share[i]) < 4 * math.sqrt(2) * 0.005, true)
      end
      unlike = unlike or seen[seed].mean[i] ~= seen[1].mean[i]
    end
    equal(seen[seed].tiers.count, seen[1].tiers.count)
  end
  equal(moved, 0)
  equal(unlike, true)
end

local function steps_are_tiers()
  local result = three_steps()
  local range = uncertainty.run(result, uncertainty.declared(result))
  equal(range.tiers.count >= 3, true)
  for _, place in ipairs { 1, 11 } do
    equal(range.tiers.of[place] > range.tiers.of[place + 10], true) -- the later step is better
  end
  -- What the tiers claim, counted again from the replications themselves.
  local spec = uncertainty.run(result, { replications = 400, weights = 0.25 })
  equal(#spec.tiers.order, 30)
  -- One indicator in which all are a hair apart, and noise: no tiers.
  local units, values = {}, { A = {}, B = {} }
  for i = 1, 12 do
    units[i], values.A[i], values.B[i] = "u" .. i, i % 5 + i / 100, -(i % 5) + i / 50
  end
  local flat = index.build({ code = "F", normalise = { method = "min_max", from = 1, to = 100 }, { indicator = "A" },
    { indicator = "B" } }, { units = units, values = values })
  equal(uncertainty.run(flat, { weights = 0.9, replications = 2000 }).tiers.count, 1)
end

-- ± 1 % of the weights alone is no test of a ranking.
local function narrow()
  local result = three_steps()
  raises("say nothing of how firm a rank is", function()
    uncertainty.declared(result, { weights = 0.01, normalise = {}, aggregate = {}, impute = {} })
  end)
  equal(uncertainty.declared(result, { weights = 0.01, normalise = {}, aggregate = {}, impute = {}, narrow = "x" }).narrow, "x")
  local settings = uncertainty.declared(result, { weights = 0.01 })
  equal(#settings.normalise + #settings.aggregate + #settings.impute, 3)
  local function width(given)
    local range, sum = uncertainty.run(result, given), 0
    for i = 1, 30 do sum = sum + range.high[i] - range.low[i] end
    return sum
  end
  equal(width(settings) > 3 * width { weights = 0.01 }, true)
  -- A scale with zeros has no geometric mean: it is not among what is varied.
  local zeros = index.build({ code = "Z", normalise = { method = "min_max", to = 100 }, { indicator = "A" }, { indicator = "B" } },
    { units = { "a", "b", "c" }, values = { A = { 1, 2, 3 }, B = { 2, 3, 1 } } })
  equal(#uncertainty.declared(zeros).aggregate, 0)
  equal(uncertainty.run(zeros, uncertainty.declared(zeros)).failed, 0)
end

local function positions()
  local range = { low = { 2.4, 3, 4, false }, high = { 5.5, 3, 7, false } }
  equal(uncertainty.position(range, 1, 1), "outside")
  equal(uncertainty.position(range, 1, 2), "edge")
  equal(uncertainty.position(range, 1, 4), "inside")
  equal(uncertainty.position(range, 1, 6), "edge") -- printed 2—6
  equal(uncertainty.position(range, 1, 7), "outside")
  equal(uncertainty.position(range, 2, 3), "inside")
  equal(uncertainty.position(range, 4, false), nil)
end

-- What an index may not be set to, with a hint; and what its data make of it is a note.
local function settings_are_checked()
  local data = { units = { "a", "b", "c", "d", "e" }, values = { A = { 1, 2, 3, 4, 5 }, B = { 5, 1, 4, 2, 3 }, C = { 1, 2, false, false, false } } }
  local function refused(message, hint, fields, weight)
    local definition = { code = "Q", { indicator = "A", weight = weight }, { indicator = "B" } }
    for name, value in pairs(fields) do definition[name] = value end
    local _, problem = pcall(index.build, definition, data)
    raises(message, index.build, definition, data)
    equal(problem.hint:find(hint, 1, true) ~= nil, true)
  end
  local rising = "min_max: from must be less than to"
  refused(rising, "direction", { normalise = { method = "min_max", from = 100, to = 0 } })
  refused(rising, "direction", { normalise = { method = "min_max", from = 1 } })
  refused("z_score: from", "direction", { normalise = { method = "z_score", sd = -1 } })
  refused("goalposts: from", "direction", { normalise = { method = "goalposts", low = 0, high = 9, times = -1 } })
  refused("screen is a share", "0.6", { screen = 1.5 })
  refused('no rule of ties is called "xx"', "1224", { ties = "xx" })
  refused("weight 1 is no finite number", "from 0 on", {}, 0 / 0)
  raises("a code is needed", index.build, { { indicator = "A" } }, data)
  local result = index.build({ code = "Q", { indicator = "A" }, { indicator = "B" } }, data)
  local function run(given) return function() uncertainty.declared(result, given) end end
  raises("replications is a whole number from 20 on", run { replications = 1 })
  raises("top is a whole number from 1 on", run { top = { 3, 0 } }, "top = { 1, 3, 10 }")
  raises("replications is", run { replications = 0 })
  raises("samples is a whole number from 100 on", run { samples = 7 })
  raises("weights is a share from 0 to 1", run { weights = 2 })
  raises("weights is a share", function() uncertainty.run(result, { weights = -0.1 }) end)
  equal(uncertainty.declared(result, { samples = 0 }).samples, 0)
  local function posts(low, high)
    return index.notes(index.build({ code = "Q", normalise = { method = "goalposts", low = low, high = high },
      { indicator = "A" }, { indicator = "B" } }, data), "clipped")
  end
  equal(posts(2, 9)[1].value, 1)
  equal(posts(2, 9)[1].of, 5)
  equal(#posts(1, 5), 0)
  equal(posts(8, 9)[2].value, 5)
  local sparse = index.notes(index.build({ code = "Q", impute = "mean", { indicator = "A" }, { indicator = "C" } }, data), "sparse")
  equal(#sparse, 1)
  equal(sparse[1].node.code, "C")
  equal(sparse[1].value, 2)
end

-- What would count as something else without a word, and what has no answer.
local function nothing_taken_silently()
  local data = { units = { "a", "b", "c" }, values = { A = { 1, 2, 3 }, B = { 3, 1, 2 } } }
  local function refused(message, fields, leaf)
    local definition = { code = "Q", leaf or { indicator = "A" }, { indicator = "B" } }
    for name, value in pairs(fields) do definition[name] = value end
    raises(message, index.build, definition, data)
  end
  refused("history is a whole number", { history = -2 })
  refused("history is a whole number", { history = 1.5 })
  refused("decimals is a whole number", { decimals = -1 })
  refused("decimals is a whole number", {}, { indicator = "A", decimals = -1 })
  refused('no period to compare with is called "yearago"', { compare = "yearago" })
  refused("full of coupling is a number above 0", { coupling = { full = 0 } })
  refused("threshold is a share", { threshold = 2 })
  refused("threshold is a share", { threshold = "0.5" })
  refused("weight is a number", {}, { indicator = "A", weight = "3" })
  index.build({ code = "Q", history = 0, decimals = 0, compare = "previous", threshold = 1, coupling = { full = 10 },
    { indicator = "A" }, { indicator = "B" } }, data)
  raises("weight 2 is -1", aggregate.unit, { values = { 80, 20 }, weights = { 1, -1 } })
  raises("weight 2 is nil", aggregate.unit, { values = { 80, 20 }, weights = { 1 } })
  raises("have 4 and 3 values", weights.pca, { { 1, 2, 3, 4 }, { 2, 1, 4 } })
  raises("have 3 and 2 values", inference.slope, { 1, 2, 3 }, { 1, 2 })
  raises("weight 1 is no finite number", weights.given, { "3", 1 })
  raises("1 weights for 2 levels", coupling.degree, { values = { 0.5, 0.5 }, weights = { 1 } })
  local smaa = require "nqi.smaa"
  for _, n in ipairs { 0, -1, 2.5, "9" } do
    raises("replications is a whole number from 1 on", smaa.run, { columns = { { 0, 1 }, { 1, 0 } }, replications = n })
  end
  raises("one unit alone has none", inequality.intervals, { values = { 3, false } })
  raises("samples is a whole number", inequality.intervals, { values = { 3, 4 }, samples = 0 })
  local result = index.build({ code = "Q", { indicator = "A" }, { indicator = "B" } }, data)
  raises("replications is a whole number from 0 on", uncertainty.run, result, { replications = 2.5 })
end

-- Siblings on 0 to 1 and 0 to 100 are noted, with z-scores too; not where the scale is free.
local function scales_mixed()
  local data = { units = { "a", "b", "c" }, values = { A = { 1, 2, 3 }, B = { 3, 1, 2 } } }
  local function mixed(first, second, aggregated)
    return #index.notes(index.build({ code = "Q", aggregate = aggregated, { indicator = "A", normalise = first },
      { code = "P", { indicator = "B", normalise = second } } }, data), "mixed_scales")
  end
  local short, long, shifted = { method = "min_max", to = 1 }, { method = "min_max", to = 100 }, { method = "min_max", from = 1, to = 100 }
  equal(mixed(short, long), 1)
  equal(mixed(long, short), 1)
  equal(mixed({ method = "z_score" }, long), 1)
  equal(mixed(long, shifted), 0)
  equal(mixed({ method = "z_score" }, { method = "z_score" }), 0)
  equal(mixed(short, long, "copeland"), 0)
end

-- A line has no residual to test by, and years that hang together are few.
local function exact_lines()
  local line = inference.trend({ 1, 2, 3, 4, 5 }, { 8.0, 8.1, 8.2, 8.3, 8.4 })
  equal(line.exact, true)
  equal(line.p, nil)
  equal(inference.trend({ 1, 2, 3, 4 }, { 0.3, 0.3, 0.3, 0.3 }).exact, true)
  equal(inference.trend({ 1, 2, 3 }, { 1, 2, 3 }).exact, false)
  equal(inference.trend({ 1, 2, 3, 4 }, { 1, 2, 3, 4.001 }).exact, false)
  local curve = inference.trend({ 1, 2, 3, 4, 5, 6, 7, 8 }, { 0, 3, 6, 9, 9, 6, 3, 0 })
  equal(curve.linked, true)
  equal(curve.p, nil)
end

return {
  { "nothing is taken for something else in silence", nothing_taken_silently },
  { "siblings on scales of different widths", scales_mixed },
  { "lines without a residual", exact_lines },
  { "what an index may not be set to", settings_are_checked },
  { "what others complain of is right here", complaints },
  { "other seeds tell the same", seeds_agree },
  { "steps that lie apart are tiers", steps_are_tiers },
  { "too little varied is an error", narrow },
  { "where a rank lies in its range", positions },
  { "Student's t", student },
  { "slopes and trends", trends },
  { "convergence over all years", converging_panel },
  { "intervals of inequality", intervals },
  { "no function takes what is not a number", no_wrong_numbers },
  { "a score that is not finite is an error", overflow },
  { "nothing to compare is an error or a note", nothing_to_compare },
  { "mean and variance of local Moran's I are those of all permutations", local_moran },
  { "Moran's I without a test", moran_without_test },
  { "the direction is the dictionary's", directions },
}
