-- What the annex 方法与稳健性 prints of an index: rows for its tables and the sentences
-- of the ten steps of the OECD/JRC handbook (2008), from what was done, not from memory.
--
--   local index_report, index_annex = require "nqi.index_report", require "nqi.index_annex"
--   local q = index_report.open { period = period_of "2023", uncertainty = { replications = 50 },
--     definition = { code = "X", name = "示例指数", { indicator = "GDP" }, { code = "G2", indicator = "GDP" } } }
--   #index_annex.tree(q)                 --> 3
--   index_annex.tree(q)[2].effective     --> 50.0
local vector = require "nqi.vector"
local index, consistency = require "nqi.index", require "nqi.consistency"
local normalise, aggregate = require "nqi.normalise", require "nqi.aggregate"
local impute, weights = require "nqi.impute", require "nqi.weights"
local uncertainty = require "nqi.uncertainty"

local index_annex = {}

index_annex.treatments = {
  none = "不处理", auto = "偏度和峰度准则，先缩尾，仍不通过的取对数", winsorise = "缩尾", log = "取对数",
  log_ct = "取对数（log_ct）", log_ct_plus = "取对数（log_ct_plus）", log_ct_orig = "取对数（log_ct_orig）",
  log_gii = "取对数（log_gii）", box_cox = "Box–Cox变换",
}
index_annex.factors = {
  imputation = "插补方法", treatment = "离群值处理", normalisation = "标准化方法", aggregation = "合成方法",
  left_out = "剔除一个指标", weights = "权重",
}

