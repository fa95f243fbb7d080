-- What a number claims beyond itself: intervals and p-values of slopes and correlations.
-- Student's t through the incomplete beta function (DLMF 8.17.22).
--
--   local inference = require "nqi.inference"
--   string.format("%.4f", inference.t_quantile(0.975, 10))                      --> 2.2281
--   string.format("%.4f", inference.correlation_p(0.632, 10))                   --> 0.0500
--   inference.trend({ 1, 2, 3, 4, 5 }, { 2.0, 2.9, 4.2, 4.8, 6.1 }).low > 0.8   --> true
local arguments = require "nqi.options"
local vector = require "nqi.vector"

local inference = {}

-- ln Γ(x), x > 0: Stirling's series above 10 (DLMF 5.11.1), the recurrence below.
local function log_gamma(x)
  local product = 1
  while x < 10 do
    product, x = product * x, x + 1
  end
  local y = 1 / (x * x)
  local series = (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y / 1188)))) / x
  return (x - 0.5) * math.log(x) - x + 0.5 * math.log(2 * math.pi) + series - math.log(product)
end

-- The continued fraction of the incomplete beta function, by Lentz's method.
local function fraction(x, a, b)
  local tiny = 1e-300
  local c, d = 1, 1 - (a + b) * x / (a + 1)
  d = 1 / (math.abs(d) < tiny and tiny or d)
  local h = d
  for m = 1, 500 do
    for _, step in ipairs { m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
      -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)) } do
      d, c = 1 + step * d, 1 + step / c
      d = 1 / (math.abs(d) < tiny and tiny or d)
      c = math.abs(c) < tiny and tiny or c
      h = h * d * c
    end
    if math.abs(d * c - 1) < 1e-15 then break end
  end
  return h
end

-- I_x(a, b)
local function incomplete_beta(x, a, b)
  if x <= 0 or x >= 1 then return x <= 0 and 0 or 1 end
  if x > (a + 1) / (a + b + 2) then return 1 - incomplete_beta(1 - x, b, a) end
  local front = log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * math.log(x) + b * math.log(1 - x)
  return math.exp(front) * fraction(x, a, b) / a
end

-- P(|T| > |t|) with df degrees of freedom (which need not be whole).
function inference.t_p(t, df)
  arguments.finite("t", "t", t)
  if df <= 0 then arguments.fail(nil, "t: the degrees of freedom must be positive") end
  return incomplete_beta(df / (df + t * t), df / 2, 0.5)
end

-- The t below which the share p of the distribution lies: Newton's method from 0, on whose
-- right P(|T| > t) is convex, so that no step goes too far.
function inference.t_quantile(p, df)
  if not (p > 0 and p < 1) then arguments.fail(nil, "t: p must lie between 0 and 1") end
  if p < 0.5 then return -inference.t_quantile(1 - p, df) end
  local wanted, t = 2 * (1 - p), 0
  local height = 2 * math.exp(log_gamma((df + 1) / 2) - log_gamma(df / 2)) / math.sqrt(df * math.pi)
  for _ = 1, 100 do
    local step = (inference.t_p(t, df) - wanted) / (height * (1 + t * t / df) ^ (-(df + 1) / 2))
    t = t + step
    if step <= 1e-13 * t then break end
  end
  return t
end

-- The p-value of Pearson's r of n pairs: t = r √((n − 2)/(1 − r²)); nil with fewer than 4.
function inference.correlation_p(r, n)
  if not r or n < 4 then return nil end
  arguments.finite("correlation_p", "r", r)
  if kernel.significant(math.abs(r)) > 1 then arguments.fail(nil, "correlation_p: no correlation is %g", r) end
  if math.abs(r) >= 1 then return 0.0 end
  return inference.t_p(r * math.sqrt((n - 2) / (1 - r * r)), n - 2)
end

local function is_exact(out) return out.rest <= 1e-24 * out.size end

-- The interval of 95 % of a slope and its p-value; nil where df is too small, and where the
-- values lie on the line itself to 12 digits, `exact`: no residual, no test.
local function add_test(out, df)
  out.exact = df >= 1 and is_exact(out)
  if df >= 1 and out.se > 0 and not out.exact then
    local half = inference.t_quantile(0.975, df) * out.se
    out.df, out.t, out.low, out.high = df, out.slope / out.se, out.slope - half, out.slope + half
    out.p = inference.t_p(out.t, df)
  end
  return out
end

local function fit(x, y)
  local n, squares = #x, vector.moment(x, 2)
  local slope = vector.covariance(x, y) * (n - 1) / squares
  local constant, rest, residuals = vector.mean(y) - slope * vector.mean(x), 0, {}
  for i = 1, n do
    residuals[i] = y[i] - constant - slope * x[i]
    rest = rest + residuals[i] ^ 2
  end
  local total = vector.moment(y, 2)
  local size = 0
  for i = 1, n do size = size + y[i] * y[i] end
  return { slope = slope, constant = constant, n = n, rest = rest, squares = squares, size = size,
    r2 = total > 0 and 1 - rest / total or nil }, residuals
end

local function checked(x, y)
  local a, b = vector.pairs_present(vector.check(x, "slope"), vector.check(y, "slope"))
  if #a < 2 or vector.is_constant(a) then arguments.fail(nil, "a slope needs two different places") end
  return a, b
end

-- Least squares of y on x: { slope, constant, se, df, t, low, high (95 %), p, r2, n, exact }.
function inference.slope(x, y)
  local out = fit(checked(x, y))
  out.se = out.n > 2 and math.sqrt(out.rest / (out.n - 2) / out.squares) or 0
  return add_test(out, out.n - 2)
end

-- The same of a series over time, whose errors go on from one year to the next: with r the
-- first autocorrelation of the residuals (0 at least) n (1 − r)/(1 + r) years count (Santer
-- et al., J. Geophys. Res. 105(D6), 2000). No interval with fewer than four years, nor where
-- so few of them count: `linked`.
function inference.trend(times, values)
  local a, b = checked(times, values)
  local out, residuals = fit(a, b)
  local after, all = 0, 0
  for i = 1, #residuals do
    all = all + residuals[i] ^ 2
    if i > 1 then after = after + residuals[i] * residuals[i - 1] end
  end
  out.autocorrelation = all > 0 and math.max(after / all, 0) or 0
  out.counted = out.n * (1 - out.autocorrelation) / (1 + out.autocorrelation)
  out.se = out.counted > 2 and math.sqrt(out.rest / (out.counted - 2) / out.squares) or 0
  out.linked = out.n >= 4 and not is_exact(out) and out.counted < 3
  return add_test(out, out.n < 4 and 0 or is_exact(out) and 1 or out.counted - 2)
end

-- Mean growth a year in %: ((last/first)^(1/years) − 1) · 100; nil unless both are positive.
function inference.cagr(first, last, years)
  if not first or not last then return nil end
  arguments.finite("cagr", "first", first)
  arguments.finite("cagr", "last", last)
  arguments.finite("cagr", "years", years)
  if first <= 0 or last <= 0 or years <= 0 then return nil end
  return ((last / first) ^ (1 / years) - 1) * 100
end

return inference
