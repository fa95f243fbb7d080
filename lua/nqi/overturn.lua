-- The smallest change of one indicator that would give a unit another rank.
--
--   local index, overturn = require "nqi.index", require "nqi.overturn"
--   local result = index.build({ code = "Q", { indicator = "A" }, { indicator = "B" } },
--     { units = { "x", "y", "z" }, values = { A = { 1, 2, 4 }, B = { 9, 5, 7 } } })
--   local found = overturn.find(result, 2, { A = 1, B = 1 }, { decimals = function() return 1 end })
--   found.size                        --> 2
--   found.from .. found.rank          --> 32
local explain, index, index_tree = require "nqi.explain", require "nqi.index", require "nqi.index_tree"
local ranking, vector, treat = require "nqi.ranking", require "nqi.vector", require "nqi.treat"

local overturn = {}

-- Scales that the kernel knows (pipeline/stats/moved.h): straight between two ends.
local straight = {
  min_max = function(scale) return { worst = scale.from, best = scale.to } end,
  distance_to_best = function(scale) return { worst = 0, best = scale.times } end,
  scaled = function(scale) return { given = true, low = scale.low, high = scale.high, worst = 0, best = scale.times } end,
  goalposts = function(scale)
    return { given = true, cut = scale.truncate, low = scale.low, high = scale.high, worst = 0, best = scale.times }
  end,
}
local treatments = { none = true, winsorise = true, auto = true }
local computed_weights = { entropy = true, critic = true, pca = true }
local by_others = { mean = true, median = true, group_mean = true, group_median = true }

local far = 1e4 -- times the width of the column: a scale that goes on moves nothing any more
local looks = 4 -- at so many sizes of a change that the kernel does not know, each a multiple of the one before
local cells = 1e5 -- how many of them may be scored again for one unit to find such changes

-- Whether the weights above a leaf are computed from the scores.
local function weights_move(leaf)
  local node = leaf.parent
  while node and not computed_weights[node.weights] do node = node.parent end
  return node ~= nil
end

-- A leaf as the kernel takes it.
local function moving_leaf(leaf)
  local shape = leaf.scale and straight[leaf.scale.method]
  local filled = by_others[leaf.impute] and vector.count(leaf.filled) > vector.count(leaf.raw)
  if not shape or leaf.normalise.over == "panel" or not treatments[leaf.treat.method or "auto"] or weights_move(leaf) or filled then
    return { known = false }
  end
  local out = shape(leaf.scale)
  out.known, out.turned, out.column, out.treatment = true, leaf.direction == "-", leaf.filled, leaf.treat.method or "auto"
  for name, limit in pairs(treat.limits) do out[name] = leaf.treat[name] or limit end
  return out
end

-- Makes a result ready to be asked of any of its units: once, and best before reports are
-- made of it, for it walks through all units.
function overturn.ready(result)
  if result.moving or not explain.decomposes(result) then return result end
  local spec, options = index_tree.flat(result.tree), index.rank_options(result, result.root, {})
  spec.units, spec.numbers, spec.ties, spec.decimals = #result.units, result.root.numbers, options.ties, options.decimals
  spec.scores, spec.leaves, result.known = {}, {}, {}
  for i, node in ipairs(result.tree.order) do spec.scores[i] = node.scores end
  for k, leaf in ipairs(result.tree.leaves) do
    spec.leaves[k] = moving_leaf(leaf)
    result.known[k] = spec.leaves[k].known
  end
  result.moving = kernel.moving(spec)
  return result
end

-- All ranks with another value of a unit, the index built again; nil where there would be none.
local function ranks_with(result, change, steps)
  local built, scores = pcall(index.moved, result, change.node, change.place, kernel.significant(change.value + steps * change.step))
  return built and scores and ranking.ranks(index.rank_options(result, result.root, scores)) or nil
end

-- The fewest steps that were found to give another rank where the kernel does not know the
-- leaf; `room.rebuilds` is how often the index may still be built again.
local function fewest_by_building(result, change, most, room)
  local now, from, to = result.root.ranks[change.place], 0, nil
  local function turns(k)
    room.rebuilds = room.rebuilds - 1
    local ranks = ranks_with(result, change, k)
    return ranks and ranks[change.place] and ranks[change.place] ~= now
  end
  for look = 0, looks do
    local k = math.ceil(most ^ (look / looks))
    if not to and k > from and room.rebuilds > 0 then
      if turns(k) then to = k else from = k end
    end
  end
  while to and to - from > 1 and room.rebuilds > 0 do
    local middle = (from + to) // 2
    if turns(middle) then to = middle else from = middle end
  end
  return to, false
end

-- The fewest steps up to `most` that give another rank, and whether no fewer do for certain.
local function fewest(result, change, most, room)
  if not result.known[change.node.column] then return fewest_by_building(result, change, most, room) end
  return kernel.fewest(result.moving, change.node.column, change.place, change.value, change.step, most)
end

-- How many steps a change may have: to what is possible, no further than a change as large, in
-- usual ones, as the best so far, and, `alone`, than what moves no other unit's score.
local function room_of(change, best, limits, alone)
  local leaf, value, up = change.node, change.value, change.step > 0
  local low, high = limits(leaf)
  if alone then
    low, high = math.max(low or leaf.least, leaf.least), math.min(high or leaf.most, leaf.most)
    if value <= leaf.least or value >= leaf.most then return 0 end
  end
  local room = up and (high or math.huge) - value or not up and value - (low or -math.huge)
  room = math.min(room, best and best.times * change.usual or math.huge, far * (leaf.highest - leaf.lowest))
  return math.floor(room / math.abs(change.step) * (1 + 1e-12) + 1e-9)
