-- The star grade: points, vetoes, cut-offs, gaps.
local support = require "support"
local near, equal, raises = support.near, support.equal, support.raises
local grade = require "nqi.grade"

local function definition()
  return { code = "S", name = "星级", items = {
      { indicator = "A", points = 60, low = 0, high = 10 },
      { indicator = "B", points = 40, steps = { { from = 1, points = 20 }, { from = 5, points = 40 } } } },
    vetoes = { { indicator = "V", above = 0, stars = 1, name = "事故" } },
    cuts = { { stars = 3, from = 80 }, { stars = 2, from = 50 }, { stars = 1, from = 10 } } }
end

local function evaluate(change, values)
  local own = definition()
  change(own)
  return grade.evaluate(own, { units = { "x", "y", "z" }, values = values }).rows
end
local function as_is() end

local function points()
  local item = { points = 20, low = 4, high = 9, direction = "-" }
  near(grade.points(item, 4), 20)
  near(grade.points(item, 6), 12)
  equal(grade.points(item, 10), 0.0)
  local steps = { points = 40, steps = { { from = 1, points = 20 }, { from = 5, points = 40 } } }
  equal(grade.points(steps, 0.99), 0)
  equal(grade.points(steps, 1), 20)
  equal(grade.points(steps, 5), 40)
  local down = { points = 40, direction = "-", steps = { { from = 5, points = 20 }, { from = 1, points = 40 } } }
  equal(grade.points(down, 5.01), 0)
  equal(grade.points(down, 5), 20)
  equal(grade.points(down, 1), 40)
end

local function cuts_and_vetoes()
  local rows = evaluate(as_is, { A = { 10, 5, 0 }, B = { 9, 9, 0 }, V = { 0, 1, 0 } })
  equal(rows[1].stars, 3)
  equal(rows[2].earned, 2)
  equal(rows[2].stars, 1)
  equal(rows[2].vetoes[1].name, "事故")
  equal(rows[3].stars, 0)
end

-- 79.96 prints as 80.0.
local function printed_totals_decide()
  local rows = evaluate(as_is, { A = { 9.9934, 6.66, 9.99 }, B = { 1, 5, 1 }, V = { 0, 0, 0 } })
  near(rows[1].total, 79.9604)
  equal(rows[1].stars, 3)
  near(rows[3].total, 79.94)
  equal(rows[3].stars, 2)
end

local function gaps()
  local values = { A = { 10, false, 10 }, B = { 9, 9, 9 }, V = { 0, 0, false } }
  local rows = evaluate(as_is, values)
  equal(rows[2].stars, nil)
  equal(rows[2].missing[1], "A")
  equal(rows[3].stars, nil)
  equal(rows[3].missing[1], "事故")
  rows = evaluate(function(own) own.missing = "zero" end, values)
  equal(rows[2].stars, 1)
  equal(rows[3].stars, nil, "a veto that cannot be checked")
end

local function errors()
  local values = { A = { 1, 2, 3 }, B = { 1, 2, 3 }, V = { 0, 0, 0 } }
  raises("no data for \"C\"", evaluate, function(own) own.items[1].indicator = "C" end, values)
  raises("low and high", evaluate, function(own) own.items[1].low = 10 end, values)
  raises("must go one way", evaluate, function(own) own.items[2].steps[2].from = 0 end, values)
  raises("must go one way", evaluate, function(own) own.items[2].direction = "-" end, values)
  raises('direction of A is "minus"', evaluate, function(own) own.items[1].direction = "minus" end, values)
  raises("B: value 2 is not a finite number", evaluate, as_is, { A = { 1, 2, 3 }, B = { 1, 0 / 0, 3 }, V = { 0, 0, 0 } })
  raises("V: value 1 is not a finite number", evaluate, as_is, { A = { 1, 2, 3 }, B = { 1, 2, 3 }, V = { 1 / 0, 0, 0 } })
  raises("most stars down", evaluate, function(own) own.cuts[2].from = 90 end, values)
  raises("one of above and below", evaluate, function(own) own.vetoes[1].below = 1 end, values)
  raises("has no field \"vetos\"", evaluate, function(own) own.vetos = {} end, values)
end

return {
  { "grade: points", points }, { "grade: cut-offs and vetoes", cuts_and_vetoes },
  { "grade: the printed total decides", printed_totals_decide }, { "grade: gaps", gaps }, { "grade: errors", errors },
}
