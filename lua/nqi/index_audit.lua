-- An index looked at as its auditors do: what correlates with what, what each indicator
-- really weighs, which data are there and what each step did to the ranks.
-- OECD/JRC handbook (2008), steps 4 and 7; Paruolo, Saisana and Saltelli, J. R. Stat. Soc.
-- A 176(3), 2013; Becker et al., Ecol. Indic. 80, 2017.
--
--   local index, index_audit = require "nqi.index", require "nqi.index_audit"
--   local result = index.build({ code = "Q", { indicator = "A" }, { indicator = "B" }, { indicator = "C" } },
--     { units = { "v", "w", "x", "y", "z" }, values = { A = { 1, 2, 3, 4, 5 }, B = { 2, 4, 6, 8, 11 }, C = { 5, 4, 3, 2, 2 } } })
--   local audit = index_audit.of(result)
--   audit.opposed[1].node.code     --> C
--   audit.double[1].second.code    --> B
local uncertainty = require "nqi.uncertainty"
local vector, inference = require "nqi.vector", require "nqi.inference"
local screen, weights, classify = require "nqi.screen", require "nqi.weights", require "nqi.classify"

local index_audit = {}

-- |r| with the index below which an indicator says nothing; r of two above which they say
-- the same; r below which one works against what it is part of.
index_audit.limits = { dead = 0.1, double = 0.92, opposed = -0.1, denominator = 0.7 }

-- The r that limits are compared with: the one that is printed.
local function said(r) return classify.number(r, 2) end

