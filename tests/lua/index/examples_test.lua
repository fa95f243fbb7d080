-- The worked examples of the methods, to 12 digits.
local support = require "support"
local near, all_near, equal = support.near, support.all_near, support.equal
local vector = require "nqi.vector"
local normalise, weights, aggregate = require "nqi.normalise", require "nqi.weights", require "nqi.aggregate"
local coupling, inequality = require "nqi.coupling", require "nqi.inequality"
local convergence, ranking = require "nqi.convergence", require "nqi.ranking"

local examples = support.json "worked_examples.json"
-- The examples are written with 15 digits, so small numbers have fewer of them.
local T = 1e-12

local function min_max(example)
  local columns = support.columns_of(example.input.X)
  for j, column in ipairs(columns) do
    columns[j] = normalise.column(column, { direction = example.input.direction[j] < 0 and "-" or "+" })
  end
  return columns
end

local function weighted(columns, w)
  return aggregate.columns { columns = columns, weights = w }
end

local function entropy()
  local wanted = examples.entropy.output
  local columns = min_max(examples.entropy)
  for j, column in ipairs(columns) do all_near(column, wanted.Z_by_indicator[j], T, "z") end
  local r = weights.entropy(columns)
  all_near(r.entropy, wanted.e, T, "e")
  all_near(r.diversity, wanted.d, T, "d")
  all_near(r.weights, wanted.w, T, "w")
  local scores = weighted(columns, r.weights)
  all_near(scores, wanted.score, T, "score")
  all_near(ranking.ranks { values = scores }, wanted.rank)
end

local function topsis_case(wanted, options)
  local input = examples.topsis.input
  options.columns = support.columns_of(input.X)
  options.directions = { "+", "+", "+", "-" }
  options.weights = options.weights or input.weights
  local r = aggregate.topsis(options)
  if wanted.ideal then
    all_near(r.ideal, wanted.ideal, T, "ideal")
    all_near(r.anti_ideal, wanted.anti_ideal, T, "anti-ideal")
    all_near(r.best, wanted.D_plus, T, "D+")
    all_near(r.worst, wanted.D_minus, T, "D-")
  end
  all_near(r.closeness, wanted.closeness, T, "closeness")
  all_near(ranking.ranks { values = r.closeness }, wanted.rank)
end

local function topsis()
  local out = examples.topsis.output
  topsis_case(out.vector_norm_weights_in_matrix, {})
  topsis_case(out.entropy_weights_vector, { weights = weights.entropy(min_max(examples.entropy)).weights })
  topsis_case(out.minmax_norm, { normalisation = "min_max" })
  topsis_case(out["variant_weights_in_distance(sqrt(sum w (..)^2))"], { weights_in = "distance" })
end

local function critic()
  local wanted = examples.critic.output
  local columns = min_max(examples.critic)
  for j, column in ipairs(columns) do
    near(vector.sd(column), wanted.sd_sample[j], T)
    for k, other in ipairs(columns) do near(vector.correlation(column, other), wanted.corr[j][k], T) end
  end
  local r = weights.critic(columns)
  all_near(r.information, wanted.C, T, "C")
  all_near(r.weights, wanted.w, T, "w")
  all_near(weighted(columns, r.weights), wanted.score, T, "score")
end

