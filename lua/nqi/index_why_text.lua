-- Sentences on why a unit of an index has its score and rank, what moved them, and what would.
--
--   local index_report, index_why_text = require "nqi.index_report", require "nqi.index_why_text"
--   local q = index_report.open { period = period_of "2023", uncertainty = { replications = 50, weights = 0 },
--     definition = { code = "T", name = "示例指数", { indicator = "GDP" }, { indicator = "GDP", code = "GDP2" } } }
--   local why = index_report.explain(q, q.rows[2].area)
--   index_why_text.gap(q, why, q.rows[2]):find("分", 1, true) ~= nil   --> true
local ranking, uncertainty = require "nqi.ranking", require "nqi.uncertainty"
local index_report, index_text = require "nqi.index_report", require "nqi.index_text"
local words = require "nqi.words"
local say = words.say

local index_why_text = {}

local function number(q, x)
  return fmt.number(x, q.decimals)
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

-- 发明专利（第3位）、…; of more than six the first three: …等8项
local function leaves(list)
  local names = {}
  for i, item in ipairs(list) do names[i] = say("index.leaf", { name = words.node(item.node), rank = item.rank }) end
  if #names <= 6 then return fmt.list(names) end
  return words.join { names[1], names[2], names[3] } .. say("audit.etc", { n = #names })
end

-- Those of the best in the first half of the ranks and of the worst in the second.
function index_why_text.strengths(explained)
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

-- The areas that share a rank: 浙江和山东; and how many they are.
local function areas_at(q, rank)
  local names = {}
  for _, other in ipairs(q.rows) do
    if other.rank == rank then names[#names + 1] = words.area(other.area) end
  end
  return #names > 5 and words.join(words.first(names, 5)) .. say("list.etc", { n = #names }) or fmt.list(names), #names
end

-- 与前一名福建相差0.52分，差距主要在…；…领先。
function index_why_text.gap(q, explained, row)
  local gap = explained.gap
  if not gap then
    local second, level = nil, { words.area(row.area) }
    for _, other in ipairs(q.rows) do
      if other.rank and other.rank > row.rank then second = second or other end
      if other ~= row and other.rank == row.rank then level[#level + 1] = words.area(other.area) end
    end
    local tied = #level > 1
    if not second then return say(tied and "index.first_tied" or "index.first", { area = fmt.list(level) }) end
    return say(tied and "index.leads_tied" or "index.leads", { area = fmt.list(level), rank = second.rank, other = (areas_at(q, second.rank)),
      points = number(q, index_text.apart(q, row.score, second.score)) })
  end
  local behind, ahead = parts_text(q, gap, 1, 3), parts_text(q, gap, -1, 2)
  local others, n = areas_at(q, q.result.root.ranks[gap.place])
  local text = say("index.gap", { other = others, points = number(q, index_text.apart(q, row.score + gap.gap, row.score)) })
  if n > 1 and (behind or ahead) then text = text .. say("index.gap_of", { other = gap.unit }) end
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
  for i, place in ipairs(words.first(places, 5)) do names[i] = q.data.names[place] end
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

-- 使位次上升2位, 使位次平均上升1.5位: what a cause moves is a mean over all orders of the causes.
local function steps(n)
  if n == 0 then return say "index.no_effect" end
  local size = math.abs(n)
  if size == math.floor(size) then return say(n > 0 and "index.effect_up" or "index.effect_down", { n = fmt.number(size, 0) }) end
  return say(n > 0 and "index.effect_up_mean" or "index.effect_down_mean", { n = fmt.number(size, 1) })
end

-- The causes of a change of rank, each with what it moves; whether the parts as they are
-- printed make up the whole.
local function causes_of(split)
  local parts, sum = {}, 0
  for _, cause in ipairs { "own", "others", "revision", "method" } do
    if split[cause] then
      parts[#parts + 1] = say("index.split_" .. cause, { effect = steps(split[cause]) })
      sum = sum + ranking.published(split[cause], 1)
    end
  end
  local whole = math.abs(sum - (split.from - split.to)) < 0.05
  return table.concat(parts, say "sign.comma") .. (whole and "" or say "index.rounded")
end

-- 位次由第5位变为第3位：自身数据使位次上升1.5位，…; and whether that is more than noise.
local function rank_split(q, explained)
  local change, split = explained.change, explained.split
  if not split then
    local kept = change.rank_from == change.rank_to
    return say(kept and "index.rank_kept" or "index.rank_moved", { from = change.rank_from, to = change.rank_to })
  end
  local key = (split.revision or split.method) and (split.from == change.rank_from and "index.split_printed_same" or "index.split_printed")
    or split.from == split.to and "index.split_same" or "index.split"
  local text = say(key, { from = split.from, before = change.rank_from, to = split.to, list = causes_of(split) })
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
function index_why_text.change(q, explained)
  local change = explained.change
  if not change then return index_text.broken(q) or say("index.no_change", { base = index_text.base_name(q) }) end
  local score = q.result.root.scores[explained.place]
  local difference, parts, numbers = index_text.apart(q, score, score - change.total), {}, {}
  local total = moved(q, difference)
  for i, factor in ipairs { { "index.factor_own", change.total - change.scale - change.weights },
    { "index.factor_scale", change.scale }, { "index.factor_weights", change.weights } } do
    local how = moved(q, factor[2])
    numbers[i] = factor[2]
    if how then parts[#parts + 1] = say(factor[1], { how = how }) end
  end
  local text = say(total and "index.score_moved" or "index.score_same", { base = index_text.base_name(q), how = total })
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
function index_why_text.bridge(q, bridge, ref)
  local pair, previous = bridge.pairs[1], q.definition.previous
  local why = words.own(previous, "why")
  return { last = period_of(previous.last).label,
    why = why ~= "" and say("bridge.why", { why = why }) or "", period = q.before_period.label, n = pair.n,
    spearman = pair.spearman and fmt.number(pair.spearman, 3) or "—", shift = fmt.number(pair.shift, 1), moved = pair.moved, ref = ref }
end

-- 2023年12月按原方法计算为23.98分、第25位，按现方法计算为24.21分、第25位。 of index_compare.bridge_of;
-- empty where the method has not changed or the area has no score by one of the two.
function index_why_text.bridge_area(q, bridge)
  local row = bridge and bridge.rows[1]
  if not row or not (row.ranks[1] and row.ranks[2]) then return "" end
  return say("bridge.area", { period = q.before_period.label, old = number(q, row.scores[1]), old_rank = row.ranks[1],
    new = number(q, row.scores[2]), new_rank = row.ranks[2] })
end

-- Each other version against the index's own: rank correlation and shift.
function index_why_text.versions(compared)
  local own, parts, few = compared.versions[#compared.versions], {}, true
  for _, pair in ipairs(compared.pairs) do
    if pair.second == own then
      few = few and not pair.spearman
      parts[#parts + 1] = say(pair.spearman and "versions.against" or "versions.against_few", { name = pair.first.name, shift = fmt.number(pair.shift or 0, 1),
        spearman = pair.spearman and fmt.number(pair.spearman, 3) or "—" })
    end
  end
  return say(few and "versions.said_few" or "versions.said", { list = table.concat(parts, say "sign.semicolon") })
end

local function values_of(parts)
  local out = {}
  for i, part in ipairs(parts) do out[i] = part.value end
  return out
end

-- The notes of the bars and of the table of an area's indicators: what they are, and that
-- what is printed does not add up to the score, or to the change that the sentence tells.
function index_why_text.part_notes(q, why, own)
  return { say("index.note_parts", { score = own.figure:fixed(q.decimals) }),
    not adds_up(q, values_of(why.parts), own.score) and rounded_note() or nil }
end

function index_why_text.leaf_notes(q, why, own)
  local notes, change = { say("index.note_leaves", { than = index_text.than(q) }) }, why and why.change
  local whole = not why or adds_up(q, values_of(why.parts), own.score)
  whole = whole and (not change or adds_up(q, values_of(change.own), change.total - change.scale - change.weights))
  if not whole then notes[2] = rounded_note() end
  return notes
end

-- The notes of the table of what usual changes would do; `rows` of explain.sensitivity.
function index_why_text.sensitivity_notes(q, rows, rank)
  local notes = { say(q.before and "sensitivity.note" or "sensitivity.note_spread", { base = index_text.base_name(q), rank = rank }) }
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
function index_why_text.overturn(q, explained)
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
      { base = index_text.base_name(q), times = fmt.number(none and 0.01 or found.times, much and 1 or 2) }) })
end

-- 制约得分的首要指标是…（障碍度12.3%）、…
function index_why_text.obstacles(explained)
  if #explained.obstacles == 0 then return "" end
  local names = {}
  for i, item in ipairs(words.first(explained.obstacles, 3)) do
    names[i] = say("index.obstacle", { name = words.node(item.node), share = fmt.percent(item.value * 100) })
  end
  return say("index.obstacles", { list = fmt.list(names) })
end

return index_why_text
