-- Sentences that several reports share, on top of the library's phrases.
local words = {}

words.mainland = "未包括香港、澳门特别行政区和台湾省数据。"

-- 比上年增长5.2%, 与上月持平, or that there is no figure to compare with.
function words.versus(figure, over)
  local said = over == "previous" and phrase.mom(figure) or phrase.yoy(figure)
  if said then return said end
  if over == "previous" then
    return "上期（" .. figure.period:previous().label .. "）无公开数据，不作环比"
  end
  return "上年同期（" .. figure.period:year_ago().label .. "）无公开数据，不作同比"
end

-- 位次较上年上升1位, 位次与上年持平; nil if one of the two is missing.
function words.rank_change(now, before)
  if not now or not before then return nil end
  local steps = before.rank - now.rank
  return (steps == 0 and "" or "位次") .. phrase.rank_change(steps)
end

-- ▲1 ▼2 —, and … where a rank is missing.
function words.arrow(now, before)
  if not now or not before then return "…" end
  return fmt.arrow(before.rank - now.rank)
end

-- 23.4%, of two figures.
function words.percent(part, whole, decimals)
  return (part / whole * 100):fixed(decimals or 1) .. "%"
end

-- The first n of a list.
function words.first(list, n)
  return table.move(list, 1, math.min(n, #list), 1, {})
end

return words
