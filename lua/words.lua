-- Sentences that several reports share, on top of the library's phrases.
local words = {}

words.mainland = "未包括香港、澳门特别行政区和台湾省数据。"

-- 比上年增长5.2%, 与上月持平, or that there is no figure to compare with.
function words.versus(figure, over)
  local said = over == "previous" and phrase.mom(figure) or phrase.yoy(figure)
  if said then return said end
  if figure:missing() then return "本期无数据，不作比较" end
  if over == "previous" then
    return "上期（" .. figure.period:previous().label .. "）无公开数据，不作环比"
  end
  return "上年同期（" .. figure.period:year_ago().label .. "）无公开数据，不作同比"
end

-- The same for a key figure, where there is little room.
function words.versus_short(figure, over)
  local said = over == "previous" and phrase.mom(figure) or phrase.yoy(figure)
  if said or figure:missing() then return said or "本期无数据" end
  return (over == "previous" and "上月" or "上年同期") .. "无公开数据"
end

-- 16.18, 万张 of 161,839张; 7,515, 亿元 of 7,514.67: an amount as a sentence and a key figure
-- say it, in three or four digits; the tables have it in full.
function words.round(figure)
  local scaled = fmt.scaled(figure, 4)
  return scaled:fixed(math.min(scaled.decimals, 2)), scaled.unit
end

-- 16.18万张
function words.amount(figure)
  local number, unit = words.round(figure)
  return number .. unit
end

-- 位次较上年上升1位, 位次与上年持平; nil if one of the two is missing.
function words.rank_change(now, before)
  if not now or not before then return nil end
  local steps = before.rank - now.rank
  return (steps == 0 and "" or "位次") .. phrase.rank_change(steps)
end

-- For English summaries: ", up 18.0% from 2022", ", down 0.15 percentage points from the
-- month before"; empty where there is nothing to compare with.
function words.moved_en(change, before)
  if change:missing() then return "" end
  if change:is_zero() then return ", unchanged from " .. before end
  local falls = change.value < 0
  local unit = text.is_points(change.unit) and " percentage points" or "%"
  return ", " .. (falls and "down " or "up ") .. (falls and -change or change):fixed() .. unit .. " from " .. before
end

-- Beijing (49.35), Shanghai (17.83) and …: the first n of a ranking, ties included.
function words.leaders_en(ranking, n)
  local names = {}
  for _, row in ipairs(ranking) do
    if row.rank > n then break end
    names[#names + 1] = row.area.name_en .. " (" .. tostring(row.figure) .. ")"
  end
  return table.concat(names, ", ", 1, #names - 1) .. " and " .. names[#names]
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
