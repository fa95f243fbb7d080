-- What the annex 方法与稳健性 prints of an index: rows for its tables and the sentences
-- of the ten steps of the OECD/JRC handbook (2008), from what was done, not from memory.
--
--   local index_report, index_annex = require "nqi.index_report", require "nqi.index_annex"
--   local q = index_report.open { period = period_of "2023", uncertainty = { replications = 50 },
--     definition = { code = "X", name = "示例指数", { indicator = "GDP" }, { code = "G2", indicator = "GDP" } } }
--   #index_annex.tree(q)                 --> 3
--   index_annex.tree(q)[2].effective     --> 50
local vector = require "nqi.vector"
local index, consistency = require "nqi.index", require "nqi.consistency"
local weights = require "nqi.weights"
local uncertainty = require "nqi.uncertainty"
local index_text, words = require "nqi.index_text", require "nqi.words"
local say = words.say

local index_annex = {}

-- The tree with weights in % and what was measured: { node, indent, direction, share,
-- effective, minimum, maximum, mean, sd, n }; for indicators of the values that the
-- scale was fitted to, for the rest of the scores.
function index_annex.tree(q)
  local rows = {}
  for _, node in ipairs(q.result.tree.nodes) do
    local own = node.leaf and (node.scale and node.scale.statistics) or nil
    rows[#rows + 1] = { node = node, name = words.node(node), indent = node.level - 1,
      direction = node.leaf and say(node.direction == "+" and "method.positive" or "method.negative") or "",
      share = node.share * 100, effective = node.effective * 100,
      minimum = own and own.minimum or vector.minimum(node.scores), maximum = own and own.maximum or vector.maximum(node.scores),
      mean = own and own.mean or vector.mean(node.scores), sd = own and own.sd or vector.sd(node.scores),
      n = vector.count(node.scores) }
  end
  return rows
end

-- Cells that were filled in: { unit, name, value, method }.
function index_annex.imputed(q)
  local rows = {}
  for i, entry in ipairs(index.notes(q.result, "imputed")) do
    rows[i] = { unit = entry.unit, name = words.node(entry.node), value = entry.value,
      method = words.method("impute", entry.method) }
  end
  return rows
end

-- Points that were moved: { unit, name, before, after }.
function index_annex.treated(q)
  local rows = {}
  for i, entry in ipairs(index.notes(q.result, "treated")) do
    rows[i] = { unit = entry.unit, name = words.node(entry.node), before = entry.before, after = entry.after }
  end
  return rows
end

