-- Sentences on an index and on a unit in it, in the words of a statistical yearbook.
--
--   local index_report, index_text = require "nqi.index_report", require "nqi.index_text"
--   local q = index_report.open { period = period_of "2023", uncertainty = { replications = 50, weights = 0 },
--     definition = { code = "T", name = "示例指数", { indicator = "GDP" }, { indicator = "GDP", code = "GDP2" } } }
--   index_text.place(q, q.rows[1]):find("第1位", 1, true) ~= nil    --> true
local ranking = require "nqi.ranking"
local coupling, uncertainty = require "nqi.coupling", require "nqi.uncertainty"
local index_report, words = require "nqi.index_report", require "nqi.words"
local say = words.say

local index_text = {}

local function number(q, x)
  return fmt.number(x, q.decimals)
end

-- How far apart two scores are as they print, which is what a reader subtracts.
function index_text.apart(q, high, low)
  return ranking.published(high, q.decimals) - ranking.published(low, q.decimals)
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

-- Those that are ranked, of one region or of all.
local function ranked(q, region)
  return q.counted[region or ""]
end

-- That an index of one or two areas says little; nil of more.
function index_text.few(q)
  return q.root.of < 3 and say("method.few_units", { n = q.root.of }) or nil
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

-- The notes of the ranking, and why it has no changes of rank.
function index_text.rank_notes(q)
  local notes = index_report.rank_notes(q)
  notes[#notes + 1] = index_text.broken(q)
  notes[#notes + 1] = index_text.few(q)
  return notes
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
    fixed = fixed > 0 and say("index.firm_fixed", { n = fixed }) or "", area = #names > 1 and say("index.firm_widest", { list = fmt.list(words.first(names, 5)) .. (#names > 5 and say("list.etc", { n = #names }) or ""), width = fmt.number(wide) })
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
    parts[n] = say("index.tier_of", { tier = words.tier(n), list = fmt.list(#names > 6 and words.first(names, 3) or names) .. rest })
  end
  return say("index.tiers", { least = least, count = words.count(tiers.count), list = table.concat(parts, say "sign.semicolon") })
end

-- 模拟位次的中位数为第11位；位次在区间之外；高于后一位河北的概率为87%。
function index_text.firm(q, row)
  if not row.median then return index_text.few(q) or "" end
  local said = { say("index.median", { median = fmt.number(row.median, 0), runs = fmt.number(q.range.used) }) }
  said[2] = index_text.few(q)
  if row.position == "outside" then said[#said + 1] = say("index.is_outside", { rank = row.rank, range = row.range }) end
  if row.position == "edge" then said[#said + 1] = say("index.is_edge", { rank = row.rank, range = row.range }) end
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
  if #rows < 2 then return say("index.regions_one", { list = fmt.list(names) }) end
  return say("index.regions", { list = fmt.list(names), gap = number(q, index_text.apart(q, rows[1].mean, rows[#rows].mean)) })
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