-- { r, n, p } of two columns; r is nil where either is constant.
local function correlate(x, y)
  local a, b = vector.pairs_present(x, y)
  local r = #a >= 3 and vector.correlation(a, b) or nil
  return { r = r, n = #a, p = r and inference.correlation_p(r, #a) }
end

local function pillar_of(node)
  while node.level > 2 do node = node.parent end
  return node
end
index_audit.pillar_of = pillar_of

-- One row an indicator or pillar: { node, pillar (of an indicator), pillars (correlations in
-- their order), index }.
local function correlations(result, nodes)
  local rows = {}
  for k, node in ipairs(nodes) do
    local row = { node = node, pillars = {}, index = correlate(node.scores, result.root.scores) }
    for j, pillar in ipairs(result.root.children) do row.pillars[j] = correlate(node.scores, pillar.scores) end
    for j, pillar in ipairs(result.root.children) do
      if pillar == pillar_of(node) then row.pillar, row.own = pillar, row.pillars[j] end
    end
    rows[k] = row
  end
  return rows
end

-- Measured influence: r² with the index as a share of their sum (the first-order effect of
-- a linear fit, normalised as by Becker et al. 2017), by code, over nodes that are siblings
-- or all indicators.
function index_audit.influence(nodes, target)
  local effects, sum = {}, 0
  for _, node in ipairs(nodes) do
    local r = correlate(node.scores, target).r or 0
    effects[node.code], sum = r * r, sum + r * r
  end
  for _, node in ipairs(nodes) do effects[node.code] = sum > 0 and effects[node.code] / sum or 0 end
  return effects
end

local function add_influence(result, rows, nodes)
  local measured = index_audit.influence(nodes, result.root.scores)
  for _, row in ipairs(rows) do
    row.nominal, row.influence = row.node.effective, measured[row.node.code]
  end
  return rows
end

-- Pairs of indicators that say the same: { first, second, r, n, p }, largest r first.
local function doubles(leaves, limit)
  local out = {}
  for i = 1, #leaves do
    for j = i + 1, #leaves do
      local found = correlate(leaves[i].scores, leaves[j].scores)
      if found.r and said(found.r) > limit then
        out[#out + 1] = { first = leaves[i], second = leaves[j], r = found.r, n = found.n, p = found.p }
      end
    end
  end
  table.sort(out, function(a, b)
    if a.r ~= b.r then return a.r > b.r end
    return a.first.column < b.first.column or a.first == b.first and a.second.column < b.second.column
  end)
  return out
end

-- Indicators with what they have in common with a denominator of the index: { node,
-- denominator (code), r, n, p, divided (whether the indicator is divided by one) }, with |r| of the limit at least (COINr's get_denom_corr).
local function with_denominators(result, leaves, limit)
  local codes, seen, out = {}, {}, {}
  for _, leaf in ipairs(result.tree.leaves) do
    if leaf.denominator and not seen[leaf.denominator] then
      seen[leaf.denominator] = true
      codes[#codes + 1] = leaf.denominator
    end
  end
  for _, leaf in ipairs(leaves) do
    for _, code in ipairs(codes) do
      local found = correlate(leaf.raw, result.data.series[code][result.data.at])
      if found.r and math.abs(said(found.r)) >= limit then
        out[#out + 1] = { node = leaf, denominator = code, r = found.r, n = found.n, p = found.p,
          divided = leaf.denominator ~= nil }
      end
    end
  end
  return out, codes
end

-- The units with gaps, and their share of values: { place, share, missing (nodes), pillars
-- (shares in their order) }, in the order of units.
function index_audit.availability(result)
  local out, columns = {}, {}
  for k, leaf in ipairs(result.tree.leaves) do columns[k] = leaf.raw end
  for place in ipairs(result.units) do
    local share = screen.availability(columns, place)
    if share < 1 then
      local row = { place = place, share = share, missing = {}, pillars = {} }
      for j, pillar in ipairs(result.root.children) do
        local own = {}
        for _, leaf in ipairs(result.tree.leaves) do
          if pillar_of(leaf) == pillar then own[#own + 1] = leaf.raw end
        end
        row.pillars[j] = screen.availability(own, place)
      end
      for _, leaf in ipairs(result.tree.leaves) do
        if not leaf.raw[place] then row.missing[#row.missing + 1] = leaf end
      end
      out[#out + 1] = row
    end
  end
  return out
end

-- The ranks after each step: from the raw values, then with gaps filled, then with outliers
-- treated, which are the ranks of the index. One row a step: { step, ranks, moved (units
-- whose rank is another than after the step before), shift (its mean size), largest =
-- { place, from, to } }.
function index_audit.steps(result)
  local rows, before = {}, nil
  for k, step in ipairs {
    { step = "raw", choice = { impute = "none", treat = { method = "none" } } },
    { step = "imputed", choice = { treat = { method = "none" } } },
    { step = "treated", choice = {} },
  } do
    local row = { step = step.step, ranks = uncertainty.ranks_with(result, step.choice), moved = 0 }
    local sum, compared = 0, 0
    for place, rank in ipairs(before and row.ranks or {}) do
      local from = before[place]
      if (rank or 0) ~= (from or 0) then row.moved = row.moved + 1 end
      if rank and from then
        local shift = math.abs(rank - from)
        sum, compared = sum + shift, compared + 1
        if shift > 0 and (not row.largest or shift > math.abs(row.largest.to - row.largest.from)) then
          row.largest = { place = place, from = from, to = rank }
        end
      end
    end
    row.shift = compared > 0 and sum / compared or nil
    rows[k], before = row, row.ranks
  end
  return rows
end

-- The weights with which each pillar would have the influence that its nominal weight
-- promises; nil where the index is no weighted sum of pillars that all vary.
local function optimised(result)
  local root, columns, target = result.root, {}, {}
  if root.aggregate ~= "arithmetic" or #root.children < 2 then return nil end
  for k, pillar in ipairs(root.children) do
    if pillar.dropped or vector.is_constant(pillar.scores) then return nil end
    columns[k], target[k] = pillar.scores, pillar.share
  end
  if #vector.complete_places(columns) < 3 then return nil end
  return weights.optimise(columns, { target = target })
end

-- The findings: leaves and pillars (rows of correlations with nominal weight and influence),
-- optimised (weights.optimise of the pillars, or nil), few (units, for any of it), dead and opposed (rows of leaves), double, denominators, availability, steps, n.
function index_audit.of(result)
  local live, limits = {}, index_audit.limits
  for _, leaf in ipairs(result.tree.leaves) do
    if not leaf.dropped then live[#live + 1] = leaf end
  end
  -- Of two, every correlation is 1 or −1: nothing can be said.
  local audit = { dead = {}, opposed = {}, n = result.root.of, few = result.root.of < 3 }
  audit.leaves = add_influence(result, correlations(result, live), live)
  audit.pillars = add_influence(result, correlations(result, result.root.children), result.root.children)
  for _, row in ipairs(audit.leaves) do
    local own, whole = said(row.own and row.own.r), said(row.index.r)
    if whole and math.abs(whole) < limits.dead then audit.dead[#audit.dead + 1] = row end
    if (own and row.pillar ~= row.node and own < limits.opposed) or (whole and whole <= limits.opposed) then
      audit.opposed[#audit.opposed + 1] = row
    end
  end
  audit.optimised = optimised(result)
  for k, row in ipairs(audit.pillars) do row.optimised = audit.optimised and audit.optimised.weights[k] end
  audit.double = doubles(live, limits.double)
  audit.denominators, audit.denominator_codes = with_denominators(result, live, limits.denominator)
  audit.availability, audit.steps = index_audit.availability(result), index_audit.steps(result)
  return audit
end

return index_audit