end

-- What a change is printed in.
local function step_of(leaf, options)
  if options.decimals then return 10 ^ -options.decimals(leaf) end
  return (leaf.highest - leaf.lowest) * 1e-9
end

local function is_better(a, b)
  if not b or a.times ~= b.times then return not b or a.times < b.times end
  if a.improves ~= b.improves then return a.improves end
  return a.node.column < b.node.column
end

-- The changes of a unit, up and down, those first of which little moves the score much: they
-- leave the least to try.
local function changes_of(result, place, usual, options)
  local out = {}
  for _, leaf in ipairs(result.tree.leaves) do
    local own = usual[leaf.code] or 0
    if leaf.raw[place] and own > 0 then
      for _, sign in ipairs { 1, -1 } do
        out[#out + 1] = { node = leaf, place = place, value = leaf.raw[place], usual = own, step = sign * step_of(leaf, options),
          improves = (sign > 0) == (leaf.direction == "+"), order = #out,
          effect = leaf.effective * own / math.max(leaf.highest - leaf.lowest, 1e-300) }
      end
    end
  end
  table.sort(out, function(a, b)
    if a.effect ~= b.effect then return a.effect > b.effect end
    return a.order < b.order
  end)
  return out
end

-- Who was passed, or passes, by the change: { place, … } and whether they are only drawn with.
local function crossed(before, now, place)
  local passed, level, up = {}, {}, now[place] < before[place]
  for i, rank in ipairs(now) do
    local was = before[i]
    if i ~= place and rank and was then
      if up and was <= before[place] and rank > now[place] or not up and was >= before[place] and rank < now[place] then
        passed[#passed + 1] = i
      elseif rank == now[place] then
        level[#level + 1] = i
      end
    end
  end
  return #passed > 0 and passed or level, #passed == 0 and #level > 0
end

-- What the change does to the ranks.
local function add_ranks(result, found, change)
  local before = result.root.ranks
  if result.known[change.node.column] then
    found.rank, found.places, found.level =
      kernel.with_steps(result.moving, change.node.column, change.place, change.value, change.step, found.steps)
  else
    local now = ranks_with(result, change, found.steps)
    found.rank, found.places, found.level = now[change.place], crossed(before, now, change.place)
  end
  found.from = before[change.place]
  found.improves, found.units = found.rank < found.from, {}
  for k, other in ipairs(found.places) do found.units[k] = result.names[other] end
end

-- The change of one indicator, all else as it is, that is the smallest in the indicator's
-- usual changes (explain.usual_changes) of those that give the unit another rank, up or down,
-- ties included: as if the index were built again with it. options: decimals(leaf), those that
-- the change is printed with (nil: it is taken as it is); limits(leaf), the least and the most
-- that is possible (nil: no limit). { node, value (as it is), to, size (of the change), times
-- (usual ones in it), improves, from and rank (the ranks), places and units (who is passed or
-- passes; none where others came to share a place, which counts once under 1223), level (they
-- are only drawn level with), certain (no smaller one exists; else one of
-- an indicator on which ranks may go to and fro, or which has no usual change, could be) }.
-- nil where there is none, or scores are no means; then the second result says whether that
-- is certain.
function overturn.find(result, place, usual, options)
  if not result.root.ranks[place] or result.root.of < 2 or not explain.decomposes(result) then return nil, false end
  overturn.ready(result)
  options = options or {}
  local limits, best, taken, certain = options.limits or function() end, nil, nil, true
  local room = { rebuilds = cells // (#result.units * #result.tree.leaves) }
  local changes, unsure = changes_of(result, place, usual, options), {}
  for _, leaf in ipairs(result.tree.leaves) do certain = certain and (not leaf.raw[place] or (usual[leaf.code] or 0) > 0) end
  -- Whether nothing smaller can be missed by it.
  local function try(change, alone)
    local most = room_of(change, best, limits, alone)
    if most < 1 or change.done and most <= change.done then return true end
    local steps, regular = fewest(result, change, most, room)
    change.done = regular and (steps and steps - 1 or most) or nil
    local size = steps and kernel.significant(steps * math.abs(change.step))
    local found = steps and { node = change.node, value = change.value, to = kernel.significant(change.value + steps * change.step),
      steps = steps, size = size, times = size / change.usual, improves = change.improves }
    if found and is_better(found, best) then best, taken = found, change end
    return regular
  end
  -- First what moves the unit's own score only, which costs little and leaves little to try.
  for _, change in ipairs(changes) do
    if result.known[change.node.column] then try(change, true) end
  end
  for _, change in ipairs(changes) do
    local times = best and best.times
    if not try(change) then unsure[#unsure + 1] = { change = change, times = times } end
  end
  -- What was tried beyond the best that was found in the end may be known up to that.
  for _, again in ipairs(unsure) do
    local known = best ~= nil and again.times ~= best.times and try(again.change)
    certain = certain and known
  end
  if best then
    add_ranks(result, best, taken)
    best.certain = certain
  end
  return best, certain
end

return overturn
