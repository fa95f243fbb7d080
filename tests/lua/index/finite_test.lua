-- What is no finite number is an error that names the function, not a result.
local support = require "support"
local equal, raises = support.equal, support.raises
local treat, screen, spatial = require "nqi.treat", require "nqi.screen", require "nqi.spatial"
local inference, inequality, convergence = require "nqi.inference", require "nqi.inequality", require "nqi.convergence"
local index, aggregate = require "nqi.index", require "nqi.aggregate"

local nan, infinite = 0 / 0, math.huge

local function kernels()
  for _, bad in ipairs { nan, infinite, -infinite } do
    raises("winsorise: value 2", function() treat.winsorise { 1, bad, 3, 4, 90 } end)
    raises("treat.check: value 2", function() treat.check { 1, bad, 3, 4 } end)
    raises("box_cox: value 2", function() treat.box_cox({ 1, bad, 3 }, 0) end)
    raises("box_cox: lambda", function() treat.box_cox({ 1, 2, 3 }, bad) end)
    raises("logarithm: value 2", function() treat.logarithm({ 1, bad, 3 }, "log") end)
    raises("screen: value 2", function() screen.units { columns = { { 1, bad, 3 } }, threshold = 0.5 } end)
    raises("moran: links[1][2]", function()
      spatial.moran { values = { 1, 2, 3 }, links = { { 0, bad, 0 }, { 1, 0, 1 }, { 0, 1, 0 } } }
    end)
    raises("cagr: last", function() inference.cagr(1, bad, 3) end)
    raises("correlation_p: r", function() inference.correlation_p(bad, 10) end)
  end
  raises("no correlation is 1.2", function() inference.correlation_p(1.2, 10) end)
  equal(inference.correlation_p(1 + 1e-15, 10), 0.0)
  raises("topsis: no weights are given", function() aggregate.topsis { columns = { { 1, 2, 3 } } } end)
end

local function one_unit()
  equal(inequality.gini({ values = { 5 } }).gini, nil)
  equal(convergence.sigma({ 5 }).variation, nil)
  equal(inequality.gini({ values = { 5, 5 } }).gini, 0.0)
end

local function denominators()
  local definition = { code = "Q", { indicator = "A", denominator = "B" } }
  raises("the denominator B of y is negative", function()
    index.build(definition, { units = { "x", "y", "z" }, values = { A = { 1, 2, 3 }, B = { 1, -2, 3 } } })
  end)
end

return {
  { "kernels refuse what is not finite", kernels },
  { "one unit has no spread", one_unit },
  { "a negative denominator", denominators },
}
