-- Outliers that would rule a scale: the skewness and kurtosis rule, winsorising,
-- logarithms, Box–Cox. Every changed point is returned.
-- OECD/JRC handbook (2008), step 3; COINr 1.1 (Becker et al. 2022, J. Open Source
-- Softw. 7(78), 4567), whose variants carry the same names here.
--
--   local treat = require "nqi.treat"
--   local x = { 1, 2, 2, 3, 3, 3, 4, 4, 5, 90 }
--   treat.check(x).pass                       --> false
--   local y, points = treat.winsorise(x)
--   y[10]                                     --> 5
--   points[1].how                             --> high
local arguments = require "nqi.options"
local vector = require "nqi.vector"

local treat = {}

treat.limits = { skewness = 2, kurtosis = 3.5, points = 5 }

-- Passes if |skewness| < 2 or kurtosis < 3.5 (both adjusted for the sample). Fewer
-- than four values or a constant cannot be judged and pass.
function treat.check(x, limits)
  vector.check(x, "treat.check")
  limits = limits or treat.limits
  local skewness, kurtosis = vector.skewness(x), vector.kurtosis(x)
  local judged = skewness ~= nil and kurtosis ~= nil
  local pass = not judged or math.abs(skewness) < (limits.skewness or 2) or kurtosis < (limits.kurtosis or 3.5)
  return { pass = pass, judged = judged, skewness = skewness, kurtosis = kurtosis }
end

-- Moves the values equal to `from` to the next one inwards.
local function pull_in(x, from, next_value)
  local inner
  for i = 1, #x do
    if x[i] and x[i] ~= from and (not inner or next_value(x[i], inner)) then inner = x[i] end
  end
  for i = 1, #x do
    if x[i] == from then x[i] = inner end
  end
end

local function larger(a, b) return a > b end
local function smaller(a, b) return a < b end

-- Replaces the largest (skewness ≥ 0) or smallest value by the next one, until the
-- rule passes or `points` points have been moved. Returns the column and the points.
function treat.winsorise(x, limits)
  vector.check(x, "winsorise")
  limits = limits or treat.limits
  local out, most = vector.map(x, function(v) return v end), limits.points or 5
  local points = {}
  while not treat.check(out, limits).pass and #points < most do
    if vector.skewness(out) >= 0 then
      pull_in(out, vector.maximum(out), larger)
    else
      pull_in(out, vector.minimum(out), smaller)
    end
    points = {}
    for i = 1, #x do
      if out[i] ~= x[i] then
        points[#points + 1] = { place = i, before = x[i], after = out[i], how = out[i] < x[i] and "high" or "low" }
      end
    end
  end
  return out, points
end

-- y = ln(f(x)): f by variant.
treat.logarithms = {
  -- x − min + 0.01 (max − min): the EU's Competence Centre on Composite Indicators
  log_ct = function(low, high)
    return function(x) return math.log(x - low + 0.01 * (high - low)) end
  end,
  -- the same for positive skewness; mirrored for negative
  log_ct_plus = function(low, high, skewness)
    local a = 0.01 * (high - low)
    if skewness > 0 then return function(x) return math.log(x - low + a) end end
    return function(x) return -math.log(high + a - x) end
  end,
  -- x − min + 1: the older COIN Tool
  log_ct_orig = function(low)
    return function(x) return math.log(x - low + 1) end
  end,
  -- (max − 1)(x − min)/(max − min) + 1: Global Innovation Index; it falls where max is below 1
  log_gii = function(low, high)
    if high <= 1 then
      arguments.fail("use log_ct, or per = 100 for shares", "log_gii needs a maximum above 1, and that is %g", high)
    end
    return function(x) return math.log((high - 1) * (x - low) / (high - low) + 1) end
  end,
  -- the plain one: every value must be positive
  log = function(low)
    if low <= 0 then
      arguments.fail("use log_ct", "a logarithm needs positive values; the least is %g", low)
    end
    return function(x) return math.log(x) end
  end,
}

function treat.logarithm(x, variant)
  vector.check(x, "logarithm")
  local make = treat.logarithms[variant]
  if not make then arguments.fail(nil, "no logarithm is called \"%s\"", tostring(variant)) end
  if vector.is_constant(x) then arguments.fail(nil, "a constant column cannot be transformed") end
  return vector.map(x, make(vector.minimum(x), vector.maximum(x), vector.skewness(x) or 1))
end

-- (y^λ − 1)/λ, ln y for λ = 0, with y = x − min + 1 (Box and Cox, J. R. Stat. Soc. B
-- 26, 1964; the shift is the COIN Tool's).
function treat.box_cox(x, lambda)
  vector.check(x, "box_cox")
  arguments.finite("box_cox", "lambda", lambda)
  local low = vector.minimum(x)
  return vector.map(x, function(v)
    local y = v - low + 1
    return lambda == 0 and math.log(y) or (y ^ lambda - 1) / lambda
  end)
end

local function transformed(x, out, how)
  local points = {}
  for i = 1, #x do
    if x[i] then points[#points + 1] = { place = i, before = x[i], after = out[i], how = how } end
  end
  return out, points
end

-- One column by `method`: none, winsorise, a logarithm's name, box_cox (`lambda`), or
-- auto: nothing if the rule passes, else winsorising, else log_ct of the original.
-- Returns the column, the changed points, and { before, after, how }: the checks.
function treat.column(options)
  local x, method = vector.check(options.values, "treat"), options.method or "auto"
  local limits = { skewness = options.skewness, kurtosis = options.kurtosis, points = options.points }
  local before = treat.check(x, limits)
  local out, points, how = x, {}, "none"
  if method == "winsorise" or (method == "auto" and not before.pass) then
    out, points = treat.winsorise(x, limits)
    how = #points > 0 and "winsorise" or "none"
    if method == "auto" and not treat.check(out, limits).pass then
      out, points = transformed(x, treat.logarithm(x, "log_ct"), "log_ct")
      how = "log_ct"
    end
  elseif method == "box_cox" then
    out, points = transformed(x, treat.box_cox(x, options.lambda or 0), method)
    how = method
  elseif treat.logarithms[method] then
    out, points = transformed(x, treat.logarithm(x, method), method)
    how = method
  elseif method ~= "none" and method ~= "auto" then
    arguments.fail("none, auto, winsorise, log, log_ct, log_ct_plus, log_ct_orig, log_gii or box_cox",
      "no treatment is called \"%s\"", tostring(method))
  end
  return out, points, { before = before, after = treat.check(out, limits), how = how }
end

arguments.guard("treat", treat, "check", { skewness = true, kurtosis = true, points = true }, 2)
arguments.guard("treat", treat, "winsorise", { skewness = true, kurtosis = true, points = true }, 2)
arguments.guard("treat", treat, "column", {
  values = true, method = true, lambda = true, skewness = true, kurtosis = true, points = true,
})

return treat
