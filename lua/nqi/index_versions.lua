-- Versions of an index side by side: other methods, another edition's definition. COINr's
-- compare_coins, and a bridge between editions.
--
--   local index, index_versions = require "nqi.index", require "nqi.index_versions"
--   local data = { units = { "x", "y", "z" }, values = { A = { 1, 2, 3 }, B = { 3, 1, 2 } } }
--   local function with(weight) return index.build({ code = "Q", { indicator = "A", weight = weight }, { indicator = "B" } }, data) end
--   local table_ = index_versions.compare { { name = "old", result = with(1) }, { name = "new", result = with(9) } }
--   table_.rows[2].change             --> 1
--   table_.pairs[1].spearman < 1      --> true
local arguments = require "nqi.options"
local vector, inference = require "nqi.vector", require "nqi.inference"

local index_versions = {}

-- Spearman's ρ with its p, Pearson's r, the mean and the largest shift of rank, of the units
-- that both rank.
local function pair_of(a, b)
  local ranks_a, ranks_b = vector.pairs_present(a.result.root.ranks, b.result.root.ranks)
  local scores_a, scores_b = vector.pairs_present(a.result.root.scores, b.result.root.scores)
  local sum, most, place, moved = 0, 0, nil, 0
  for i, rank in ipairs(a.result.root.ranks) do
    local other = b.result.root.ranks[i]
    if rank and other then
      local shift = math.abs(rank - other)
      sum = sum + shift
      if shift > 0 then moved = moved + 1 end
      if shift > most then most, place = shift, i end
    end
  end
  local n = #ranks_a
  local fractional = n >= 3 and vector.correlation(kernel.ranks(vector.map(ranks_a, function(v) return -v end), "fractional"),
    kernel.ranks(vector.map(ranks_b, function(v) return -v end), "fractional")) or nil
  return { first = a, second = b, n = n, spearman = fractional, p = inference.correlation_p(fractional, n),
    r = n >= 3 and vector.correlation(scores_a, scores_b) or nil,
    shift = n > 0 and sum / n or nil, largest = most, place = place, moved = moved }
end

local function row_of(versions, place)
  local row = { place = place, name = versions[#versions].result.names[place], scores = {}, ranks = {} }
  for k, version in ipairs(versions) do
    local rank = version.result.root.ranks[place]
    row.scores[k], row.ranks[k] = version.result.root.scores[place], rank
    if rank then
      row.best, row.worst = math.min(row.best or rank, rank), math.max(row.worst or rank, rank)
    end
  end
  local from, to = row.ranks[1], row.ranks[#versions]
  row.change = from and to and from - to or nil
  return row
end

-- One unit by each of the versions, and nothing of the others: { versions, rows = { its row } }.
function index_versions.unit(versions, place)
  return { versions = versions, rows = { row_of(versions, place) } }
end

-- versions: { name, result } of the same units. Result: rows by unit in the rank order of
-- the last: { place, name, scores, ranks (in their order; false for none), change (places
-- gained from the first to the last), best, worst }; pairs, one for each two versions.
function index_versions.compare(versions)
  if #versions < 2 then arguments.fail(nil, "two versions or more are needed to compare") end
  local last = versions[#versions].result
  for _, version in ipairs(versions) do
    for i, unit in ipairs(last.units) do
      if version.result.units[i] ~= unit then arguments.fail(nil, "the versions are not of the same units") end
    end
  end
  local out = { versions = versions, rows = {}, pairs = {} }
  for place in ipairs(last.names) do out.rows[place] = row_of(versions, place) end
  table.sort(out.rows, function(a, b)
    local x, y = a.ranks[#versions] or math.huge, b.ranks[#versions] or math.huge
    if x ~= y then return x < y end
    return a.place < b.place
  end)
  for j = 2, #versions do
    for i = 1, j - 1 do out.pairs[#out.pairs + 1] = pair_of(versions[i], versions[j]) end
  end
  return out
end

return index_versions
