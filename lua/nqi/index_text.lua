-- Sentences on an index and on a unit in it, in the words of a statistical yearbook.
--
--   local index_report, index_text = require "nqi.index_report", require "nqi.index_text"
--   local q = index_report.open { period = period_of "2023", uncertainty = { replications = 50, weights = 0 },
--     definition = { code = "T", name = "示例指数", { indicator = "GDP" }, { indicator = "GDP", code = "GDP2" } } }
--   index_text.place(q.rows[1], #areas()):find("第1名/共", 1, true) ~= nil    --> true
local ranking = require "nqi.ranking"
local coupling = require "nqi.coupling"

local index_text = {}

local function number(q, x)
  return fmt.number(x, q.decimals)
end

-- 与年份、月份相应的“上年”“上年同月”
function index_text.base_name(q)
  if q.definition.compare == "previous" then return "上期" end
  return q.period.kind == "year" and "上年" or "上年同期"
end
local base_name = index_text.base_name

-- 比上年, 比上年同期: the head of a column of changes.
function index_text.than(q)
  return "比" .. base_name(q)
end

local function first(list, n)
  return table.move(list, 1, math.min(n, #list), 1, {})
end

-- 第10名/共31名（5%—95%范围第8—13名）
function index_text.place(row)
  if not row.rank then return "数据不足，未排名" end
  local range = row.range and string.format("（5%%—95%%范围第%s名）", row.range) or ""
  return ranking.text(row.rank, row.of) .. range
end

-- 2023年，安徽质量发展环境指数为48.21，第10名/共31名（…），位次比上年上升1位。
function index_text.summary(q, row)
  if not row.rank then
    return string.format("%s，%s数据不足，未计算%s。", q.period.label, row.area.short, q.name)
  end
  local text = string.format("%s，%s%s为%s，%s", q.period.label, row.area.short, q.name, number(q, row.score),
    index_text.place(row))
  if row.region_rank then
    text = text .. string.format("，在%s%d个地区中列第%d名", row.region, row.region_of, row.region_rank)
  end
  if not row.change then return text .. "；" .. base_name(q) .. "没有可比的指数。" end
  if row.change == 0 then return text .. "，位次与" .. base_name(q) .. "持平。" end
  return text .. string.format("，位次较%s%s%d位。", base_name(q), row.change > 0 and "上升" or "下降", math.abs(row.change))
end

-- 四个分项中，产业支撑位次最前（第5名，51.20），科技投入最后（第20名，30.11）。
function index_text.pillars(q, row)
  local best, worst
  for _, pillar in ipairs(row.pillars) do
    if pillar.rank then
      if not best or pillar.rank < best.rank then best = pillar end
      if not worst or pillar.rank > worst.rank then worst = pillar end
    end
  end
  if not best then return "" end
  if best.rank == worst.rank then return string.format("%d个分项均列第%d名。", #row.pillars, best.rank) end
  return string.format("%s个分项中，%s位次最前（%s，第%d名），%s最后（%s，第%d名）。", fmt.han(#row.pillars),
    best.node.name, number(q, best.score), best.rank, worst.node.name, number(q, worst.score), worst.rank)
end

-- 发明专利（第3名）、…
local function leaves(list)
  local names = {}
  for i, item in ipairs(list) do names[i] = string.format("%s（第%d名）", item.node.name, item.rank) end
  return fmt.list(names)
end

-- Those of the best in the first half of the ranks and of the worst in the second.
function index_text.strengths(explained)
  local strong = fmt.pick(explained.strong, function(item) return item.rank * 2 <= item.of + 1 end)
  local weak = fmt.pick(explained.weak, function(item) return item.rank * 2 > item.of + 1 end)
  local parts = {}
  if #strong > 0 then parts[1] = "位次靠前的指标是" .. leaves(strong) end
  if #weak > 0 then parts[#parts + 1] = (#strong > 0 and "" or "位次") .. "靠后的" .. (#strong > 0 and "" or "指标") .. "是" .. leaves(weak) end
  return #parts > 0 and table.concat(parts, "；") .. "。" or ""
end

-- 人均…（0.81分）、…: parts of one sign, largest first.
local function parts_text(q, parts, sign, n)
  local names = {}
  for _, part in ipairs(parts) do
    if part.value * sign > 0.5 / 10 ^ q.decimals and #names < n then
      names[#names + 1] = string.format("%s（%s分）", part.node.name, number(q, math.abs(part.value)))
    end
  end
  return #names > 0 and fmt.list(names) or nil
end

-- 与前一名福建相差0.52分，差距主要在…；…领先。
function index_text.gap(q, explained, row)
  local gap = explained.gap
  if not gap then
    local second
    for _, other in ipairs(q.rows) do
      if other.rank and other.rank > row.rank then second = second or other end
    end
    return second and string.format("%s居首位，领先第%d名%s%s分。", row.area.short, second.rank, second.area.short,
      number(q, row.score - second.score)) or row.area.short .. "居首位。"
  end
  local behind, ahead = parts_text(q, gap, 1, 3), parts_text(q, gap, -1, 2)
  local text = string.format("与前一名%s相差%s分", gap.unit, number(q, gap.gap))
  if behind then text = text .. "，差距主要在" .. behind end
  if ahead then text = text .. "；领先的主要是" .. ahead end
  return text .. "。各指标差距之和等于总差距。"
end

-- 提高0.52分, 降低0.10分; nil for what prints as zero.
local function moved(q, x)
  local text = number(q, math.abs(x))
  if tonumber((text:gsub(",", ""))) == 0 then return nil end
  return (x > 0 and "提高" or "降低") .. text .. "分"
end

local function names_of(q, places)
  local names = {}
  for i, place in ipairs(first(places, 5)) do names[i] = q.data.names[place] end
  local rest = #places - #names
  return fmt.list(names) .. (rest > 0 and string.format("等%d个地区", #places) or "")
end

local function steps(n)
  if n == 0 then return "对位次没有影响" end
  return string.format("使位次%s%d位", n > 0 and "上升" or "下降", math.abs(n))
end

-- What moved the score and the rank; the parts add up to the change.
function index_text.change(q, explained)
  local change = explained.change
  if not change then return base_name(q) .. "没有可比的指数，不作变动分析。" end
  local total, parts = moved(q, change.total), {}
  for _, factor in ipairs { { "自身指标数值变动", change.total - change.scale - change.weights },
    { "标准化基准（各地区最大值、最小值）变动", change.scale }, { "权重变动", change.weights } } do
    local how = moved(q, factor[2])
    if how then parts[#parts + 1] = factor[1] .. "使得分" .. how end
  end
  local text = total and "得分比" .. base_name(q) .. total or "得分与" .. base_name(q) .. "持平"
  if #parts > 0 then text = text .. "，其中" .. table.concat(parts, "，") end
  text = text .. "。"
  local up, down = parts_text(q, change.own, 1, 2), parts_text(q, change.own, -1, 2)
  if up then text = text .. "自身指标中，提高得分的主要是" .. up .. (down and "，拉低得分的主要是" .. down or "") .. "。"
  elseif down then text = text .. "自身指标中，拉低得分的主要是" .. down .. "。" end
  if change.rank_from == change.rank_to and #change.passed == 0 and #change.passed_by == 0 then
    return text .. "位次未变。"
  end
  text = text .. string.format("位次由第%d名到第%d名，自身得分变动%s，其他地区得分变动%s", change.rank_from,
    change.rank_to, steps(change.rank_own), steps(change.rank_others))
  if #change.passed > 0 then text = text .. "；超过" .. names_of(q, change.passed) end
  if #change.passed_by > 0 then text = text .. "；被" .. names_of(q, change.passed_by) .. "超过" end
  return text .. "。"
end

-- 耦合度、综合发展水平、协调度
function index_text.coupling(row, names)
  local degree = row.coupling
  if not degree then return "" end
  local text = string.format("各分项的耦合度C为%s，综合发展水平T为%s，耦合协调度D为%s，属于%s。", fmt.number(degree.c, 3),
    fmt.number(degree.t, 3), fmt.number(degree.d, 3), degree.class)
  if #degree.zero > 0 then text = text .. "有分项得分为零，耦合度按定义为零。" end
  return text .. coupling.weakest_text(degree, names, degree.values)
end

function index_text.pillar_names(q)
  local names = {}
  for k, child in ipairs(q.root.children) do names[k] = child.name end
  return names
end

-- 制约得分的首要指标是…（障碍度12.3%）、…
function index_text.obstacles(explained)
  if #explained.obstacles == 0 then return "" end
  local names = {}
  for i, item in ipairs(first(explained.obstacles, 3)) do
    names[i] = string.format("%s（%s）", item.node.name, fmt.percent(item.value * 100))
  end
  return "障碍度居前的指标是" .. fmt.list(names) .. "。"
end

-- 居前三位的是北京（72.10）、…
function index_text.leaders(q, n)
  local names = {}
  for _, row in ipairs(q.rows) do
    if not row.rank or row.rank > n then break end
    names[#names + 1] = string.format("%s（%s）", row.area.short, number(q, row.score))
  end
  return fmt.list(names)
end

-- How firm: the width of the ranges, and who holds its place.
function index_text.firmness(q)
  local fixed, wide, widest, sum, n = 0, 0, nil, 0, 0
  for _, row in ipairs(q.rows) do
    if row.rank then
      local width = q.range.high[row.place] - q.range.low[row.place]
      sum, n = sum + width, n + 1
      if width == 0 then fixed = fixed + 1 end
      if not widest or width > wide then widest, wide = row, width end
    end
  end
  local same = fixed > 0 and string.format("%d个地区的范围只有一个名次，", fixed) or ""
  return string.format("%d次模拟中位次平均移动%s位；5%%—95%%范围平均宽%s位，%s范围最宽的是%s（第%s名）。"
    .. "范围重叠的地区，名次先后不宜过度解读。", q.range.used, fmt.number(q.range.shift, 1), fmt.number(sum / n, 1), same,
    widest.area.short, widest.range)
end

-- Those who rose and fell most.
function index_text.movers(q)
  local up, down, most, least = {}, {}, 0, 0
  for _, row in ipairs(q.rows) do
    local change = row.change or 0
    if change > most then up, most = {}, change end
    if change < least then down, least = {}, change end
    if change ~= 0 and change == most then up[#up + 1] = row.area.short end
    if change ~= 0 and change == least then down[#down + 1] = row.area.short end
  end
  if #up == 0 and #down == 0 then return q.before and "各地区位次与" .. base_name(q) .. "相同。" or "" end
  local text = "与" .. base_name(q) .. "相比"
  if #up > 0 then text = text .. string.format("，位次上升最多的是%s（%s%d位）", fmt.list(up), #up > 1 and "各" or "", most) end
  if #down > 0 then text = text .. string.format("，下降最多的是%s（%s%d位）", fmt.list(down), #down > 1 and "各" or "", -least) end
  return text .. "。"
end

-- 东部（45.10）、…; and how far apart the regions are.
function index_text.regions(q, rows)
  local names = {}
  for i, row in ipairs(rows) do names[i] = string.format("%s（%s）", row.name, row.figure:fixed(q.decimals)) end
  return string.format("按地区平均，指数由高到低依次为%s，最高与最低相差%s分", fmt.list(names),
    number(q, rows[1].mean - rows[#rows].mean))
end

function index_text.inequality(rows)
  local most, least
  for _, row in ipairs(rows) do
    if not most or row.variation > most.variation then most = row end
    if not least or row.variation < least.variation then least = row end
  end
  if not most then return "" end
  return string.format("地区差异最大的指标是%s（变异系数%s，基尼系数%s），最小的是%s（变异系数%s）。%s的泰尔指数中，地区之间的差异占%s。",
    most.node.name, fmt.number(most.variation, 3), fmt.number(most.gini, 3), least.node.name, fmt.number(least.variation, 3),
    most.node.name, fmt.percent((most.between or 0) * 100))
end

-- σ 收敛与 β 收敛
function index_text.converging(found, to)
  if not found then return "" end
  local closer = found.last.variation < found.first.variation
  local text = string.format("%s—%s，%s的变异系数由%s%s到%s，地区差距%s（σ收敛%s）；",
    to.kind == "year" and tostring(found.from.year) or found.from.label, to.label, found.node.name,
    fmt.number(found.first.variation, 3), closer and "缩小" or "扩大", fmt.number(found.last.variation, 3),
    closer and "缩小" or "扩大", closer and "成立" or "不成立")
  local beta = found.beta
  local firm = beta.t and math.abs(beta.t) > 2
  text = text .. string.format("绝对β收敛系数为%s（t=%s，R²=%s），", fmt.number(beta.b, 4), fmt.number(beta.t or 0, 2),
    fmt.number(beta.r2 or 0, 2))
  if beta.b < 0 and firm and beta.half_life then
    return text .. string.format("起点低的地区增长较快，半程收敛约需%s年。", fmt.number(beta.half_life, 0))
  end
  return text .. (beta.b >= 0 and "没有收敛迹象。" or "收敛迹象在统计上不显著。")
end

-- How the index goes with a series that is no part of it; `found` is index_annex.outside.
function index_text.outside(found, name)
  if not found or found.n < 5 then return "没有可供比较的外部序列。" end
  return string.format("与未参加合成的%s相比，%d个地区的相关系数为%s，等级相关系数为%s。", name, found.n,
    fmt.number(found.r, 3), fmt.number(found.spearman, 3))
end

return index_text