local function coupling_degrees()
  local input = examples.ccd.input
  for _, variant in ipairs { "equal", "alt" } do
    for i, unit in ipairs(input.units) do
      local wanted = examples.ccd.output["alpha_" .. variant][unit]
      local alpha = input["alpha_" .. variant]
      local r = coupling.degree { values = input.U[i], weights = alpha, decimals = 12 }
      near(r.c, wanted.C, T, unit)
      near(r.t, wanted.T, T, unit)
      near(r.d, wanted.D, T, unit)
      equal(r.class, wanted.level, unit)
      r = coupling.degree { values = input.U[i], weights = alpha, form = "modified", decimals = 12 }
      near(r.c, wanted.C_wang2021, T, unit)
      near(r.d, wanted.D_wang2021, T, unit)
      equal(r.class, wanted.level_wang2021, unit)
    end
  end
  local zero = coupling.degree { values = input.U[6] }
  equal(#zero.zero, 1)
  equal(zero.zero[1], 1)
  local two = examples.ccd.two_system_check
  near(coupling.degree { values = two.U }.c, two.C, T)
  near(coupling.degree { values = two.U, form = "modified" }.c, two.C_wang2021, T)
end

local function ahp()
  for _, name in ipairs { "A_3x3", "A_3x3_inconsistent", "A_4x4" } do
    local matrix, wanted = examples.ahp.input[name], examples.ahp.output[name]
    local n = #matrix
    for i = 1, n do -- the file rounds the reciprocals
      for j = 1, i - 1 do matrix[i][j] = matrix[j][i] >= 1 and 1 / matrix[j][i] or matrix[i][j] end
      for j = i + 1, n do if matrix[i][j] < 1 then matrix[i][j] = 1 / matrix[j][i] end end
    end
    local r = weights.ahp(matrix)
    all_near(r.weights, wanted.w_eigenvector, T, name)
    near(r.lambda, wanted.lambda_max, T)
    near(r.ci, wanted.CI, T)
    near(r.cr, wanted[n == 3 and "CR_RI_0.58(Saaty1980)" or "CR_RI_0.90(Saaty1980)"], T)
    near(weights.ahp(matrix, { ri = "saaty2008" }).cr, wanted[n == 3 and "CR_RI_0.52" or "CR_RI_0.89"], T)
    equal(r.consistent, wanted["consistent(CR<0.1)"])
    all_near(weights.ahp(matrix, { method = "geometric" }).weights, wanted["w_row_geometric_mean(方根法)"], T)
    local sums = weights.ahp(matrix, { method = "column_sum" })
    all_near(sums.weights, wanted["w_column_sum(和积法)"], T)
    near(sums.lambda, wanted["lambda_from_和积法"], T)
  end
  support.raises("reciprocal", weights.ahp, { { 1, 2 }, { 2, 1 } })
end

local function gini()
  local input, wanted = examples.gini.input, examples.gini.output
  local r = inequality.gini { values = input.x }
  near(r.gini, wanted.G, T)
  near(r.sample, wanted["G_small_sample_n/(n-1)"], T)
  near(r.mean, wanted.mean, T)
  r = inequality.gini { values = input.x, weights = input.pop }
  near(r.gini, wanted.G_pop_weighted, T)
  near(r.mean, wanted.weighted_mean, T)
end

local function theil()
  local input = examples.theil.input
  for _, kind in ipairs { "population_weighted", "unweighted" } do
    local wanted = examples.theil.output[kind]
    local r = inequality.theil { values = input.y_per_capita, groups = input.region,
      weights = kind == "population_weighted" and input.pop or nil }
    near(r.t, wanted.T, T)
    near(r.l, wanted.L, T)
    near(r.within, wanted.T_within, T)
    near(r.between, wanted.T_between, T)
    near(r.within + r.between, r.t, T)
    near(r.between_share * 100, wanted["T_between_%"], T)
    near(r.within_l, wanted.L_within, T)
    near(r.between_l, wanted.L_between, T)
    for _, group in ipairs(r.groups) do
      local w = wanted.groups[group.name]
      near(group.population_share, w.pop_share, T)
      near(group.income_share, w.income_share, T)
      near(group.t, w.T_g, T)
      near(group.l, w.L_g, T)
      near(group.mean, w.mean, T)
      near(group.contribution * 100, w["T_contribution_%"], T)
    end
  end
  equal(inequality.theil { values = { 0, 1, 2 } }.l, nil, "L of a zero")
end

local function dagum()
  local input, wanted = examples.dagum.input, examples.dagum.output
  local r = inequality.dagum { values = input.y, groups = input.group }
  near(r.gini, wanted.G, T)
  near(r.gini, inequality.gini { values = input.y }.gini, T)
  near(r.within, wanted.G_w, T)
  near(r.between, wanted.G_nb, T)
  near(r.transvariation, wanted.G_t, T)
  for _, own in ipairs(r.own) do near(own.gini, wanted.G_jj[own.name], T) end
  equal(#r.pairs, 6)
  for _, pair in ipairs(r.pairs) do
    local w = wanted.pairs[pair.first .. "-" .. pair.second]
    near(pair.gini, w.G_jh, T)
    near(pair.d, w.d_jh, T)
    near(pair.p, w.p_jh, T)
    near(pair.net, w.D_jh, T)
  end
end

local function converging()
  local input, wanted = examples.convergence.input, examples.convergence.output
  local r = convergence.beta { first = input.y0, last = input.yT, years = input.T }
  near(r.b, wanted.b, T)
  near(r.a, wanted.a, T)
  near(r.se, wanted.se_b, T)
  near(r.t, wanted.t_b, T)
  near(r.r2, wanted.R2, T)
  near(r.lambda, wanted.lambda, T)
  near(r.half_life, wanted.half_life, T)
  near(convergence.sigma(input.y0).sd_log, wanted.sigma0_sd_ln_pop, T)
  near(convergence.sigma(input.yT).sd_log, wanted.sigmaT_sd_ln_pop, T)
  near(convergence.sigma(input.y0).variation, wanted.cv0_pop, T)
  near(convergence.sigma(input.yT).variation, wanted.cvT_pop, T)
  near(inequality.variation(input.y0), wanted.cv0_sample, T)
  near(convergence.sigma(input.yT).variation_sample, wanted.cvT_sample, T)
end

local function obstacles()
  local input = examples.obstacle_degree.input
  for i, row in ipairs(input.Z) do
    all_near(coupling.obstacles { values = row, weights = input.w }, examples.obstacle_degree.output[i], T)
  end
  equal(coupling.obstacles { values = { 1, 1 }, weights = { 0.5, 0.5 } }, nil)
end

local function ties()
  local input, wanted = examples.ranking_ties.input, examples.ranking_ties.output
  local names = { ["1224"] = "min_1224", ["1334"] = "max_1334", ["1223"] = "dense_1223", fractional = "fractional" }
  for _, kind in ipairs(ranking.ties) do
    local ranks, count = ranking.ranks { values = input, ties = kind }
    all_near(ranks, wanted[names[kind]], 0, kind)
    equal(count, 6)
  end
  equal(ranking.text(3, 30), "居30个地区第3位")
  equal(ranking.text(false, 30), "未排名")
  all_near(ranking.ranks { values = { 80.04, 80.01, 79.9 } , decimals = 1 }, { 1, 1, 3 }, 0)
  all_near(ranking.ranks { values = { 0.285, 0.2849 } , decimals = 2 }, { 1, 2 }, 0)
  all_near(ranking.within { values = { 5, 7, 9, 3 }, groups = { "a", "a", "b", false } }, { 2, 1, 1, false }, 0)
end

local function moran()
  local input = examples.moran.input
  for kind, binary in pairs { row_standardised = false, binary = true } do
    local wanted = examples.moran.output[kind]
    local r = require("nqi.spatial").moran { values = input.y, links = input.W_binary, binary = binary }
    near(r.i, wanted.I, T)
    near(r.s0, wanted.S0, T)
    near(r.s1, wanted.S1, T)
    near(r.s2, wanted.S2, T)
    near(r.expected, wanted["E[I]"], T)
    near(r.variance_normal, wanted.Var_normality, T)
    near(r.z_normal, wanted.z_normality, T)
    near(r.variance_random, wanted.Var_randomisation, T)
    near(r.z_random, wanted.z_randomisation, T)
    all_near(r.locals, wanted.local_I, T)
    for i, quadrant in ipairs(wanted.quadrant) do equal(r.quadrants[i], quadrant) end
  end
end

local function malmquist()
  local input = examples.malmquist.input
  local r = require("nqi.productivity").malmquist { inputs = input.x_t, outputs = input.y_t,
    inputs_next = input.x_t1, outputs_next = input.y_t1 }
  for i = 1, 4 do
    local wanted = examples.malmquist.output["U" .. i]
    near(r[i].own, wanted["D_t(t)"], T)
    near(r[i].own_next, wanted["D_t1(t1)"], T)
    near(r[i].cross_next, wanted["D_t(t1)"], T)
    near(r[i].cross, wanted["D_t1(t)"], T)
    near(r[i].efficiency, wanted.EC, T)
    near(r[i].technical, wanted.TC, T)
    near(r[i].index, wanted.MI, T)
  end
end

return {
  { "worked example: Moran's I", moran }, { "worked example: Malmquist index", malmquist },
  { "worked example: entropy weights", entropy }, { "worked example: TOPSIS in four variants", topsis },
  { "worked example: CRITIC", critic }, { "worked example: coupling, both forms", coupling_degrees },
  { "worked example: AHP by three methods", ahp }, { "worked example: Gini", gini },
  { "worked example: Theil and its decomposition", theil }, { "worked example: Dagum", dagum },
  { "worked example: convergence", converging }, { "worked example: obstacle degree", obstacles },
  { "worked example: ties", ties },
}
