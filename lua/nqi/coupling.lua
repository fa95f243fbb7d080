-- How well the elements of a system go together: coupling C, level T, coordination D,
-- and what holds a unit back.
-- 王淑佳等, 国内耦合协调度模型的误区及修正, 自然资源学报 36(3), 2021, 793–810.
--
--   local coupling = require "nqi.coupling"
--   local r = coupling.degree { values = { 0.62, 0.55, 0.71, 0.48 } }
--   string.format("%.4f", r.c)   --> 0.9896
--   string.format("%.4f", r.d)   --> 0.7641
--   r.class                     --> 中级协调
--   coupling.obstacles { values = { 0.75, 0.25 }, weights = { 0.5, 0.5 } }[1]   --> 0.25
local arguments = require "nqi.options"
local classify = require "nqi.classify"
local coupling = {}

coupling.decimals = 3 -- of C, T and D in print

-- D in (a, b], ten classes: 极度失调 … 优质协调; of D as it is printed (coupling.decimals
-- if left out), so that 0.500 has the class of 0.5.
function coupling.class(d, decimals)
  local number = classify.number(d, decimals or coupling.decimals)
  for i = 1, 10 do
    if number <= i / 10 then return text.word("coupling.class." .. i) end
  end
  arguments.fail(nil, "a degree of coordination of %g is above 1", d)
end

-- C = n (ΠU)^(1/n) / ΣU, the geometric over the arithmetic mean.
local function standard(values)
  local n, product, sum = #values, 1, 0
  for _, u in ipairs(values) do
    product = product * u ^ (1 / n)
    sum = sum + u
  end
  return n * product / sum
end

-- C = √( [1 − Σ_{i>j}|U_i − U_j| / (1 + … + (n−1))] · (Π U_i / max U)^(1/(n−1)) )
local function modified(values)
  local n, most, apart, product = #values, 0, 0, 1
  for i, u in ipairs(values) do
    most = math.max(most, u)
    for j = 1, i - 1 do apart = apart + math.abs(u - values[j]) end
  end
  local left_out = false
  for _, u in ipairs(values) do
    if u == most and not left_out then
      left_out = true -- U_max / U_max = 1 once
    else
      product = product * (u / most) ^ (1 / (n - 1))
    end
  end
  return math.sqrt((1 - apart / (n * (n - 1) / 2)) * product)
end

-- Levels of the subsystems in [0, 1]; `weights` for T only (equal by default), `form`
-- "standard" (default) or "modified" (王淑佳等), `decimals` that D is printed with. A
-- level of 0 makes C and D 0: it is in `zero`, for a note. Result: c, t, d, class, weakest
-- (place), zero (places).
function coupling.degree(options)
  local values, n = options.values, #options.values
  if n < 2 then arguments.fail(nil, "coupling needs two subsystems or more") end
  local shares = require("nqi.weights").given(options.weights or require("nqi.vector").constant(n, 1), "coupling")
  if #shares ~= n then arguments.fail(nil, "coupling: %d weights for %d levels", #shares, n) end
  local t, weakest, zero, all_zero = 0, 1, {}, true
  for k, u in ipairs(values) do
    if not u then return nil end
    if not (u >= 0 and u <= 1) then
      arguments.fail("normalise the subsystems to 0 to 1", "coupling: level %d is %g, outside 0 to 1", k, u)
    end
    t = t + shares[k] * u
    if u < values[weakest] then weakest = k end
    if u == 0 then zero[#zero + 1] = k else all_zero = false end
  end
  local form = options.form or "standard"
  if form ~= "standard" and form ~= "modified" then
    arguments.fail("standard or modified", "coupling: no form is called \"%s\"", tostring(form))
  end
  local c = all_zero and 0 or (form == "modified" and modified or standard)(values)
  local d = math.sqrt(math.min(c, 1) * t)
  return { c = c, t = t, d = d, class = coupling.class(d, options.decimals), weakest = weakest, zero = zero, form = form }
end

-- 障碍度: O_j = w_j (1 − z_j) / Σ w_k (1 − z_k), with levels z in [0, 1] and shares w.
-- nil for a unit at the optimum everywhere: nothing holds it back. A missing level is
-- left out (false).
function coupling.obstacles(options)
  local sum, out = 0, {}
  for k, z in ipairs(options.values) do
    if z and not (z >= 0 and z <= 1) then
      arguments.fail(nil, "obstacles: level %d is %g, outside 0 to 1", k, z)
    end
    out[k] = z and options.weights[k] * (1 - z)
    sum = sum + (out[k] or 0)
  end
  if sum == 0 then return nil end
  for k = 1, #out do out[k] = out[k] and out[k] / sum end
  return out
end

-- 四要素中检验检测最弱（0.412），低于平均水平0.563。
function coupling.weakest_text(result, names, values)
  local k = result.weakest
  local mean = 0
  for _, u in ipairs(values) do mean = mean + u / #values end
  -- What prints as the lowest level is as weak.
  local lowest, weak = text.number(values[k], coupling.decimals), {}
  for i, u in ipairs(values) do
    if text.number(u, coupling.decimals) == lowest then weak[#weak + 1] = names[i] end
  end
  if #weak == #values then return text.word "coupling.same" end
  local level, whole = lowest, text.number(mean, coupling.decimals)
  return text.word("coupling.weakest", { name = require("nqi.words").join(weak), level = level,
    gap = text.number(tonumber(whole) - tonumber(level), coupling.decimals) })
end

arguments.guard("coupling", coupling, "degree", { values = true, weights = true, form = true, decimals = true })
arguments.guard("coupling", coupling, "obstacles", { values = true, weights = true })

return coupling
