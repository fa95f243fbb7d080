-- Ranks of scores, 1 the best. Scores are compared after rounding to 12 significant
-- digits, so that two that are equal by their formula share a rank whatever the order
-- in which they were summed. A missing score has no rank, and is not the last.
--
--   local ranking = require "nqi.ranking"
--   local ranks, of = ranking.ranks { values = { 88.2, 91.5, 91.5, false, 76 } }
--   ranks[1]                    --> 3
--   ranking.text(ranks[3], of)  --> 居4个地区第1位
local arguments = require "nqi.options"

local ranking = {}

ranking.ties = { "1224", "1223", "1334", "fractional" }

-- The number that is printed with so many decimals.
function ranking.published(x, decimals)
  return tonumber(text.number(x, decimals))
end

-- Ranks, how many are ranked, and the numbers that they are of. `ties`: 1224 (default),
-- 1223, 1334, fractional; `decimals`: rank what is printed instead of what was computed, so
-- that two units whose printed scores agree share a rank; `ascending`: the smallest is 1.
function ranking.ranks(options)
  local values = {}
  for i, value in ipairs(options.values) do
    if value and options.decimals then value = ranking.published(value, options.decimals) end
    if value and options.ascending then value = -value end
    values[i] = value
  end
  local ties = options.ties or ranking.ties[1]
  for _, known in ipairs(ranking.ties) do
    if ties == known then
      local ranks, of = kernel.ranks(values, ties)
      return ranks, of, values
    end
  end
  arguments.fail("1224, 1223, 1334, fractional", 'no rule of ties is called "%s"', tostring(ties))
end

-- Ranks within groups: `groups[i]` is the group of unit i (false: none). The second
-- result says by group how many are ranked.
function ranking.within(options)
  local members, order, ranks, counts = {}, {}, {}, {}
  for i, group in ipairs(options.groups) do
    ranks[i] = false
    if group and not members[group] then
      members[group] = {}
      order[#order + 1] = group
    end
    if group then table.insert(members[group], i) end
  end
  for _, group in ipairs(order) do
    local values = {}
    for i, place in ipairs(members[group]) do values[i] = options.values[place] end
    local own, count = ranking.ranks { values = values, ties = options.ties, decimals = options.decimals }
    for i, place in ipairs(members[group]) do ranks[place] = own[i] end
    counts[group] = count
  end
  return ranks, counts
end

-- 居31个省（区、市）第7位, 并列第7位 if it is `tied`; `whole`: among whom, 31个地区 if left out.
function ranking.text(rank, of, whole, tied)
  if not rank then return text.word "rank.none" end
  return text.word(tied and "rank.of_tied" or "rank.of", { rank = rank, whole = whole or text.word("name.areas.other", { count = of }) })
end

-- Places gained (positive) or lost against another period; nil if either is missing.
function ranking.change(now, before)
  return now and before and before - now or nil
end

function ranking.change_text(now, before)
  local change = ranking.change(now, before)
  if not change then return text.word "rank.no_before" end
  if change == 0 then return text.word "rank.same" end
  return text.word(change > 0 and "rank.up" or "rank.down", { n = math.abs(change) })
end

-- Places of the units in rank order, unranked ones left out; ties in unit order.
function ranking.order(ranks)
  local places = {}
  for i, rank in ipairs(ranks) do
    if rank then places[#places + 1] = i end
  end
  table.sort(places, function(a, b)
    if ranks[a] ~= ranks[b] then return ranks[a] < ranks[b] end
    return a < b
  end)
  return places
end

arguments.guard("ranking", ranking, "ranks", { values = true, ties = true, decimals = true, ascending = true })
arguments.guard("ranking", ranking, "within", { values = true, groups = true, ties = true, decimals = true })

return ranking
