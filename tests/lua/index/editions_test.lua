-- What an edition says against the one before: parts of the change of rank, usual changes,
-- versions side by side.
local support = require "support"
local near, equal, raises = support.near, support.equal, support.raises
local index, explain, index_versions = require "nqi.index", require "nqi.explain", require "nqi.index_versions"

local units = { "a", "b", "c", "d", "e", "f" }

local function built(values, weight)
  return index.build({ code = "Q", normalise = { method = "min_max", from = 1, to = 100 }, { indicator = "A", weight = weight or 1 },
    { indicator = "B" } }, { units = units, values = values })
end

-- Four editions' worth of data: as first given, revised, now.
local first = { A = { 1, 2, 3, 4, 5, 6 }, B = { 9, 4, 6, 1, 8, 2 } }
local revised = { A = { 1, 2, 4.5, 4, 5, 6 }, B = { 9, 4, 6, 1, 5, 2 } }
local now = { A = { 1, 3.4, 4.5, 4.2, 5, 7 }, B = { 7, 4, 6, 3, 5, 2 } }

local function parts_add_up()
  local result, before = built(now), built(revised)
  local editions = { first = built(first), former = built(first, 3), former_revised = built(revised, 3), former_now = built(now, 3) }
  local moved = 0
  for place in ipairs(units) do
    local split = explain.split(result, before, place, editions)
    equal(split.from, editions.former.root.ranks[place])
    equal(split.to, result.root.ranks[place])
    near(split.method + split.revision + split.own + split.others, split.from - split.to, 1e-12)
    for _, cause in ipairs { "method", "revision", "own", "others" } do near(split[cause] * 12, math.floor(split[cause] * 12 + 0.5), 1e-9) end
    moved = moved + math.abs(split.method) + math.abs(split.revision)
    -- Without revision and change of method those parts are not there.
    local plain = explain.split(result, before, place, {})
    equal(plain.method, nil)
    equal(plain.revision, nil)
    equal(plain.own + plain.others, before.root.ranks[place] - result.root.ranks[place])
  end
  equal(moved > 0, true)
end

-- A unit that did not move owes nothing to itself; one that alone moved owes all to itself,
-- but for the scale that it sets.
local function own_and_others()
  local before = built(revised)
  local alone = { A = { 1, 2, 4.5, 5.5, 5, 6 }, B = revised.B }
  local result = built(alone)
  local split = explain.split(result, before, 4, {})
  equal(split.own, before.root.ranks[4] - result.root.ranks[4])
  equal(split.others, 0)
  for _, place in ipairs { 1, 2, 3, 5, 6 } do
    equal(explain.split(result, before, place, {}).own, 0)
  end
end

-- No cause is preferred: the way back moves as much the other way round.
local function no_order()
  local result, before, uneven = built(now), built(revised), 0
  for place in ipairs(units) do
    local old, new = before.root.ranks[place], result.root.ranks[place]
    local split, back = explain.split(result, before, place, {}), explain.split(before, result, place, {})
    equal(split.own + split.others, old - new)
    near(back.own, -split.own, 1e-12)
    near(back.others, -split.others, 1e-12)
    if split.own ~= math.floor(split.own) then uneven = uneven + 1 end
  end
  equal(uneven > 0, true)
end

-- A usual change up and down, as the index built again with it has it.
local function sensitivity()
  local values = { A = { 10, 20, 33, 41, 52, 60, 72, 100 }, B = { 5, 80, 22, 71, 14, 33, 46, 99 } }
  local eight = { "a", "b", "c", "d", "e", "f", "g", "h" }
  local function again(a, b)
    return index.build({ code = "Q", normalise = { method = "min_max", from = 1, to = 100 }, { indicator = "A" }, { indicator = "B" } },
      { units = eight, values = { A = a, B = b } })
  end
  local result = again(values.A, values.B)
  local usual = explain.usual_changes(result, nil)
  local rows = explain.sensitivity(result, 4, usual)
  for _, row in ipairs(rows) do
    local own = { A = table.move(values.A, 1, 8, 1, {}), B = table.move(values.B, 1, 8, 1, {}) }
    own[row.node.code][4] = math.min(own[row.node.code][4] + row.usual, 100)
    local moved = again(own.A, own.B)
    near(row.up.score, moved.root.scores[4] - result.root.scores[4], 1e-9)
    equal(row.up.rank, moved.root.ranks[4])
    equal(row.down.score < 0, true)
  end
end

local function usual_changes()
  local usual = explain.usual_changes(built(now), built(revised))
  near(usual.A, 0.1, 1e-9) -- of 0, 1.4, 0, 0.2, 0, 1 the median is 0.1
  near(usual.B, math.sqrt(3.5), 1e-9) -- of 2, 0, 0, 2, 0, 0 it is 0: the sd of 7, 4, 6, 3, 5, 2
end

local function versions()
  local a, b = built(first), built(first, 3)
  local compared = index_versions.compare { { name = "equal", result = a }, { name = "A", result = b }, { name = "again", result = a } }
  equal(#compared.pairs, 3)
  equal(#compared.rows, 6)
  for i, row in ipairs(compared.rows) do
    equal(row.ranks[3], a.root.ranks[row.place])
    equal(row.change, 0)
    equal(row.best <= row.worst, true)
    if i > 1 then equal(compared.rows[i - 1].ranks[3] <= row.ranks[3], true) end
  end
  near(compared.pairs[2].spearman, 1, 1e-12)
  equal(compared.pairs[2].moved, 0)
  local pair, d = compared.pairs[1], 0
  for i = 1, 6 do d = d + (a.root.ranks[i] - b.root.ranks[i]) ^ 2 end
  near(pair.spearman, 1 - 6 * d / (6 * 35), 1e-12) -- without ties
  raises("two versions", function() index_versions.compare { { name = "x", result = a } } end)
end

return {
  { "the parts of a change of rank add up", parts_add_up },
  { "own data and others", own_and_others },
  { "no order of causes", no_order },
  { "what usual changes would do", sensitivity },
  { "usual changes", usual_changes },
  { "versions side by side", versions },
}