-- The tree with weights in % and what was measured: { node, indent, direction, share,
-- effective, minimum, maximum, mean, sd, n }; for indicators of the values that the
-- scale was fitted to, for the rest of the scores.
function index_annex.tree(q)
  local rows = {}
  for _, node in ipairs(q.result.tree.nodes) do
    local own = node.leaf and (node.scale and node.scale.statistics) or nil
    rows[#rows + 1] = { node = node, name = node.name, indent = node.level - 1,
      direction = node.leaf and (node.direction == "+" and "正向" or "逆向") or "",
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
    rows[i] = { unit = entry.unit, name = entry.node.name, value = entry.value, method = impute.names[entry.method] }
  end
  return rows
end

-- Points that were moved: { unit, name, before, after }.
function index_annex.treated(q)
  local rows = {}
  for i, entry in ipairs(index.notes(q.result, "treated")) do
    rows[i] = { unit = entry.unit, name = entry.node.name, before = entry.before, after = entry.after }
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
-- anywhere: { first, second, r, same }.
function index_annex.correlations(q, all)
  local live, columns = scores_of(q.result.tree.leaves)
  local rows = {}
  for _, flag in ipairs(consistency.flags(columns)) do
    local a, b = live[flag.first], live[flag.second]
    local same = pillar_of(a) == pillar_of(b)
    if all or flag.kind == "high" or same then
      rows[#rows + 1] = { first = a.name, second = b.name, r = flag.r, same = same, kind = flag.kind }
    end
  end
  return rows
end

-- Each group of indicators or pillars: { name, k, alpha, component (share of the first
-- principal component, %), components (how many eigenvalues exceed 1) }.
function index_annex.consistency(q)
  local rows = {}
  for _, node in ipairs(q.result.tree.nodes) do
    local _, columns = scores_of(node.children)
    if #columns > 1 then
      local shares = consistency.components(columns)
      local above = 0
      for _, share in ipairs(shares or {}) do
        if share * #columns > 1 then above = above + 1 end
      end
      rows[#rows + 1] = { name = node.name, k = #columns, alpha = consistency.cronbach(columns),
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
    rows[i] = { name = entry.node.name, shift = entry.shift, unit = most and q.data.names[most.place],
      from = most and most.from, to = most and most.to }
  end
  return rows
end

-- Sobol' indices of the mean shift of rank: { name, first, total } in %.
function index_annex.sensitivity(sobol)
  local rows = {}
  for _, item in ipairs(sobol) do
    rows[#rows + 1] = { name = index_annex.factors[item.factor], first = item.first_shift and item.first_shift * 100,
      total = item.total_shift and item.total_shift * 100 }
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
  for i, name in ipairs(order) do order[i] = string.format("%s（%d项）", name, counts[name]) end
  return table.concat(order, "、")
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
  local name = normalise.names[how.method]
  if how.method == "min_max" then
    name = string.format("%s，区间%g—%g", name, how.from or 0, how.to or 1)
  end
  return name .. (how.over == "panel" and "，各期统一" or "，按当期各地区")
end

function index_annex.imputation_text(q)
  local cells, missing = #index.notes(q.result, "imputed"), #index.notes(q.result, "missing")
  local method = names_of(q.result.tree.leaves, function(leaf) return impute.names[leaf.impute] end)
  local text = string.format("本期共%d个地区、%d项指标的%d个数值", #q.data.units, #q.result.tree.leaves,
    #q.data.units * #q.result.tree.leaves)
  if cells == 0 and missing == 0 then return text .. "，没有缺数，不需插补。" end
  text = text .. string.format("，插补方法：%s，插补%d个", method, cells)
  if missing > 0 then
    return text .. string.format("，仍缺%d个；缺数的权重由同组其他指标分担。", missing)
      .. index_annex.unranked_text(q)
  end
  return text .. "，插补后没有缺数。"
end

-- Units that are not ranked, and why.
function index_annex.unranked_text(q)
  local few, none, text = {}, {}, ""
  local screened = {}
  for i, entry in ipairs(index.notes(q.result, "screened")) do
    screened[entry.place] = true
    few[i] = string.format("%s（%s）", entry.unit, fmt.percent(entry.value * 100))
  end
  for _, entry in ipairs(index.notes(q.result, "no_score")) do
    if not screened[entry.place] then none[#none + 1] = entry.unit end
  end
  if #few > 0 then
    text = string.format("可得指标少于%g%%的地区不参加排名：%s。", q.definition.screen * 100, fmt.list(few))
  end
  if #none > 0 then text = text .. "数据不足、没有得分的地区：" .. fmt.list(none) .. "。" end
  return text
end

function index_annex.treatment_text(q)
  local method = names_of(q.result.tree.leaves, function(leaf) return index_annex.treatments[leaf.treat.method or "auto"] end)
  local text = string.format("离群值处理：%s（偏度绝对值小于2或峰度小于3.5为通过，每个指标至多移动5个点）。缩尾%d个点", method,
    #index.notes(q.result, "treated"))
  local moved = index.notes(q.result, "transformed")
  if #moved > 0 then
    local names = {}
    for i, entry in ipairs(moved) do names[i] = entry.node.name end
    text = text .. "，取对数或变换的指标为" .. fmt.list(names)
  end
  local remain = index.notes(q.result, "outliers_remain")
  if #remain > 0 then text = text .. string.format("，处理后仍有%d个指标不通过", #remain) end
  return text .. "。"
end

function index_annex.normalisation_text(q)
  local text = "标准化方法：" .. names_of(q.result.tree.leaves, scale_name) .. "。"
  for _, entry in ipairs(index.notes(q.result, "constant")) do
    text = text .. string.format("%s各地区数值相同，无法标准化，本期不参加计算，其权重由同组其他指标分担。", entry.node.name)
  end
  for _, entry in ipairs(index.notes(q.result, "empty")) do
    text = text .. string.format("%s的指标都无法标准化，本期不参加计算。", entry.node.name)
  end
  return text
end

function index_annex.weighting_text(q)
  local text = "权重：" .. names_of(inner(q), function(node) return weights.names[node.weights] end) .. "；合成："
    .. names_of(inner(q), function(node) return aggregate.names[node.aggregate] end) .. "。"
  for _, node in ipairs(inner(q)) do
    local w = node.weighing
    if w and w.cr then
      text = text .. string.format("%s的判断矩阵最大特征值λ=%s，一致性指标CI=%s，平均随机一致性指标RI=%s（%s，n=%d），一致性比率CR=%s，%s。",
        node.name, fmt.number(w.lambda, 4), fmt.number(w.ci, 4), fmt.number(w.ri, 2),
        w.ri_table == "saaty1980" and "Saaty 1980" or "Saaty 2008", w.n, fmt.number(w.cr, 4),
        w.consistent and "小于0.10，一致性可以接受" or "不小于0.10，一致性不可接受，权重仅供参考")
    end
  end
  for _, entry in ipairs(index.notes(q.result, "unweighted")) do
    text = text .. string.format("%s在数据齐全的地区之间没有差异，权重为零。", entry.node.name)
  end
  if #index.notes(q.result, "mixed_loadings") > 0 then text = text .. "主成分的载荷有正有负，所得权重意义有限。" end
  return text
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

local function choice_names(list, names)
  local out = {}
  for i, item in ipairs(list or {}) do
    local name = type(item) == "table" and item.method or item
    out[i] = names[name] or name
  end
  return fmt.list(out)
end

function index_annex.uncertainty_text(q)
  local s, parts = q.range.settings, {}
  if (s.weights or 0) > 0 then parts[#parts + 1] = string.format("各级权重在±%g%%内均匀变动", s.weights * 100) end
  if s.normalise then parts[#parts + 1] = "标准化另用" .. choice_names(s.normalise, normalise.names) end
  if s.aggregate then parts[#parts + 1] = "合成另用" .. choice_names(s.aggregate, aggregate.names) end
  if s.treat then parts[#parts + 1] = "离群值处理另用" .. choice_names(s.treat, index_annex.treatments) end
  if s.impute then parts[#parts + 1] = "插补另用" .. choice_names(s.impute, impute.names) end
  if (s.leave_out or 0) > 0 then parts[#parts + 1] = string.format("以%g%%的概率随机剔除一个指标", s.leave_out * 100) end
  local text = string.format("蒙特卡洛模拟%d次，%s；各备选方法与原方法概率相等。随机数为Philox4x32-10，种子%d（见发布清单receipt.json），第r次模拟取第r个随机流，结果可以重现。",
    q.range.used + q.range.failed, table.concat(parts, "，"), s.seed)
  if q.range.failed == 0 then return text .. "没有失败的模拟。" end
  return text .. string.format("其中%d次失败（所用方法不适用于所抽取的数值），不计入结果。", q.range.failed)
end

return index_annex
