-- The audit of an index: right values worked out by hand, and each finding where it is.
local support = require "support"
local near, equal = support.near, support.equal
local index, index_audit, uncertainty = require "nqi.index", require "nqi.index_audit", require "nqi.uncertainty"
local vector = require "nqi.vector"

-- Ten units; A and B say nearly the same, C works against them, D says nothing.
local function built(fields)
  local definition = { code = "Q", normalise = { method = "min_max", from = 1, to = 100 },
    { code = "P", weight = 3, { indicator = "A" }, { indicator = "B" }, { indicator = "C", denominator = "S" } },
    { code = "R", weight = 1, { indicator = "D" } } }
  for field, value in pairs(fields or {}) do definition[field] = value end
  return index.build(definition, { units = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j" }, values = {
    A = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, B = { 1.1, 2, 3.2, 4, 5.1, 6, 7, 8.2, 9, 10 },
    C = { 90, 80, 72, 60, 50, 41, 30, 20, 12, 10 }, S = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.01 },
    D = { 5, 5, 6, 5, 5, 5, 6, 5, 5, 5 } } })
end

local function findings()
  local result = built()
  local audit = index_audit.of(result)
  equal(#audit.double, 1)
  equal(audit.double[1].first.code .. audit.double[1].second.code, "AB")
  equal(#audit.opposed, 1)
  equal(audit.opposed[1].node.code, "C")
  equal(audit.opposed[1].own.r < -0.1, true)
  equal(#audit.dead, 0)
  for _, row in ipairs(audit.leaves) do
    near(row.index.r, vector.correlation(row.node.scores, result.root.scores), 1e-12)
    equal(row.index.n, 10)
  end
  equal(#audit.availability, 0)
  -- Without weight for its pillar D is dead: r = 0.1 or so with A comes from elsewhere.
  local values = { 1, -1, -1, 1, 1, -1, -1, 1, 0, 0 }
  local flat = index.build({ code = "Q", { indicator = "A" }, { indicator = "Z", weight = 0.001 } },
    { units = result.units, values = { A = { 1, 2, 3, 4, 5, 6, 7, 8, 4.5, 4.5 }, Z = values } })
  equal(index_audit.of(flat).dead[1].node.code, "Z")
end

-- |r| of 0.0989 prints as 0.10, and is none of less than 0.1.
local function published_limits()
  local function dead(z)
    local result = index.build({ code = "Q", { indicator = "A" }, { indicator = "Z", weight = 1e-9 } },
      { units = { "a", "b", "c", "d" }, values = { A = { 1, 2, 3, 4 }, Z = z } })
    local row = index_audit.of(result).leaves[2]
    return row.index.r, #index_audit.of(result).dead
  end
  local r, n = dead { 1, -1, -1, 1.32 }
  equal(math.abs(r) < 0.1 and math.abs(r) > 0.095, true, "r = " .. tostring(r))
  equal(n, 0)
end

-- r² = 0.81 and 0.36 of two indicators: 0.692 and 0.308 of the influence.
local function influence()
  local x, e = { 1, -1, 1, -1 }, { 1, 1, -1, -1 }
  local target = vector.map(x, function(v, i) return 0.9 * v + math.sqrt(0.19) * e[i] end)
  local other = vector.map(target, function(v, i) return 0.6 * v + 0.8 * (x[i] * math.sqrt(0.19) - 0.9 * e[i]) end)
  local measured = index_audit.influence({ { code = "X", scores = x }, { code = "Y", scores = other } }, target)
  near(measured.X, 0.81 / 1.17, 1e-12)
  near(measured.Y, 0.36 / 1.17, 1e-12)
end

local function steps()
  local definition = { code = "Q", treat = "auto", impute = "median", normalise = { method = "min_max", from = 1, to = 100 },
    { indicator = "A" }, { indicator = "B" } }
  local units, values = {}, { A = {}, B = {} }
  for i = 1, 12 do units[i], values.A[i], values.B[i] = "u" .. i, i, (i * 7) % 12 end
  values.A[12], values.B[3], values.B[9] = 4000, false, false
  local result = index.build(definition, { units = units, values = values })
  local rows = index_audit.steps(result)
  for place, rank in ipairs(result.root.ranks) do equal(rows[3].ranks[place], rank) end
  local plain = index.build({ code = "Q", treat = "none", impute = "none", normalise = { method = "min_max", from = 1, to = 100 },
    { indicator = "A" }, { indicator = "B" } }, { units = units, values = values })
  local moved = 0
  for place, rank in ipairs(plain.root.ranks) do
    equal(rows[1].ranks[place], rank)
    if rows[2].ranks[place] ~= rank then moved = moved + 1 end
  end
  equal(rows[2].moved, moved)
  equal(moved > 0 and rows[3].moved > 0, true)
  equal(rows[1].shift, nil)
  local gaps = index_audit.availability(result)
  equal(#gaps, 2)
  equal(gaps[1].place, 3)
  near(gaps[1].share, 0.5, 0)
  equal(gaps[1].missing[1].code, "B")
end

local function denominators()
  local audit = index_audit.of(built())
  equal(#audit.denominator_codes, 1)
  -- The last is the largest of A and alone larger in S: 0.522 at most, below the limit.
  equal(#audit.denominators, 0)
  local units, size, total = {}, {}, {}
  for i = 1, 8 do units[i], size[i], total[i] = "u" .. i, i, i * i * 3 + (i % 2) end
  local result = index.build({ code = "Q", { indicator = "T", denominator = "S" } }, { units = units, values = { T = total, S = size } })
  audit = index_audit.of(result)
  equal(audit.denominators[1].denominator, "S")
  near(audit.denominators[1].r, vector.correlation(vector.map(total, function(v, i) return v / size[i] end), size), 1e-12)
  equal(audit.denominators[1].p < 0.001, true)
end

local function ranks_with()
  local result = built()
  local ranks, scores = uncertainty.ranks_with(result)
  for place, rank in ipairs(result.root.ranks) do
    equal(ranks[place], rank)
    near(scores[place], result.root.scores[place], 1e-12)
  end
  local only = uncertainty.ranks_with(result, nil, { P = 0, R = 1 })
  equal(only[3], 1)
  equal(only[7], 1)
  equal(only[1], 3)
end

-- What a source's rounding leaves open is in the range: two that differ by less than it
-- change places, two that differ by more do not.
local function rounding()
  local function run(half)
    local a = { 10.0, 10.1, 20, 30, 40 }
    local data = { units = { "a", "b", "c", "d", "e" }, values = { A = a, S = { 1, 1, 1, 1, 2 } } }
    if half then
      data.low, data.high = { A = {}, S = { 1, 1, 1, 1, 2 } }, { A = {}, S = { 1, 1, 1, 1, 2 } }
      for i, v in ipairs(a) do data.low.A[i], data.high.A[i] = v - half, v + half end
    end
    local result = index.build({ code = "Q", normalise = { method = "min_max", from = 1, to = 100 },
      { code = "R", indicator = "A", denominator = "S" } }, data)
    return uncertainty.run(result, { weights = 0, replications = 4000, seed = 2 }), result
  end
  local exact = run()
  equal(exact.rounded, false)
  equal(exact.low[1] == exact.high[1], true)
  local fine = run(0.04)
  equal(fine.rounded, true)
  equal(fine.low[1] == fine.high[1] and fine.low[2] == fine.high[2], true)
  local coarse, result = run(0.5)
  equal(coarse.low[1] < coarse.high[1], true)
  equal(coarse.low[4] == coarse.high[4], true) -- 30 stays ahead of 20, and 40 of two is 20
  equal(coarse.failed, 0)
  -- b above a: of u and v uniform, one of them cut off at the column's end. Exactly:
  -- P = 1 − P(a > b); a in [10, 10.5], b in [10, 10.6] uniform over the cut ranges.
  local above = coarse.tiers.above[4]
  equal(coarse.tiers.order[4], 2)
  near(above, 1 - (0.5 * 0.5 / 2) / (0.5 * 0.6), 0.03)
  local low, high = index.leaf_bounds(result, {})
  near(low[1][3], 1 + 99 * (19.5 - 10) / 20, 1e-9)
  near(high[1][3], 1 + 99 * (20.5 - 10) / 20, 1e-9)
  near(low[1][5], 1 + 99 * (19.75 - 10) / 20, 1e-9) -- divided by 2
  near(low[1][1], 1, 0)
  -- Through a treatment: at the cap nothing moves, below it as the values do.
  local capped = index.build({ code = "Q", treat = "winsorise", normalise = { method = "min_max", to = 100 }, { indicator = "A" } },
    { units = { "a", "b", "c", "d", "e", "f" }, values = { A = { 1, 2, 3, 4, 5, 900 } },
      low = { A = { 0.5, 1.5, 2.5, 3.5, 4.5, 899.5 } }, high = { A = { 1.5, 2.5, 3.5, 4.5, 5.5, 900.5 } } })
  low, high = index.leaf_bounds(capped, {})
  near(low[1][6], high[1][6], 1e-6)
  near(high[1][3] - low[1][3], 25, 1e-9)
end

return {
  { "limits are of what is printed", published_limits },
  { "rounding is in the range", rounding },
  { "dead, double and opposed are named", findings },
  { "influence is the share of r²", influence },
  { "ranks after each step", steps },
  { "what is left of the denominators", denominators },
  { "ranks with other choices and weights", ranks_with },
}
