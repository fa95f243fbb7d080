-- An index as reports print it: computed for a period and the one to compare with, its
-- ranks with ranges, and rows for tables.
--
--   local index_report = require "nqi.index_report"
--   local q = index_report.open { period = period_of "2023", uncertainty = { replications = 50 },
--     definition = { code = "Q", name = "示例指数", { indicator = "GDP" } } }
--   #q.rows == #areas()               --> true
--   q.rows[1].rank                    --> 1
local arguments = require "nqi.options"
local index, index_tree, index_data = require "nqi.index", require "nqi.index_tree", require "nqi.index_data"
local uncertainty, explain = require "nqi.uncertainty", require "nqi.explain"
local coupling, ranking, overturn = require "nqi.coupling", require "nqi.ranking", require "nqi.overturn"
local inequality, convergence = require "nqi.inequality", require "nqi.convergence"
local vector = require "nqi.vector"
local words = require "nqi.words"
local say = words.say

local index_report = {}

-- The unit of scores, as data write one.
index_report.unit = "分"

-- Results are kept for the next report of the same process that asks for the same: in the
-- same language, for they hold names, and of the same readings of the data. Whoever may
-- not read the figures behind them may not have them either: asking for them raises.
local kept = {}

local function written(value)
  if type(value) ~= "table" then return type(value) .. tostring(value) end
  local parts = {}
  for name, field in pairs(value) do parts[#parts + 1] = written(name) .. "=" .. written(field) end
  return "{" .. table.concat(parts, ",") .. "}"
end

local function key_of(options)
  local codes = {}
  for i, area in ipairs(options.areas or {}) do codes[i] = area.code end
  -- Without a code it is no index, which index_tree says when it reads it.
  return table.concat({ options.definition.code or "", options.period.code, text.language(), kernel.as_of(),
    options.areas and table.concat(codes, ",") or "all", written(options.uncertainty or false) }, " ")
end

local function permitted(q)
  for _, code in ipairs(q.data.codes) do
    get { indicator = code, area = q.data.areas[1], period = q.data.period }
  end
  return q
end

local function collect(definition, areas, period, how)
  local data = index_data.collect { codes = index_tree.indicators(index_tree.read(definition)), areas = areas, period = period,
    first = how and how.first, bare = how and how.bare, history = definition.history, compare = definition.compare, schemes = { definition.scheme or "region4" } }
  -- Ranks are of the scores that are printed, as all classes are (nqi.classify).
  data.decimals = not kernel.classifies_exact() and (definition.decimals or 2) or nil
  return data
end

local function build(definition, areas, period, data)
  data = data or collect(definition, areas, period)
  if not index_data.is_filled(data) then return nil end
  return index.build(definition, data), data
end

-- C, T, D of a unit over the children of the root, as shares of the full score; T with the
-- weights of the index, unless the definition says why not.
local function coupled(q, place)
  local setting, values, weights = q.definition.coupling, {}, {}
  if not setting then return nil end
  for k, child in ipairs(q.root.children) do
    if not child.scores[place] then return nil end
    -- 100.00000000000001 is 100; what lies further out is an error of the definition.
    values[k] = kernel.significant(child.scores[place] / (setting.full or 100))
    weights[k] = setting.weights == "equal" and 1 or child.share
  end
  local degree = coupling.degree { values = values, weights = weights, form = setting.form }
  degree.values = values
  return degree
end

-- What the ids of its figures say of a number: the index and the node.
local function name_of(q, node)
  return q.definition.code .. " " .. node.code
end

-- Whether another unit has the rank of this one; `groups`: of the same group.
local function is_tied(ranks, place, groups)
  for i, rank in ipairs(ranks) do
    if i ~= place and rank and rank == ranks[place] and (not groups or groups[i] == groups[place]) then return true end
  end
  return false
end

local function add_row(q, place)
  local root, before = q.root, q.before and #q.broken == 0 and q.before.root
  local row = { place = place, area = q.data.areas[place], rank = root.ranks[place] or nil, of = root.of,
    score = root.scores[place] or nil, figure = index_data.figure(q.data, place, root.scores[place], { name = name_of(q, root), decimals = q.decimals }),
    before_rank = before and before.ranks[place] or nil, before_score = before and before.scores[place] or nil,
    range = uncertainty.range_text(q.range, place), median = q.range.median[place] or nil,
    tier = q.range.tiers and q.range.tiers.of[place] or nil, coupling = coupled(q, place), pillars = {} }
  row.position = uncertainty.position(q.range, place, row.rank)
  row.change = row.rank and row.before_rank and row.before_rank - row.rank or nil
  row.region = q.regions[place] or nil
  row.tied, row.region_tied = is_tied(root.ranks, place), is_tied(q.region_ranks, place, q.regions)
  row.region_rank, row.region_of = q.region_ranks[place] or nil, q.region_counts[row.region]
  for k, child in ipairs(root.children) do
    row.pillars[k] = { node = child, score = child.scores[place] or nil, rank = child.ranks[place] or nil, of = child.of }
  end
  q.by_area[row.area.code] = row
  return row
end

local function rows_of(q)
  local rows = {}
  for place in ipairs(q.data.units) do rows[place] = add_row(q, place) end
  table.sort(rows, function(a, b)
    if (a.rank == nil) ~= (b.rank == nil) then return b.rank == nil end
    if a.rank ~= b.rank then return a.rank < b.rank end
    return a.place < b.place
  end)
  return rows
end

-- The index of the period before as it was: first, from the values as they were first given
-- (nil if none was revised); former, of these by the method of its time (nil if that has not
-- changed since), former_revised, that method on the values as they are known now, and
-- former_now, on those of the present period.
local function add_editions(q, areas)
  local data = collect(q.definition, areas, q.before_period, { first = true, bare = true })
  local revised = data.revised > 0
  if revised then q.first = build(q.definition, areas, q.before_period, data) end
  local previous = q.definition.previous
  if previous and not (period_of(previous.last) < q.before_period) then
    local function by_former(period, how)
      how.bare = true
      return (build(previous.definition, areas, period, collect(previous.definition, areas, period, how)))
    end
    q.former, q.former_now = by_former(q.before_period, { first = revised }), by_former(q.period, {})
    if revised then q.former_revised = by_former(q.before_period, {}) end
  end
end

-- How often each row is above the one behind it: `above` and `behind` (its row).
local function add_neighbours(q)
  local tiers, by_place = q.range.tiers, {}
  if not tiers then return end
  for _, row in ipairs(q.rows) do by_place[row.place] = row end
  for k, place in ipairs(tiers.order) do
    local row, behind = by_place[place], by_place[tiers.order[k + 1]]
    if behind then row.above, row.behind = tiers.above[k], behind end
  end
end

-- Those that are ranked, by region and (under "") all, counted: 六省, 31个省（区、市）.
local function counts_of(q)
  local members, out = { [""] = {} }, {}
  for i, area in ipairs(q.data.areas) do
    local region = q.root.ranks[i] and q.regions[i]
    if q.root.ranks[i] then table.insert(members[""], area) end
    if region then
      members[region] = members[region] or {}
      table.insert(members[region], area)
    end
  end
  for region, list in pairs(members) do out[region] = words.areas(list) end
  return out
end

-- Sobol' indices are computed when they are asked for.
local function without_samples(settings)
  local out = {}
  for name, value in pairs(settings) do out[name] = value end
  out.samples = 0
  return out
end

-- options: definition, period, areas (the ranked ones), uncertainty (settings; the
-- definition's own by default), optional (nil instead of an error if an indicator has
-- no value at all in the period). Result: result and root, before (the index of the
-- period to compare with, or nil), broken (the indicators that got another definition since
-- then: nothing is said of a change), range, rows (in rank order), by_area[CODE], data.
function index_report.open(options)
  local definition, key = options.definition, key_of(options)
  if kept[key] and kept[key].definition == definition then return permitted(kept[key]) end
  local areas = options.areas or areas()
  local q = { definition = definition, period = options.period, by_area = {}, name = words.node(definition),
    decimals = definition.decimals or 2, broken = {} }
  q.result, q.data = build(definition, areas, options.period)
  if not q.result and options.optional then return nil end
  if not q.result then
    arguments.fail(nil, "index %s: an indicator has no value at all in %s", definition.code, options.period.label)
  end
  q.root, q.demo = q.result.root, q.result.demo
  local earlier = index_data.back(options.period, 1, definition.compare)
  if #earlier == 2 then
    q.before_period = earlier[1]
    q.before = build(definition, areas, earlier[1], collect(definition, areas, earlier[1], { bare = true }))
    for _, leaf in ipairs(q.before and q.result.tree.leaves or {}) do
      if index_data.is_broken(leaf, q.before_period, q.period) then table.insert(q.broken, leaf) end
    end
    if q.before then add_editions(q, areas) end
  end
  q.uncertainty, q.sobol_of = uncertainty.declared(q.result, options.uncertainty or definition.uncertainty), {}
  q.range = uncertainty.run(q.result, without_samples(q.uncertainty))
  q.usual, q.explained = explain.usual_changes(q.result, q.before, q.broken), {}
  q.regions = q.data.groups[definition.scheme or "region4"]
  local within = index.rank_options(q.result, q.root, q.root.scores)
  within.groups = q.regions
  q.region_ranks, q.region_counts = ranking.within(within)
  q.counted = counts_of(q)
  q.rows = rows_of(q)
  add_neighbours(q)
  overturn.ready(q.result)
  kept[key] = q
  return q
end

function index_report.row(q, area)
  local row = q.by_area[area.code]
  if not row then arguments.fail(nil, "index %s does not rank %s", q.definition.code, area.name) end
  return row
end

-- The first-order and total shares of the choices in the mean shift of rank, largest
-- first, of as many samples as the definition's uncertainty says, 8 192 by default; nil
-- for 0. Computed when asked, for it takes many evaluations.
function index_report.sensitivity(q, samples)
  samples = samples or q.uncertainty.samples or 8192
  uncertainty.check_samples(q.result, samples)
  if samples == 0 then return nil end
  if not q.sobol_of[samples] then
    local settings = {}
    for name, value in pairs(q.uncertainty) do settings[name] = value end
    settings.replications, settings.samples = 0, samples
    q.sobol_of[samples] = uncertainty.run(q.result, settings).sobol
    table.sort(q.sobol_of[samples], function(a, b) return (a.total_shift or 0) > (b.total_shift or 0) end)
  end
  q.sobol = q.sobol_of[samples] -- what the note on it is about
  return q.sobol
end

-- Regions of a scheme: { name, n, mean, low, high, best } of the scores, best mean first.
function index_report.regions(q, scheme)
  local groups, order, rows = {}, {}, {}
  for _, row in ipairs(q.rows) do
    local name = row.area:region(scheme)
    if name and row.score then
      if not groups[name] then
        groups[name] = { name = words.region(name), scores = {}, figures = {}, ranks = {}, best = row }
        order[#order + 1] = name
      end
      table.insert(groups[name].scores, row.score)
      table.insert(groups[name].figures, row.figure)
    end
  end
  for i, name in ipairs(order) do
    local group = groups[name]
    rows[i] = { name = group.name, n = #group.scores, mean = vector.mean(group.scores), low = vector.minimum(group.scores),
      high = vector.maximum(group.scores), best = group.best,
      figure = figure { value = vector.mean(group.scores), decimals = q.decimals, unit = "",
        name = q.definition.code .. " " .. scheme .. " " .. name, from = group.figures } }
  end
  table.sort(rows, function(a, b) return a.mean > b.mean end)
  return rows
end

-- How unequal the areas are by the indicators' own values: { node, variation, gini,
-- theil, between (share of Theil's T that lies between the regions), intervals }, unweighted;
-- for those that are positive everywhere, in two areas or more; `left_out`, the others. The
-- index itself is not listed: its scale is ours.
function index_report.inequality(q, scheme)
  local rows, groups = { left_out = {}, few = q.root.of < 3 }, q.data.groups[scheme or q.definition.scheme or "region4"]
  for k, leaf in ipairs(q.result.tree.leaves) do
    local values, low = leaf.raw, vector.minimum(leaf.raw)
    if low <= 0 or vector.count(values) < 2 then
      table.insert(rows.left_out, leaf)
    else
      local own, first, several = {}, nil, false
      for i, value in ipairs(values) do
        own[i] = value and groups[i] or false
        first = first or own[i]
        several = several or own[i] and own[i] ~= first
      end
      local theil = inequality.theil { values = values, groups = own }
      rows[#rows + 1] = { node = leaf, variation = inequality.variation(values, true),
        gini = inequality.gini({ values = values }).gini, theil = theil.t, between = several and theil.between_share or nil,
        intervals = inequality.intervals { values = values, groups = several and own or nil, stream = k } }
    end
  end
  return rows
end

-- The years that end with `last`, back to `first`, oldest first.
local function years_between(first, last)
  local out, at = {}, last
  while at and not (at < first) do
    table.insert(out, 1, at)
    at = at:year_ago()
  end
  return out
end

-- σ and β convergence of an indicator of the index over all years from an earlier period to
-- now (convergence.over; times in years), with from, to and node; nil where fewer than three
-- areas have a positive value in each of them. Years before a new definition do not count:
-- `cut`; where they leave no two years there is nothing but from, to, node and cut.
function index_report.converging(q, code, from)
  local leaf = q.result.by_code[code]
  local columns, times, kept_years, cut = {}, {}, years_between(from, q.period), false
  while kept_years[1] and index_data.is_broken(leaf, kept_years[1], q.period) do
    cut = true
    table.remove(kept_years, 1)
  end
  for t, period in ipairs(kept_years) do
    local data = index_data.collect { codes = { leaf.indicator, leaf.denominator }, areas = q.data.areas, period = period, bare = true }
    local values, other = data.series[leaf.indicator][1], leaf.denominator and data.series[leaf.denominator][1]
    columns[t], times[t] = vector.map(values, function(v, i)
      local y = not other and v or other[i] and other[i] > 0 and v / other[i]
      return y and y > 0 and y * (leaf.per or 1)
    end), period.year
  end
  if cut and #times < 2 then return { from = from, to = q.period, node = leaf, cut = true } end
  if #times < 2 or #vector.complete_places(columns) < 3 then return nil end
  local found = convergence.over { times = times, columns = columns }
  found.from, found.to, found.node, found.cut = kept_years[1], q.period, leaf, cut
  return found
end

-- The index of a unit explained: contributions by indicator and pillar, gap, change,
-- strengths and weaknesses, obstacles, the smallest change that gives another rank (or
-- `unmoved`: there is none). nil for a unit without a score, and for an index that
-- does not decompose.
function index_report.explain(q, area)
  local place = index_report.row(q, area).place
  if not q.root.scores[place] or not explain.decomposes(q.result) then return nil end
  if q.explained[place] then return q.explained[place] end
  local strong, weak = explain.strengths(q.result, place, 3)
  local comparable = q.before and #q.broken == 0
  local found, certain = overturn.find(q.result, place, q.usual,
    { decimals = index_report.decimals_of, limits = index_report.limits_of })
  q.explained[place] = { place = place, pillars = explain.pillars(q.result, place), parts = explain.contributions(q.result, place),
    gap = explain.gap(q.result, place), strong = strong, weak = weak,
    obstacles = explain.obstacles(q.result, place, q.definition.coupling and q.definition.coupling.full),
    change = comparable and explain.change(q.result, q.before, place) or nil,
    split = comparable and explain.split(q.result, q.before, place, q) or nil,
    overturn = found, unmoved = not found and certain }
  return q.explained[place]
end

-- The unit of an indicator of the index: its own, or that of the dictionary if it is taken
-- as it is; "" if it has none.
function index_report.unit_of(leaf)
  return leaf.unit or not leaf.denominator and indicator(leaf.indicator).unit or ""
end

-- A change of a percentage is in percentage points, that of ‰ in 千分点, that of an index
-- (上年=100) in points.
function index_report.unit_of_change(leaf)
  local unit = index_report.unit_of(leaf)
  return unit:find("=", 1, true) and "点" or text.difference_unit(unit)
end

-- Whether it counts or measures an amount, which grows and shrinks; what was divided, a rate
-- or a score rises and falls.
function index_report.is_amount(leaf)
  local kind = not leaf.denominator and indicator(leaf.indicator).kind
  return kind == "stock" or kind == "flow"
end

-- Decimals of an indicator of the index: its own, those of the dictionary if it is taken
-- as it is, or 2.
function index_report.decimals_of(leaf)
  return leaf.decimals or not leaf.denominator and indicator(leaf.indicator).decimals or 2
end

-- The least and the most that an indicator of the index can be: nothing less than none of what
-- none has, and of shares that none has more than whole, no more.
function index_report.limits_of(leaf)
  return leaf.lowest >= 0 and 0 or nil, index_report.unit_of(leaf) == "%" and leaf.highest <= 100 and 100 or nil
end

-- One row an indicator for a unit's table: { node, pillar, value, figure, score, rank,
-- contribution, change }.
function index_report.leaf_rows(q, area)
  local why = index_report.explain(q, area)
  local parts, moved, rows = {}, {}, {}
  for _, part in ipairs(why and why.parts or {}) do parts[part.node.code] = part.value end
  for _, part in ipairs(why and why.change and why.change.own or {}) do moved[part.node.code] = part.value end
  local place = index_report.row(q, area).place
  for k, leaf in ipairs(q.result.tree.leaves) do
    local pillar, value = leaf, leaf.raw[place]
    while pillar.level > 2 do pillar = pillar.parent end
    rows[k] = { node = leaf, pillar = words.node(pillar), value = value or nil, score = leaf.scores[place] or nil,
      figure = value and index_data.figure(q.data, place, value,
        { name = name_of(q, leaf), decimals = index_report.decimals_of(leaf), unit = leaf.unit, codes = { leaf.indicator, leaf.denominator } }),
      rank = leaf.ranks[place] or nil, contribution = parts[leaf.code], change = moved[leaf.code] }
  end
  return rows
end

-- Bars of what each indicator contributes, largest first.
function index_report.part_items(q, why)
  local items, parts = {}, {}
  for k, part in ipairs(why.parts) do parts[k] = part end
  table.sort(parts, function(a, b) return a.value > b.value end)
  for k, part in ipairs(parts) do
    items[k] = { label = words.node(part.node), value = part.value, text = fmt.number(part.value, q.decimals),
      rank = part.node.ranks[why.place] and tostring(part.node.ranks[why.place]) or nil }
  end
  return items
end

-- Bars of the scores in rank order, with the change of rank.
function index_report.rank_items(q, area)
  local items = {}
  for k, row in ipairs(q.rows) do
    items[k] = { label = words.area(row.area), value = row.score, text = row.score and row.figure:fixed(q.decimals) or "—",
      rank = row.rank and tostring(row.rank), change = row.change and fmt.arrow(row.change),
      highlight = area ~= nil and area.code == row.area.code }
  end
  return items
end

-- The range with a mark where the rank is outside of it or at an end.
local function marked_range(row)
  if not row.range then return "—" end
  local mark = row.position == "outside" and "※" or row.position == "edge" and "△" or ""
  return row.range .. mark
end

-- The columns of the ranking: score, change, median and range, pillars, coordination.
function index_report.rank_columns(q)
  local columns = {
    { head = say "index.head_rank", align = "right", get = function(r) return r.rank or "—" end },
    { head = say "column.area", get = function(r) return words.area(r.area) end },
    { head = say "index.head_index", align = "decimal", get = function(r) return r.score and r.figure or "—" end },
    { head = say "column.change", align = "right", get = function(r)
      if r.change then return fmt.arrow(r.change) end
      if #q.broken > 0 then return nil, "break" end
      return "…"
    end },
    { head = say "index.head_median", align = "right", get = function(r) return r.median and fmt.number(r.median, 0) or "—" end },
    { head = say "index.head_range", align = "centre", get = marked_range },
  }
  for k, child in ipairs(q.root.children) do
    columns[#columns + 1] = { head = words.node(child), group = say "index.head_scores", align = "decimal", decimals = 1,
      get = function(r) return r.pillars[k].score or "—" end }
  end
  if q.definition.coupling then
    columns[#columns + 1] = { head = "D", group = say "index.head_coupling", align = "decimal",
      decimals = coupling.decimals, get = function(r) return r.coupling and r.coupling.d or "—" end }
    columns[#columns + 1] = { head = say "index.head_class", group = say "index.head_coupling", classified = true,
      get = function(r) return r.coupling and r.coupling.class or "—" end }
  end
  return columns
end

-- The notes of that table: of the range, of the marks that stand in it, of coordination.
function index_report.rank_notes(q)
  local notes, seen = { say("index.note_ranks", { runs = fmt.number(q.range.used), error = uncertainty.error_text(q.range) }) }, {}
  for _, row in ipairs(q.rows) do
    if row.position then seen[row.position] = true end
  end
  if seen.outside then notes[#notes + 1] = say "index.note_outside" end
  if seen.edge then notes[#notes + 1] = say "index.note_edge" end
  if q.definition.coupling then
    notes[#notes + 1] = say "index.note_coupling"
  end
  return notes
end

-- The most first places for whose chance was asked that not all areas have anyway; nil if
-- there are none.
local function most_telling(q)
  local most
  for _, top in ipairs(q.range.top) do
    if top.k < q.root.of and top.k > (most or 0) then most = top.k end
  end
  return most
end

-- The columns of how firm the order is: chance of the first ten (of so many as the definition
-- asks for), of being above the next one, tier.
function index_report.firm_columns(q)
  local columns = {
    { head = say "index.head_rank", align = "right", get = function(r) return r.rank or "—" end },
    { head = say "column.area", get = function(r) return words.area(r.area) end },
  }
  local first = most_telling(q)
  if first then
    columns[3] = { head = say("index.head_chance", { n = first }), align = "decimal", decimals = 0, get = function(r)
      local chance = index_report.chance(q, r, first)
      return chance and chance * 100 or "—"
    end }
  end
  columns[#columns + 1] = { head = say "index.head_behind", get = function(r) return r.behind and words.area(r.behind.area) or "—" end }
  columns[#columns + 1] = { head = say "index.head_above", align = "decimal", decimals = 0, get = function(r)
    local decimals = r.above and uncertainty.share_decimals(r.above) or 0
    if decimals > 0 then return fmt.number(r.above * 100, decimals) end
    return r.above and r.above * 100 or "—"
  end }
  if q.range.tiers.count > 1 then
    columns[#columns + 1] = { head = say "index.head_tier", get = function(r) return r.tier and words.tier(r.tier) or "—" end }
  end
  return columns
end

-- The share of the simulations in which a row is among the first k.
function index_report.chance(q, row, k)
  for _, top in ipairs(q.range.top) do
    if top.k == k then return top.share[row.place] or nil end
  end
  arguments.fail("name it in top, in the uncertainty of the definition", "the probability of the first %d was not asked for", k)
end

arguments.guard("index_report", index_report, "open", {
  definition = true, period = true, areas = true, optional = true, uncertainty = true,
})

return index_report
