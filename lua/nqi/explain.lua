-- Why a unit has its score and rank, in parts that add up.
--
--   local index, explain = require "nqi.index", require "nqi.explain"
--   local result = index.build({ code = "Q", { indicator = "A", weight = 3 }, { indicator = "B" } },
--     { units = { "x", "y", "z" }, values = { A = { 1, 2, 3 }, B = { 9, 5, 7 } } })
--   local parts = explain.contributions(result, 2)
--   parts[1].value                     --> 37.5
--   parts.score == parts[1].value + parts[2].value   --> true
--   explain.gap(result, 2).unit        --> z
local arguments = require "nqi.options"
local index = require "nqi.index"
local vector = require "nqi.vector"
local normalise, aggregate, ranking = require "nqi.normalise", require "nqi.aggregate", require "nqi.ranking"

local explain = {}

-- ∂M/∂x_i of a weighted mean M of values x with shares w of those that are there:
-- w_i for the arithmetic mean, w_i (x_i/M)^(p−1) for a power mean (p = 0 geometric,
-- −1 harmonic). All these means are homogeneous, so Σ x_i ∂M/∂x_i = M (Euler).
local exponents = { arithmetic = 1, geometric = 0, harmonic = -1 }

-- Whether scores are means all the way down: those of Copeland and TOPSIS are not.
function explain.decomposes(result)
  for _, node in ipairs(result.tree.nodes) do
    if not node.leaf and not exponents[node.aggregate] and node.aggregate ~= "power" then return false end
  end
  return true
end

local function score_below(node, leaf_value, share_of, parts, factor)
  if node.leaf then
    local value = leaf_value(node)
    if value and parts then parts[node.code] = (parts[node.code] or 0) + factor * value end
    return value
  end
  local p = exponents[node.aggregate] or node.aggregate == "power" and node.p
  if not p then
    arguments.fail("explain the nodes below it instead", "index %s: scores of %s do not decompose into contributions",
      node.code, node.aggregate)
  end
  local values, shares, have = {}, {}, 0
  for k, child in ipairs(node.children) do
    shares[k] = share_of(child)
    values[k] = shares[k] > 0 and score_below(child, leaf_value, share_of) or false
    if values[k] then have = have + shares[k] end
  end
  local mean = aggregate.unit { values = values, weights = shares, method = node.aggregate, p = node.p,
    threshold = node.threshold }
  if not mean then return false end
  if parts then
    for k, child in ipairs(node.children) do
      if values[k] then
        local slope = shares[k] / have * (p == 1 and 1 or (values[k] / mean) ^ (p - 1))
        score_below(child, leaf_value, share_of, parts, factor * slope)
      end
    end
  end
  return mean
end

local function own_share(child) return child.share end

-- { CODE = contribution } and the score, with values, scales and shares that may come
-- from different builds of the same tree; false without a score.
local function decompose(tree, leaf_value, share_of)
  local parts = {}
  local score = score_below(tree.root, leaf_value, share_of, parts, 1)
  return score and parts, score
end

