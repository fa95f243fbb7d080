-- The definition of an index as a checked tree. A definition is a table: fields for the
-- node itself, children in its array part; a node without children is an indicator.
-- What a node says about imputation, treatment, normalisation, aggregation and weights
-- holds for all below it, until one of them says otherwise.
--
--   local index_tree = require "nqi.index_tree"
--   local tree = index_tree.read { code = "Q", name = "质量指数", normalise = { method = "min_max", to = 100 },
--     { code = "A", name = "计量", weight = 2, { indicator = "MET" }, { indicator = "MET_FAIL", direction = "-" } },
--     { code = "B", name = "标准", weight = 1, { indicator = "STD", normalise = "rank" } } }
--   #tree.leaves                               --> 3
--   tree.by_code.STD.parent.name               --> 标准
--   tree.by_code.MET.normalise.to              --> 100
local options = require "nqi.options"

local index_tree = {}

-- Fields that are handed down.
local inherited = { "impute", "group", "treat", "normalise", "aggregate", "p", "threshold", "weights" }

local node_fields = {
  code = true, name = true, name_en = true, weight = true, direction = true, indicator = true,
  denominator = true, per = true, unit = true, impute = true, group = true, treat = true,
  normalise = true, aggregate = true, p = true, threshold = true, weights = true,
  judgements = true, ri = true, why = true, why_en = true, decimals = true, reversed = true, reversed_en = true,
  brief = true, brief_en = true,
}
local root_fields = {
  screen = true, ties = true, published = true, coupling = true, uncertainty = true, period = true,
  reference = true, note = true, note_en = true, previous = true, history = true, compare = true, scheme = true,
}
for field in pairs(node_fields) do root_fields[field] = true end

local defaults = { impute = "none", treat = "none", normalise = { method = "min_max", from = 0, to = 100 },
  aggregate = "arithmetic", threshold = 0, weights = "given" }

local function fields_of(given)
  local named = {}
  for key, value in pairs(given) do
    if type(key) ~= "number" then named[key] = value end
  end
  return named
end

local function as_table(value, key)
  if type(value) == "string" then return { [key] = value } end
  return value
end

local function fail(node, hint, message, ...)
  options.fail(hint, message, node.code or node.name or "?", ...)
end

local add, check_settings

local function is_whole(x) return math.type(x) == "integer" and x >= 0 end

