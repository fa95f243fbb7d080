-- How firm a ranking is: the index computed thousands of times with other weights and
-- other choices of method; ranges of ranks, and which choice matters.
-- Saisana, Saltelli and Tarantola, J. R. Stat. Soc. A 168(2), 2005; OECD/JRC handbook
-- (2008), step 7. Random numbers: Philox4x32-10 (Salmon et al. 2011), replication r
-- from stream r of the seed.
--
--   local index, uncertainty = require "nqi.index", require "nqi.uncertainty"
--   local result = index.build({ code = "Q", { indicator = "A" }, { indicator = "B" } },
--     { units = { "x", "y", "z" }, values = { A = { 1, 2, 3 }, B = { 2, 9, 1 } } })
--   local range = uncertainty.run(result, { replications = 500, weights = 0.5, seed = 7 })
--   range.failed                            --> 0
--   range.median[2]                         --> 1
--   range.top[1].share[2] > 0.9             --> true
--   uncertainty.leave_one_out(result)[1].node.code   --> A
local options = require "nqi.options"
local index, index_tree, ranking = require "nqi.index", require "nqi.index_tree", require "nqi.ranking"

local uncertainty = {}

local known = { replications = true, weights = true, normalise = true, aggregate = true, impute = true,
  treat = true, leave_out = true, rounding = true, seed = true, top = true, samples = true, given = true, narrow = true, narrow_en = true }

uncertainty.defaults = { replications = 10000, weights = 0.25, seed = kernel.seed, top = { 1, 3, 10 } }

-- With what probability each unit of a tier must be above each one behind it.
uncertainty.tier_least = 0.9

-- The flat arrays of the tree, in the kernel's order (breadth first).
local function shape(result)
  local spec = index_tree.flat(result.tree)
  spec.units = #result.units
  return spec
end

-- One aggregation for all nodes, or each node's own (nil).
local function aggregation(result, method)
  local rules, exponents = {}, {}
  method = type(method) == "string" and { method = method } or method
  if method then options.check("an aggregation of uncertainty", method, { method = true, p = true }) end
  for i, node in ipairs(result.tree.order) do
    rules[i], exponents[i] = index_tree.rule(node.leaf and "arithmetic" or method and method.method or node.aggregate,
      method and method.p or node.p)
  end
  return { rules = rules, exponents = exponents }
end