local function listed(result, parts)
  local out = {}
  for _, leaf in ipairs(result.tree.leaves) do
    if parts[leaf.code] then out[#out + 1] = { node = leaf, value = parts[leaf.code] } end
  end
  return out
end

-- Contributions of the indicators to a unit's score, in the order of the tree:
-- { node, value }, and `score`, their sum. nil without a score. Missing values hand
-- their weight to their siblings, so they contribute nothing themselves.
function explain.contributions(result, place)
  if not result.root.scores[place] then return nil end
  local parts, score = decompose(result.tree, function(leaf) return leaf.scores[place] end, own_share)
  local out = listed(result, parts)
  out.score = score
  return out
end

-- The same for the children of the root (pillars): { node, value }.
function explain.pillars(result, place)
  local parts = explain.contributions(result, place)
  if not parts then return nil end
  local out, by_node = { score = parts.score }, {}
  for k, child in ipairs(result.root.children) do
    out[k] = { node = child, value = 0 }
    by_node[child.code] = out[k]
  end
  for _, part in ipairs(parts) do
    local node = part.node
    while node.level > 2 do node = node.parent end
    by_node[node.code].value = by_node[node.code].value + part.value
  end
  return out
end

local function largest_first(list)
  table.sort(list, function(a, b) return math.abs(a.value) > math.abs(b.value) end)
  return list
end

-- What separates a unit from the one just ahead of it: { node, value } with value the
-- other's contribution less the own, largest first; gap, their sum; place, unit. nil
-- for the first.
function explain.gap(result, place)
  local ahead = result.root.ranks[place] and kernel.neighbours(result.root.order, place)
  if not ahead then return nil end
  local own, other = explain.contributions(result, place), explain.contributions(result, ahead)
  local values = {}
  for _, part in ipairs(other) do values[part.node.code] = part.value end
  for _, part in ipairs(own) do values[part.node.code] = (values[part.node.code] or 0) - part.value end
  local out = largest_first(listed(result, values))
  out.place, out.unit, out.gap = ahead, result.names[ahead], other.score - own.score
  return out
end

-- Shapley weights of a factor that joins a set of s of the other two factors.
local function shapley(s)
  return s == 1 and 1 / 6 or 1 / 3
end

-- In a mixture of two periods a value may lie beyond the other period's scale, where a
-- mean that needs positive values has none: there it counts as the end of the scale.
-- What is shared out still adds up, for the unmixed ends are exact.
local function bounded(tree)
  for _, node in ipairs(tree.nodes) do
    if not node.leaf and node.aggregate ~= "arithmetic" then return true end
  end
  return false
end

local function within(scale, v)
  if not scale.from then return v end
  return math.max(math.min(scale.from, scale.to), math.min(math.max(scale.from, scale.to), v))
end

-- The score change of a unit between two builds, shared out (Shapley 1953) over the
-- indicators' own values, the scales (which move with the other units) and the weights.
-- Result: own = { { node, value }, … } largest first, scale, weights, total; rank_own
-- and rank_others: how the rank moved by the own score alone, and by the others; the
-- places of the units that it `passed` and of those that it was `passed_by`. nil where
-- the unit has no score in either.
function explain.change(result, before, place)
  if not result.root.scores[place] or not before.root.scores[place] then return nil end
  local builds, bound = { [0] = before, [1] = result }, bounded(result.tree)
  local function parts_of(values, scale, weights)
    local column, fitted, weighed = builds[values].by_code, builds[scale].by_code, builds[weights].by_code
    return decompose(result.tree, function(leaf)
      local value, how = column[leaf.code].treated[place], fitted[leaf.code].scale
      if not value or not how then return false end
      local score = normalise.apply(how, value)
      return bound and values ~= scale and within(how, score) or score
    end, function(node) return weighed[node.code].share end)
  end
  local seen = {}
  local function at(values, scale, weights)
    local key = values * 4 + scale * 2 + weights
    if not seen[key] then
      local parts, score = parts_of(values, scale, weights)
      if not score then arguments.fail(nil,
        "index %s: the change of %s cannot be shared out, for a mixture of the two periods has no score",
        result.code, result.names[place]) end
      seen[key] = { parts = parts, score = score }
    end
    return seen[key]
  end
  local own, scale, weights = {}, 0, 0
  for a = 0, 1 do
    for b = 0, 1 do
      local share = shapley(a + b)
      local now, then_ = at(1, a, b), at(0, a, b)
      for _, leaf in ipairs(result.tree.leaves) do
        own[leaf.code] = (own[leaf.code] or 0) + share * ((now.parts[leaf.code] or 0) - (then_.parts[leaf.code] or 0))
      end
      scale = scale + share * (at(a, 1, b).score - at(a, 0, b).score)
      weights = weights + share * (at(a, b, 1).score - at(a, b, 0).score)
    end
  end
  local out = { own = largest_first(listed(result, own)), scale = scale, weights = weights,
    total = result.root.scores[place] - before.root.scores[place] }
  explain.rank_change(out, result, before, place)
  return out
end

-- The score of a unit with its values of one build on the scales and weights of another one of
-- the same tree.
local function score_on(source, build, place)
  local bound = bounded(source.tree)
  local _, score = decompose(source.tree, function(leaf)
    local value, how = leaf.treated[place], build.by_code[leaf.code].scale
    if not value or not how then return false end
    local own = normalise.apply(how, value)
    return bound and within(how, own) or own
  end, function(node) return build.by_code[node.code].share end)
  return score
end

-- Rank of `score` among the others' scores of a build, as the build ranks them.
local function rank_among(score, build, place)
  local decimals = index.rank_options(build, build.root, {}).decimals
  return kernel.rank_of(build.root.order, place, decimals and ranking.published(score, decimals) or score)
end

function explain.rank_change(out, result, before, place)
  local old, new = before.root.ranks[place], result.root.ranks[place]
  local alone = rank_among(result.root.scores[place], before, place)
  out.rank_from, out.rank_to = old, new
  out.rank_own, out.rank_others = old - alone, alone - new
  out.passed_by, out.passed = kernel.crossed(before.root.order, result.root.order, place)
end

-- The rank of a unit with its values of one build among the others of another one of the same
-- tree; false without one.
local function rank_in(source, build, place)
  if not source or not build or not source.root.ranks[place] then return false end
  if source == build then return build.root.ranks[place] end
  local score = score_on(source, build, place)
  return score and rank_among(score, build, place)
end

local function factorial(n) return n < 2 and 1 or n * factorial(n - 1) end

-- The change of rank from one edition to the next in parts that add up: { from, to, method,
-- revision, own, others }, places gained (+) or lost. Each part is what its cause moves on
-- average over all orders of the causes (Shapley 1953), so that none of them is preferred; with
-- four causes they are twelfths. editions: first, a build of the period before from the values
-- as first given, or nil where none was revised; former, the same by the former method,
-- former_revised (with `first`: the former method on the revised values) and former_now, or nil
-- where the method has not changed (index_report.open). nil where a rank is missing.
function explain.split(result, before, place, editions)
  local first, changed = editions.first or before, editions.former ~= nil
  -- builds[method][values], each 0 for then and 1 for now; values 2: of the present period.
  local builds = { [1] = { [0] = first, before, result } }
  builds[0] = changed and { [0] = editions.former, editions.first and editions.former_revised or editions.former, editions.former_now } or builds[1]
  local causes, missing, seen = { "own", "others" }, false, {}
  if editions.first then causes[#causes + 1] = "revision" end
  if changed then causes[#causes + 1] = "method" end
  local function rank(set)
    local of, values = builds[set.method and 1 or 0], set.revision and 1 or 0
    local source, build = of[set.own and 2 or values], of[set.others and 2 or values]
    seen[source or 0] = seen[source or 0] or {}
    local known = seen[source or 0]
    if known[build or 0] == nil then known[build or 0] = rank_in(source, build, place) end
    missing = missing or not known[build or 0]
    return known[build or 0] or 0
  end
  local n, out = #causes, {}
  for k, cause in ipairs(causes) do
    local sum = 0
    for bits = 0, (1 << n) - 1 do
      if bits & (1 << (k - 1)) == 0 then
        local set, size = {}, 0
        for other, name in ipairs(causes) do
          if bits & (1 << (other - 1)) ~= 0 then set[name], size = true, size + 1 end
        end
        local without = rank(set)
        set[cause] = true
        sum = sum + factorial(size) * factorial(n - size - 1) * (without - rank(set))
      end
    end
    out[cause] = sum / factorial(n)
  end
  out.from, out.to = rank {}, result.root.ranks[place]
  return not missing and out or nil
end

-- Scales on which a value can move a little.
local continuous = { min_max = true, z_score = true, scaled = true, goalposts = true, distance_to_best = true,
  distance_to_reference = true, distance_to_target = true }

-- The score of a unit with another value at one indicator, all else as it is.
local function score_with(result, place, leaf, value)
  local own = normalise.apply(leaf.scale, value)
  return score_below(result.root, function(other)
    if other == leaf then return own end
    return other.scores[place]
  end, own_share)
end

-- How far an indicator usually moves from the period before to now: the median of the
-- units' absolute changes, by code; without a period before (or any change) its standard
-- deviation over the units. None of an indicator in `broken`, a list of those whose definition
-- changed between: a new definition is no change of the units'.
function explain.usual_changes(result, before, broken)
  local out = {}
  for _, leaf in ipairs(result.tree.leaves) do
    local earlier, moves = before and before.by_code[leaf.code], {}
    for i, value in ipairs(leaf.raw) do
      local was = earlier and earlier.raw[i]
      if value and was then moves[#moves + 1] = math.abs(value - was) end
    end
    local usual = vector.median(moves)
    out[leaf.code] = usual and usual > 0 and usual or vector.sd(leaf.raw) or 0
  end
  for _, leaf in ipairs(broken or {}) do out[leaf.code] = nil end
  return out
end

-- What a usual change of each indicator, up and down, would do to the unit alone: rows of
-- { node, usual (nil if there is none), up, down } with up and down = { score (change), rank }; a value stays
-- within those of the others. nil where scores are no means.
function explain.sensitivity(result, place, usual)
  if not result.root.ranks[place] or not explain.decomposes(result) then return nil end
  local rows = {}
  for k, leaf in ipairs(result.tree.leaves) do
    local row = { node = leaf, usual = usual[leaf.code] }
    local value = leaf.treated[place]
    if row.usual and value and value == leaf.raw[place] and leaf.scale and continuous[leaf.scale.method] then
      for _, name in ipairs { "up", "down" } do
        local moved = value + (name == "up" and 1 or -1) * row.usual
        moved = math.max(leaf.least, math.min(leaf.most, moved))
        local score = score_with(result, place, leaf, moved)
        row[name] = { score = score - result.root.scores[place], rank = rank_among(score, result, place) }
      end
    end
    rows[k] = row
  end
  return rows
end

-- Whether a rank is of the better half.
local function is_better_half(row) return row.rank * 2 <= row.of + 1 end

-- The indicators in which the unit stands best and worst among the others, by rank,
-- then by weight, then in the order of the tree: { node, rank, of }, n each and those that
-- share the rank of the n-th (as a part of those that are ranked); none is in both.
function explain.strengths(result, place, n)
  local rows = {}
  for k, leaf in ipairs(result.tree.leaves) do
    if leaf.ranks[place] then
      rows[#rows + 1] = { node = leaf, rank = leaf.ranks[place], of = leaf.of, share = leaf.ranks[place] / leaf.of, at = k }
    end
  end
  table.sort(rows, function(a, b)
    if a.share ~= b.share then return a.share < b.share end
    if a.node.effective ~= b.node.effective then return a.node.effective > b.node.effective end
    return a.at < b.at
  end)
  local most = math.min(n or 3, #rows // 2)
  if most == 0 then return {}, {} end
  local last, first = rows[most], rows[#rows + 1 - most]
  local shared = last.share == first.share -- one rank reaches into both: it is of its half
  local strong, weak = {}, {}
  for _, row in ipairs(rows) do
    if row.share <= last.share and not (shared and row.share == last.share and not is_better_half(row)) then
      strong[#strong + 1] = row
    elseif row.share >= first.share then
      table.insert(weak, 1, row)
    end
  end
  return strong, weak
end

-- 障碍度 of the indicators: levels are scores as a share of the range of the scale
-- (`to` of min-max, `times` of others; 100 by default). Largest first: { node, value };
-- none where scores are no such shares, as z-scores are not.
function explain.obstacles(result, place, full)
  local values, shares = {}, {}
  for k, leaf in ipairs(result.tree.leaves) do
    local score = leaf.scores[place]
    values[k] = score and kernel.significant(score / (full or 100))
    shares[k] = leaf.effective
    if values[k] and (values[k] < 0 or values[k] > 1) then return {} end
  end
  local degrees = require("nqi.coupling").obstacles { values = values, weights = shares }
  if not degrees then return {} end
  local out = {}
  for k, leaf in ipairs(result.tree.leaves) do
    if degrees[k] then out[#out + 1] = { node = leaf, value = degrees[k] } end
  end
  return largest_first(out)
end

-- The mean absolute size, to compare contributions of different units.
function explain.mean_contributions(result)
  local sums = {}
  for _, leaf in ipairs(result.tree.leaves) do sums[leaf.code] = {} end
  for i = 1, #result.units do
    for _, part in ipairs(explain.contributions(result, i) or {}) do
      table.insert(sums[part.node.code], part.value)
    end
  end
  local out = {}
  for k, leaf in ipairs(result.tree.leaves) do
    out[k] = { node = leaf, value = vector.mean(sums[leaf.code]) or 0 }
  end
  return out
end

return explain
