-- Whether indicators belong together: correlations, Cronbach's alpha, shares of the
-- principal components. OECD/JRC handbook (2008), steps 4 and 9.
--
--   local consistency = require "nqi.consistency"
--   consistency.cronbach { { 1, 2, 3, 4 }, { 1, 2, 3, 4 } }                          --> 1
--   consistency.flags({ { 1, 2, 3 }, { 2, 4, 6.1 } }, { high = 0.9, low = 0 })[1].kind   --> high
local arguments = require "nqi.options"
local vector, inference = require "nqi.vector", require "nqi.inference"

local consistency = {}

-- Cronbach (1951): α = k² c̄ / Σ_ij c_ij with c̄ the mean covariance of different columns,
-- covariances of the pairs that are there. nil with fewer than two columns. Values below
-- 0 mean that the columns contradict each other.
function consistency.cronbach(columns)
  local k, all, diagonal = #columns, 0, 0
  for _, column in ipairs(columns) do vector.check(column, "cronbach") end
  if k < 2 then return nil end
  for i = 1, k do
    for j = 1, k do
      local c = vector.covariance(columns[i], columns[j])
      if not c then return nil end
      all = all + c
      if i == j then diagonal = diagonal + c end
    end
  end
  if all == 0 then return nil end
  return k * k * ((all - diagonal) / (k * (k - 1))) / all
end

function consistency.correlations(columns)
  local matrix = {}
  for _, column in ipairs(columns) do vector.check(column, "correlations") end
  for i = 1, #columns do
    matrix[i] = {}
    for j = 1, #columns do
      matrix[i][j] = i == j and 1 or j < i and matrix[j][i] or vector.correlation(columns[i], columns[j]) or false
    end
  end
  return matrix
end

-- Pairs with a correlation above `high` (0.9: they say the same) or below `low` (0: they
-- pull apart): { first, second, r, kind = "high" or "low" }.
function consistency.flags(columns, limits)
  limits = limits or {}
  local high, low, out = limits.high or 0.9, limits.low or 0, {}
  local matrix = consistency.correlations(columns)
  for i = 1, #columns do
    for j = i + 1, #columns do
      local r = matrix[i][j]
      if r and (r > high or r < low) then
        out[#out + 1] = { first = i, second = j, r = r, kind = r > high and "high" or "low" }
      end
    end
  end
  return out
end

-- Shares of variance of the principal components; nil if they cannot be had.
function consistency.components(columns)
  local places = vector.complete_places(columns)
  if #columns < 2 or #places < 3 then return nil end
  local own = {}
  for k, column in ipairs(columns) do
    own[k] = vector.take(column, places)
    if vector.is_constant(own[k]) then return nil end
  end
  local values = kernel.eigen(consistency.correlations(own))
  return vector.map(values, function(v) return v / #columns end)
end

-- Correlation of an index with a series from outside: { r, spearman, n } and their p-values
-- p and spearman_p (Student's t; nil with fewer than four units).
function consistency.outside(scores, series)
  local a, b = vector.pairs_present(vector.check(scores, "outside"), vector.check(series, "outside"))
  if #a < 3 then return nil end
  local ranks_a, ranks_b = kernel.ranks(a, "fractional"), kernel.ranks(b, "fractional")
  local r, spearman = vector.correlation(a, b), vector.correlation(ranks_a, ranks_b)
  return { r = r, spearman = spearman, n = #a, p = inference.correlation_p(r, #a), spearman_p = inference.correlation_p(spearman, #a) }
end

arguments.guard("consistency", consistency, "flags", { high = true, low = true }, 2)

return consistency
