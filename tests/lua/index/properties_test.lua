-- What must hold whatever the data: on random trees, data, weights and methods.
local support = require "support"
local near, all_near, equal, raises = support.near, support.all_near, support.equal, support.raises
local index, explain, uncertainty = require "nqi.index", require "nqi.explain", require "nqi.uncertainty"
local vector, aggregate = require "nqi.vector", require "nqi.aggregate"

local means = { "arithmetic", "geometric", "harmonic", "power" }

-- Numbers in [0, 1) from the project's own generator.
local function dice(seed)
  local stream, numbers, at = 0, {}, 0
  return function()
    if at == #numbers then
      numbers, at, stream = kernel.random(seed, stream, 512), 0, stream + 1
    end
    at = at + 1
    return numbers[at]
  end
end

local function choose(roll, list)
  return list[math.floor(roll() * #list) + 1]
end

-- A case: a tree of two or three levels, data with gaps, units.
local function random_case(seed, options)
  local roll = dice(seed)
  local n, values, count = 5 + math.floor(roll() * 25), {}, 0
  local units = {}
  for i = 1, n do units[i] = "u" .. i end
  local function leaf()
    count = count + 1
    local code = string.format("I%02d", count)
    values[code] = {}
    local skew = 1 + math.floor(roll() * 3)
    for i = 1, n do values[code][i] = (options.complete or roll() > 0.1) and roll() ^ skew * 1000 - 200 end
    values[code][1], values[code][2] = 3, 700 -- never constant, never empty
    return { indicator = code, direction = roll() < 0.3 and "-" or "+", weight = 0.1 + roll() }
  end
  local function group(level, code)
    local node = { code = code, weight = 0.1 + roll(), aggregate = options.aggregate or choose(roll, means), p = 2.5,
      threshold = roll() < 0.3 and 0.6 or nil }
    for k = 1, 2 + math.floor(roll() * 3) do
      node[k] = level > 0 and roll() < 0.6 and group(level - 1, code .. "." .. k) or leaf()
    end
    return node
  end
  local definition = group(2, "G")
  definition.normalise = options.normalise or { method = "min_max", from = 1, to = 100 }
  return definition, { units = units, values = values }, roll
end

local function for_cases(options, check)
  for seed = 1, 60 do check(random_case(seed, options)) end
end

local function map_leaves(node, f)
  if #node == 0 then return f(node) end
  for _, child in ipairs(node) do map_leaves(child, f) end
end

local function rescaling()
  for_cases({}, function(definition, data, roll)
    local before = index.build(definition, data)
    for code, column in pairs(data.values) do
      local factor, shift = 0.01 + roll() * 100, roll() * 50 - 25
      data.values[code] = vector.map(column, function(v) return v * factor + shift end)
    end
    local after = index.build(definition, data)
    all_near(after.root.scores, before.root.scores, 1e-9, "scores")
    all_near(after.root.ranks, before.root.ranks, 0, "ranks")
  end)
end

local function turning()
  for _, method in ipairs { { method = "min_max", from = 1, to = 100 }, { method = "rank" },
    { method = "z_score", mean = 50, sd = 2 } } do
    for_cases({ normalise = method, aggregate = "arithmetic" }, function(definition, data)
      local before = index.build(definition, data)
      map_leaves(definition, function(leaf)
        leaf.direction = leaf.direction == "+" and "-" or "+"
        data.values[leaf.indicator] = vector.map(data.values[leaf.indicator], function(v) return -v end)
      end)
      local after = index.build(definition, data)
      all_near(after.root.scores, before.root.scores, 0, "scores")
      all_near(after.root.ranks, before.root.ranks, 0, "ranks")
    end)
  end
end

local function adding_up()
  local seen = 0
  for_cases({}, function(definition, data)
    local result = index.build(definition, data)
    for place in ipairs(data.units) do
      local parts = explain.contributions(result, place)
      if result.root.scores[place] then
        local sum = 0
        for _, part in ipairs(parts) do sum = sum + part.value end
        near(sum, result.root.scores[place], 1e-12, "contributions")
        local pillars = 0
        for _, part in ipairs(explain.pillars(result, place)) do pillars = pillars + part.value end
        near(pillars, result.root.scores[place], 1e-12, "pillars")
        local gap = explain.gap(result, place)
        if gap then
          sum = 0
          for _, part in ipairs(gap) do sum = sum + part.value end
          near(sum, gap.gap, 1e-10, "gap")
          local own, ahead = result.root.ranks[place], result.root.ranks[gap.place]
        equal(own > ahead, true, "ahead")
        for _, rank in ipairs(result.root.ranks) do
          equal(rank and rank > ahead and rank < own, false, "nobody between")
        end
        else
          equal(result.root.ranks[place], 1, "first")
        end
        seen = seen + 1
      end
    end
  end)
  equal(seen > 500, true)
end

-- The others moved, the unit did not: all of the change of its rank is theirs, however
-- scores are ranked.
local function own_rank_stays()
  for _, ties in ipairs { "1224", "1223", "1334", "fractional" } do
    for _, published in ipairs { false, true } do
      local function at(values)
        return index.build({ code = "R", ties = ties, published = published, decimals = 0,
          normalise = { method = "scaled", low = 0, high = 100 }, { indicator = "A" } },
          { units = { "a", "b", "c", "d", "e" }, values = { A = values } })
      end
      local before, after = at { 90, 90, 70.4, 70.1, 10 }, at { 95, 60, 70.4, 70.1, 80 }
      for place = 3, 4 do
        local change = explain.change(after, before, place)
        equal(change.rank_own, 0, ties .. " " .. place)
        equal(change.rank_others, before.root.ranks[place] - after.root.ranks[place], ties .. " " .. place)
      end
    end
  end
end

local function changes_add_up()
  for_cases({ complete = true }, function(definition, data, roll)
    local before = index.build(definition, data)
    map_leaves(definition, function(leaf)
      leaf.weight = leaf.weight * (0.5 + roll())
      data.values[leaf.indicator] = vector.map(data.values[leaf.indicator], function(v) return v + 300 * roll() end)
    end)
    local after = index.build(definition, data)
    for place in ipairs(data.units) do
      local change = explain.change(after, before, place)
      local sum = change.scale + change.weights
      for _, part in ipairs(change.own) do sum = sum + part.value end
      near(sum, change.total, 1e-9, "change")
      near(change.total, after.root.scores[place] - before.root.scores[place], 1e-12)
      equal(change.rank_own + change.rank_others, before.root.ranks[place] - after.root.ranks[place], "rank")
      if #data.units == before.root.of and #data.units == after.root.of then
        equal(#change.passed - #change.passed_by, change.rank_from - change.rank_to, "passing")
      end
    end
  end)
end

local function permuting()
  for_cases({}, function(definition, data, roll)
    local before = index.build(definition, data)
    local order, n = {}, #data.units
    for i = 1, n do order[i] = i end
    for i = n, 2, -1 do
      local j = math.floor(roll() * i) + 1
      order[i], order[j] = order[j], order[i]
    end
    local moved = { units = vector.take(data.units, order), values = {} }
    for code, column in pairs(data.values) do moved.values[code] = vector.take(column, order) end
    local after = index.build(definition, moved)
    for i, place in ipairs(order) do
      near(after.root.scores[i], before.root.scores[place], 1e-12, "score")
      equal(after.root.ranks[i], before.root.ranks[place], "rank")
    end
  end)
end

local function no_perturbation()
  for_cases({}, function(definition, data)
    local result = index.build(definition, data)
    local range = uncertainty.run(result, { replications = 20, weights = 0, seed = 1 })
    equal(range.failed, 0)
    equal(range.shift, 0.0)
    for place, rank in ipairs(result.root.ranks) do
      near(range.scores[place], result.root.scores[place], 1e-12, "kernel and Lua")
      for _, field in ipairs { "median", "low", "high", "minimum", "maximum" } do
        equal(range[field][place] and math.floor(range[field][place]), rank, field)
      end
    end
  end)
end

local function kernel_equals_formulas()
  for _, method in ipairs { "arithmetic", "geometric", "harmonic", "power", "copeland", "topsis" } do
    for_cases({ aggregate = "arithmetic", complete = method == "topsis" }, function(definition, data)
      for _, child in ipairs(definition) do if #child > 0 then child.aggregate = method end end
      local result = index.build(definition, data)
      local range = uncertainty.run(result, { replications = 1, weights = 0 })
      all_near(range.scores, result.root.scores, 1e-12, method)
      all_near(range.ranks, result.root.ranks, 0, method)
    end)
  end
end

local function seeds()
  local definition, data = random_case(5, {})
  local result = index.build(definition, data)
  local settings = { replications = 300, weights = 0.4, seed = 9, normalise = { "rank" }, aggregate = { "arithmetic" },
    leave_out = 0.3, samples = 50 }
  local first, second = uncertainty.run(result, settings), uncertainty.run(result, settings)
  all_near(first.mean, second.mean, 0)
  all_near(first.high, second.high, 0)
  equal(#first.sobol, 4)
  equal(first.sobol[1].factor, "normalisation")
  equal(first.sobol[4].factor, "weights")
  near(first.sobol[1].total_shift, second.sobol[1].total_shift, 0)
  settings.seed = 10
  local other, same = uncertainty.run(result, settings), true
  for i, mean in ipairs(first.mean) do same = same and mean == other.mean[i] end
  equal(same, false, "another seed")
end

-- Every kind of alternative at once, on data with gaps.
local function all_alternatives()
  local definition, data = random_case(12, { aggregate = "arithmetic" })
  definition.impute, definition.treat = "mean", "auto"
  local result = index.build(definition, data)
  local range = uncertainty.run(result, { replications = 300, weights = 0.2, seed = 4, impute = { "median", "none" },
    treat = { "none", "log_ct" }, normalise = { "rank", "z_score" }, aggregate = { { method = "power", p = 3 } }, leave_out = 0.5,
    samples = 60 })
  equal(#range.sobol, 6)
  local names = {}
  for i, item in ipairs(range.sobol) do names[i] = item.factor end
  equal(table.concat(names, " "), "imputation treatment normalisation aggregation left_out weights")
  -- z-scores have no power mean: about a sixth of the runs.
  equal(range.failed > 20 and range.failed < 90, true, "failed: " .. range.failed)
  for place, rank in ipairs(result.root.ranks) do
    if rank then
      equal(range.minimum[place] <= range.low[place] and range.low[place] <= range.median[place], true)
      equal(range.median[place] <= range.high[place] and range.high[place] <= range.maximum[place], true)
    end
  end
end

local function screened_units_stay_out()
  local definition, data = random_case(3, {})
  definition.screen = 0.95
  local result = index.build(definition, data)
  local range, out = uncertainty.run(result, { replications = 30, weights = 0.3 }), 0
  for place, rank in ipairs(result.root.ranks) do
    if not rank then
      out = out + 1
      equal(range.median[place], false)
      equal(range.ranks[place], false)
    end
  end
  equal(out > 0 and out == #index.notes(result, "no_score"), true, "screened")
  equal(range.failed, 0)
end

local function earlier_values_fill_gaps()
  local series = { A = { { 1, 4, 7 }, { 2, false, 8 }, { 3, 6, 9 } } }
  local function filled(method, at)
    local result = index.build({ code = "Q", impute = method, { indicator = "A" } },
      { units = { "x", "y", "z" }, series = series, at = at, periods = { "2021", "2022", "2023" } })
    return result.by_code.A.filled[2], result
  end
  equal(filled("latest", 2), 4)
  equal(filled("linear", 2), 5.0)
  local _, result = filled("linear", 2)
  equal(index.notes(result, "imputed")[1].method, "linear")
  equal(filled("none", 2), false)
  equal(filled("latest", 3), 6)
end

local function left_out()
  local definition, data = random_case(8, {})
  local result = index.build(definition, data)
  for k, entry in ipairs(uncertainty.leave_one_out(result)) do
    map_leaves(definition, function(leaf) leaf.kept, leaf.weight = nil, leaf.weight end)
    local copy = index.build(definition, data)
    local weight
    map_leaves(definition, function(leaf)
      if leaf.indicator == copy.tree.leaves[k].code then weight, leaf.weight = leaf.weight, 0 end
    end)
    local without = index.build(definition, data)
    -- Among the units that the whole index ranks.
    local scores = vector.map(without.root.scores, function(score, i) return copy.root.ranks[i] and score end)
    all_near(entry.ranks, (kernel.ranks(scores, "1224")), 0, "without " .. entry.node.code)
    local most, sum, n = 0, 0, 0
    for i, rank in ipairs(entry.ranks) do
      if rank then
        local moved = math.abs(rank - copy.root.ranks[i])
        most, sum, n = math.max(most, moved), sum + moved, n + 1
      end
    end
    near(entry.shift, sum / n)
    equal(math.abs(entry.largest.to - entry.largest.from), most, "largest")
    map_leaves(definition, function(leaf)
      if leaf.indicator == entry.node.code then leaf.weight = weight end
    end)
  end
end

local function build(definition, values, more)
  local data = { units = { "x", "y", "z" }, values = values }
  for key, value in pairs(more or {}) do data[key] = value end
  return index.build(definition, data)
end

local function nothing_is_silent()
  local a, b = { 1, 2, 3 }, { 4, 4, 4 }
  local result = build({ code = "Q", { indicator = "A" }, { indicator = "B" } }, { A = a, B = b })
  equal(#index.notes(result, "constant"), 1)
  equal(result.by_code.B.effective, 0.0)
  near(result.root.scores[2], 50)
  raises("every indicator is constant", build, { code = "Q", { indicator = "B" } }, { B = b })
  raises("all weights are zero", build, { code = "Q", { indicator = "A", weight = 0 } }, { A = a })
  raises("weight 1 is -1", build, { code = "Q", { indicator = "A", weight = -1 }, { indicator = "C" } }, { A = a, C = a })
  raises("needs positive values, and x is 0", build, { code = "Q", aggregate = "geometric", { indicator = "A" } }, { A = a })
  raises("no unit has a value", build, { code = "Q", { indicator = "A" } }, { A = { false, false, false } })
  raises("no data for", build, { code = "Q", { indicator = "A" } }, { B = b })
  raises("the denominator D of y is zero", build, { code = "Q", { indicator = "A", denominator = "D" } }, { A = a, D = { 1, 0, 1 } })
  raises("has no field \"wieght\"", build, { code = "Q", { indicator = "A", wieght = 2 } }, { A = a })
  raises("stands twice", build, { code = "Q", { indicator = "A" }, { indicator = "A" } }, { A = a })
  raises("direction is", build, { code = "Q", { indicator = "A", direction = "up" } }, { A = a })
  raises("2 values for 3 units", build, { code = "Q", { indicator = "A" } }, { A = { 1, 2 } })
  raises("no weights are called", build, { code = "Q", weights = "magic", { indicator = "A" } }, { A = a })
  result = build({ code = "Q", impute = "mean", { indicator = "A" }, { indicator = "C" } }, { A = { 1, false, 3 }, C = a })
  equal(index.notes(result, "imputed")[1].value, 2.0)
  result = build({ code = "Q", { indicator = "A" }, { indicator = "C" } }, { A = { 1, false, 3 }, C = { 1, false, 3 } })
  equal(result.root.scores[2], false)
  equal(result.root.ranks[2], false)
  equal(result.root.of, 2)
  equal(index.notes(result, "no_score")[1].unit, "y")
  equal(#index.notes(result, "missing"), 2)
  result = build({ code = "Q", screen = 0.6, { indicator = "A" }, { indicator = "C" } }, { A = { 1, false, 3 }, C = a })
  equal(result.root.scores[2], false)
  equal(index.notes(result, "screened")[1].value, 0.5)
  result = build({ code = "Q", weights = "ahp", judgements = { { 1, 2, 7 }, { 1 / 2, 1, 1 / 3 }, { 1 / 7, 3, 1 } },
    { indicator = "A" }, { indicator = "C" }, { indicator = "D" } }, { A = a, C = { 3, 1, 2 }, D = { 1, 3, 2 } })
  equal(#index.notes(result, "inconsistent"), 1)
  result = build({ code = "Q", weights = "entropy", { indicator = "A" }, { code = "P", aggregate = "arithmetic", weights = "given",
    { indicator = "C" }, { indicator = "D" } } }, { A = a, C = { 1, 2, 3 }, D = { 3, 2, 1 } })
  equal(index.notes(result, "unweighted")[1].node.code, "P")
  equal(result.by_code.P.effective, 0.0)
  raises("all 1 replications failed", uncertainty.run,
    build({ code = "Q", { indicator = "A" }, { indicator = "C" } }, { A = a, C = { 3, 1, 2 } }),
    { given = { { A = 0, C = 0 } } })
end

local function what_does_not_decompose()
  local result = build({ code = "Q", aggregate = "copeland", { indicator = "A" }, { indicator = "C" } },
    { A = { 1, 2, 3 }, C = { 3, 1, 2 } })
  equal(explain.decomposes(result), false)
  raises("do not decompose", explain.contributions, result, 1)
  equal(explain.decomposes(build({ code = "Q", aggregate = "power", p = 2, normalise = { method = "rank" },
    { indicator = "A" } }, { A = { 1, 2, 3 } })), true)
end

local function failures_are_counted()
  local result = build({ code = "Q", { indicator = "A" }, { indicator = "C" } }, { A = { 1, 2, 3 }, C = { 3, 1, 2 } })
  local range = uncertainty.run(result, { replications = 200, aggregate = { "geometric" } })
  equal(range.failed > 60 and range.failed < 140, true, "failed")
  equal(range.used + range.failed, 200)
end

local function over_the_panel()
  local definition = { code = "Q", normalise = { method = "min_max", to = 100, over = "panel" }, { indicator = "A" } }
  local series = { A = { { 0, 5, 10 }, { 10, 15, 20 } } }
  local function at(t)
    return index.build(definition, { units = { "x", "y", "z" }, series = series, at = t, periods = { "2022", "2023" } })
  end
  all_near(at(1).root.scores, { 0, 25, 50 }, 1e-15)
  all_near(at(2).root.scores, { 50, 75, 100 }, 1e-15)
  local change = explain.change(at(2), at(1), 2)
  near(change.scale, 0)
  near(change.own[1].value, 50)
  equal(at(2).period, "2023")
end

local function published_ranks()
  local values = { A = { 10.04, 10.01, 9 } }
  local definition = { code = "Q", decimals = 1, published = true, normalise = { method = "scaled" }, { indicator = "A" } }
  all_near(build(definition, values).root.ranks, { 1, 1, 3 }, 0)
  definition.published = nil
  all_near(build(definition, values).root.ranks, { 1, 2, 3 }, 0)
end

local function data_weights()
  for _, method in ipairs { "equal", "entropy", "critic", "pca", "leaves" } do
    for_cases({ aggregate = "arithmetic", complete = true }, function(definition, data)
      definition.weights = method
      local result = index.build(definition, data)
      local sum = 0
      for _, leaf in ipairs(result.tree.leaves) do sum = sum + leaf.effective end
      near(sum, 1, 1e-12, method)
      if method == "leaves" then
        for _, leaf in ipairs(result.tree.leaves) do
          if leaf.parent.children[1].leaf and leaf.parent == result.root then near(leaf.effective, 1 / #result.tree.leaves) end
        end
      end
    end)
  end
end

local function thresholds()
  local values = { 1, false, false }
  equal(aggregate.unit { values = values, weights = { 1, 1, 1 }, threshold = 1 / 3 }, 1.0)
  equal(aggregate.unit { values = values, weights = { 1, 1, 1 }, threshold = 0.34 }, false)
  equal(aggregate.unit { values = { false }, weights = { 1 } }, false)
  near(aggregate.unit { values = { 4, 9 }, weights = { 1, 1 }, method = "power", p = 0 }, 6)
  near(aggregate.unit { values = { 4, 9 }, weights = { 1, 1 }, method = "power", p = -1 },
    aggregate.unit { values = { 4, 9 }, weights = { 1, 1 }, method = "harmonic" })
end

return {
  { "property: rescaling changes no rank under min-max", rescaling },
  { "property: turning direction and sign changes nothing", turning },
  { "property: contributions sum to the score", adding_up },
  { "property: changes add up", changes_add_up },
  { "property: what others did to a rank is theirs", own_rank_stays },
  { "property: permuting units changes nothing", permuting },
  { "property: no perturbation gives ranges of width 0", no_perturbation },
  { "property: the kernel computes what the formulas say", kernel_equals_formulas },
  { "property: a seed gives one result", seeds },
  { "uncertainty with every kind of alternative", all_alternatives },
  { "screened units stay out of simulations", screened_units_stay_out },
  { "earlier periods fill gaps", earlier_values_fill_gaps },
  { "property: leaving out an indicator is weight 0", left_out },
  { "property: weights from data sum to 1", data_weights },
  { "Copeland scores do not decompose", what_does_not_decompose },
  { "nothing is silent", nothing_is_silent }, { "failed replications are counted", failures_are_counted },
  { "ranks of what is printed", published_ranks }, { "normalisation over the panel", over_the_panel }, { "data thresholds", thresholds },
}