local function add_children(tree, given, node)
  for i, child in ipairs(given) do
    if type(child) ~= "table" then fail(node, nil, "index %s: child %d is no table", i) end
    node.children[i] = add(tree, child, node)
  end
  local least = node.threshold
  if not math.type(least) or not (least >= 0 and least <= 1) then
    fail(node, "threshold = 0.6: at least 60 %% of what is below has a value", "index %s: threshold is a share from 0 to 1")
  end
  if node.weights == "ahp" and (not node.judgements or #node.judgements ~= #node.children) then
    fail(node, nil, "index %s: weights = \"ahp\" needs judgements, a matrix of %d rows", #node.children)
  end
end

-- The direction of an indicator is the dictionary's; for one that has none there, and
-- where there is no dictionary, the definition's. `reversed` says why it is turned.
local function set_direction(node, directions)
  local known = directions and directions[node.indicator]
  if node.direction ~= nil and node.direction ~= "+" and node.direction ~= "-" then
    fail(node, "write direction = \"+\" or \"-\"", "index %s: direction is \"%s\"", tostring(node.direction))
  end
  if node.reversed ~= nil and (type(node.reversed) ~= "string" or not node.reversed:find("%S")) then
    fail(node, "reversed = \"…\" is a sentence that the annex prints", "index %s: reversed gives no reason")
  end
  if directions == nil or known == false then
    node.direction = node.direction or "+"
  elseif known ~= "+" and known ~= "-" then
    if not node.direction then
      fail(node, "write direction = \"+\" or \"-\"", "index %s: the dictionary gives %s no direction", node.indicator)
    end
  elseif node.reversed then
    if node.direction == known then
      fail(node, nil, "index %s: reversed gives a reason, but the direction is the dictionary's")
    end
    node.direction = known == "+" and "-" or "+"
  elseif node.direction and node.direction ~= known then
    fail(node, "take the direction away, or say why in reversed = \"…\"",
      "index %s: direction is \"%s\", but that of %s in the dictionary is \"%s\"", node.direction, node.indicator, known)
  else
    node.direction = known
  end
end

local function check_leaf(node, directions)
  if not node.indicator then fail(node, nil, "index %s: an indicator or children are needed") end
  set_direction(node, directions)
  if node.per ~= nil and (math.type(node.per) == nil or not (node.per > 0 and node.per < math.huge)) then
    fail(node, "direction = \"-\" says that less is better", "index %s: per is a number above 0")
  end
  if node.normalise.direction then fail(node, nil, "index %s: direction belongs to the indicator, not to normalise") end
end

function add(tree, given, parent)
  options.check("index %s", fields_of(given), parent and node_fields or root_fields,
    tostring(given.code or given.indicator or "?"))
  local node = { parent = parent, level = parent and parent.level + 1 or 1, children = {} }
  for field in pairs(node_fields) do node[field] = given[field] end
  node.code = given.code or given.indicator
  node.name = given.name or tree.titles and not given.denominator and tree.titles[given.indicator] or node.code
  if not node.code then fail(node, 'write code = "…" at the node; an indicator has its own', "index %s: a code is needed") end
  if tree.by_code[node.code] then fail(node, nil, "index %s: the code stands twice in the tree") end
  for _, field in ipairs(inherited) do
    if given[field] == nil then
      node[field] = (parent or defaults)[field]
    end
  end
  -- The method of weights is for the children of the node that names it.
  if parent and given.weights == nil then node.weights = parent.weights == "ahp" and "given" or parent.weights end
  node.normalise = as_table(node.normalise, "method")
  node.treat = as_table(node.treat, "method")
  node.weight = given.weight or 1
  if not math.type(node.weight) then fail(node, nil, "index %s: weight is a number, not a %s", type(node.weight)) end
  if node.decimals ~= nil and not is_whole(node.decimals) then
    fail(node, nil, "index %s: decimals is a whole number from 0 on")
  end
  node.leaf = #given == 0
  tree.by_code[node.code] = node
  tree.nodes[#tree.nodes + 1] = node
  if node.leaf then
    check_leaf(node, tree.directions)
    node.column = #tree.leaves + 1
    tree.leaves[node.column] = node
  else
    add_children(tree, given, node)
  end
  return node
end

-- Parents before children, siblings next to each other: the kernel's order.
local function breadth_first(root)
  local order, at = { root }, 1
  while order[at] do
    for _, child in ipairs(order[at].children) do
      order[#order + 1] = child
    end
    at = at + 1
  end
  for i, node in ipairs(order) do node.order = i end
  return order
end

-- The tree as flat arrays, for the kernels: shape, weights, rules and exponents.
function index_tree.flat(tree)
  local spec = { columns = #tree.leaves, first_child = {}, children = {}, column = {}, threshold = {}, weights = {}, rules = {}, exponents = {} }
  for i, node in ipairs(tree.order) do
    spec.first_child[i] = node.leaf and 0 or node.children[1].order - 1
    spec.children[i] = #node.children
    spec.column[i] = node.leaf and node.column - 1 or 0
    spec.threshold[i] = node.leaf and 0 or node.threshold
    spec.weights[i] = node.share
    spec.rules[i], spec.exponents[i] = index_tree.rule(node.leaf and "arithmetic" or node.aggregate, node.p)
  end
  return spec
end

-- A rule of aggregation as the kernels have it: a power of 0 is the geometric mean.
function index_tree.rule(method, exponent)
  exponent = exponent or 0
  return method == "power" and exponent == 0 and "geometric" or method, exponent
end

-- What of a definition would otherwise count as something else without a word.
function check_settings(root, definition)
  local full = definition.coupling and definition.coupling.full
  if definition.history ~= nil and not is_whole(definition.history) then
    fail(root, "history = 5: the five periods before", "index %s: history is a whole number from 0 on")
  end
  if definition.decimals ~= nil and not is_whole(definition.decimals) then
    fail(root, nil, "index %s: decimals is a whole number from 0 on")
  end
  if definition.compare ~= nil and definition.compare ~= "year_ago" and definition.compare ~= "previous" then
    fail(root, "year_ago or previous", "index %s: no period to compare with is called \"%s\"", tostring(definition.compare))
  end
  if full ~= nil and not (math.type(full) and full > 0 and full < math.huge) then
    fail(root, "full = 100: the score that counts as 1", "index %s: full of coupling is a number above 0")
  end
end

-- { root, nodes (depth first), leaves, order (breadth first), by_code, definition }.
-- directions[CODE]: the dictionary's "+", "-" or "none", false where it has no such indicator;
-- nil where there is no dictionary.
-- titles[CODE]: the names there, for those that are taken as they are and named no other.
function index_tree.read(definition, directions, titles)
  local tree = { nodes = {}, leaves = {}, by_code = {}, definition = definition, directions = directions, titles = titles }
  tree.root = add(tree, definition, nil)
  if definition.coupling then
    local setting = definition.coupling
    options.check("coupling of index %s", setting, { full = true, form = true, weights = true, why = true, why_en = true },
      tree.root.code)
    if setting.weights ~= nil and (setting.weights ~= "equal" or not setting.why) then
      fail(tree.root, nil, "index %s: coupling takes the weights of the index, or weights = \"equal\" with its why")
    end
  end
  check_settings(tree.root, definition)
  local previous = definition.previous
  if previous then
    options.check("previous of index %s", previous, { definition = true, last = true, why = true, why_en = true }, tree.root.code)
    if not previous.definition or not previous.last then
      fail(tree.root, nil, "index %s: previous needs a definition and the last period that it was used for")
    end
  end
  local least = definition.screen
  if least ~= nil and (type(least) ~= "number" or least < 0 or least > 1) then
    fail(tree.root, "screen = 0.6: at least 60 %% of the indicators have a value", "index %s: screen is a share from 0 to 1")
  end
  if tree.root.leaf then fail(tree.root, nil, "index %s: an index needs children") end
  tree.order = breadth_first(tree.root)
  return tree
end

-- What the dictionary says of the indicators of a definition, which may have faults: directions
-- and names as index_tree.read takes them. `must`: an error where it has no such indicator.
function index_tree.known(definition, must)
  local directions, titles = {}, {}
  local function add_known(code)
    local is_known, item = pcall(function() return indicator(code) end)
    if must and not is_known then error(item, 0) end
    directions[code], titles[code] = is_known and item.direction, is_known and item.name or nil
  end
  local function walk(node, depth)
    for _, code in ipairs { node.indicator or false, node.denominator or false } do
      if type(code) == "string" then add_known(code) end
    end
    for _, child in ipairs(depth < 64 and node or {}) do
      if type(child) == "table" then walk(child, depth + 1) end
    end
  end
  walk(definition, 1)
  return directions, titles
end

-- The indicators and denominators that the index is made of, each once.
function index_tree.indicators(tree)
  local seen, out = {}, {}
  for _, leaf in ipairs(tree.leaves) do
    for _, code in ipairs { leaf.indicator, leaf.denominator } do
      if not seen[code] then
        seen[code] = true
        out[#out + 1] = code
      end
    end
  end
  return out
end

return index_tree
