-- Sentences on an index and on a unit in it, in the words of a statistical yearbook.
--
--   local index_report, index_text = require "nqi.index_report", require "nqi.index_text"
--   local q = index_report.open { period = period_of "2023", uncertainty = { replications = 50, weights = 0 },
--     definition = { code = "T", name = "示例指数", { indicator = "GDP" }, { indicator = "GDP", code = "GDP2" } } }
--   index_text.place(q, q.rows[1]):find("第1位", 1, true) ~= nil    --> true
local classify, ranking = require "nqi.classify", require "nqi.ranking"
local coupling, uncertainty = require "nqi.coupling", require "nqi.uncertainty"
local index_report, words = require "nqi.index_report", require "nqi.words"
local say = words.say

local index_text = {}

local function number(q, x)
  return fmt.number(x, q.decimals)
end

-- How far apart two scores are as they print, which is what a reader subtracts.
local function apart(q, high, low)
  return ranking.published(high, q.decimals) - ranking.published(low, q.decimals)
end

-- Whether parts as they print make up the whole as it prints.
local function adds_up(q, parts, whole)
  local sum = 0
  for _, part in ipairs(parts) do sum = sum + ranking.published(part, q.decimals) end
  return math.abs(sum - ranking.published(whole, q.decimals)) < 0.5 / 10 ^ q.decimals
end

local function rounded_note()
  return say(fmt.rounds_to_even() and "note.rounded_even" or "note.rounded")
end

-- 与年份、月份相应的“上年”“上年同月”
function index_text.base_name(q)
  if q.definition.compare == "previous" then return say "index.base_previous" end
  return say(q.period.kind == "year" and "index.base_year" or "index.base_year_ago")
end
local base_name = index_text.base_name

-- 新口径的统计口径在上年以后改变，得分和位次与上年不可比。 nil where no definition changed.
function index_text.broken(q)
  if #(q.broken or {}) == 0 then return nil end
  local names = {}
  for i, leaf in ipairs(q.broken) do names[i] = words.node(leaf) end
  return say("index.broken", { base = base_name(q), list = fmt.list(names) })
end

-- The notes of what shows changes of rank: what they are compared with, or why there are none.
function index_text.change_notes(q)
  for _, row in ipairs(q.rows) do
    if row.change then return { say("index.note_change", { base = base_name(q) }) } end
  end
  return { index_text.broken(q) }
end

-- 比上年, 比上年同期: the head of a column of changes.
function index_text.than(q)
  return say("index.than", { base = base_name(q) })
end

