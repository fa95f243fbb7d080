-- Weights of the children of a node. All come back as shares that sum to 1.
--
--   local weights = require "nqi.weights"
--   weights.given { 2, 1, 1 }[1]                                  --> 0.5
--   weights.ahp { { 1, 3 }, { 1 / 3, 1 } }.weights[1]             --> 0.75
--   weights.entropy { { 0, 0.5, 1 }, { 1, 0.5, 0 } }.weights[1] --> 0.5
local arguments = require "nqi.options"
local vector = require "nqi.vector"

local weights = {}

-- Given numbers as shares. A negative weight is an error, and so are weights that are
-- all zero: nothing would be left to aggregate.
function weights.given(list, what)
  local sum = 0
  if type(list) ~= "table" then arguments.fail("weights are numbers from 0 on", "%s: no weights are given", what or "weights") end
  for i, w in ipairs(list) do
    if not math.type(w) or w ~= w or w == math.huge then
      arguments.fail("weights are numbers from 0 on", "%s: weight %d is no finite number", what or "weights", i)
    end
    if w < 0 then
      arguments.fail("weights are not negative; turn the indicator with direction = \"-\"", "%s: weight %d is %s",
        what or "weights", i, tostring(w))
    end
    sum = sum + w
  end
  if sum == 0 then arguments.fail(nil, "%s: all weights are zero", what or "weights") end
  local out = {}
  for i, w in ipairs(list) do out[i] = w / sum end
  return out
end

function weights.equal(n)
  return weights.given(vector.constant(n, 1))
end

