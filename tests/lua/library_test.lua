test("rank: best first, change against a year ago", function()
  local rows = rank { indicator = "CERT" }
  equal(#rows, 4)
  equal(rows.complete, true)
  equal(rows[1].area, "北京")
  equal(rows[3].area, "安徽")
  equal(rows[3].change, 0)
  equal(rank { indicator = "GDP" }[1].change, 1) -- 上海 … 安徽 was first in 2022
  equal(rank { indicator = "GDP", top = 2 }[2].area, "安徽")
  equal(rank { indicator = "GDP", bottom = 1 }[1].area, "西藏")
  equal(rank { indicator = "CERT", areas = areas { region = "东部" } }[2].of, 2)
  equal(top(1, "POP")[1].area, "安徽")
end)

test("rank: equal values share a place, lower is better where it is", function()
  local rows = rank { indicator = "UNEMP" }
  equal(rows[1].rank, 1)
  equal(rows[3].rank, 1)
  equal(rows[3].tied, true)
  equal(rows[4].rank, 4)
  equal(rows[4].area, "上海")
end)

test("rank: what prints the same shares a place, in the order of the set", function()
  -- SHARED prints 45.0 (44.96), 45.0 (45.04), 44.9, 45.1
  local rows = rank { indicator = "SHARED" }
  local got = {}
  for i, row in ipairs(rows) do got[i] = row.area.short .. row.rank .. (row.tied and "=" or "") end
  equal(table.concat(got, " "), "西藏1 北京2= 上海2= 安徽4")
  equal(get({ indicator = "SHARED", area = "上海" }):rank(), { rank = 2, of = 4, tied = 1, published = false })
  equal(rows.exact, false)
end)

test("rank: ties at the cut are kept, or cut and counted", function()
  local function said(rows)
    local names = {}
    for i, row in ipairs(rows) do names[i] = row.area.short end
    return table.concat(names, " ") .. " " .. rows.cut
  end
  equal(said(rank { indicator = "SHARED", top = 1 }), "西藏 0")
  equal(said(rank { indicator = "SHARED", top = 2 }), "西藏 北京 上海 0")
  equal(said(rank { indicator = "SHARED", top = 2, exactly = true }), "西藏 北京 1")
  equal(said(rank { indicator = "SHARED", bottom = 2 }), "北京 上海 安徽 0")
  equal(said(rank { indicator = "SHARED", bottom = 2, exactly = true }), "上海 安徽 1")
  equal(said(rank { indicator = "SHARED", top = 0 }), " 0")
  equal(said(rank { indicator = "SHARED", top = 9 }), "西藏 北京 上海 安徽 0")
  equal(said(top(2, "SHARED")), "西藏 北京 上海 0")
  raises("rank: top must be a whole number from 0", function() rank { indicator = "SHARED", top = -1 } end)
end)

test("rank: a table says how many were cut, a chart too", function()
  local rows = rank { indicator = "SHARED", top = 2, exactly = true }
  local t = table_of { rows = rows, columns = { "位次", "地区", "SHARED" } }
  equal(t.notes[1], "另有1个地区与末位并列，未列出。")
  equal(chart_of({ kind = "bars", rows = rows }).notes[1], "另有1个地区与末位并列，未列出。")
  equal(#table_of({ rows = rank { indicator = "SHARED", top = 2 }, columns = { "位次" } }).notes, 0)
end)

test("rank: an area without a value is neither first nor last", function()
  local rows = rank { indicator = "CERT", period = "2023-09", bottom = 1 }
  equal(#rows, 1)
  equal(rows[1].figure:missing(), false)
  equal(#rows.missing, 2)
end)

test("rank: the rows near an area", function()
  local function near(name, n)
    local names = {}
    for i, row in ipairs(rank { indicator = "SHARED", near = area_of(name), n = n }) do names[i] = row.area.short end
    return table.concat(names, " ")
  end
  equal(near("上海", 1), "上海")
  equal(near("上海", 3), "北京 上海 安徽")
  equal(near("西藏", 3), "西藏 北京 上海")
  equal(near("安徽", 3), "北京 上海 安徽")
  equal(near("安徽", 31), "西藏 北京 上海 安徽")
  equal(near("台湾", 2), "西藏 北京")
end)

test("f:rank_change is that of the rows, and asks the gate of comparisons", function()
  for _, row in ipairs(rank { indicator = "GDP" }) do equal(row.figure:rank_change(), row.change) end
  equal(v.CERT:at("2021"):rank_change(), nil)
end)

test("rank: no rank from an incomplete set, the published one if there is", function()
  local rows = rank { indicator = "CERT", period = "2023-09" }
  equal(rows.complete, false)
  equal(#rows.missing, 2)
  equal(rows[1].area, "安徽")
  equal(rows[1].rank, 7)
  equal(rows[1].published, true)
  equal(rows[2].rank, nil)
  raises("holds grades", function() return rank { indicator = "GRADE" } end)
  raises("rank has no field", function() return rank { indicatr = "CERT" } end, '"indicator"')
end)

test("sum, ratio and their growth", function()
  equal(sum { indicator = "GDP" }, "140,422.7")
  equal(sum { indicator = "GDP", areas = areas { region = "东部" } }, "90,979.4")
  equal(ratio { indicator = "GDP_PC" }, "125,838") -- 140422.7亿元 / 11159万人
  equal(ratio { indicator = "GDP_PC", areas = { area } }.unit, "元/人")
  raises("it cannot be added up", function() return sum { indicator = "GDP_PC" } end, "ratio {")
  raises("cannot be added up over areas", function() return sum { indicator = "UNEMP" } end)
  raises("is no ratio", function() return ratio { indicator = "GDP" } end)
  equal(sum { indicator = "CERT", period = "2023-09" }.reason, "incomplete")
  equal(sum_growth { indicator = "CERT" }:fixed(1), "4.2")
  equal(sum_growth { indicator = "GDP" }.reason, "rule") -- published only
  equal(sum_growth { indicator = "TRADE", areas = { area }, period = "2022" }.reason, "break")
  equal(growth_of(v.CERT, v.CERT:previous()):fixed(2), "2.35")
  equal(growth_of(v.TRADE, v.TRADE).reason, "period") -- its own
  equal(growth_of(v.CERT, v.TRADE).reason, "definition")
end)

test("group by a scheme of regions", function()
  local rows = group { by = "region4", indicator = "CERT" }
  equal(rows[1].name, "东部")
  equal(rows[1].figure, "2,000")
  equal(rows[1].share, "68.5")
  equal(group { by = "region4", indicator = "GDP_PC" }[2].figure, "76,868")
end)

test("a field or option that is like none is told of all there are, the first by name", function()
  local options = require "nqi.options"
  local known = { top = true, area = true, where = true }
  local check = function(given) return function() options.check("rank", given, known) end end
  raises('rank has no field "colour"', check { colour = 1, zone = 1, top = 3 }, "one of: area, top, where")
  raises('rank has no field "tp"', check { tp = 1, zone = 1 }, 'did you mean "top"?')
  equal(text.nearest("arae", { "area", "are", "zone" }), "area")
  equal(text.nearest("colour", { "area" }), nil)
  equal(text.nearest("colour", {}), nil)
  raises('get: no option "colour"', function() return get { colour = 1, zone = 1 } end, "one of: ")
  raises('get: no option "aera"', function() return get { zone = 1, aera = 1 } end, '"area"')
end)

test("a fraction that Lua wrote is marked, whatever is made of it", function()
  local function is_raw(s) return not pcall(text.plain, s) end
  local third, half, count, nothing, huge, low = 1 / 3, 0.5, 3, 0 / 0, 1e300, -1 / 0
  local whole, large = 50 / 2, 2 ^ 53
  for i, s in ipairs {
    tostring(third), tostring(0 / 0), tostring(-1 / 0), table.concat { "约", third }, table.concat({ 1, 2 }, third),
    ("%s%%"):format(third), ("%10s"):format(third), ("x"):rep(2, tostring(third)), (tostring(third)):sub(1, 6),
    (tostring(third):gsub("%.", "点")), (("x"):gsub("x", third)), (("x"):gsub("x", { x = third })), tostring(third):upper(),
    "约" .. half, half .. "", "共" .. count .. "个，" .. half .. "%", nothing .. "", "" .. low, "" .. huge, "%" .. v.POP .. half,
    text.sub(tostring(half), 1, 2), text.word("rank.of", { rank = 2.5, whole = "全国" }), text.ordinal(half), ("%q"):format(half),
    ("%a"):format(half), (function(...) return "约" .. ... end)(half, 1),
  } do
    if not is_raw(s) then error(i .. ": " .. s) end
  end
  for i, s in ipairs { tostring(3), tostring(3.0), tostring "甲", table.concat { 1, "，", 2 }, (("x"):gsub("x", 2)),
    "共" .. count .. "个", "约" .. whole, "" .. large, "值" .. v.POP, ("%g"):format(half), "" .. fmt.number(half, 1) } do
    if is_raw(s) then error(i .. ": " .. s) end
  end
  equal(tonumber(tostring(0.5)), 0.5)
  equal(table.concat({ 1, 0.5, 3 }, "，", 2, 3) ~= "", true)
  equal("约" .. whole .. "万", "约25万")
  equal("" .. large .. -0.0, "90071992547409920")
  equal(text.length("约" .. half), 4)
  raises('text.plain: "0.5，3" holds a number as Lua writes it', function() text.plain(table.concat({ 1, 0.5, 3 }, "，", 2, 3)) end, "fmt.number")
end)

test("string.format fills up a figure, which keeps its mark", function()
  local figure = v.CERT:fixed(1)
  equal(("%8s|"):format(figure), (" "):rep(8 - #text.plain(figure)) .. figure .. "|")
  equal(("%-8s|"):format(figure), figure .. (" "):rep(8 - #text.plain(figure)) .. "|")
  equal(("%2s"):format(figure), figure)
  equal(("%.3s"):format(figure), "818")
end)

test("string.format rounds as everything does, and prints no number that is none", function()
  equal(string.format("%.1f", (9 - 7.53) / 5 * 25), "7.4")
  equal(string.format("%.0f|%.2f|%.3f", 2.5, 1.005, -0.0004), "3|1.01|0.000")
  equal(string.format("[%8.2f][%-8.1f][%08.2f][%+.1f][% .1f][%5d]", 3.14159, -2.25, -1.005, 2, 7, 42),
    "[    3.14][-2.3    ][-0001.01][+2.0][ 7.0][   42]")
  equal(string.format("%f|%5.1f%%|%s|%g|%.20f", 1, 99.95, "x", 0.5, 0.5), "1.000000|100.0%|x|0.5|0.50000000000000000000")
  equal(string.format("%.1f and %s", "2.5", v.GDP), "2.5 and " .. tostring(v.GDP))
  equal(string.format("%.1f %.1f", "0.25", "0.35"), "0.3 0.4")
  equal(string.format("%.0f", v.UNEMP:fixed(1)), "4")
  for _, wrong in ipairs { "%.4294967298f", "%.1.f", "%18446744073709551621.0f", "%5-f", "%123f" } do
    raises("invalid", function() return string.format(wrong, 1.5) end)
  end
  raises("not a finite number", function() return string.format("%.1f", "1e999") end)
  for _, kind in ipairs { "%.1f", "%g", "%e", "%a" } do
    for _, x in ipairs { 0 / 0, 1 / 0, -1 / 0 } do
      raises("argument 3 is not a finite number", function() return string.format("%s " .. kind, "x", x) end,
        "a division by zero")
    end
  end
end)

test("fmt", function()
  equal(fmt.number(1234567.891, 2), "1,234,567.89")
  equal(fmt.number(-1234), "−1,234")
  equal(fmt.number(999), "999")
  raises("no decimals are given", function() fmt.number(0.5) end, "fmt.number(x, 1)")
  equal(fmt.number(0.1 + 0.2 + 0.7), "1")
  equal(fmt.number(7 / 2, 0) .. fmt.number(2 ^ 40) .. fmt.percent(1 / 3), "41,099,511,627,7760.3%")
  equal(fmt.number(v.GDP, 0), "47,051")
  equal(fmt.percent(12.345), "12.3%")
  -- A double stands for the number that was meant.
  equal(fmt.number((9 - 7.53) / 5 * 25, 1), "7.4")
  equal(fmt.percent(0.285 * 100, 0), "29%")
  equal(fmt.percent(v.UNEMP, 1), v.UNEMP:fixed(1) .. "%")
  equal(fmt.percent(figure { value = "12.34" }, 1), "12.3%")
  equal(fmt.percent(figure { reason = "absent", unit = "%" }, 1), "…")
  raises('figure in "‰"', function() return fmt.percent(figure { value = "6.9", unit = "‰" }, 1) end)
  raises('figure in "张"', function() return fmt.percent(v.CERT, 1) end)
  equal(figure { value = (9 - 7.53) / 5 * 25, unit = "分", decimals = 1 }:fixed(), "7.4")
  equal(fmt.list { "甲" }, "甲")
  equal(fmt.list { "甲", "乙" }, "甲和乙")
  equal(fmt.list(areas()), "北京、上海、安徽和西藏")
  equal(fmt.list({}), "")
  equal(fmt.han(0) .. fmt.han(99) .. fmt.han(103), "零九十九一百零三")
  raises("0 to 9999", function() fmt.han(10000) end)
  raises("0 to 9999", function() fmt.han(-1) end)
  raises("0 to 9999", function() fmt.han(2.5) end)
  equal(fmt.han(10) .. fmt.han(19) .. fmt.han(20) .. fmt.han(7), "十十九二十七")
  equal(fmt.arrow(3) .. fmt.arrow(-2) .. fmt.arrow(0) .. fmt.arrow(nil), "▲3▼2＝…")
end)

test("phrase: change, with the words of the printed figure", function()
  equal(phrase.yoy(v.CERT), "比上年增长2.4%")
  equal(phrase.yoy(v.CERT, { decimals = 2 }), "比上年增长2.35%")
  equal(phrase.yoy(v.UNEMP), "与上年持平")
  equal(phrase.yoy(get { indicator = "UNEMP", area = "北京" }), "比上年降低0.3个百分点")
  equal(phrase.yoy(v.GDP_PC), nil)
  equal(phrase.mom(v.CERT:at "2023-09"), "比上月增长1.0%")
  equal(phrase.mom_short(v.CERT:at "2023-09"), "环比增长1.0%")
  equal(phrase.yoy_short(v.CERT:at "2023-09"), nil)
  equal(phrase.yoy(get { indicator = "CERT", area = "西藏" }), "与上年持平") -- 0.04% prints as 0.0
  equal(phrase.change(v.CERT - figure { value = 820, unit = "张", decimals = 0 }), "减少1张")
  equal(phrase.change(v.CERT - figure { value = "818.8", unit = "张", decimals = 0 }), "持平")
end)

test("phrase: what is missing from a call is told by the call", function()
  local function share() return phrase.share(v.CERT) end
  raises('phrase.share wants a value for "whole"', share, "phrase.share(figure, whole)")
  raises('phrase.share wants a value for "figure"', function() return phrase.share(nil, "全国") end)
  raises('phrase.times wants a value for "name"', function() return phrase.times(v.CERT, v.CERT) end)
  raises('phrase.largest wants a value for "said"', function() return phrase.largest({}) end)
  raises('phrase.against wants a value for "base"', function() return phrase.against(nil, "x") end,
    "phrase.against(base, change)")
  equal(phrase.against("上年", nil), nil)
  equal(phrase.largest({}, "增长最快"), nil)
end)

test("phrase: a share is a percentage", function()
  raises("a share is in %, and this figure is in \"张\"", function() return phrase.share(v.CERT, "全国") end,
    'unit = "%" }')
  raises('is in "百分点"', function() return phrase.share(v.UNEMP - v.UNEMP:year_ago(), "全国") end)
  raises('is in ""', function() return phrase.share(v.CERT / v.CERT, "全国") end)
  equal(phrase.share(figure { value = "5", unit = "‰", decimals = 1 }, "全国"), "占全国的5.0‰")
  equal(phrase.share(get { indicator = "CERT", period = "1990" }, "全国"), nil) -- missing, in whatever unit
end)

test("phrase: places, shares, averages, multiples", function()
  equal(phrase.rank(v.CERT:rank()), "居全国第3位")
  equal(phrase.rank(v.UNEMP:rank()), "并列居全国第1位")
  equal(phrase.rank(nil), nil)
  equal(phrase.rank(rank { indicator = "CERT" }[1], "四地区"), "居四地区第1位")
  equal(phrase.rank_change(0), "位次与上年持平")
  equal(phrase.rank_change(-2), "较上年下降2位")
  equal(phrase.share(v.CERT:share { of = "000000" }, "全国"), "占全国的25.6%")
  equal(phrase.average(v.CERT:at "2021", v.CERT), "2021—2023年年均增长4.5%") -- two intervals
  equal(phrase.average(v.CERT:at "2022", v.CERT), nil)
  equal(phrase.times(get { indicator = "CERT", area = "北京" }, get { indicator = "CERT", area = "西藏" }, "西藏"),
    "是西藏的11.0倍")
  equal(phrase.times(v.CERT, v.CERT, "自己"), nil)
  equal(phrase.versus_mean(v.UNEMP, v.UNEMP:of "安徽"), "与全国平均水平持平")
  equal(phrase.versus_mean(get { indicator = "UNEMP", area = "上海" }, v.UNEMP), "比全国平均水平高0.1个百分点")
  equal(phrase.versus_mean(v.CERT, get { indicator = "CERT", area = "上海" }, "上海"), "比上海平均水平低9.0%")
  equal(phrase.contribution(v.CERT, get { indicator = "CERT", area = "全国" }), "贡献率为9.4%，拉动增长0.6个百分点")
  equal(phrase.contribution(v.CERT, v.CERT:at "2023-09"), nil)
  local whole = get { indicator = "CERT", area = "全国" }
  raises("no part of 安徽", function() return phrase.contribution(whole, v.CERT) end)
  raises("no part of 北京", function() return phrase.contribution(v.CERT, v.CERT:of "北京") end)
  raises("a part of 2022年", function() return phrase.contribution(v.CERT:at "2022", whole) end)
  equal(phrase.streak(3), "连续3年")
  equal(phrase.streak(1), nil)
  equal(phrase.threshold(rank { indicator = "CERT" }, 850, "850张"), "850张以上的省（区、市）有2个，分别为北京和上海")
  local rows = {}
  for i, each in ipairs(areas()) do
    rows[i] = { area = each, figure = get { indicator = "GDP", area = each }:growth() }
  end
  equal(phrase.largest(rows, "增长最快"), "增长最快的是西藏（9.5%）")
end)

test("stats", function()
  equal(stats.median { 4, 1, 3, 2 }, 2.5)
  equal(stats.quantile({ 1, 2, 3, 4, 5 }, 0.25), 2)
  equal(stats.mean {}, nil)
  equal(string.format("%.6f", stats.deviation { 2, 4, 4, 4, 5, 5, 7, 9 }), "2.138090")
  equal(stats.sum(series { indicator = "GDP", area = "北京" }) > 0, true)
  equal(stats.mad { 1, 1, 2, 2, 4, 6, 9 }, 1.4826)
end)

test("table_of: short columns, heads with groups, notes and source", function()
  local t = table_of {
    rows = rank { indicator = "CERT" }, highlight = area,
    columns = { "位次", "地区", "CERT", "CERT:growth", "CERT:change", "GDP" },
  }
  equal(t.columns, 6)
  equal(t.align, { "right", "left", "decimal", "decimal", "right", "decimal" })
  equal(t.stub, 2)
  equal(#t.head, 2)
  equal(t.head[1][3], { text = "有效认证证书数", column_span = 3 })
  equal(t.head[1][4], { text = "地区生产总值\n（亿元）", row_span = 2 })
  equal(t.head[2][1].text, "数值\n（张）")
  equal(t.head[2][2].text, "比上年\n增长\n（%）")
  equal(#t.body, 4)
  equal(t.body[3].highlight, true)
  equal(t.body[1].highlight, false)
  equal(t.body[3][4].text, "+2.4")
  equal(t.body[3][5].text, "＝")
  equal(t.body[3][6].text, "47,050.6")
  equal(t.source, "认证认可平台；国家统计局")
  equal(t.notes, { "“＝”表示没有变化。" })
end)

test("table_of: groups, totals, cells, missing values", function()
  local t = table_of {
    rows = indicators { element = "环境" }, groups = "group", source = "某处",
    total = function(row) return row.code == "POP" end,
    columns = { "指标", "单位", "上年同期", "本期", "增长", { head = "注", get = function(_, i)
      return { text = "第" .. i .. "行", tone = "muted", strong = true } end } },
  }
  equal(t.body[1].kind, "group")
  equal(t.body[1][1], { text = "经济", column_span = 6 })
  equal(t.body[2][1].text, "地区生产总值")
  equal(t.body[2][5].text, "+5.8")
  equal(t.body[2][6], { text = "第1行", tone = "muted", strong = true })
  equal(t.body[3][2].text, "—")
  equal(t.body[5].kind, "total")
  equal(t.source, "某处")
  local none = table_of { rows = { v.TRADE }, columns = { "指标", "增长" } }
  equal(none.body[1][2].text, "-100.0")
  local broken = table_of { rows = { v.TRADE:at "2022" }, columns = { "指标", "增长" } }
  equal(broken.body[1][2].text, "—")
  equal(broken.notes[1], "外贸额自2022年起统计口径调整，不与以前年份比较。")
end)

test("table_of: errors", function()
  raises('table has no field "colums"', function() table_of { colums = {} } end, '"columns"')
  raises("needs rows and columns", function() table_of {} end)
  raises('no column is called "名次"', function() table_of { rows = {}, columns = { "名次" } } end,
    "位次, 位次变化, 地区, 指标, 单位, 时期, 本期, 上年同期, 增长, an indicator's code, or CODE:growth")
  raises('there is no ":grwoth"', function() table_of { rows = {}, columns = { "CERT:grwoth" } } end, '"growth"')
  raises('there is no ":x"', function() table_of { rows = {}, columns = { "CERT:x" } } end,
    "one of: growth, mom, before, share, rank, change")
  raises('no indicator "CERTS"', function() table_of { rows = {}, columns = { "CERTS" } } end, '"CERT"')
  raises("has no function get", function() table_of { rows = {}, columns = { { head = "x" } } } end)
  raises("needs rows that have an area", function() table_of { rows = { {} }, columns = { "地区" } } end)
end)

test("chart_of: bars, lines, tiles", function()
  local bars = chart_of { kind = "bars", rows = rank { indicator = "CERT" }, highlight = area, change = true }
  equal(bars.items[3], { label = "安徽", value = 818.8, text = "819", rank = "3", change = "＝", highlight = true })
  equal(bars.unit, "张")
  equal(bars.from_zero, true)
  equal(bars.alt, "共4项，最大的是北京（1,100张），最小的是西藏（100张），安徽为819张。")
  local lines = chart_of { kind = "lines", highlight = area, series = {
    series { indicator = "CERT" }, series { indicator = "CERT", area = "上海" } } }
  equal(lines.labels, { "2021", "2022", "2023" })
  equal(lines.series[1], { name = "安徽", last_text = "819", highlight = true })
  equal(lines.series[2].values, { false, 900, 900 })
  equal(lines.alt, "2021年至2023年的走势，末期：安徽为819张，上海为900张。")
  local tiles = chart_of { kind = "tiles", indicator = "CERT", highlight = area }
  equal(#tiles.items, 5)
  equal(tiles.items[5], { label = "台", tile_row = 6, tile_column = 7 })
  equal(tiles.items[5].value, nil)
  equal(tiles.items[3].highlight, true)
  -- The tone of a tile is that of the number it prints: 2.34 and 2.26 both print 2.3.
  local close = chart_of { kind = "tiles", decimals = 1, rows = {
    { area = area_of "北京", figure = figure { value = 2.34, decimals = 2 } }, { area = area_of "上海", figure = figure { value = 2.26, decimals = 2 } } } }
  equal(close.items[1].text .. close.items[2].text, "2.32.3")
  equal(close.items[1].value == close.items[2].value, true)
end)

test("chart_of: what a template made itself", function()
  local bars = chart_of { kind = "bars", unit = "项", items = { { label = "甲", value = 2, text = "2" } } }
  equal(bars.items[1], { label = "甲", value = 2, text = "2", highlight = false })
  -- A value is printed unless the text says otherwise; all with as many decimals as one of them needs.
  local function texts(items, decimals)
    return fmt.pick(chart_of { kind = "bars", items = items, decimals = decimals }.items, function() return true end, function(item) return item.text end)
  end
  equal(texts { { label = "甲", value = 1234.5 }, { label = "乙", value = 2 }, { label = "丙", value = 3, text = "约3" }, { label = "丁", value = 4, text = "" } },
    { "1,234.5", "2.0", "约3", "" })
  equal(texts { { label = "甲", value = 1 / 3 }, { label = "乙" }, { label = "丙", value = v.CERT } }, { "0.33", "", "819" })
  equal(texts({ { label = "甲", value = 1 / 3 } }, 3), { "0.333" })
  local lines = chart_of { kind = "lines", labels = { "1", "2" }, series = { { name = "甲", values = { 1, false } } } }
  equal(lines.labels, { "1", "2" })
  equal(lines.series[1].values, { 1, false })
  raises("no chart is called", function() chart_of { kind = "pie" } end)
  raises("has no rows", function() chart_of { kind = "bars" } end)
  raises("item has no field", function() chart_of { kind = "bars", items = { { lable = "甲" } } } end, '"label"')
end)

test("kpi_of", function()
  local k = kpi_of { items = { { label = "证书", value = v.CERT, note = phrase.yoy(v.CERT) },
                               { label = "无", value = get { indicator = "CERT", area = "台湾" } },
                               { label = "数", value = 3, unit = "个", tone = "good" } } }
  equal(k.items[1], { label = "证书", value = "819", unit = "张", note = "比上年增长2.4%" })
  equal(k.items[2], { value = "…", unit = "" })
  equal(k.items[3], { value = "3", unit = "个", tone = "good" })
  raises("needs items", function() kpi_of {} end)
  raises("no tone", function() kpi_of { items = { { label = "x", value = 1, tone = "red" } } } end)
end)

test("rules find what they are there for", function()
  local rules = require "nqi.rules"
  local found = {}
  local function report(text, figure) found[#found + 1] = text end
  rules.totals(report)
  equal(#found, 2) -- 500 + 310 is not 818.8, and 4 + 4 are not 9
  rules.range(report, "UNEMP", 0, 4.8)
  equal(#found, 3)
  rules.coverage(report, "CERT")
  equal(#found > 3, true)
end)

test("sets of areas are counted as an editor counts them", function()
  local function set(n, name, level)
    local out = {}
    for i = 1, n do out[i] = { name = name, level = level } end
    return require("nqi.words").areas(out)
  end
  equal(set(6, "安徽省", "province"), "六省")
  equal(set(31, "安徽省", "province"), "31个省（区、市）")
  equal(set(4, "北京市", "province"), "4个省（区、市）")
  equal(set(3, "合肥市", "prefecture"), "3个地区")
end)

test("ordinals", function()
  local said = {}
  for i, n in ipairs { 1, 2, 3, 4, 11, 12, 13, 21, 31, 112, 1003 } do said[i] = fmt.ordinal(n) end
  equal(table.concat(said, " "), "1st 2nd 3rd 4th 11th 12th 13th 21st 31st 112th 1003rd")
end)

test("an amount is said in the largest unit in which it is 1 or more", function()
  local amounts = {
    { "6.7", "亿元", 1, "6.7亿元", "670 million yuan" }, { "0.96", "亿元", 2, "9,600万元", "96 million yuan" },
    { "4876.04", "亿元", 2, "4,876亿元", "487.6 billion yuan" }, { "9999.96", "万元", 2, "1.000亿元", "100.0 million yuan" },
    { "48227.5", "亿元", 1, "4.823万亿元", "4.823 trillion yuan" }, { "161839", "张", 0, "16.18万张", "161,839 items" },
    { "999996", "件", 0, "100.0万件", "1.000 million pieces" }, { "-3.21", "亿元", 2, "-3.21亿元", "-321 million yuan" },
    { "5.2", "%", 1, "5.2%", "5.2%" }, { "12.3", "元/人", 1, "12.3元/人", "12.3 yuan per person" },
    { "0.2", "项", 1, "0.2项", "0.2 items" }, { "0", "亿元", 2, "0.00亿元", "0.00 × 100 million yuan" },
    { "0.005", "亿元", 3, "50万元", "500,000 yuan" }, { "3", "百万元", 0, "300万元", "3 million yuan" },
  }
  for _, t in ipairs(amounts) do
    local amount = figure { value = t[1], unit = t[2], decimals = t[3] }
    equal(fmt.scaled(amount):with_unit(), t[4])
    equal(fmt.scaled_en(amount), t[5])
  end
  equal(fmt.scaled(figure { value = "48227.5", unit = "亿元", decimals = 1 }, 2):with_unit(), "4.8万亿元")
  equal(fmt.scaled(get { indicator = "CERT", area = "北京", period = "1999" }):missing(), true)
  equal(text.unit "亿元", "亿元") -- the report's own words again
  raises('no language is called "xx"', function() text.in_language("xx", tostring) end)
  raises("own", function() text.in_language("en", function() error "own" end) end)
  equal(text.is_chinese(), true)
end)

test("the signs of changes are explained under the chart or table that uses them", function()
  local function notes_of(changes, notes)
    local items = {}
    for i, change in ipairs(changes) do items[i] = { label = "甲", value = i, text = "1", change = fmt.arrow(change) } end
    return chart_of { kind = "bars", items = items, notes = notes }.notes
  end
  equal(notes_of { 1, -2, 0 }, { "“▲”表示位次上升；“▼”表示位次下降；“＝”表示没有变化。" })
  equal(notes_of({ 1, -2, 0 }, "位次变化为与上年相比，▲上升，▼下降。"),
    { "位次变化为与上年相比，▲上升，▼下降。", "“＝”表示没有变化。" })
  equal(notes_of({ 1, -2, 0 }, { "▲ 上升，▼ 下降；＝未变。" }), { "▲ 上升，▼ 下降；＝未变。" })
  equal(notes_of({ 0 }, { "指数以上年＝100" }), { "指数以上年＝100", "“＝”表示没有变化。" })
  equal(notes_of({ 0 }, { "上年=100，＝100为持平" })[2], "“＝”表示没有变化。")
  equal(notes_of({ 3 }, { "▲上升" }), { "▲上升" })
  equal(notes_of {}, {})
  local t = table_of { rows = { 2, -1 }, columns = { { head = "变化", get = function(row) return fmt.arrow(row) end } } }
  equal(t.notes, { "“▲”表示位次上升；“▼”表示位次下降。" })
  -- a light that looks like it is none
  local light = table_of { rows = { 1 }, columns = { { head = "状态", get = function() return "▲" end } } }
  equal(light.notes, {})
  local rows = rank { indicator = "CERT" }
  equal(chart_of { kind = "bars", rows = rows, change = true }.notes[1]:find("“＝”表示没有变化", 1, true) ~= nil, true)
  equal(#chart_of { kind = "bars", rows = rows }.notes, 0)
end)

test("an alternative text says periods in words", function()
  local function alt(labels)
    local values = {}
    for i in ipairs(labels) do values[i] = i end
    return chart_of { kind = "lines", labels = labels, series = { { name = "甲", values = values, last_text = "3" } } }.alt
  end
  equal(alt { "2023-01", "2023-02", "2024-12" }, "2023年1月至2024年12月的走势，末期：甲为3。")
  equal(alt { "2019", "2020" }, "2019年至2020年的走势，末期：甲为3。")
  equal(alt { "2023-Q1", "2023-Q2" }, "2023年一季度至2023年二季度的走势，末期：甲为3。")
  equal(alt { "1", "2" }, "1至2的走势，末期：甲为3。")
  equal(alt { "2023/01", "99999" }, "2023/01至99999的走势，末期：甲为3。")
  local line = chart_of { kind = "lines", series = { { v.CERT:at "2022", v.CERT:at "2023" } } }
  equal(line.alt:find("2022年至2023年的走势", 1, true), 1)
  equal(chart_of { kind = "bars", items = { { label = "2023-01", value = 1, text = "1" } } }.alt, "共1项，最大的是2023年1月（1）。")
end)

test("the plain numbers of a column print with one count of decimals", function()
  local function texts(values, t)
    local column = { head = "甲", decimals = t and t.decimals, get = function(row) return row[1] end }
    local rows, out = {}, {}
    for i, value in ipairs(values) do rows[i] = { value } end
    for i, row in ipairs(table_of { rows = rows, columns = { column } }.body) do out[i] = row[1].text end
    return out
  end
  equal(texts { 1 / 3, 2, 2.5 }, { "0.33", "2.00", "2.50" })
  equal(texts { 2, 2.5 }, { "2.00", "2.50" })
  equal(texts { 2, 12345 }, { "2", "12,345" })
  equal(texts({ 1 / 3, 2, 2.5 }, { decimals = 1 }), { "0.3", "2.0", "2.5" })
  equal(texts { { value = 2 }, { value = 0.5 }, "—", false }, { "2.00", "0.50", "—", "…" })
  -- a figure has the decimals of its indicator
  equal(texts { v.CERT, v.GDP, 2 }, { "819", "47,050.6", "2" })
  -- and a column is asked once a row
  local asked = 0
  table_of { rows = { 1, 2, 3 }, columns = { { head = "甲", align = "right", get = function(row) asked = asked + 1 return row end } } }
  equal(asked, 3)
end)
