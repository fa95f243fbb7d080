-- A composite index: from a definition and data to scores and ranks at every node,
-- with a note for everything that was filled in, changed or left out.
-- OECD/JRC, Handbook on Constructing Composite Indicators (2008).
--
--   local index = require "nqi.index"
--   local result = index.build({ code = "Q", normalise = { method = "min_max", to = 100 },
--       { indicator = "A", weight = 3 }, { indicator = "B", direction = "-" } },
--     { units = { "x", "y", "z" }, values = { A = { 1, 2, 3 }, B = { 9, 5, 7 } } })
--   result.root.scores[3]        --> 87.5
--   result.root.ranks[3]         --> 1
--   result.by_code.B.effective   --> 0.25
--
-- Data: units (codes), values[CODE] (a column, in the order of units, false where
-- missing); optional names, groups[NAME] (a column of group names). With more periods:
-- periods (labels), series[CODE][t] (columns) and `at`, which t is wanted (the last);
-- directions[CODE], what the dictionary says of it ("+", "-" or "none"); low[CODE] and
-- high[CODE], columns of the period that is built: what a source's rounding leaves open;
-- titles[CODE], the dictionary's names; decimals of the scores in print, by which they rank.
local arguments = require "nqi.options"
local vector = require "nqi.vector"
local index_tree = require "nqi.index_tree"
local impute, treat, normalise = require "nqi.impute", require "nqi.treat", require "nqi.normalise"
local weights, aggregate, ranking = require "nqi.weights", require "nqi.aggregate", require "nqi.ranking"
local screen = require "nqi.screen"

local index = {}