-- The rows in which all columns have a value; constant columns are set aside.
local function usable(columns, what)
  for _, column in ipairs(columns) do vector.check(column, what) end
  local places = vector.complete_places(columns)
  if #places < 2 then arguments.fail(nil, "%s: fewer than two units have all values", what) end
  local kept, dropped, used = {}, {}, {}
  for k, column in ipairs(columns) do
    local own = vector.take(column, places)
    if vector.is_constant(own) then
      dropped[#dropped + 1] = k
    else
      kept[#kept + 1] = own
      used[#used + 1] = k
    end
  end
  if #kept == 0 then arguments.fail(nil, "%s: every column is constant", what) end
  return kept, used, dropped, places
end

local function spread_out(n, used, shares)
  local out = vector.constant(n, 0)
  for i, k in ipairs(used) do out[k] = shares[i] end
  return out
end

-- Entropy weights (熵权; Shannon 1948; Zeleny 1982): p_ij = z_ij / Σ_i z_ij,
-- e_j = −Σ_i p ln p / ln n with 0 ln 0 = 0, w_j = (1 − e_j) / Σ(1 − e_k). Columns are
-- normalised, not negative, more is better. A constant column gets weight 0 and is
-- listed in `dropped`; units without all values do not count.
function weights.entropy(columns)
  local kept, used, dropped, places = usable(columns, "entropy")
  local entropies, diversities = {}, {}
  for j, column in ipairs(kept) do
    local sum, e = vector.sum(column), 0
    for i, z in ipairs(column) do
      if z < 0 then
        arguments.fail("normalise with min_max first", "entropy: column %d holds the negative value %g", used[j], z)
      end
      local p = z / sum
      if p > 0 then e = e - p * math.log(p) end
    end
    entropies[j] = e / math.log(#places)
    diversities[j] = 1 - entropies[j]
  end
  return {
    weights = spread_out(#columns, used, weights.given(diversities, "entropy")),
    entropy = entropies, diversity = diversities, dropped = dropped, n = #places,
  }
end

-- CRITIC (Diakoulaki, Mavrotas and Papayannakis, Comput. Oper. Res. 22(7), 1995):
-- C_j = σ_j Σ_k (1 − r_jk), w = C / ΣC; σ of the sample. Columns normalised to [0, 1].
function weights.critic(columns)
  local kept, used, dropped, places = usable(columns, "critic")
  local information = {}
  for j, column in ipairs(kept) do
    local conflict = 0
    for k, other in ipairs(kept) do
      if k ~= j then conflict = conflict + 1 - vector.correlation(column, other) end
    end
    information[j] = vector.sd(column) * conflict
  end
  if #kept == 1 then information[1] = 1 end
  return {
    weights = spread_out(#columns, used, weights.given(information, "critic")),
    information = information, dropped = dropped, n = #places,
  }
end

-- Random consistency indices for n = 1 … 10.
weights.random_index = {
  saaty1980 = { 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49 },
  saaty2008 = { 0, 0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49 },
}

local function check_judgements(matrix)
  local n = #matrix
  for i = 1, n do
    for j = 1, n do
      local a, b = matrix[i][j], matrix[j][i]
      if not a or a <= 0 or math.abs(a * b - 1) > 1e-9 then
        arguments.fail(nil, "ahp: judgements (%d, %d) and (%d, %d) are not reciprocal", i, j, j, i)
      end
    end
  end
  return n
end

-- 方根法: geometric means of the rows. 和积法: means of the column shares.
local function row_geometric(matrix)
  local out = {}
  for i, row in ipairs(matrix) do
    local sum = 0
    for _, a in ipairs(row) do sum = sum + math.log(a) end
    out[i] = math.exp(sum / #row)
  end
  return weights.given(out)
end

local function column_shares(matrix)
  local out = vector.constant(#matrix, 0)
  for j = 1, #matrix do
    local sum = 0
    for i = 1, #matrix do sum = sum + matrix[i][j] end
    for i = 1, #matrix do out[i] = out[i] + matrix[i][j] / sum / #matrix end
  end
  return out
end

-- λ of weights that are no eigenvector: the mean of (Aw)_i / w_i.
local function mean_ratio(matrix, w)
  local sum = 0
  for i, row in ipairs(matrix) do
    local product = 0
    for j, a in ipairs(row) do product = product + a * w[j] end
    sum = sum + product / w[i]
  end
  return sum / #matrix
end

-- AHP (Saaty 1980): the eigenvector of the pairwise judgements, λ_max,
-- CI = (λ_max − n)/(n − 1), CR = CI/RI, consistent below 0.10; CR is 0 for n ≤ 2.
-- options: method = "eigenvector" (default), "geometric" (方根法), "column_sum"
-- (和积法); ri = "saaty1980" (default) or "saaty2008".
function weights.ahp(matrix, options)
  options = options or {}
  local n, table_name = check_judgements(matrix), options.ri or "saaty1980"
  local method = options.method or "eigenvector"
  local lambda, w
  if method == "eigenvector" then
    lambda, w = kernel.perron(matrix)
  elseif method == "geometric" then
    w = row_geometric(matrix)
    lambda = mean_ratio(matrix, w)
  elseif method == "column_sum" then
    w = column_shares(matrix)
    lambda = mean_ratio(matrix, w)
  else
    arguments.fail("eigenvector, geometric or column_sum", "ahp: no method is called \"%s\"", tostring(method))
  end
  local ri = weights.random_index[table_name] and weights.random_index[table_name][n]
  if not ri then arguments.fail(nil, "ahp: no random index for %d in %s", n, tostring(table_name)) end
  local ci = n > 1 and (lambda - n) / (n - 1) or 0
  local cr = ri > 0 and ci / ri or 0
  return { weights = w, lambda = lambda, ci = ci, ri = ri, ri_table = table_name, cr = cr,
    consistent = cr < 0.10, method = method, n = n }
end

-- The correlation matrix of columns without gaps.
local function correlations(columns)
  local matrix = {}
  for i, x in ipairs(columns) do
    matrix[i] = {}
    for j, y in ipairs(columns) do
      matrix[i][j] = i == j and 1 or j < i and matrix[j][i] or vector.correlation(x, y)
    end
  end
  return matrix
end

-- Weights from principal components of the correlation matrix: squared loadings of the
-- first component, which sum to 1 (OECD/JRC handbook 2008, § 6.1, without rotation).
-- `mixed` says that the first component has loadings of both signs: then the columns do
-- not measure one thing, and these weights mean little.
function weights.pca(columns)
  local kept, used, dropped, places = usable(columns, "pca")
  local values, vectors = kernel.eigen(correlations(kept))
  local squares, shares, mixed = {}, {}, false
  for j, loading in ipairs(vectors[1]) do
    squares[j] = loading * loading
    mixed = mixed or loading < -1e-9
  end
  for j, value in ipairs(values) do shares[j] = value / #kept end
  return {
    weights = spread_out(#columns, used, weights.given(squares, "pca")),
    loadings = vectors, eigenvalues = values, shares = shares, mixed = mixed,
    dropped = dropped, n = #places,
  }
end

-- Σ w x of each row, and the share of r² of each column with it.
local function influence(columns, w)
  local scores, effects, sum = {}, {}, 0
  for i = 1, #columns[1] do
    scores[i] = 0
    for k, column in ipairs(columns) do scores[i] = scores[i] + w[k] * column[i] end
  end
  for k, column in ipairs(columns) do
    local r = vector.correlation(column, scores) or 0
    effects[k], sum = r * r, sum + r * r
  end
  for k in ipairs(effects) do effects[k] = sum > 0 and effects[k] / sum or 0 end
  return effects
end

-- Weights with which the measured influence of the columns, r² with their weighted sum as a
-- share of the sum of r² (Becker et al. 2017), comes nearest to the target shares (equal
-- ones by default): COINr's get_opt_weights. Weights are multiplied by (target/influence)
-- to a power that is halved whenever the squared distance does not fall. Result: weights
-- (shares), influence, distance, reached (whether no influence is off by more than 0.01).
function weights.optimise(columns, options)
  options = options or {}
  local kept, used, dropped = usable(columns, "optimise")
  local target = options.target or vector.constant(#columns, 1)
  if #target ~= #columns then arguments.fail(nil, "optimise: the targets do not fit the columns") end
  target = weights.given(vector.take(target, used), "optimise")
  local function distance_of(effects)
    local sum = 0
    for k, effect in ipairs(effects) do sum = sum + (effect - target[k]) ^ 2 end
    return sum
  end
  local w, power = weights.given(target), 1
  local effects = influence(kept, w)
  local distance = distance_of(effects)
  for _ = 1, 500 do
    if power < 1e-4 or distance < 1e-16 then break end
    local next_w = {}
    for k in ipairs(w) do
      next_w[k] = target[k] == 0 and 0 or w[k] * ((target[k] + 1e-9) / (effects[k] + 1e-9)) ^ power
    end
    next_w = weights.given(next_w)
    local next_effects = influence(kept, next_w)
    local next_distance = distance_of(next_effects)
    if next_distance < distance then
      w, effects, distance = next_w, next_effects, next_distance
    else
      power = power / 2
    end
  end
  local reached = true
  for k, effect in ipairs(effects) do reached = reached and math.abs(effect - target[k]) <= 0.01 end
  return { weights = spread_out(#columns, used, w), influence = spread_out(#columns, used, effects), distance = distance,
    reached = reached, dropped = dropped }
end

arguments.guard("weights", weights, "optimise", { target = true }, 2)
arguments.guard("weights", weights, "ahp", { method = true, ri = true }, 2)

return weights
