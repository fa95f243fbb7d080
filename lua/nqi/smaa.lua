-- Stochastic multicriteria acceptability: which weights would give a unit which rank, when
-- nothing is known of the weights.
-- Lahdelma and Salminen, Oper. Res. 49(3), 2001; Compind's ci_smaa.
--
--   local smaa = require "nqi.smaa"
--   local r = smaa.run { columns = { { 0, 1, 0.4 }, { 1, 0, 0.4 } }, replications = 2000, seed = 1 }
--   r.acceptability[1][3] == 0                        --> true
--   math.abs(r.acceptability[1][1] - 0.5) < 0.05      --> true
--   r.central[1][2] > 0.7                             --> true
local arguments = require "nqi.options"
local vector = require "nqi.vector"

local smaa = {}

-- Weights uniform on the simplex: exponential numbers, of which the sum divides.
local function draw(replications, columns, seed)
  local given = {}
  local numbers = kernel.random(seed, 1 << 41, replications * columns)
  for i, u in ipairs(numbers) do given[i] = -math.log(1 - u) end
  return given
end

-- options: columns (normalised, more is better; false where missing: its weight goes to the
-- others), replications (10 000), seed (the run's). Result: acceptability[r][i], the share of
-- the weights that give unit i rank r; first[i], that of rank 1; expected[i], the mean rank;
-- central[i], the mean of the weights that make unit i the first (nil if none do); used.
function smaa.run(options)
  local columns, units = options.columns, #options.columns[1]
  for _, column in ipairs(columns) do vector.check(column, "smaa") end
  local count, replications = #columns, options.replications or 10000
  if math.type(replications) ~= "integer" or replications < 1 then
    arguments.fail("10 000 are usual", "smaa: replications is a whole number from 1 on")
  end
  local weights = draw(replications, count, options.seed or kernel.seed)
  local spec = { units = units, columns = count, first_child = { 1 }, children = { count }, column = { 0 }, threshold = { 0 },
    weights = { 1 }, spread = { 0 }, aggregations = { { rules = { "arithmetic" }, exponents = { 0 } } },
    imputations = 1, treatments = 1, normalisations = 1, values = { columns }, replications = replications, seed = 0,
    quantiles = {}, top = {}, want_ranks = true, given = {} }
  for k = 1, count do
    spec.first_child[k + 1], spec.children[k + 1], spec.column[k + 1], spec.threshold[k + 1] = 0, 0, k - 1, 0
    spec.weights[k + 1], spec.spread[k + 1] = 1, 0
    spec.aggregations[1].rules[k + 1], spec.aggregations[1].exponents[k + 1] = "arithmetic", 0
  end
  for r = 1, replications do
    spec.given[#spec.given + 1] = 1
    for k = 1, count do spec.given[#spec.given + 1] = weights[(r - 1) * count + k] end
  end
  return smaa.summary(kernel.uncertainty(spec), weights, units, count)
end

function smaa.summary(seen, weights, units, count)
  local out = { acceptability = {}, first = {}, expected = seen.mean, central = {}, used = seen.used }
  local sums = {}
  for r = 1, units do out.acceptability[r] = vector.constant(units, 0) end
  for r, ranks in ipairs(seen.all) do
    local sum = 0
    for k = 1, count do sum = sum + weights[(r - 1) * count + k] end
    for i, rank in ipairs(ranks) do
      if rank then out.acceptability[rank][i] = out.acceptability[rank][i] + 1 / seen.used end
      if rank == 1 then
        sums[i] = sums[i] or { n = 0 }
        sums[i].n = sums[i].n + 1
        for k = 1, count do sums[i][k] = (sums[i][k] or 0) + weights[(r - 1) * count + k] / sum end
      end
    end
  end
  for i = 1, units do
    out.first[i] = out.acceptability[1][i]
    if sums[i] then
      out.central[i] = {}
      for k = 1, count do out.central[i][k] = sums[i][k] / sums[i].n end
    end
  end
  return out
end

arguments.guard("smaa", smaa, "run", { columns = true, replications = true, seed = true })

return smaa
