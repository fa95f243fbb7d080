-- Sentences that several reports share. Every word is chosen from the figure as it
-- prints: 持平 is what rounds to zero, and no comparison is made without both periods.
local words = {}

words.mainland = "未包括香港、澳门特别行政区和台湾省数据。"

-- 甲、乙和丙
function words.list(names)
  local n = #names
  if n < 2 then return names[1] or "" end
  return table.concat(names, "、", 1, n - 1) .. "和" .. names[n]
end

-- 增长5.2%, 下降0.3%, 提高0.4个百分点, 持平; nil when there is nothing to say.
-- `unit` overrides the figure's own, for differences that are computed here.
function words.change(growth, decimals, unit)
  if growth:missing() then return nil end
  unit = unit or growth.unit
  local printed = growth:fixed(decimals or 1)
  if not printed:find("[1-9]") then return "持平" end
  local amount = printed:gsub("^%D+", "")
  local falls = growth.value < 0
  if unit == "%" then return (falls and "下降" or "增长") .. amount .. "%" end
  if unit == "百分点" then unit = "个百分点" end
  return (falls and "降低" or "提高") .. amount .. unit
end

-- 比上年增长5.2%, 与上年持平; nil for no change known.
function words.with_before(name, change)
  if not change then return nil end
  return change == "持平" and "与" .. name .. "持平" or "比" .. name .. change
end

-- 比上年增长5.2%, 与上月持平, or that there is no figure to compare with.
function words.versus(figure, over)
  local before = over == "previous" and figure.period:previous() or figure.period:year_ago()
  local name = over == "previous" and "上月" or figure.period.kind == "year" and "上年" or "上年同期"
  local change = words.change(figure:growth { over = over })
  return words.with_before(name, change)
    or name .. "（" .. before.label .. "）无公开数据，不作比较"
end

-- 居全国第9位, 并列第9位; `rank` as figure:rank() gives it.
function words.rank(rank)
  return "居全国" .. (rank.tied and "并列" or "") .. "第" .. rank.rank .. "位"
end

-- 位次上升1位, 位次下降2位, 位次与上年相同; nil if one of the two is missing.
function words.rank_change(now, before)
  if not now or not before then return nil end
  local steps = before.rank - now.rank
  if steps == 0 then return "位次与上年相同" end
  return "位次比上年" .. (steps > 0 and "上升" or "下降") .. math.abs(steps) .. "位"
end

-- ▲1 ▼2 —, for tables and charts.
function words.arrow(now, before)
  if not now or not before then return "…" end
  local steps = before.rank - now.rank
  return steps > 0 and "▲" .. steps or steps < 0 and "▼" .. -steps or "—"
end

-- 23.4%, of two figures.
function words.percent(part, whole, decimals)
  return (part / whole * 100):fixed(decimals or 1) .. "%"
end

-- Some share of what is there, cut to n.
function words.first(list, n)
  local out = {}
  for i = 1, math.min(n, #list) do out[i] = list[i] end
  return out
end

return words
