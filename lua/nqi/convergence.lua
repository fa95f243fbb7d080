-- Whether units come closer to each other over time.
-- Barro and Sala-i-Martin, J. Polit. Econ. 100(2), 1992.
--
--   local convergence = require "nqi.convergence"
--   local r = convergence.beta { first = { 2.1, 1.4, 3.3 }, last = { 3.9, 3.1, 5.2 }, years = 10 }
--   r.b < 0                                      --> true
--   convergence.sigma { 1, 2, 3 }.variation_sample   --> 0.5
local arguments = require "nqi.options"
local vector, inference = require "nqi.vector", require "nqi.inference"

local convergence = {}

local function logarithms(x, what)
  vector.check(x, what)
  return vector.map(x, function(v)
    if v <= 0 then arguments.fail(nil, "%s: needs positive values, not %g", what, v) end
    return math.log(v)
  end)
end

-- β: (1/T) ln(y_T / y_0) = a + b ln y_0 by least squares; λ = −ln(1 + bT)/T, the speed;
-- half-life ln 2 / λ. b < 0: the poorer grow faster, if its test holds. lambda is nil where
-- 1 + bT ≤ 0.
function convergence.beta(options)
  local first, last = vector.pairs_present(options.first, options.last)
  local n, years = #first, options.years
  if n < 3 then arguments.fail(nil, "beta convergence needs three units or more") end
  if not years or not (years > 0) then arguments.fail("years from first to last", "beta convergence: years must be above 0") end
  local start, finish, growth = logarithms(first, "beta"), logarithms(last, "beta"), {}
  for i = 1, n do growth[i] = (finish[i] - start[i]) / years end
  if vector.is_constant(start) then arguments.fail(nil, "beta convergence: all start alike") end
  local b = vector.covariance(start, growth) / vector.covariance(start, start)
  local a = vector.mean(growth) - b * vector.mean(start)
  local residual = 0
  for i = 1, n do residual = residual + (growth[i] - a - b * start[i]) ^ 2 end
  local error_of_b = math.sqrt(residual / (n - 2) / vector.moment(start, 2))
  local total = vector.moment(growth, 2)
  local inside = 1 + b * years
  local lambda = inside > 0 and -math.log(inside) / years or nil
  return { a = a, b = b, se = error_of_b, t = error_of_b > 0 and b / error_of_b or nil,
    r2 = total > 0 and 1 - residual / total or nil, n = n,
    lambda = lambda, half_life = lambda and lambda > 0 and math.log(2) / lambda or nil }
end

-- σ: the spread of one period. Population forms; variation_sample is the sample's.
function convergence.sigma(values)
  local mean = vector.mean(values)
  if vector.count(values) < 2 then return {} end -- one unit alone has no spread
  return { sd_log = vector.sd(logarithms(values, "sigma"), true), variation = vector.sd(values, true) / mean,
    variation_sample = vector.sd(values) and vector.sd(values) / mean }
end

-- σ and β over all years, not the two at the ends. columns[t]: the values of year times[t],
-- by unit; units that have a positive value in every year count. sigma: the trend of the
-- coefficient of variation of a population (nqi.inference: slope a year, low, high, p), with
-- `variation`, that of each year. beta: the trend of ln y of each unit against its ln y in
-- the first year (slope b, low, high, p, r2) with λ and half-life as above,
-- and half-lives of the ends of its interval.
function convergence.over(options)
  local times, columns, places = options.times, options.columns, nil
  for _, column in ipairs(columns) do vector.check(column, "convergence") end
  places = vector.complete_places(columns)
  for k = #places, 1, -1 do
    for _, column in ipairs(columns) do
      if places[k] and column[places[k]] <= 0 then table.remove(places, k) end
    end
  end
  if #times < 2 or #places < 3 then arguments.fail(nil, "convergence needs two years and three units or more") end
  local result, logs = { variation = {}, n = #places, years = times[#times] - times[1] }, {}
  for t, column in ipairs(columns) do
    local own = vector.take(column, places)
    logs[t], result.variation[t] = logarithms(own, "convergence"), convergence.sigma(own).variation
  end
  result.sigma = inference.trend(times, result.variation)
  local growth = {}
  for i = 1, #places do
    local path = {}
    for t = 1, #times do path[t] = logs[t][i] end
    growth[i] = inference.slope(times, path).slope
  end
  if vector.is_constant(logs[1]) then arguments.fail(nil, "beta convergence: all start alike") end
  local beta = inference.slope(logs[1], growth)
  local inside = 1 + beta.slope * result.years
  beta.lambda = inside > 0 and -math.log(inside) / result.years or nil
  -- ln 2 / λ of a slope; nil where no gap would close, or it would at once.
  local function half_life(slope)
    local left = slope and 1 + slope * result.years
    return left and left > 0 and left < 1 and math.log(2) * result.years / -math.log(left) or nil
  end
  beta.half_life = half_life(beta.slope)
  beta.half_life_low, beta.half_life_high = half_life(beta.low), half_life(beta.high)
  result.beta = beta
  return result
end

arguments.guard("convergence", convergence, "over", { times = true, columns = true })
arguments.guard("convergence", convergence, "beta", { first = true, last = true, years = true })

return convergence
