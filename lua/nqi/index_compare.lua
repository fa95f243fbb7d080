-- An index beside others: the method of the edition before, and other methods on the same data.
--
--   local index_report, index_compare = require "nqi.index_report", require "nqi.index_compare"
--   local q = index_report.open { period = period_of "2023", uncertainty = { replications = 50 },
--     definition = { code = "V", name = "示例指数", { indicator = "GDP" }, { code = "G2", indicator = "GDP" } } }
--   #index_compare.versions(q).versions >= 3          --> true
--   index_compare.bridge(q)                           --> nil
local index, index_versions = require "nqi.index", require "nqi.index_versions"
local ranking, words = require "nqi.ranking", require "nqi.words"
local say = words.say

local index_compare = {}

-- A definition with other fields at its root and, where `below` names them, at all nodes.
local function with_fields(definition, fields)
  local out = {}
  for name, value in pairs(definition) do out[name] = value end
  for name, value in pairs(fields) do out[name] = value end
  for k, child in ipairs(definition) do
    if #child > 0 then
      local own = {}
      for name in pairs(fields) do own[name] = false end
      out[k] = {}
      for name, value in pairs(child) do
        if own[name] == nil then out[k][name] = value end
      end
    end
  end
  return out
end

-- The Mazziotta–Pareto index of the indicators as a version: scores and ranks only.
local function balanced(q)
  local columns, directions = {}, {}
  for _, leaf in ipairs(q.result.tree.leaves) do
    if not leaf.dropped then
      columns[#columns + 1] = leaf.filled
      directions[#columns] = leaf.direction
    end
  end
  if #columns < 2 then return nil end
  local scores = require("nqi.mazziotta_pareto").mpi { columns = columns, directions = directions }
  local ranks = ranking.ranks { values = scores }
  return { units = q.result.units, names = q.result.names, root = { scores = scores, ranks = ranks } }
end

-- The index by other methods in one table (index_versions.compare), its own last: equal
-- weights, the geometric mean, ranks as the scale, Mazziotta–Pareto; those that its data
-- and scale allow. `acceptable`: by place the share of all weights of the pillars (smaa)
-- that make the unit the first.
function index_compare.versions(q)
  local list = {}
  local function add(name, result)
    if result then list[#list + 1] = { name = say("versions." .. name), result = result } end
  end
  local positive = true
  for _, node in ipairs(q.result.tree.nodes) do
    for _, score in ipairs(node.scores) do positive = positive and (not score or score > 0) end
  end
  add("equal", index.build(with_fields(q.definition, { weights = "equal" }), q.data))
  if positive then add("geometric", index.build(with_fields(q.definition, { aggregate = "geometric" }), q.data)) end
  add("rank", index.build(with_fields(q.definition, { normalise = { method = "rank" } }), q.data))
  add("balanced", balanced(q))
  add("own", q.result)
  local compared, columns = index_versions.compare(list), {}
  for k, child in ipairs(q.root.children) do columns[k] = child.scores end
  -- All ranks of all replications are held at once: fewer of very many units.
  compared.runs = math.min(10000, math.max(100, 3000000 // #q.result.units))
  compared.acceptable = require("nqi.smaa").run({ columns = columns, replications = compared.runs }).first
  return compared
end

-- Columns of that table: the ranks of each version, how far they lie apart, and in how many
-- of all weights the unit is the first.
function index_compare.method_columns(compared)
  local columns = { { head = say "column.area", get = function(r) return r.name end } }
  for k, version in ipairs(compared.versions) do
    columns[#columns + 1] = { head = version.name, group = say "versions.head_ranks", align = "right",
      get = function(r) return r.ranks[k] or "—" end }
  end
  columns[#columns + 1] = { head = say "versions.head_range", align = "centre", get = function(r)
    if not r.best then return "—" end
    return r.best == r.worst and tostring(r.best) or say("index.range", { low = r.best, high = r.worst })
  end }
  columns[#columns + 1] = { head = say "versions.head_first", align = "decimal", decimals = 0,
    get = function(r) return (compared.acceptable[r.place] or 0) * 100 end }
  return columns
end

-- Columns for index_versions.compare: scores and ranks of each version, and the change.
function index_compare.version_columns(q, compared)
  local columns = { { head = say "column.area", get = function(r) return r.name end } }
  for k, version in ipairs(compared.versions) do
    columns[#columns + 1] = { head = say "bridge.head_score", group = version.name, align = "decimal", decimals = q.decimals,
      get = function(r) return r.scores[k] or "—" end }
    columns[#columns + 1] = { head = say "bridge.head_rank", group = version.name, align = "right",
      get = function(r) return r.ranks[k] or "—" end }
  end
  columns[#columns + 1] = { head = say "bridge.head_change", align = "right", get = function(r) return r.change and fmt.arrow(r.change) or "…" end }
  return columns
end

local function both_methods(q)
  return q.former and { { name = say "bridge.former", result = q.former },
    { name = say "bridge.now", result = q.first or q.before } }
end

-- The bridge between the method of now and of the edition before, for the period of that:
-- index_versions.compare of the two; nil where the method has not changed.
function index_compare.bridge(q)
  local versions = both_methods(q)
  return versions and index_versions.compare(versions) or nil
end

-- The same for one row of the index, without what it costs to compare all.
function index_compare.bridge_of(q, row)
  local versions = both_methods(q)
  return versions and index_versions.unit(versions, row.place) or nil
end

return index_compare