local function scores_of(nodes)
  local live, columns = {}, {}
  for _, node in ipairs(nodes) do
    if not node.dropped then
      live[#live + 1] = node
      columns[#columns + 1] = node.scores
    end
  end
  return live, columns
end

local function pillar_of(node)
  while node.level > 2 do node = node.parent end
  return node
end

-- Pairs of indicators with r above 0.9, or below 0 in the same pillar or, if `all`,
-- anywhere: { first, second, r, same }; none of fewer than three units.
function index_annex.correlations(q, all)
  if q.root.of < 3 then return {} end
  local live, columns = scores_of(q.result.tree.leaves)
  local rows = {}
  for _, flag in ipairs(consistency.flags(columns)) do
    local a, b = live[flag.first], live[flag.second]
    local same = pillar_of(a) == pillar_of(b)
    if all or flag.kind == "high" or same then
      rows[#rows + 1] = { first = words.node(a), second = words.node(b), r = flag.r, same = same, kind = flag.kind }
    end
  end
  return rows
end

-- Each group of indicators or pillars: { name, k, alpha, component (share of the first
-- principal component, %), components (how many eigenvalues exceed 1) }; none of fewer than three units.
function index_annex.consistency(q)
  local rows = {}
  if q.root.of < 3 then return rows end
  for _, node in ipairs(q.result.tree.nodes) do
    local _, columns = scores_of(node.children)
    if #columns > 1 then
      local shares = consistency.components(columns)
      local above = 0
      for _, share in ipairs(shares or {}) do
        if share * #columns > 1 then above = above + 1 end
      end
      rows[#rows + 1] = { name = words.node(node), k = #columns, alpha = consistency.cronbach(columns),
        component = shares and shares[1] * 100, components = shares and above }
    end
  end
  return rows
end

-- Each indicator left out: { name, shift, unit, from, to }.
function index_annex.left_out(q)
  local rows = {}
  for i, entry in ipairs(uncertainty.leave_one_out(q.result)) do
    local most = entry.largest
    rows[i] = { name = words.node(entry.node), shift = entry.shift, unit = most and q.data.names[most.place],
      from = most and most.from, to = most and most.to }
  end
  return rows
end

-- A share in % to the digit that its interval leaves standing: the first one of half the
-- interval's width (GUM, JCGM 100:2008, 7.2.6), at most a tenth.
local function share_text(value, low, high)
  if not value then return "—" end
  local half = math.max((high or value) - (low or value), 1e-9) / 2 * 100
  local digit = math.floor(math.log(half, 10) + 1e-9)
  local decimals = math.max(math.min(-digit, 1), 0)
  local step = digit > 0 and 10 ^ digit or 1
  local function rounded(x) return fmt.number(math.floor(x * 100 / step + 0.5) * step, 0) end
  local function one(x) return digit > 0 and rounded(x) or fmt.number(x * 100, decimals) end
  if not low then return one(value), "—" end
  return one(value), say(low < 0 and "index.interval_signed" or "index.interval", { low = one(low), high = one(high) })
end

-- Sobol' indices of the mean shift of rank: { name, first, first_range, total, total_range },
-- texts in %; nil where none were computed.
function index_annex.sensitivity(sobol)
  if not sobol then return nil end
  local rows = {}
  for i, item in ipairs(sobol) do
    local row = { name = words.method("factor", item.factor) }
    row.first, row.first_range = share_text(item.first_shift, item.first_low, item.first_high)
    row.total, row.total_range = share_text(item.total_shift, item.total_low, item.total_high)
    rows[i] = row
  end
  return rows
end

-- Correlation of the index with a series that is not part of it: { r, spearman, n }.
function index_annex.outside(q, code, period)
  local column = {}
  for i, area in ipairs(q.data.areas) do
    column[i] = get { indicator = code, area = area, period = period or q.period }.value or false
  end
  return consistency.outside(q.root.scores, column)
end

-- One name if all nodes agree, else each with how many.
local function names_of(nodes, name_of)
  local counts, order = {}, {}
  for _, node in ipairs(nodes) do
    local name = name_of(node)
    if not counts[name] then order[#order + 1] = name end
    counts[name] = (counts[name] or 0) + 1
  end
  if #order == 1 then return order[1] end
  for i, name in ipairs(order) do order[i] = say("method.some", { name = name, n = counts[name] }) end
  return words.join(order)
end

local function inner(q)
  local out = {}
  for _, node in ipairs(q.result.tree.nodes) do
    if not node.leaf then out[#out + 1] = node end
  end
  return out
end

local function scale_name(leaf)
  local how = leaf.normalise
  local name = words.method("normalise", how.method)
  if how.method == "min_max" then
    name = say("method.interval", { name = name, low = string.format("%g", how.from or 0),
      high = string.format("%g", how.to or 1) })
  end
  return say(how.over == "panel" and "method.over_panel" or "method.over_areas", { name = name })
end

-- The indicators that the definition turns against the dictionary, and why.
function index_annex.reversed_text(q)
  local said = {}
  for _, leaf in ipairs(q.result.tree.leaves) do
    if leaf.reversed then
      local own = leaf.direction == "+" and "method.positive" or "method.negative"
      local known = leaf.direction == "+" and "method.negative" or "method.positive"
      said[#said + 1] = say("method.reversed", { name = words.node(leaf), known = say(known), own = say(own),
        reason = words.own(leaf, "reversed") })
    end
  end
  return words.sentences(said)
end

function index_annex.imputation_text(q)
  local cells, missing = #index.notes(q.result, "imputed"), #index.notes(q.result, "missing")
  local method = names_of(q.result.tree.leaves, function(leaf) return words.method("impute", leaf.impute) end)
  local text = say("method.data", { areas = #q.data.units, indicators = #q.result.tree.leaves,
    cells = #q.data.units * #q.result.tree.leaves })
  text = words.sentences { index_text.few(q) or "", text }
  for _, entry in ipairs(index.notes(q.result, "sparse")) do
    text = words.sentences { text, say("method.sparse", { name = words.node(entry.node), n = entry.value }) }
  end
  if cells == 0 and missing == 0 then return text .. say "method.data_whole" end
  text = text .. say("method.data_filled", { method = method, n = cells })
  if missing > 0 then
    return words.sentences { text .. say("method.data_missing", { n = missing }), index_annex.unranked_text(q) }
  end
  return text .. say "method.data_none_left"
end

-- Units that are not ranked, and why.
function index_annex.unranked_text(q)
  local few, none, said = {}, {}, {}
  local screened = {}
  for i, entry in ipairs(index.notes(q.result, "screened")) do
    screened[entry.place] = true
    few[i] = say("index.obstacle", { name = entry.unit, share = fmt.percent(entry.value * 100) })
  end
  for _, entry in ipairs(index.notes(q.result, "no_score")) do
    if not screened[entry.place] then none[#none + 1] = entry.unit end
  end
  if #few > 0 then
    said[1] = say("method.few", { share = string.format("%g", q.definition.screen * 100), list = fmt.list(few) })
  end
  if #none > 0 then said[#said + 1] = say("method.unscored", { list = fmt.list(none) }) end
  return words.sentences(said)
end

function index_annex.treatment_text(q)
  local method = names_of(q.result.tree.leaves, function(leaf) return words.method("treat", leaf.treat.method or "auto") end)
  local treated = #index.notes(q.result, "treated")
  local text = say(treated > 0 and "method.outliers" or "method.outliers_none", { method = method, n = treated })
  local moved = index.notes(q.result, "transformed")
  if #moved > 0 then
    local names = {}
    for i, entry in ipairs(moved) do names[i] = words.node(entry.node) end
    text = text .. say("method.transformed", { list = fmt.list(names) })
  end
  local remain = index.notes(q.result, "outliers_remain")
  if #remain > 0 then text = text .. say("method.remain", { n = #remain }) end
  return text .. say "sign.stop"
end

function index_annex.normalisation_text(q)
  local said = { say("method.scaling", { methods = names_of(q.result.tree.leaves, scale_name) }) }
  for _, entry in ipairs(index.notes(q.result, "constant")) do
    said[#said + 1] = say("method.constant", { name = words.node(entry.node) })
  end
  for _, entry in ipairs(index.notes(q.result, "empty")) do
    said[#said + 1] = say("method.empty", { name = words.node(entry.node) })
  end
  for _, entry in ipairs(index.notes(q.result, "clipped")) do
    said[#said + 1] = say(entry.value == entry.of and "method.clipped_all" or "method.clipped",
      { name = words.node(entry.node), n = entry.value })
  end
  for _, entry in ipairs(index.notes(q.result, "mixed_scales")) do
    said[#said + 1] = say("method.mixed_scales", { name = words.node(entry.node) })
  end
  return words.sentences(said)
end

-- How ranks are made of scores: of those printed with so many decimals, or to 12 digits.
function index_annex.release_text(q)
  local decimals = index.rank_options(q.result, q.root, {}).decimals
  return say(decimals and "method.release" or "method.release_exact", { n = decimals })
end

function index_annex.weighting_text(q)
  local said = { say("method.weighting", {
    weights = names_of(inner(q), function(node) return words.method("weights", node.weights) end),
    means = names_of(inner(q), function(node) return words.method("aggregate", node.aggregate) end) }) }
  for _, node in ipairs(inner(q)) do
    local w = node.weighing
    if w and w.cr then
      said[#said + 1] = say("method.ahp", { name = words.node(node), lambda = fmt.number(w.lambda, 4),
        ci = fmt.number(w.ci, 4), ri = fmt.number(w.ri, 2), n = w.n, cr = fmt.number(w.cr, 4),
        table = w.ri_table == "saaty1980" and "Saaty 1980" or "Saaty 2008",
        verdict = say(w.consistent and "method.consistent" or "method.inconsistent") })
    end
  end
  for _, entry in ipairs(index.notes(q.result, "unweighted")) do
    said[#said + 1] = say("method.unweighted", { name = words.node(entry.node) })
  end
  if #index.notes(q.result, "mixed_loadings") > 0 then said[#said + 1] = say "method.mixed" end
  local joined = q.definition.coupling
  if joined then
    said[#said + 1] = joined.weights and say("method.coupling_equal", { why = words.own(joined, "why") }) or say "method.coupling_own"
  end
  return words.sentences(said)
end

-- RI of both tables, for print: { n, saaty1980, saaty2008 }.
function index_annex.random_indices()
  local rows = {}
  for n = 1, 10 do
    rows[n] = { n = n, saaty1980 = weights.random_index.saaty1980[n], saaty2008 = weights.random_index.saaty2008[n] }
  end
  return rows
end

function index_annex.uses_ahp(q)
  for _, node in ipairs(inner(q)) do
    if node.weights == "ahp" and node.weighing and node.weighing.cr then return true end
  end
  return false
end

local function choice_names(list, kind)
  local out = {}
  for i, item in ipairs(list or {}) do
    out[i] = words.method(kind, type(item) == "table" and item.method or item)
  end
  return fmt.list(out)
end

function index_annex.uncertainty_text(q)
  local s, parts = q.range.settings, {}
  local function chosen(list) return list and #list > 0 end
  if (s.weights or 0) > 0 then parts[1] = say("method.vary_weights", { share = string.format("%g", s.weights * 100) }) end
  if chosen(s.normalise) then parts[#parts + 1] = say("method.vary_scale", { list = choice_names(s.normalise, "normalise") }) end
  if chosen(s.aggregate) then parts[#parts + 1] = say("method.vary_mean", { list = choice_names(s.aggregate, "aggregate") }) end
  if chosen(s.treat) then parts[#parts + 1] = say("method.vary_treat", { list = choice_names(s.treat, "treat") }) end
  if chosen(s.impute) then parts[#parts + 1] = say("method.vary_impute", { list = choice_names(s.impute, "impute") }) end
  if q.range.rounded then parts[#parts + 1] = say "method.vary_rounding" end
  if (s.leave_out or 0) > 0 then
    parts[#parts + 1] = say("method.vary_leave", { share = string.format("%g", s.leave_out * 100) })
  end
  local text = say("method.simulated", { n = fmt.number(q.range.used + q.range.failed), list = table.concat(parts, say "sign.comma"),
    seed = s.seed })
  return words.sentences { text, say(q.range.failed == 0 and "method.no_failed" or "method.failed", { n = q.range.failed }),
    say("method.simulation_error", { share = fmt.number(q.range.error.probability * 100, 1), error = uncertainty.error_text(q.range) }),
    s.narrow and say("method.narrow", { why = words.own(s, "narrow") }) or "" }
end

-- The note of the table of those indices, once they are computed.
function index_annex.sobol_note(q)
  local failed = q.sobol.failed
  return say("method.note_sobol", { samples = fmt.number(q.sobol.samples),
    failed = failed > 0 and say("method.sobol_failed", { n = failed }) or "" })
end

return index_annex