local function first(list, n)
  return table.move(list, 1, math.min(n, #list), 1, {})
end

-- Those that are ranked, of one region or of all.
local function ranked(q, region)
  return q.counted[region or ""]
end

-- 居31个省（区、市）第10位（90%模拟区间为第8—13位）
function index_text.place(q, row)
  if not row.rank then return say "index.no_rank" end
  local place = ranking.text(row.rank, row.of, ranked(q), row.tied)
  return row.range and say("index.place_range", { place = place, range = row.range }) or place
end

-- 2023年，安徽质量发展环境指数为48.21，居31个省（区、市）第10位（…），位次比上年上升1位。
function index_text.summary(q, row)
  if not row.rank then
    return say("index.no_score", { period = q.period.label, area = words.area(row.area), name = q.name })
  end
  local text = say("index.summary", { period = q.period.label, area = words.area(row.area), name = q.name,
    score = number(q, row.score), place = index_text.place(q, row) })
  if row.region_rank then
    text = text .. say(row.region_tied and "index.in_region_tied" or row.region_rank == 1 and "index.in_region_first" or "index.in_region",
      { region = words.region(row.region), set = ranked(q, row.region), rank = row.region_rank })
  end
  if index_text.broken(q) then return words.sentences { text .. say "sign.stop", index_text.broken(q) } end
  local change = row.change
  local key = not change and "index.no_before" or change == 0 and "index.rank_same"
    or change > 0 and "index.rank_up" or "index.rank_down"
  return text .. say(key, { base = base_name(q), n = change and math.abs(change) })
end

-- 四个分项中，产业支撑位次最前（51.20，第5位），科技投入最后（30.11，第20位）。
function index_text.pillars(q, row)
  local best, worst, ranked, at = nil, nil, 0, {}
  for _, pillar in ipairs(fmt.pick(row.pillars, function(p) return p.rank end)) do
    ranked = ranked + 1
    if not best or pillar.rank < best.rank then best = pillar end
    if not worst or pillar.rank > worst.rank then worst = pillar end
    at[pillar.rank] = at[pillar.rank] or {}
    table.insert(at[pillar.rank], say("index.pillar_at", { name = words.node(pillar.node), score = number(q, pillar.score), rank = pillar.rank }))
  end
  if not best then return "" end
  if ranked == 1 then
    return say("index.pillar", { name = words.node(best.node), score = number(q, best.score), rank = best.rank })
  end
  if best.rank == worst.rank then return say("index.pillars_same", { count = words.count(ranked), rank = best.rank }) end
  if #at[best.rank] + #at[worst.rank] > 2 then
    return say("index.pillars_tied", { count = words.count(ranked), best = fmt.list(at[best.rank]), worst = fmt.list(at[worst.rank]) })
  end
  return say("index.pillars", { count = words.count(ranked),
    best = words.node(best.node), best_score = number(q, best.score), best_rank = best.rank,
    worst = words.node(worst.node), worst_score = number(q, worst.score), worst_rank = worst.rank })
end

-- 发明专利（第3位）、…; of more than six the first three: …等8项
local function leaves(list)
  local names = {}
  for i, item in ipairs(list) do names[i] = say("index.leaf", { name = words.node(item.node), rank = item.rank }) end
  if #names <= 6 then return fmt.list(names) end
  return words.join { names[1], names[2], names[3] } .. say("audit.etc", { n = #names })
end

-- Those of the best in the first half of the ranks and of the worst in the second.
function index_text.strengths(explained)
  local strong = fmt.pick(explained.strong, function(item) return item.rank * 2 <= item.of + 1 end)
  local weak = fmt.pick(explained.weak, function(item) return item.rank * 2 > item.of + 1 end)
  local parts = {}
  if #strong > 0 then parts[1] = say("index.strong", { list = leaves(strong) }) end
  if #weak > 0 then
    parts[#parts + 1] = say(#strong > 0 and "index.weak" or "index.only_weak", { list = leaves(weak) })
  end
  return #parts > 0 and table.concat(parts, say "sign.semicolon") .. say "sign.stop" or ""
end

-- 人均…（0.81分）、…: parts of one sign, largest first.
local function parts_text(q, parts, sign, n)
  local names = {}
  for _, part in ipairs(parts) do
    if part.value * sign > 0.5 / 10 ^ q.decimals and #names < n then
      names[#names + 1] = say("index.part", { name = words.node(part.node), points = number(q, math.abs(part.value)) })
    end
  end
  return #names > 0 and fmt.list(names) or nil
end

-- 与前一名福建相差0.52分，差距主要在…；…领先。
function index_text.gap(q, explained, row)
  local gap = explained.gap
  if not gap then
    local second, level = nil, { words.area(row.area) }
    for _, other in ipairs(q.rows) do
      if other.rank and other.rank > row.rank then second = second or other end
      if other ~= row and other.rank == row.rank then level[#level + 1] = words.area(other.area) end
    end
    local tied = #level > 1
    if not second then return say(tied and "index.first_tied" or "index.first", { area = fmt.list(level) }) end
    return say(tied and "index.leads_tied" or "index.leads", { area = fmt.list(level), rank = second.rank, other = words.area(second.area),
      points = number(q, apart(q, row.score, second.score)) })
  end
  local behind, ahead = parts_text(q, gap, 1, 3), parts_text(q, gap, -1, 2)
  local text = say("index.gap", { other = gap.unit, points = number(q, apart(q, row.score + gap.gap, row.score)) })
  if behind then text = text .. say("index.gap_behind", { list = behind }) end
  if ahead then text = text .. say("index.gap_ahead", { list = ahead }) end
  return text .. say "index.gap_end"
end

-- 提高0.52分, 降低0.10分; nil for what prints as zero.
local function moved(q, x)
  local text = number(q, math.abs(x))
  if tonumber((text:gsub(",", ""))) == 0 then return nil end
  return say(x > 0 and "index.moved_up" or "index.moved_down", { points = text })
end

local function names_of(q, places)
  local names = {}
  for i, place in ipairs(first(places, 5)) do names[i] = q.data.names[place] end
  local rest = #places - #names
  return fmt.list(names) .. (rest > 0 and say("list.etc", { n = #places }) or "")
end

-- How far the revision of the values of the period before moved the ranks, on average.
local function revision_shift(q)
  local sum, n = 0, 0
  for i, rank in ipairs(q.first.root.ranks) do
    local now = q.before.root.ranks[i]
    if rank and now then sum, n = sum + math.abs(rank - now), n + 1 end
  end
  return n > 0 and sum / n or 0
end

local function steps(n)
  if n == 0 then return say "index.no_effect" end
  return say(n > 0 and "index.effect_up" or "index.effect_down", { n = math.abs(n) })
end

-- 位次由第5位变为第3位：自身数据使位次上升1位，…; and whether that is more than noise.
local function rank_split(q, explained)
  local change, split = explained.change, explained.split
  if not split then return say "index.rank_kept" end
  local parts = { say("index.split_own", { effect = steps(split.own) }), say("index.split_others", { effect = steps(split.others) }) }
  if split.revision then parts[#parts + 1] = say("index.split_revision", { effect = steps(split.revision) }) end
  if split.method then parts[#parts + 1] = say("index.split_method", { effect = steps(split.method) }) end
  local key = (split.revision or split.method) and (split.from == change.rank_from and "index.split_printed_same" or "index.split_printed")
    or split.from == split.to and "index.split_same" or "index.split"
  local text = say(key, { from = split.from, before = change.rank_from, to = split.to, list = table.concat(parts, say "sign.comma") })
  if #change.passed > 0 then text = text .. say("index.passed", { list = names_of(q, change.passed) }) end
  if #change.passed_by > 0 then text = text .. say("index.passed_by", { list = names_of(q, change.passed_by) }) end
  local said = { text .. say "sign.stop" }
  local low, high = uncertainty.ends(q.range, explained.place)
  if low and change.rank_from ~= change.rank_to then
    local within = change.rank_from >= low and change.rank_from <= high
    said[2] = say(within and "index.noise_within" or "index.noise_beyond", { before = change.rank_from, low = low, high = high,
      kinds = say(q.range.rounded and "index.noise_all" or "index.noise_method") })
  end
  if q.first then said[#said + 1] = say("index.noise_revision", { shift = fmt.number(revision_shift(q), 1) }) end
  return words.sentences(said)
end

-- What moved the score and the rank; the parts add up to the change.
function index_text.change(q, explained)
  local change = explained.change
  if not change then return index_text.broken(q) or say("index.no_change", { base = base_name(q) }) end
  local score = q.result.root.scores[explained.place]
  local difference, parts, numbers = apart(q, score, score - change.total), {}, {}
  local total = moved(q, difference)
  for i, factor in ipairs { { "index.factor_own", change.total - change.scale - change.weights },
    { "index.factor_scale", change.scale }, { "index.factor_weights", change.weights } } do
    local how = moved(q, factor[2])
    numbers[i] = factor[2]
    if how then parts[#parts + 1] = say(factor[1], { how = how }) end
  end
  local text = say(total and "index.score_moved" or "index.score_same", { base = base_name(q), how = total })
  if #parts > 0 then text = text .. say("index.of_it", { list = table.concat(parts, say "sign.comma") }) end
  if #parts > 1 and not adds_up(q, numbers, difference) then text = text .. say "index.rounded" end
  local said = { text .. say "sign.stop" }
  local up, down = parts_text(q, change.own, 1, 2), parts_text(q, change.own, -1, 2)
  if up or down then
    said[2] = say(up and down and "index.own_both" or up and "index.own_up" or "index.own_down", { up = up, down = down })
  end
  said[#said + 1] = rank_split(q, explained)
  return words.sentences(said)
end

-- The values of the sentence on the bridge between two methods.
function index_text.bridge(q, bridge, ref)
  local pair, previous = bridge.pairs[1], q.definition.previous
  local why = words.own(previous, "why")
  return { last = period_of(previous.last).label,
    why = why ~= "" and say("bridge.why", { why = why }) or "", period = q.before_period.label, n = pair.n,
    spearman = pair.spearman and fmt.number(pair.spearman, 3) or "—", shift = fmt.number(pair.shift, 1), moved = pair.moved, ref = ref }
end

-- 2023年12月按原方法计算为23.98分、第25位，按现方法计算为24.21分、第25位。 of index_compare.bridge_of;
-- empty where the method has not changed or the area has no score by one of the two.
function index_text.bridge_area(q, bridge)
  local row = bridge and bridge.rows[1]
  if not row or not (row.ranks[1] and row.ranks[2]) then return "" end
  return say("bridge.area", { period = q.before_period.label, old = number(q, row.scores[1]), old_rank = row.ranks[1],
    new = number(q, row.scores[2]), new_rank = row.ranks[2] })
end

-- Each other version against the index's own: rank correlation and shift.
function index_text.versions(compared)
  local own, parts = compared.versions[#compared.versions], {}
  for _, pair in ipairs(compared.pairs) do
    if pair.second == own then
      parts[#parts + 1] = say("versions.against", { name = pair.first.name, shift = fmt.number(pair.shift or 0, 1),
        spearman = pair.spearman and fmt.number(pair.spearman, 3) or "—" })
    end
  end
  return say("versions.said", { list = table.concat(parts, say "sign.semicolon") })
end

local function values_of(parts)
  local out = {}
  for i, part in ipairs(parts) do out[i] = part.value end
  return out
end

-- The notes of the bars and of the table of an area's indicators: what they are, and that
-- what is printed does not add up to the score, or to the change that the sentence tells.
function index_text.part_notes(q, why, own)
  return { say("index.note_parts", { score = own.figure:fixed(q.decimals) }),
    not adds_up(q, values_of(why.parts), own.score) and rounded_note() or nil }
end

function index_text.leaf_notes(q, why, own)
  local notes, change = { say("index.note_leaves", { than = index_text.than(q) }) }, why and why.change
  local whole = not why or adds_up(q, values_of(why.parts), own.score)
  whole = whole and (not change or adds_up(q, values_of(change.own), change.total - change.scale - change.weights))
  if not whole then notes[2] = rounded_note() end
  return notes
end

-- The notes of the ranking, and why it has no changes of rank.
function index_text.rank_notes(q)
  local notes = index_report.rank_notes(q)
  notes[#notes + 1] = index_text.broken(q)
  return notes
end

-- What the table of spreads is of, and which indicators it leaves out.
function index_text.spread_notes(rows)
  local names = {}
  for i, leaf in ipairs(rows.left_out) do names[i] = words.node(leaf) end
  return { say "index.note_spread", #names > 0 and say("index.note_left_out", { list = fmt.list(names) }) or nil }
end

-- The notes of the table of what usual changes would do; `rows` of explain.sensitivity.
function index_text.sensitivity_notes(q, rows, rank)
  local notes = { say(q.before and "sensitivity.note" or "sensitivity.note_spread", { base = base_name(q), rank = rank }) }
  for _, row in ipairs(rows) do
    if row.usual and not row.up then notes[2] = say "sensitivity.note_treated" end
  end
  notes[#notes + 1] = index_text.broken(q)
  return notes
end

-- How many usual changes, or spreads, it is: by how many there are.
local times_usual = { much = "index.times_usual_much", some = "index.times_usual", less = "index.times_usual_less" }
local times_spread = { much = "index.times_spread_much", some = "index.times_spread", less = "index.times_spread_less" }
local few_usual = 3 -- changes in a usual year: more of them do not come by themselves

-- The smallest change that would give another rank, in one sentence: 只要 of one that a few
-- usual years bring, 需 … 才会 of a larger one where no smaller one exists, else 若 … 就会.
function index_text.overturn(q, explained)
  local found = explained.overturn
  if not found then return explained.unmoved and say "index.overturn_none" or "" end
  local leaf = found.node
  local rises, amount = found.to > found.value, index_report.is_amount(leaf)
  local way = rises and (amount and "more" or "up") or amount and "fewer" or "down"
  local much, none = ranking.published(found.times, 2) > few_usual, ranking.published(found.times, 2) == 0
  local strength = not much and "little" or found.certain and "much" or "enough"
  local outcome = say("index.outcome_" .. (#found.places == 0 and "rank" or found.level and "level" or found.improves and "ahead" or "behind"),
    { so = say(strength == "much" and "index.overturn_only_then" or "index.overturn_then"),
      other = names_of(q, found.places), rank = found.rank })
  return say("index.overturn_" .. way, { name = words.node(leaf), need = say("index.overturn_" .. strength), outcome = outcome,
    change = words.amount(fmt.number(found.size, index_report.decimals_of(leaf)), index_report.unit_of_change(leaf)),
    times = say((q.before and times_usual or times_spread)[much and "much" or none and "less" or "some"],
      { base = base_name(q), times = fmt.number(none and 0.01 or found.times, much and 1 or 2) }) })
end

-- 耦合度、综合发展水平、协调度
function index_text.coupling(row, names)
  local degree = row.coupling
  if not degree then return "" end
  local text = say("coupling.degree", { c = fmt.number(degree.c, coupling.decimals), t = fmt.number(degree.t, coupling.decimals),
    d = fmt.number(degree.d, coupling.decimals), class = degree.class })
  return words.sentences { text, #degree.zero > 0 and say "coupling.zero" or "",
    coupling.weakest_text(degree, names, degree.values) }
end

function index_text.pillar_names(q)
  local names = {}
  for k, child in ipairs(q.root.children) do names[k] = words.node(child) end
  return names
end

-- 制约得分的首要指标是…（障碍度12.3%）、…
function index_text.obstacles(explained)
  if #explained.obstacles == 0 then return "" end
  local names = {}
  for i, item in ipairs(first(explained.obstacles, 3)) do
    names[i] = say("index.obstacle", { name = words.node(item.node), share = fmt.percent(item.value * 100) })
  end
  return say("index.obstacles", { list = fmt.list(names) })
end

-- 居前三位的是北京（72.10）、…
function index_text.leaders(q, n)
  local names = {}
  for _, row in ipairs(q.rows) do
    if not row.rank or row.rank > n then break end
    names[#names + 1] = say("index.scored", { name = words.area(row.area), score = number(q, row.score) })
  end
  return fmt.list(names)
end

-- How firm: the width of the ranges, and who holds its place; nothing where none is ranked.
function index_text.firmness(q)
  local fixed, wide, widest, names, sum, n = 0, -1, nil, {}, 0, 0
  for _, row in ipairs(q.rows) do
    if row.rank then
      local width = q.range.high[row.place] - q.range.low[row.place]
      sum, n = sum + width, n + 1
      if width == 0 then fixed = fixed + 1 end
      if width > wide then widest, wide, names = row, width, {} end
      if width == wide then names[#names + 1] = words.area(row.area) end
    end
  end
  if n == 0 then return "" end
  return say("index.firm", { runs = fmt.number(q.range.used), shift = fmt.number(q.range.shift, 1), width = fmt.number(sum / n, 1),
    fixed = fixed > 0 and say("index.firm_fixed", { n = fixed }) or "", area = #names > 1 and say("index.firm_widest", { list = fmt.list(first(names, 5)) .. (#names > 5 and say("list.etc", { n = #names }) or ""), width = fmt.number(wide) })
      or say("index.firm_widest_one", { area = names[1], range = widest.range }) })
end

local function names_at(q, position)
  local names = {}
  for _, row in ipairs(q.rows) do
    if row.position == position then
      local name = words.area(row.area)
      names[#names + 1] = position == "edge" and name or say("index.at_rank", { name = name, rank = row.rank, range = row.range })
    end
  end
  return names
end

-- Whose rank does not lie well within its range.
function index_text.positions(q)
  local outside, edge = names_at(q, "outside"), names_at(q, "edge")
  if #outside == 0 and #edge == 0 then return say "index.all_inside" end
  local said = { #outside > 0 and say("index.are_outside", { list = fmt.list(outside) }) or nil }
  if #edge > 6 then
    said[#said + 1] = say("index.are_edge_many", { n = #edge })
  elseif #edge > 0 then
    said[#said + 1] = say("index.are_edge", { list = fmt.list(edge) })
  end
  return words.sentences(said)
end

-- 可以分为三个梯队：第一梯队为…; or that there are none.
function index_text.tiers(q)
  local tiers = q.range.tiers
  if not tiers then return "" end
  local least = fmt.number(uncertainty.tier_least * 100)
  if tiers.count == 1 then return say("index.no_tiers", { least = least }) end
  local parts = {}
  for n = 1, tiers.count do
    local names = {}
    for _, row in ipairs(q.rows) do
      if row.tier == n then names[#names + 1] = words.area(row.area) end
    end
    local rest = #names > 6 and say("list.etc", { n = #names }) or ""
    parts[n] = say("index.tier_of", { tier = words.tier(n), list = fmt.list(#names > 6 and first(names, 3) or names) .. rest })
  end
  return say("index.tiers", { least = least, count = words.count(tiers.count), list = table.concat(parts, say "sign.semicolon") })
end

-- 模拟位次的中位数为第11位；位次在区间之外；高于后一位河北的概率为87%。
function index_text.firm(q, row)
  if not row.median then return "" end
  local said = { say("index.median", { median = fmt.number(row.median, 0), runs = fmt.number(q.range.used) }) }
  if row.position == "outside" then said[2] = say("index.is_outside", { rank = row.rank, range = row.range }) end
  if row.position == "edge" then said[2] = say("index.is_edge", { rank = row.rank, range = row.range }) end
  if row.behind then
    said[#said + 1] = say(row.behind.rank == row.rank and "index.is_above_tied" or "index.is_above", { other = words.area(row.behind.area), share = fmt.percent(row.above * 100, uncertainty.share_decimals(row.above)) })
  end
  local tiers = q.range.tiers
  if tiers.count > 1 then
    said[#said + 1] = say("index.in_tier", { tier = words.tier(row.tier), count = words.count(tiers.count) })
  end
  return words.sentences(said)
end

-- Those who rose and fell most.
function index_text.movers(q)
  local up, down, most, least = {}, {}, 0, 0
  for _, row in ipairs(q.rows) do
    local change = row.change or 0
    if change > most then up, most = {}, change end
    if change < least then down, least = {}, change end
    if change ~= 0 and change == most then up[#up + 1] = words.area(row.area) end
    if change ~= 0 and change == least then down[#down + 1] = words.area(row.area) end
  end
  if index_text.broken(q) then return index_text.broken(q) end
  if #up == 0 and #down == 0 then return q.before and say("index.all_same", { base = base_name(q) }) or "" end
  local text = say("index.movers", { base = base_name(q) })
  if #up > 0 then text = text .. say(#up > 1 and "index.risen_each" or "index.risen", { list = fmt.list(up), n = most }) end
  if #down > 0 then
    text = text .. say(#down > 1 and "index.fallen_each" or "index.fallen", { list = fmt.list(down), n = -least })
  end
  return text .. say "sign.stop"
end

-- 东部（45.10）、…; and how far apart the regions are.
function index_text.regions(q, rows)
  local names = {}
  for i, row in ipairs(rows) do names[i] = say("index.scored", { name = row.name, score = row.figure:fixed(q.decimals) }) end
  return say("index.regions", { list = fmt.list(names), gap = number(q, apart(q, rows[1].mean, rows[#rows].mean)) })
end

-- 0.712—0.984, -0.02至0.01
local function interval(found, decimals, times)
  return say(found.low < 0 and "index.interval_signed" or "index.interval", { low = fmt.number(found.low * (times or 1), decimals),
    high = fmt.number(found.high * (times or 1), decimals) })
end
index_text.interval = interval

-- Those of the rows whose intervals overlap with that of `row`.
local function near(rows, row)
  local names, own = {}, row.intervals.variation
  for _, other in ipairs(rows) do
    local range = other.intervals.variation
    if other ~= row and range.high > own.low and range.low < own.high then
      names[#names + 1] = say("index.spread_one_near", { name = words.node(other.node), variation = fmt.number(other.variation, 3) })
    end
  end
  return #names > 6 and words.join(first(names, 3)) .. say("audit.etc", { n = #names }) or #names > 0 and fmt.list(names) or nil
end

-- The most and the least unequal indicators, with intervals, and which may be as much so.
function index_text.inequality(rows)
  local order = table.move(rows, 1, #rows, 1, {})
  table.sort(order, function(a, b)
    if a.variation ~= b.variation then return a.variation > b.variation end
    return a.node.column < b.node.column
  end)
  local most, least, second = order[1], order[#order], order[2]
  if not most then return "" end
  local text = say(second and "index.spread" or "index.spread_one", { most = words.node(most.node), variation = fmt.number(most.variation, 3),
    range = interval(most.intervals.variation, 3), gini = fmt.number(most.gini, 3),
    gini_range = interval(most.intervals.gini, 3), least = words.node(least.node), low = fmt.number(least.variation, 3),
    low_range = interval(least.intervals.variation, 3) })
  local of_most, of_least = near(order, most), near(order, least)
  if of_most then text = text .. say("index.spread_near", { list = of_most }) end
  -- Of two rows the largest and the least are the pair that was just compared.
  if of_least and #order > 2 then text = text .. say("index.spread_near_least", { list = of_least }) end
  text = text .. say "sign.stop"
  if not most.intervals.between then return text end
  return words.sentences { text, say("index.spread_between", { most = words.node(most.node),
    between = fmt.percent(most.between * 100), range = interval(most.intervals.between, 1, 100) }) }
end

-- 每年变动−0.012，95%置信区间…，p = 0.010: what a slope claims; `decimals` of the slope.
local function tested(slope, decimals)
  return say("index.tested", { slope = fmt.number(slope.slope, decimals), range = interval(slope, decimals),
    p = index_text.p_value(slope.p) })
end

-- p = 0.012, p < 0.001; the blanks do not break.
function index_text.p_value(p)
  return p < 0.0005 and "p\u{A0}<\u{A0}0.001" or "p\u{A0}=\u{A0}" .. fmt.number(p, 3)
end

local slope_decimals = 4

-- σ and β convergence: shrinking or widening only where the interval of the trend says so.
function index_text.converging(found)
  if not found then return "" end
  if not found.sigma then return say("index.converging_none", { name = words.node(found.node) }) end
  local sigma, beta, from, to = found.sigma, found.beta, found.from, found.to
  local first, last = found.variation[1], found.variation[#found.variation]
  local named = { from = to.kind == "year" and from.year or from.label, to = to.label, name = words.node(found.node),
    n = found.n, first = fmt.number(first, 3), last = fmt.number(last, 3) }
  local trend = sigma.p and classify.sign(sigma.low, sigma.high, slope_decimals)
  local firm = trend and trend ~= 0
  -- What a test leaves open is neither shrinking nor widening.
  local way = named.first == named.last and "same" or sigma.p and "from" or last < first and "less" or "more"
  local parts = { say("index.sigma_" .. way, named) }
  if not sigma.p then
    parts[2] = say(sigma.exact and "index.sigma_exact" or sigma.linked and "index.sigma_linked" or "index.sigma_few")
  else
    parts[2] = say(not firm and "index.sigma_open" or trend < 0 and "index.sigma_yes" or "index.sigma_no",
      { tested = tested(sigma, slope_decimals) })
  end
  if beta.p then
    local sign = classify.sign(beta.low, beta.high, slope_decimals)
    local key = sign < 0 and (beta.half_life_low and beta.half_life_high and "index.beta_yes" or "index.beta_fast")
      or sign > 0 and "index.beta_no" or "index.beta_weak"
    parts[3] = say("index.beta", { tested = tested(beta, slope_decimals), r2 = fmt.number(beta.r2 or 0, 2) })
      .. say(key, { years = beta.half_life and fmt.number(beta.half_life, 0), low = beta.half_life_low and fmt.number(beta.half_life_low, 0),
        high = beta.half_life_high and fmt.number(beta.half_life_high, 0) })
  end
  if found.cut then parts[#parts + 1] = say("index.converging_cut", named) end
  return words.sentences(parts)
end

-- How the index goes with a series that is no part of it; `found` is index_annex.outside.
function index_text.outside(found, name)
  if not found or found.n < 5 or not found.r then return say "index.no_outside" end
  return say("index.outside", { name = name, n = found.n, r = fmt.number(found.r, 3),
    p = index_text.p_value(found.p), spearman = fmt.number(found.spearman, 3), spearman_p = index_text.p_value(found.spearman_p) })
end

-- For an English summary, whatever the report's language: The … Index of 2023 covers 31
-- areas with 15 indicators in 4 pillars; Beijing is first with 74.15 and Gansu last with
-- 31.20; ranks were computed 10,000 times under other declared choices.
function index_text.facts_en(q)
  local ranked = {}
  for _, row in ipairs(q.rows) do ranked[#ranked + (row.rank and 1 or 0)] = row.rank and row or ranked[#ranked] end
  local first, last = ranked[1], ranked[#ranked]
  if not last then return "" end
  local function of_rank(row, is, are)
    local names = fmt.pick(ranked, function(other) return other.rank == row.rank end)
    for i, other in ipairs(names) do names[i] = words.area(other.area) end
    return fmt.list(names) .. (#names > 1 and are or is)
  end
  return text.in_language("en", function()
    return string.format("The %s of %s covers %d areas with %d indicators in %d pillars; %s first with %s and %s last with %s; "
      .. "ranks were computed %s times under other declared choices.", words.node(q.definition), q.period.label_en, #ranked,
      #q.result.tree.leaves, #q.root.children, of_rank(first, " is", " are"), first.figure:fixed(q.decimals), of_rank(last, "", ""),
      last.figure:fixed(q.decimals), fmt.number(q.range.used))
  end)
end

return index_text