local function note(result, kind, fields)
  fields.kind = kind
  if fields.place then fields.unit = result.names[fields.place] end
  result.notes[#result.notes + 1] = fields
end

-- One shape for data of one period and of many.
local function whole(data)
  local n, series, seen = #data.units, data.series, {}
  for _, unit in ipairs(data.units) do
    if seen[unit] then arguments.fail(nil, "the unit \"%s\" stands twice", tostring(unit)) end
    seen[unit] = true
  end
  if not series then
    series = {}
    for code, column in pairs(data.values) do series[code] = { column } end
  end
  local at = data.at
  for code, columns in pairs(series) do
    at = at or #columns
    for _, column in ipairs(columns) do
      if #column ~= n then
        arguments.fail("false stands for a missing value", "%s has %d values for %d units", code, #column, n)
      end
      vector.check(column, code)
    end
  end
  return { units = data.units, names = data.names or data.units, groups = data.groups or {}, series = series,
    at = at, periods = data.periods, times = data.times, demo = data.demo, directions = data.directions,
    low = data.low, high = data.high, decimals = data.decimals }
end

local function columns_of(data, code, leaf)
  local columns = data.series[code]
  if not columns then arguments.fail(nil, "index %s: no data for \"%s\"", leaf.code, code) end
  return columns
end

-- x / denominator × per.
local function denominate(result, leaf, data, t)
  local raw = columns_of(data, leaf.indicator, leaf)[t]
  if not leaf.denominator then
    return leaf.per and vector.map(raw, function(v) return v * leaf.per end) or raw
  end
  local denominator = columns_of(data, leaf.denominator, leaf)[t]
  return vector.map(raw, function(v, i)
    if denominator[i] == 0 then
      arguments.fail(nil, "index %s: the denominator %s of %s is zero", leaf.code, leaf.denominator, data.names[i])
    elseif denominator[i] and denominator[i] < 0 then
      arguments.fail("a ratio to less than nothing turns better into worse: leave the indicator out, or divide by another one",
        "index %s: the denominator %s of %s is negative", leaf.code, leaf.denominator, data.names[i])
    end
    if not denominator[i] and t == data.at then note(result, "denominator_missing", { node = leaf, place = i }) end
    return denominator[i] and v / denominator[i] * (leaf.per or 1)
  end)
end

-- The column of a period: denominated, imputed, treated. Notes only for the period
-- that is built. `choice` may replace the leaf's own imputation and treatment, and its
-- column of that period (raw).
local function prepare(result, leaf, data, t, choice)
  local ours, series = t == data.at and not choice.quiet, {}
  for other = 1, #columns_of(data, leaf.indicator, leaf) do
    series[other] = other == t and choice.raw or denominate(result, leaf, data, other)
  end
  if vector.count(series[t]) == 0 then
    arguments.fail(nil, "index %s: no unit has a value of %s (%s)", leaf.code, leaf.indicator,
      data.periods and data.periods[t] or "—")
  end
  local filled, cells = impute.column { method = choice.impute or leaf.impute, series = series, at = t,
    times = data.times, groups = leaf.group and data.groups[leaf.group] }
  local treatment = { values = filled }
  for key, value in pairs(choice.treat or leaf.treat) do treatment[key] = value end
  local treated, points, checks = treat.column(treatment)
  if ours then
    leaf.raw, leaf.filled, leaf.checks = series[t], filled, checks
    for _, cell in ipairs(cells) do
      note(result, "imputed", { node = leaf, place = cell.place, value = cell.value, method = leaf.impute })
    end
    for i = 1, #filled do
      if not filled[i] then note(result, "missing", { node = leaf, place = i }) end
    end
    if checks.how == "winsorise" then
      for _, point in ipairs(points) do
        note(result, "treated", { node = leaf, place = point.place, before = point.before, after = point.after, method = "winsorise" })
      end
    elseif checks.how ~= "none" then
      note(result, "transformed", { node = leaf, method = checks.how, points = #points })
    end
    if not checks.after.pass then note(result, "outliers_remain", { node = leaf, checks = checks.after }) end
  end
  return treated, filled, checks.how .. #points
end

-- The column a scale is fitted to: the period's, or all periods' one after another.
local function fitting_column(result, leaf, data, column, how, choice)
  if how.over ~= "panel" then return column end
  local pooled = {}
  for t = 1, #columns_of(data, leaf.indicator, leaf) do
    local own = t == data.at and column or prepare(result, leaf, data, t, { quiet = true, impute = choice.impute, treat = choice.treat })
    for i = 1, #own do pooled[#pooled + 1] = own[i] end
  end
  return pooled
end

local function scale_options(leaf, how, data)
  local own = { direction = leaf.direction }
  for key, value in pairs(how) do own[key] = value end
  if how.reference then
    for i, unit in ipairs(data.units) do
      if unit == how.reference then own.reference = i end
    end
    if type(own.reference) ~= "number" then
      arguments.fail(nil, "index %s: no unit \"%s\" to refer to", leaf.code, tostring(how.reference))
    end
  end
  return own
end

-- The normalised column of a leaf and its scale; nil if all values are equal. `treated` says
-- how the column was treated, and how many points.
local function normalised(result, leaf, data, choice)
  local column, filled, treated = prepare(result, leaf, data, data.at, choice)
  local how = choice.normalise or leaf.normalise
  local fitted = fitting_column(result, leaf, data, column, how, choice)
  local given = how.method == "goalposts" or how.method == "scaled"
  if vector.is_constant(fitted) and not given then return nil, column end
  local scale = normalise.fit(fitted, scale_options(leaf, how, data))
  return vector.map(column, function(v) return normalise.apply(scale, v) end), column, scale, filled, treated
end

-- Normalised columns of all leaves (false for one without a scale): for the variants of
-- an uncertainty analysis. choice: impute, treat, normalise.
function index.leaf_columns(result, choice)
  local out = {}
  for k, leaf in ipairs(result.tree.leaves) do
    local quiet = { quiet = true, impute = choice.impute, treat = choice.treat, normalise = choice.normalise }
    out[k] = leaf.dropped and vector.constant(#result.units, false)
      or normalised(result, leaf, result.data, quiet) or vector.constant(#result.units, false)
  end
  return out
end

-- Between what numbers a source leaves the value of a unit at a leaf; nil where it is exact
-- or was filled in.
local function raw_bounds(leaf, data, place)
  local low, high = data.low[leaf.indicator][place], data.high[leaf.indicator][place]
  if not low or not leaf.raw[place] then return nil end
  local per = leaf.per or 1
  if not leaf.denominator then return low * per, high * per end
  local least, most = data.low[leaf.denominator][place], data.high[leaf.denominator][place]
  if not least or least <= 0 then return nil end
  return math.min(low / least, low / most) * per, math.max(high / least, high / most) * per
end

-- What the treatment made of values that lie between those of the column: linear between
-- the points known, the end's slope beyond. nil where it changed nothing.
local function treated_between(filled, treated)
  local points, changed = {}, false
  for i = 1, #filled do
    if filled[i] then points[#points + 1] = { filled[i], treated[i] } end
    changed = changed or filled[i] ~= treated[i]
  end
  if not changed then return nil end
  table.sort(points, function(a, b) return a[1] < b[1] end)
  local own = { points[1] }
  for _, point in ipairs(points) do
    if point[1] > own[#own][1] then own[#own + 1] = point end
  end
  return function(v)
    local low, high = 2, #own -- the first point that is not below v, or the last
    while low < high do
      local middle = (low + high) // 2
      if own[middle][1] < v then low = middle + 1 else high = middle end
    end
    local a, b = own[high - 1], own[high]
    return a[2] + (v - a[1]) * (b[2] - a[2]) / (b[1] - a[1])
  end
end

-- The bounds of the columns of leaf_columns: low, high; nil where all values are exact.
-- No bound lies outside of the column: with the unit at an end its scale would move too.
function index.leaf_bounds(result, choice)
  local data, low, high, any = result.data, {}, {}, false
  if not data.low then return nil end
  for k, leaf in ipairs(result.tree.leaves) do
    local quiet = { quiet = true, impute = choice.impute, treat = choice.treat, normalise = choice.normalise }
    local scores, column, scale, filled
    if not leaf.dropped then scores, column, scale, filled = normalised(result, leaf, data, quiet) end
    low[k], high[k] = {}, {}
    local between = scores and treated_between(filled, column)
    local least, most = scores and vector.minimum(scores), scores and vector.maximum(scores)
    for i = 1, #result.units do
      local score = scores and scores[i] or false
      low[k][i], high[k][i] = score, score
      local from, to
      if score then from, to = raw_bounds(leaf, data, i) end
      if from and from < to then
        if between then from, to = between(from), between(to) end
        local a, b = normalise.apply(scale, from), normalise.apply(scale, to)
        low[k][i], high[k][i], any = math.max(math.min(a, b), least), math.min(math.max(a, b), most), true
      end
    end
  end
  if any then return low, high end
end

local function score_leaf(result, leaf)
  local scores, column, scale = normalised(result, leaf, result.data, {})
  leaf.treated, leaf.scale = column, scale
  leaf.least, leaf.most = kernel.extent(column)
  leaf.lowest, leaf.highest = kernel.extent(leaf.raw)
  leaf.dropped = scores == nil
  leaf.scores = scores or vector.constant(#result.units, false)
  if leaf.dropped then note(result, "constant", { node = leaf, value = leaf.least }) end
  local clipped, known = scale and normalise.clipped(scale, column) or 0, vector.count(leaf.raw)
  if clipped > 0 then note(result, "clipped", { node = leaf, value = clipped, of = vector.count(column) }) end
  if known * 2 < #leaf.raw then note(result, "sparse", { node = leaf, value = known, of = #leaf.raw }) end
end

-- Children that have a score anywhere.
local function live_children(node)
  local out = {}
  for _, child in ipairs(node.children) do
    if not child.dropped then out[#out + 1] = child end
  end
  return out
end

local function leaf_count(node)
  if node.leaf then return 1 end
  local n = 0
  for _, child in ipairs(node.children) do n = n + leaf_count(child) end
  return n
end

local function on_unit_range(children)
  local out = {}
  for k, child in ipairs(children) do
    -- One without spread has no range; the weights set it aside.
    local flat = vector.is_constant(child.scores)
    out[k] = flat and child.scores or normalise.column(child.scores, { method = "min_max" })
  end
  return out
end

local weigh = {}
function weigh.given(_, children)
  local list = {}
  for k, child in ipairs(children) do list[k] = child.weight end
  return { weights = list }
end
function weigh.equal(_, children) return { weights = vector.constant(#children, 1) } end
function weigh.leaves(_, children)
  local list = {}
  for k, child in ipairs(children) do list[k] = leaf_count(child) end
  return { weights = list }
end
function weigh.entropy(_, children) return weights.entropy(on_unit_range(children)) end
function weigh.critic(_, children) return weights.critic(on_unit_range(children)) end
function weigh.pca(_, children)
  local columns = {}
  for k, child in ipairs(children) do columns[k] = child.scores end
  return weights.pca(columns)
end
function weigh.ahp(node, children)
  if #children ~= #node.children then
    arguments.fail(nil, "index %s: a child of AHP judgements is constant and cannot be weighed", node.code)
  end
  return weights.ahp(node.judgements, { ri = node.ri })
end

local function set_weights(result, node, children)
  local method = weigh[node.weights]
  if not method then
    arguments.fail("given, equal, leaves, entropy, critic, ahp or pca", "index %s: no weights are called \"%s\"",
      node.code, tostring(node.weights))
  end
  for _, child in ipairs(node.children) do child.share = 0 end
  if #children == 0 then return end
  node.weighing = method(node, children)
  local shares = weights.given(node.weighing.weights, "index " .. node.code)
  for k, child in ipairs(children) do child.share = shares[k] end
  if node.weights == "ahp" and not node.weighing.consistent then
    note(result, "inconsistent", { node = node, value = node.weighing.cr })
  end
  for _, k in ipairs(node.weighing.dropped or {}) do note(result, "unweighted", { node = children[k] }) end
  if node.weighing.mixed then note(result, "mixed_loadings", { node = node }) end
end

-- How wide the scale is on which the scores of a node lie, or its method where that says
-- nothing of width; of a node above, that of all below it, nil if these differ.
local function width_of(node)
  local scale = node.scale
  if node.leaf then return scale and (scale.from and scale.to and scale.to - scale.from or scale.times or scale.method) end
  local width
  for k, child in ipairs(live_children(node)) do
    local own = width_of(child)
    if k > 1 and own ~= width then return nil end
    width = own
  end
  return width
end

local free_of_scale = { copeland = true, topsis = true, geometric = true }

-- Of siblings on 0 to 1 and 0 to 100 the second outweigh the first, whatever their weights:
-- noted from twice the width on.
local function check_widths(result, node, children)
  local first = not free_of_scale[node.aggregate] and children[1] and width_of(children[1])
  for k = 2, first and #children or 0 do
    local own = width_of(children[k])
    local numbers = math.type(own) and math.type(first)
    if own and (numbers and math.max(own / first, first / own) >= 2 or not numbers and own ~= first) then
      return note(result, "mixed_scales", { node = node })
    end
  end
end

local function score_node(result, node)
  if node.leaf then
    score_leaf(result, node)
    return vector.check(node.scores, "index " .. node.code)
  end
  for _, child in ipairs(node.children) do score_node(result, child) end
  local children, columns, shares = live_children(node), {}, {}
  set_weights(result, node, children)
  check_widths(result, node, children)
  node.dropped = #children == 0
  if node.dropped then
    if not node.parent then arguments.fail(nil, "index %s: every indicator is constant", node.code) end
    node.scores = vector.constant(#result.units, false)
    return note(result, "empty", { node = node })
  end
  for k, child in ipairs(children) do columns[k], shares[k] = child.scores, child.share end
  node.scores = aggregate.columns { columns = columns, weights = shares, method = node.aggregate, p = node.p,
    threshold = node.threshold, names = result.names, where = "index " .. node.code }
  vector.check(node.scores, "index " .. node.code)
end

-- Units with too few values get no score at the root.
local function screen_units(result)
  local least = result.tree.definition.screen
  if not least then return end
  local columns = {}
  for k, leaf in ipairs(result.tree.leaves) do columns[k] = leaf.raw end
  for _, unit in ipairs(screen.units { columns = columns, threshold = least }) do
    result.root.scores[unit.place] = false
    note(result, "screened", { node = result.root, place = unit.place, value = unit.share })
  end
end

-- The scores of a node when those of one of its children are `scores` instead.
local function rescored(result, node, child, scores)
  local children, columns, shares, same = {}, {}, {}, true
  for _, other in ipairs(node.children) do
    local own = other == child and setmetatable({ scores = scores or nil, dropped = not scores }, { __index = other }) or other
    if not own.dropped then children[#children + 1] = own end
  end
  if #children == 0 then return nil end
  local given = weights.given(weigh[node.weights](node, children).weights, "index " .. node.code)
  for k, own in ipairs(children) do
    columns[k], shares[k], same = own.scores, given[k], same and given[k] == own.share
  end
  if not aggregate.mean_of(node.aggregate, node.p) then
    return aggregate.columns { columns = columns, weights = shares, method = node.aggregate, threshold = node.threshold,
      names = result.names, where = "index " .. node.code }
  end
  local out, row = {}, {}
  for i, score in ipairs(node.scores) do
    if not same or child.dropped or not scores or scores[i] ~= child.scores[i] then
      for k, column in ipairs(columns) do row[k] = column[i] end
      score = aggregate.unit { values = row, weights = shares, method = node.aggregate, p = node.p,
        threshold = node.threshold, what = result.names[i], where = "index " .. node.code }
    end
    out[i] = score
  end
  return out
end

-- The scores of all units if one unit had another value at a leaf: the column is filled,
-- treated and scaled again, and what is above it weighed and aggregated, as index.build does.
-- The second result says how the column was treated, and how many points. nil where there
-- would be no index. It raises what building the index would.
function index.moved(result, leaf, place, value)
  local raw = table.move(leaf.raw, 1, #leaf.raw, 1, {})
  raw[place] = value
  local scores, _, _, _, treated = normalised(result, leaf, result.data, { quiet = true, raw = raw })
  local node = leaf
  while node.parent do
    scores = rescored(result, node.parent, node, scores)
    node = node.parent
  end
  for i = 1, scores and #scores or 0 do scores[i] = result.root.scores[i] and scores[i] end
  return scores, treated
end

local function set_effective(node, share)
  node.effective = share
  for _, child in ipairs(node.children) do set_effective(child, share * child.share) end
end

-- How scores of a node are ranked, for nqi.ranking: with the definition's ties, and those
-- of the index as they are printed where the data or the definition say so.
function index.rank_options(result, node, scores)
  local definition = result.tree.definition
  return { values = scores, ties = definition.ties,
    decimals = node == result.root and (definition.published and definition.decimals or result.data.decimals) or nil }
end

-- The order of the index itself is kept for those who ask what one unit is among all.
local function rank_node(result, node)
  local options, numbers = index.rank_options(result, node, node.scores), nil
  node.ranks, node.of, numbers = ranking.ranks(options)
  if node == result.root then node.numbers, node.order = numbers, kernel.order(numbers, options.ties) end
end

-- Result: root, by_code, tree (nodes, leaves), units, names, notes, period, demo. Each
-- node: scores, ranks, of, share (among its siblings), effective (of the whole); a leaf
-- also raw (between lowest and highest), filled, treated (between least and most), scale,
-- dropped; the root also the numbers that it is ranked by and their order, for kernel.rank_of.
function index.build(definition, data)
  local result = { tree = index_tree.read(definition, data.directions or index_tree.known(definition), data.titles), notes = {}, data = whole(data) }
  result.root, result.by_code = result.tree.root, result.tree.by_code
  result.code, result.name = result.root.code, result.root.name
  result.units, result.names = result.data.units, result.data.names
  result.period = result.data.periods and result.data.periods[result.data.at]
  result.demo = data.demo or false
  if #result.units == 0 then arguments.fail(nil, "index %s: no units", result.code) end
  score_node(result, result.root)
  screen_units(result)
  result.root.share = 1
  set_effective(result.root, 1)
  for _, node in ipairs(result.tree.nodes) do rank_node(result, node) end
  for i = 1, #result.units do
    if not result.root.scores[i] then note(result, "no_score", { node = result.root, place = i }) end
  end
  if result.root.of < 3 then note(result, "few_units", { node = result.root, value = result.root.of }) end
  return result
end

-- The place of a unit, by code; an error if there is none.
function index.place(result, unit)
  for i, code in ipairs(result.units) do
    if code == unit then return i end
  end
  arguments.fail(nil, "index %s has no unit \"%s\"", result.code, tostring(unit))
end

-- The notes of a kind.
function index.notes(result, kind)
  local out = {}
  for _, entry in ipairs(result.notes) do
    if entry.kind == kind then out[#out + 1] = entry end
  end
  return out
end

return index
