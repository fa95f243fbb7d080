-- Sentences on the annual panel: who leads, how many grew, what changed.
local panel = require "panel"
local unpublished = require "nqi.unpublished"
local words = require "words"

local panel_text = {}

-- The total of the 31: 比上年增长5.2%.
function panel_text.versus(code, period)
  local now = panel.over(code, areas(), period)
  local before = panel.over(code, areas(), period:year_ago())
  return phrase.against("上年", phrase.change(growth_of(now, before)))
end

-- The share of the 31 together: 比上年提高0.12个百分点.
function panel_text.points(code, period)
  local now = panel.over(code, areas(), period)
  local before = panel.over(code, areas(), period:year_ago())
  return phrase.against("上年", phrase.change((now - before):as { unit = "百分点", decimals = 2 }))
end

-- How many of the 31 grew: growing, falling, unchanged, as they print.
local function count_directions(code, period)
  local up, down, same = 0, 0, 0
  for _, area in ipairs(areas()) do
    local change = phrase.change(get { indicator = code, area = area, period = period }:growth())
    if change == "持平" then same = same + 1
    elseif change and change:find("增长") then up = up + 1
    elseif change then down = down + 1 end
  end
  return up, down, same
end

-- 30个省（区、市）社会消费品零售总额增长，1个下降; what is counted at a day, such as the
-- population, increases and decreases.
function panel_text.directions(code, period, name)
  local up, down, same = count_directions(code, period)
  local counted = indicator(code).kind == "stock"
  local parts, subject = {}, "个省（区、市）" .. name
  for _, way in ipairs { { up, counted and "增加" or "增长" }, { same, "持平" }, { down, counted and "减少" or "下降" } } do
    if way[1] > 0 and way[1] == up + same + down then return way[1] .. subject .. "全部" .. way[2] end
    if way[1] > 0 then
      parts[#parts + 1] = way[1] .. subject .. way[2]
      subject = "个"
    end
  end
  return table.concat(parts, "，")
end

-- 49.35项, 8,537亿元: a figure of a ranking as a sentence says it.
local function in_sentence(code, figure)
  if panel.derived[code] or indicator(code).kind == "ratio" then return tostring(figure) .. panel.unit(code):gsub("/人$", "") end
  return words.amount(figure)
end

-- 北京（49.35项）、上海（…）和…: the first n of a ranking, ties included.
function panel_text.leaders(code, ranking, n)
  local names = {}
  for _, row in ipairs(ranking) do
    if row.rank > n then break end
    names[#names + 1] = row.area.short .. "（" .. in_sentence(code, row.figure) .. "）"
  end
  return fmt.list(names)
end

-- Who rose most in rank.
function panel_text.risers(ranking)
  local most, names = 0, {}
  for _, row in ipairs(ranking) do
    local steps = row.before and row.before.rank - row.rank or 0
    if steps > most then most, names = steps, {} end
    if steps == most and steps > 0 then names[#names + 1] = row.area.short end
  end
  if most == 0 then return "与上年相比，没有地区位次上升" end
  return "与上年相比，" .. fmt.list(names) .. "位次上升最多，" .. (#names > 1 and "各" or "") .. "上升" .. most .. "位"
end

-- The fastest by growth: 西藏（9.5%）、海南（9.2%）和…
function panel_text.fastest(ranking, n)
  local names = {}
  for _, row in ipairs(ranking) do
    if row.rank > n then break end
    names[#names + 1] = row.area.short .. "（" .. row.figure:growth():fixed(1) .. "%）"
  end
  return fmt.list(names)
end

-- Between whom an area stands: 前一位是山东（5.46项），后一位是湖北（4.97项）。
function panel_text.neighbours(ranking, own)
  local parts = {}
  for i, row in ipairs(ranking) do
    if row.area.code == own.area.code then
      local above, below = ranking[i - 1], ranking[i + 1]
      if above then parts[#parts + 1] = "前一位是" .. above.area.short .. "（" .. tostring(above.figure) .. "项）" end
      if below then parts[#parts + 1] = "后一位是" .. below.area.short .. "（" .. tostring(below.figure) .. "项）" end
    end
  end
  return table.concat(parts, "，") .. "。"
end

-- The names of those that moved most, in the direction of `sign`: names, steps.
local function furthest(codes, area, period, sign)
  local most, names = 0, {}
  for _, code in ipairs(codes) do
    local place = panel.directed(code) and panel.place(panel.ranking(code, period), area)
    local steps = place and place.before and (place.before.rank - place.rank) * sign or 0
    if steps > most then most, names = steps, {} end
    if steps == most and steps > 0 then names[#names + 1] = panel.name(code) end
  end
  return names, most
end

-- Where an area rose and fell most in rank against the year before; indicators of which
-- more is neither better nor worse are left out, and the sentence says which.
function panel_text.moves(codes, area, period)
  local parts = {}
  for _, way in ipairs { { sign = 1, verb = "上升" }, { sign = -1, verb = "下降" } } do
    local names, steps = furthest(codes, area, period, way.sign)
    if #names == 1 then
      parts[#parts + 1] = names[1] .. "位次" .. way.verb .. "最多，" .. way.verb .. steps .. "位"
    elseif #names > 1 then
      local listed = #names <= 3 and fmt.list(names)
        or string.format("%s、%s等%d项指标", names[1], names[2], #names)
      parts[#parts + 1] = string.format("%s位次%s最多，各%s%d位", listed, way.verb, way.verb, steps)
    end
  end
  local aside = panel.undirected(codes)
  local of = "与上年相比" .. (aside ~= "" and "，除" .. aside .. "外" or "")
  if #parts == 0 then return of .. "，各指标位次没有变化。" end
  return of .. "，" .. table.concat(parts, "；") .. "。"
end

-- 居全国第9位，位次较上年上升1位: as much as is known; empty without a rank.
function panel_text.place(place)
  if not place then return "" end
  local change = place.before and words.rank_change(place, place.before)
  return "，" .. phrase.rank(place) .. (change and "，" .. change or "")
end

-- 人均地区生产总值78,752元，居全国第13位，位次与上年持平
function panel_text.standing(code, area, period, unit)
  local figure = panel.figure(code, area, period)
  if figure:missing() then return panel.name(code) .. unpublished.words(code, area, period) end
  return panel.name(code) .. tostring(figure) .. (unit or panel.unit(code))
    .. panel_text.place(panel.place(panel.ranking(code, period), area))
end

-- 地区生产总值4.82万亿元，按不变价格计算，比上年增长5.8%，增速居全国第14位
function panel_text.output(area, period)
  local gdp = get { indicator = "GDP", area = area, period = period }
  local growth = phrase.yoy(gdp)
  local text = "地区生产总值" .. words.amount(gdp) .. (growth and "，按不变价格计算，" .. growth or "")
  local place = panel.place(panel.ranking("GDP_INDEX", period), area)
  return growth and place and text .. "，增速" .. phrase.rank(place) or text
end

-- How many of a ranking are above a figure.
function panel_text.above(ranking, figure)
  local n = 0
  for _, row in ipairs(ranking) do
    if row.figure.value > figure.value then n = n + 1 end
  end
  return n
end

-- What the first n have together of the 31: 41.5%.
function panel_text.top_share(code, ranking, n, period)
  local part = panel.over(code, panel.first_areas(ranking, n), period)
  return words.percent(part, panel.over(code, areas(), period))
end

-- 4.9∶38.3∶56.8
function panel_text.structure(list, period)
  local parts = {}
  for i, code in ipairs { "PRIMARY", "SECONDARY", "TERTIARY" } do
    parts[i] = tostring(panel.over(code, list, period))
  end
  return table.concat(parts, "∶")
end

-- 东部10个、中部6个、…
function panel_text.scheme(scheme)
  local parts = {}
  for i, region in ipairs(regions(scheme)) do parts[i] = region.name .. #region.areas .. "个" end
  return table.concat(parts, "、")
end

-- 发明专利授权量中，东部占71.2%、…；每万人最高的是东部地区
function panel_text.regions(scheme, period)
  local shares, best = {}, nil
  local whole = panel.over("INV_GRANT", areas(), period)
  for i, region in ipairs(regions(scheme)) do
    shares[i] = region.name .. "占" .. words.percent(panel.over("INV_GRANT", region.areas, period), whole)
    local per_head = panel.over("INVENTIONS", region.areas, period)
    if not best or per_head.value > best.figure.value then
      best = { name = region.name, figure = per_head }
    end
  end
  return string.format("发明专利授权量中，%s；每万人发明专利授权量最高的是%s地区，为%s项",
    table.concat(shares, "、"), best.name, tostring(best.figure))
end

return panel_text