-- The definition's own choice first, then the alternatives.
local function alternatives(list)
  local out = { false }
  for _, item in ipairs(list or {}) do out[#out + 1] = item end
  return out
end

local function as_table(value)
  if type(value) == "string" then return { method = value } end
  return value or nil
end

-- The columns of every combination of imputation, treatment and normalisation.
local function variants(result, settings, spec)
  local imputations, treatments = alternatives(settings.impute), alternatives(settings.treat)
  local scales = alternatives(settings.normalise)
  spec.imputations, spec.treatments, spec.normalisations = #imputations, #treatments, #scales
  spec.values, spec.low, spec.high = {}, {}, {}
  for _, imputation in ipairs(imputations) do
    for _, treatment in ipairs(treatments) do
      for _, scale in ipairs(scales) do
        local choice = { impute = imputation or nil, treat = as_table(treatment), normalise = as_table(scale) }
        local k = #spec.values + 1
        spec.values[k] = index.leaf_columns(result, choice)
        if settings.rounding ~= false then spec.low[k], spec.high[k] = index.leaf_bounds(result, choice) end
      end
    end
  end
end

-- Units without a score in the index take no part in its rankings.
local function exclude(result, spec)
  spec.excluded = {}
  for i, score in ipairs(result.root.scores) do spec.excluded[i] = score == false end
end

local function by_share(list, tops)
  local out = {}
  for k, top in ipairs(tops) do out[k] = { k = top, share = list[k] } end
  return out
end

-- Whether all nodes have positive scores only: what a geometric mean needs.
local function is_positive(result)
  for _, node in ipairs(result.tree.nodes) do
    for _, score in ipairs(node.scores) do
      if score and score <= 0 then return false end
    end
  end
  return true
end

local function uses(result, field, name)
  for _, node in ipairs(result.tree.nodes) do
    local own = node[field]
    if (field == "aggregate") ~= node.leaf and (type(own) == "table" and own.method or own) == name then return true end
  end
  return false
end

local function other_aggregate(result)
  if not uses(result, "aggregate", "arithmetic") then return { "arithmetic" } end
  return is_positive(result) and { "geometric" } or {}
end

local other_imputation = { mean = "median", median = "mean", group_mean = "group_median", group_median = "group_mean" }

local function other_impute(result)
  for _, entry in ipairs(index.notes(result, "imputed")) do
    if other_imputation[entry.method] then return { other_imputation[entry.method] } end
  end
  return {}
end

-- Fewer replications have no 5th and 95th percentiles but their ends, and of fewer samples
-- Sobol' indices are noise (−31 for what lies between 0 and 1).
uncertainty.least = { replications = 20, samples = 100, top = 1 }

local function check_count(result, name, value, may_be_none)
  local least = uncertainty.least[name]
  if value == nil or may_be_none and value == 0 then return end
  if math.type(value) ~= "integer" or value < least then
    options.fail(name == "top" and "top = { 1, 3, 10 }: how likely each unit is among so many first"
      or "10 000 replications and 8 192 samples are usual", "uncertainty of index %s: %s is a whole number from %d on",
      result.code, name, least)
  end
end

function uncertainty.check_samples(result, samples)
  check_count(result, "samples", samples, true)
end

local function check_half(result, half)
  if type(half) ~= "number" or half < 0 or half > 1 then
    options.fail("weights = 0.25 varies each weight by 25 %%", "uncertainty of index %s: weights is a share from 0 to 1", result.code)
  end
end

-- The settings of an index that is published: what it does not say of normalisation,
-- aggregation and imputation is varied all the same. One that leaves nothing but a tenth
-- or less of the weights to vary would print ranges that mean nothing: an error, unless
-- `narrow` says why.
function uncertainty.declared(result, given)
  given = given or {}
  options.check("uncertainty", given, known)
  check_count(result, "replications", given.replications)
  uncertainty.check_samples(result, given.samples)
  check_half(result, given.weights or uncertainty.defaults.weights)
  for _, k in ipairs(given.top or {}) do check_count(result, "top", k) end
  local settings = {}
  for name in pairs(known) do settings[name] = given[name] end
  settings.normalise = settings.normalise or { uses(result, "normalise", "rank") and "z_score" or "rank" }
  settings.aggregate = settings.aggregate or other_aggregate(result)
  settings.impute = settings.impute or other_impute(result)
  local varied = #settings.normalise + #settings.aggregate + #settings.impute + #(settings.treat or {})
  local half = settings.weights or uncertainty.defaults.weights
  if varied == 0 and half < 0.1 and not settings.narrow then
    options.fail("vary normalise or aggregate too, or say why in narrow = \"…\"",
      "uncertainty of index %s: weights varied by %g %% alone say nothing of how firm a rank is", result.code, half * 100)
  end
  return settings
end

-- Tiers by unit: { of = { number by place, false without a rank }, count, order, above =
-- { by place in the order: how often that unit is above the next one } }.
local function tiers_of(seen, units)
  if not seen.tiers then return nil end
  local tiers = { of = {}, count = 1, order = seen.tiers.order, above = seen.tiers.above }
  for i = 1, units do tiers.of[i] = false end
  for k, place in ipairs(tiers.order) do
    tiers.of[place] = tiers.count
    if seen.tiers.cut[k] then tiers.count = tiers.count + 1 end
  end
  return tiers
end

-- What the replications themselves leave open: of a probability its largest standard
-- error, of an end of a range the places.
local function error_of(seen)
  local places = 0
  for _, own in ipairs(seen.end_error) do places = math.max(places, own or 0) end
  return { probability = 0.5 / math.sqrt(math.max(seen.used, 1)), places = places }
end

-- Runs the analysis. settings: replications; weights, the half-width of a uniform
-- relative perturbation of every weight (0.25: ±25 %); normalise, aggregate, impute,
-- treat: lists of alternatives besides the definition's own, each equally likely;
-- leave_out, the probability that one indicator is left out; rounding, whether values are
-- drawn between what their sources leave open (true, where data say so: low and high); seed (that of the run, which
-- stands in the receipt); top, the k of the
-- probabilities of being among the first k; samples, of Sobol' indices (0: none);
-- given, a list of { CODE = weight } to replay instead of drawing.
-- Result by unit: median, low and high (5 and 95 %), mean, minimum, maximum, top;
-- failed and used replications; shift, the mean absolute change of rank; tiers (of, count,
-- order, above); rounded (whether values were drawn); error (probability, places), that of the simulation; sobol.
-- A replication fails if a value is illegal for its aggregation; all failed is an error.
function uncertainty.run(result, given)
  given = given or {}
  options.check("uncertainty", given, known)
  local settings = {}
  for name in pairs(known) do
    settings[name] = given[name] == nil and uncertainty.defaults[name] or given[name]
  end
  check_half(result, settings.weights or 0)
  for _, name in ipairs { "replications", "samples" } do
    local n = settings[name]
    if n ~= nil and (math.type(n) ~= "integer" or n < 0) then
      options.fail(nil, "uncertainty of index %s: %s is a whole number from %d on", result.code, name, 0)
    end
  end
  local spec = shape(result)
  spec.seed, spec.leave_out, spec.top = settings.seed, settings.leave_out or 0, settings.top
  spec.replications, spec.samples = settings.replications, settings.samples or 0
  spec.quantiles, spec.tiers = { 0.05, 0.5, 0.95 }, uncertainty.tier_least
  spec.spread = {}
  for i in ipairs(result.tree.order) do spec.spread[i] = settings.weights or 0 end
  spec.aggregations = {}
  for a, method in ipairs(alternatives(settings.aggregate)) do
    spec.aggregations[a] = aggregation(result, method or nil)
  end
  variants(result, settings, spec)
  exclude(result, spec)
  if settings.given then
    spec.given, spec.replications = {}, #settings.given
    for _, replay in ipairs(settings.given) do
      for _, node in ipairs(result.tree.order) do spec.given[#spec.given + 1] = replay[node.code] or node.share end
    end
  end
  local seen = kernel.uncertainty(spec)
  if seen.used == 0 and spec.replications > 0 then
    options.fail("an aggregation that needs positive values meets a scale that has zeros",
      "uncertainty of index %s: all %d replications failed", result.code, spec.replications)
  end
  return {
    scores = seen.scores, ranks = seen.ranks, failed = seen.failed, used = seen.used, shift = seen.shift,
    mean = seen.mean, minimum = seen.minimum, maximum = seen.maximum,
    low = seen.quantiles[1], median = seen.quantiles[2], high = seen.quantiles[3],
    top = by_share(seen.top, settings.top), sobol = seen.sobol, settings = settings,
    rounded = #spec.low > 0, tiers = tiers_of(seen, #result.units), error = error_of(seen),
  }
end

-- Ranks and scores with another choice of imputation, treatment or normalisation (fields as
-- of index.leaf_columns) and the weights of the index, or those in `shares` by code.
function uncertainty.ranks_with(result, choice, shares)
  local spec = shape(result)
  spec.seed, spec.replications, spec.aggregations = 0, 0, { aggregation(result) }
  spec.imputations, spec.treatments, spec.normalisations = 1, 1, 1
  spec.values = { index.leaf_columns(result, choice or {}) }
  for i, node in ipairs(result.tree.order) do
    if shares and shares[node.code] then spec.weights[i] = shares[node.code] end
  end
  exclude(result, spec)
  local seen = kernel.uncertainty(spec)
  return ranking.ranks(index.rank_options(result, result.root, seen.scores)), seen.scores
end

-- Each indicator left out in turn: { node, ranks (false for a unit that has too few values
-- without it), shift (mean absolute change of rank),
-- largest = { place, from, to } }, in the order of the tree.
function uncertainty.leave_one_out(result)
  local spec = shape(result)
  spec.seed, spec.leave_out, spec.top, spec.quantiles = 0, 0, {}, {}
  spec.want_ranks, spec.partial, spec.aggregations, spec.given = true, true, { aggregation(result) }, {}
  variants(result, { rounding = false }, spec)
  exclude(result, spec)
  for _, leaf in ipairs(result.tree.leaves) do
    for _, node in ipairs(result.tree.order) do
      spec.given[#spec.given + 1] = node == leaf and 0 or node.share
    end
  end
  spec.replications = #result.tree.leaves
  local seen, out = kernel.uncertainty(spec), {}
  for k, leaf in ipairs(result.tree.leaves) do
    local entry, sum, ranked, largest = { node = leaf, ranks = seen.all[k] }, 0, 0, 0
    for i, rank in ipairs(entry.ranks) do
      local nominal = seen.ranks[i]
      if rank and nominal then
        -- From the rank that is printed, which several may share.
        local from = rank == nominal and rank or result.root.ranks[i]
        local shift = math.abs(rank - from)
        sum, ranked = sum + shift, ranked + 1
        if not entry.largest or shift > largest then
          largest, entry.largest = shift, { place = i, from = from, to = rank }
        end
      end
    end
    entry.shift = ranked > 0 and sum / ranked or nil
    out[k] = entry
  end
  return out
end

-- The error of the ends of ranges, in words: 不超过0.3位, 不足0.1位.
function uncertainty.error_text(range)
  local places = range.error.places
  return text.word(ranking.published(places, 1) > 0 and "index.error_most" or "index.error_less",
    { places = fmt.number(math.max(places, 0.1), 1) })
end

-- With how many decimals a probability is printed in %: with none, but for one that would
-- print as the least that a tier needs without reaching it.
function uncertainty.share_decimals(share)
  local decimals, least = 0, uncertainty.tier_least
  while decimals < 4 and share < least and ranking.published(share * 100, decimals) >= least * 100 do decimals = decimals + 1 end
  return decimals
end

-- The ends of the range as they are printed; nil without a rank.
function uncertainty.ends(range, place)
  local low, high = range.low[place], range.high[place]
  if not low then return nil end
  return math.floor(low + 0.5), math.floor(high + 0.5)
end

-- 5–12, or 3 where the range has no width; nil without a rank.
function uncertainty.range_text(range, place)
  local low, high = uncertainty.ends(range, place)
  if not low then return nil end
  return low == high and tostring(low) or text.word("index.range", { low = low, high = high })
end

-- Where a rank lies in its range: "outside", "edge" (at an end of a range that has a
-- width) or "inside"; nil without a rank.
function uncertainty.position(range, place, rank)
  local low, high = uncertainty.ends(range, place)
  if not low or not rank then return nil end
  if rank < low or rank > high then return "outside" end
  return low < high and (rank == low or rank == high) and "edge" or "inside"
end

return uncertainty
