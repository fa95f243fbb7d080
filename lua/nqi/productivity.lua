-- Malmquist index of productivity for one input and one output at constant returns to
-- scale, where the distance function has a closed form.
-- Färe, Grosskopf, Norris and Zhang, Am. Econ. Rev. 84(1), 1994.
--
--   local productivity = require "nqi.productivity"
--   local r = productivity.malmquist { inputs = { 10, 8 }, outputs = { 20, 20 },
--     inputs_next = { 11, 8 }, outputs_next = { 25, 21 } }
--   string.format("%.4f", r[1].index)   --> 1.1364
local arguments = require "nqi.options"
local vector = require "nqi.vector"

local productivity = {}

local function best_ratio(inputs, outputs)
  local best = 0
  for i, x in ipairs(inputs) do
    if x <= 0 or outputs[i] < 0 then arguments.fail(nil, "malmquist: unit %d needs a positive input and no negative output", i) end
    best = math.max(best, outputs[i] / x)
  end
  if best == 0 then arguments.fail(nil, "malmquist: every output is zero") end
  return best
end

-- D(x, y) = (y/x) / max(y/x). By unit: efficiency = D_{t+1}(t+1) / D_t(t), technical =
-- √(D_t(t+1)/D_{t+1}(t+1) · D_t(t)/D_{t+1}(t)), index = efficiency · technical.
function productivity.malmquist(options)
  for _, column in ipairs { options.inputs, options.outputs, options.inputs_next, options.outputs_next } do
    vector.check(column, "malmquist")
  end
  local now, later = best_ratio(options.inputs, options.outputs), best_ratio(options.inputs_next, options.outputs_next)
  local out = {}
  for i, x in ipairs(options.inputs) do
    local ratio, next_ratio = options.outputs[i] / x, options.outputs_next[i] / options.inputs_next[i]
    local own, own_next = ratio / now, next_ratio / later
    local cross_next, cross = next_ratio / now, ratio / later
    local efficiency = own_next / own
    local technical = math.sqrt(cross_next / own_next * (own / cross))
    out[i] = { own = own, own_next = own_next, cross_next = cross_next, cross = cross,
      efficiency = efficiency, technical = technical, index = efficiency * technical }
  end
  return out
end

arguments.guard("productivity", productivity, "malmquist", {
  inputs = true, outputs = true, inputs_next = true, outputs_next = true,
})

return productivity
