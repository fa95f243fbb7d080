-- One gate for comparisons: what is refused is refused everywhere, for the same reason.
local function of(value, t)
  t = t or {}
  return figure { value = value, unit = t.unit or "张", indicator = t.indicator, period = t.period or "2023",
    area = "340000", reason = t.reason, decimals = t.decimals or 1 }
end

local good = of("120", { indicator = "CERT" })
local before = of("100", { indicator = "CERT", period = "2021" })

-- now, before, why: each may not be compared as growth.
local pairs_refused = {
  { of(nil, { reason = "absent" }), before, "absent" },
  { of(nil), before, "absent" },
  { of(nil, { reason = "suppressed" }), before, "suppressed" },
  { of(nil, { reason = "incomplete" }), before, "incomplete" },
  { good, of(nil, { period = "2021" }), "period" },
  { good, of(nil, { period = "2021", reason = "absent" }), "period" },
  { good, of(nil, { period = "2021", reason = "suppressed" }), "suppressed" },
  { good, of(nil, { period = "2021", reason = "incomplete" }), "incomplete" },
  { good, of("100", { period = "2021-06" }), "kind" },
  { of("120", { period = "2023-Q3" }), of("100", { period = "2021-09" }), "kind" },
  { of("120", { period = "2023-YTD09" }), before, "kind" },
  { of("120", { indicator = "TRADE" }), of("100", { indicator = "TRADE", period = "2021" }), "break" },
  { of("120", { indicator = "TRADE", period = "2022" }), of("100", { indicator = "TRADE", period = "2020" }), "break" },
  { of("120", { indicator = "TRADE", period = "2020" }), of("100", { indicator = "TRADE", period = "2023" }), "break" },
  { good, of("0", { period = "2021" }), "base" },
  { good, of("-50", { period = "2021" }), "base" },
  { good, of(-0.001, { period = "2021" }), "base" },
  { of("120", { unit = "吨" }), of("100", { unit = "家", period = "2021" }), "unit" },
  { of("120", { unit = "%" }), of("100", { unit = "亿元", period = "2021" }), "unit" },
  { figure { value = 0 / 0, unit = "张", period = "2023" }, before, "finite" },
}

test("every comparison refuses the same twenty pairs", function()
  equal(#pairs_refused, 20)
  for i, pair in ipairs(pairs_refused) do
    local now, ago, why = pair[1], pair[2], pair[3]
    local at = i .. " " .. why .. " "
    equal(at .. tostring(comparison(now, ago, "growth")), at .. why)
    equal(at .. tostring(comparison(now, ago, "size")), at .. why)
    equal(at .. tostring(comparison(now, ago, "part")), at .. (why == "period" and "incomplete" or why))
    equal(growth_of(now, ago).reason, why)
    equal(growth_of(now, ago).value, nil)
    equal(phrase.average(ago, now), nil)
    equal(phrase.times(now, ago, "甲"), nil)
    equal(phrase.versus_mean(now, ago), nil)
    local shown = table_of { rows = { {} }, columns = { { head = "甲", get = function() return growth_of(now, ago) end } } }
    equal(shown.body[1][1].text, growth_of(now, ago):fixed())
    equal(#shown.notes, 1 + (why == "break" and 1 or 0))
  end
  equal(comparison(good, before, "growth"), nil)
  equal(growth_of(good, before):fixed(1), "20.0")
  equal(phrase.average(before, good), "2021—2023年年均增长9.5%")
  equal(phrase.times(good, before, "甲"), "是甲的1.2倍")
end)

-- A value of the data; TRADE has a new definition from 2022 on, GDP and POP have none.
local function at(code, period, value)
  return figure { value = value or "100", unit = "亿元", indicator = code, period = period, area = "340000" }
end

test("sizes and means are of one time, of what is no total, no rank and no growth", function()
  local codes = { ["安徽"] = "340000", ["北京"] = "110000" }
  local function cert(name, period) return figure { value = name == "安徽" and "100" or "300", unit = "张", indicator = "CERT", area = codes[name], period = period } end
  local why = function(_, reason) return reason end
  equal(comparison(cert("安徽", "2023"), cert("北京", "2022"), "size"), "definition")
  equal(comparison(cert("安徽", "2023"), cert("安徽", "2022"), "size"), nil)
  equal(why(phrase.times(cert("北京", "2023"), cert("安徽", "2022"), "安徽")), "definition")
  equal(comparison(cert("安徽", "2023"), cert("安徽", "2022"), "mean"), "definition")
  equal(comparison(cert("安徽", "2023"), cert("北京", "2023"), "mean"), nil)
  -- what the nation has in all is no mean, in whatever unit; of a rate there is one
  equal(why(phrase.versus_mean(v.CERT, v.CERT:of "全国")), "rule")
  equal(comparison(v.CERT:in_unit "万张", v.CERT:of("全国"):in_unit "万张", "mean"), "rule")
  equal(comparison(v.NET:of "北京", sum { indicator = "NET", areas = { "北京", "上海" } }, "mean"), "rule")
  equal(comparison(v.NET:of "北京", sum { indicator = "NET", areas = { "北京", "上海" } } / 2, "mean"), nil)
  equal(comparison(v.UNEMP:of "北京", v.UNEMP:of "安徽", "mean"), nil)
  local place = figure { value = 3, unit = "位", indicator = "PLACE", area = area, period = "2023" }
  for _, way in ipairs { "growth", "size", "mean" } do equal(comparison(place, place, way), "rule") end
  equal(comparison(v.CERT:growth(), v.CERT:growth(), "size"), "rule")
  equal(comparison(v.GDP_INDEX, v.GDP_INDEX:of "北京", "size"), "rule")
end)

test("a rate that was computed grows by points, as one of the data does", function()
  local function share(period) return at("POP", period, period == "2023" and "20" or "10") / at("STOCK", period) * 100 end
  equal(growth_of(share "2023":as { unit = "%" }, share "2022":as { unit = "%" }).reason, "rule")
  equal(growth_of(share "2023", share "2022").value, 100)
end)

test("an order asks the gate", function()
  local apart = "cannot compare across a new definition"
  raises(apart, function() return at("TRADE", "2023") > at("TRADE", "2021") end, "f.value")
  raises(apart, function() return at("TRADE", "2023") / 2 >= at("TRADE", "2021") end)
  equal(at("TRADE", "2023", "120") > at("TRADE", "2022"), true)
  raises("periods of different kinds", function() return at("POP", "2023") < at("POP", "2023-YTD09") end)
  local function rows(...) return { { area = area_of "北京", figure = select(1, ...) }, { area = area_of "上海", figure = select(2, ...) } } end
  equal({ phrase.largest(rows(at("TRADE", "2023"), at("TRADE", "2021")), "最多") }, { nil, "break" })
end)

test("a sum of a list is that of +", function()
  local function flow(period, value) return figure { value = value or "10", unit = "亿元", indicator = "OUTPUT", period = period, area = area } end
  equal(stats.sum { flow "2023", flow "2022-Q1" }, (flow "2023" + flow "2022-Q1").value)
  equal({ stats.sum { flow "2022-Q4", flow "2023", flow "2023-Q1" } }, { nil, "kind" })
  equal((flow "2023" + flow "2023-Q1").reason, "kind")
  equal({ stats.sum { at("TRADE", "2021"), at("TRADE", "2022") } }, { nil, "break" })
  equal({ stats.mean { flow "2023", flow "2022-Q1" } }, { nil, "kind" })
end)

test("the alternative text of items that are not to be compared names no largest", function()
  local function bars(...)
    local rows = {}
    for i, one in ipairs { ... } do rows[i] = { label = "项" .. i, figure = one } end
    return chart_of({ kind = "bars", rows = rows }).alt
  end
  equal(bars(at("TRADE", "2023"), at("TRADE", "2021", "300")), "共2项，各项不宜相互比较，项1为100.00亿元，项2为300.00亿元。")
  equal(bars(at("POP", "2023"), at("STOCK", "2023-YTD09")), "共2项，各项不宜相互比较，项1为100.00亿元，项2为100.00亿元。")
end)

test("the reason stands under the table", function()
  local t = table_of { rows = { {} }, columns = {
    { head = "甲", get = function() return growth_of(good, of("0", { period = "2021" })) end },
    { head = "乙", get = function() return growth_of(good, of("1", { period = "2021-06" })) end },
    { head = "丙", get = function() return of(nil, { reason = "absent" }) end },
    { head = "丁", get = function() return growth_of(good, of(nil, { period = "2021" })) end },
  } }
  equal(t.notes, { "“…”表示没有公开数据或没有对比期数据；“—”表示基期数不大于零或时期类型不同。" })
end)

test("another indicator is no base, but may be the size to compare with", function()
  equal(comparison(good, of("60", { indicator = "GDP" }), "growth"), "definition")
  equal(comparison(good, of("60", { indicator = "GDP" }), "difference"), "definition")
  equal(comparison(good, of("60", { indicator = "GDP" }), "size"), nil)
  equal(comparison(good, of("-60", {}), "difference"), nil)
  equal(comparison(of("120", { indicator = "GDP" }), of("60", { indicator = "GDP" }), "growth"), "rule") -- published
  equal(comparison(of("120", { indicator = "UNEMP" }), of("60", { indicator = "UNEMP" }), "growth"), "rule") -- by points
  equal(comparison(of("120", { indicator = "UNEMP" }), of("60", { indicator = "UNEMP" }), "difference"), nil)
  equal(phrase.average(of("60", { indicator = "GDP", period = "2020" }), of("120", { indicator = "GDP" })), nil)
  equal(comparison(of("-1"), of("10"), "part"), "negative")
  equal(comparison(of("1"), of("0"), "part"), "base")
  raises("invalid option", function() return comparison(good, before, "ratio") end)
end)

test("a change from or to below zero has its own words", function()
  local function turn(now, ago, unit) return phrase.turn(of(now, { unit = unit }), of(ago, { unit = unit, period = "2022" })) end
  equal(turn("10", "-5", "亿元"), "扭亏为盈")
  equal(turn("-10", "5", "亿元"), "由盈转亏")
  equal(turn("-10", "-8", "亿元"), "亏损扩大25.0%")
  equal(turn("-6", "-8", "亿元"), "亏损收窄25.0%")
  equal(turn("-8", "-8", "亿元"), "持平")
  equal(turn("1", "-5", "张"), "由负转正")
  equal(turn("-1", "5", "张"), "由正转负")
  equal(turn("-2", "-1", "张"), "负值扩大100.0%")
  equal(turn("2", "1", "张"), nil)
  equal(turn("2", "0", "张"), nil)
  equal(turn("0", "3", "张"), nil)
end)

test("a chart and a key figure have the unit of their figures", function()
  local cert = { v.CERT, v.CERT:year_ago() }
  raises("one axis", function() return chart_of { kind = "lines", lines = { { figures = cert }, { figures = { v.UNEMP } } } } end)
  raises("unit says 万张", function() return chart_of { kind = "bars", unit = "万张", rows = rank { indicator = "CERT" } } end, "in_unit")
  raises("unit says 亿张", function() return kpi_of { items = { { label = "x", value = v.CERT, unit = "亿张" } } } end, "in_unit")
  equal(chart_of { kind = "bars", unit = "张", rows = rank { indicator = "CERT" } }.unit, "张")
  equal(kpi_of { items = { { label = "x", value = v.CERT, unit = "张" } } }.items[1].unit, "张")
  equal(kpi_of { items = { { label = "x", value = false } } }.items[1].value, "…")
end)

test("the head of growth is of what the rows have", function()
  local function head(...) return table_of { rows = { ... }, columns = { "指标", "增长" } }.head[1][2].text end
  equal(head(v.CERT), "比上年\n增长（%）")
  equal(head(v.UNEMP), "比上年\n增减（百分点）")
  equal(head(v.CERT, v.UNEMP), "比上年\n增长（%或百分点）")
  equal(head(v.CERT, v.UNEMP, v.TEMP), "比上年\n增减（%、百分点或℃）")
end)

test("a cell without a number is missing, one that is true an error", function()
  local function cell(value) return table_of { rows = { {} }, columns = { { head = "x", get = function() return value end } } } end
  equal(cell(false).body[1][1].text, "…")
  raises("true or false", function() return cell(true) end)
end)

test("the gate sees the breaks of what figures were computed of", function()
  local now = at("TRADE", "2022") / at("POP", "2022") * 100
  local before = at("TRADE", "2021", "80") / at("POP", "2021") * 100
  for _, way in ipairs { "difference", "growth", "size", "part" } do equal(comparison(now, before, way), "break") end
  equal(growth_of(now, before).reason, "break")
  equal(kernel.breaks(now, before)[1].code, "TRADE")
  -- sums of periods have no period of their own
  local function sum_of(first, last)
    local total
    for year = first, last do
      local one = at("TRADE", tostring(year))
      total = total and total + one or one
    end
    return total
  end
  equal(growth_of(sum_of(2022, 2023), sum_of(2020, 2021)).reason, "break")
  equal(growth_of(sum_of(2021, 2022), sum_of(2019, 2020)).reason, "break")
  equal(growth_of(sum_of(2020, 2021), sum_of(2018, 2019)).value, 0)
  equal(growth_of(sum_of(2024, 2025), sum_of(2022, 2023)).value, 0)
  -- what has no break beside it, and another name for the quotient
  equal(growth_of(at("POP", "2022") / at("STOCK", "2022"), at("POP", "2021") / at("STOCK", "2021")).value, 0)
  equal(growth_of(now:as { unit = "%" }, before:as { unit = "%" }).reason, "break")
  -- totals of areas and what is made of them
  local function total(period) return sum { indicator = "TRADE", areas = { "安徽" }, period = period } end
  equal(comparison(total "2022" / total "2022", total "2021" / total "2021", "difference"), "break")
  equal(phrase.average(before, now), nil)
end)

test("the break of a part stands under the table and on the line", function()
  local now, before = at("TRADE", "2023") / at("POP", "2023"), at("TRADE", "2021") / at("POP", "2021")
  local note = "外贸额自2022年起统计口径调整，不与以前年份比较。"
  local t = table_of { rows = { {} }, columns = { { head = "甲", get = function() return growth_of(now, before) end } } }
  equal(t.body[1][1].text, "—")
  equal(t.notes[1], note)
  local line = chart_of { kind = "lines", series = { { before, now } } }
  equal(line.breaks[1].text, note)
  equal(line.notes, { note })
end)

test("a ratio of the dictionary has the breaks of its parts", function()
  equal(comparison(at("TRADE_PER", "2022"), at("TRADE_PER", "2021"), "growth"), "break")
  equal(comparison(at("TRADE_PER", "2021"), at("TRADE_PER", "2020"), "growth"), nil)
  equal(kernel.breaks(at("TRADE_PER", "2022"), at("TRADE_PER", "2021"))[1].code, "TRADE")
end)

test("reasons of one sign are a list", function()
  local signs = require "nqi.signs"
  equal(signs.legend { texts = { "—" }, reasons = { rule = true, other = true } }, "“—”表示按指标性质不作比较、无此项或不作计算。")
  equal(signs.legend { texts = { "—" } }, "“—”表示无此项或不作计算。")
  equal(signs.legend { texts = { "—" }, reasons = { base = true } }, "“—”表示基期数不大于零。")
  equal(signs.legend { texts = { "…" }, reasons = {} }, "“…”表示没有公开数据。")
end)

test("what would be computed of a confidential value has its sign, and the note says so", function()
  local hidden = get { indicator = "ALL_A", area = "北京", period = "2023" }
  equal(hidden.status, "suppressed")
  local function note_of(get)
    local t = table_of { rows = { {} }, columns = { { head = "甲", get = get } } }
    equal(t.body[1][1].text, "×")
    return t.notes[1]
  end
  equal(note_of(function() return hidden end), "“×”表示按规定不予公布。")
  equal(note_of(function() return hidden:growth() end), "“×”表示按规定不予公布，或须由此类数据计算得出。")
  equal(note_of(function() return hidden:share { of = "北京" } end), "“×”表示按规定不予公布，或须由此类数据计算得出。")
  equal(note_of(function()
    local place, why = hidden:rank()
    return place and place.rank, why
  end), "“×”表示按规定不予公布，或须由此类数据计算得出。")
end)

-- Why a function gave nothing: its second value.
local function why_of(value, why)
  equal(value, nil)
  return why
end

test("a number below zero is no percentage, multiple or part of one above", function()
  local net = function(name) return get { indicator = "NET", area = name } end
  equal(comparison(of("-5"), of("5", { period = "2022" }), "growth"), "negative")
  equal(comparison(of("-5"), of("5"), "size"), "negative")
  equal(comparison(of("-5"), of("5"), "difference"), nil)
  equal(net("上海"):growth().reason, "negative")
  equal(kernel.column { indicator = "NET", areas = { "上海", "安徽" }, growth = "year_ago" }, { false, 0 })
  equal(phrase.yoy_short(net "上海"), "同比由盈转亏")
  equal(phrase.yoy_short(net "北京"), "同比扭亏为盈")
  equal(phrase.yoy(net "上海"), "比上年由盈转亏")
  equal(why_of(phrase.versus_mean(net "上海", net "安徽")), "negative")
  local loss = of("-20", { unit = "亿元", period = "2022" })
  equal(phrase.turn(of("0.1", { unit = "亿元" }), loss), "扭亏为盈")
  equal(phrase.turn(of("0", { unit = "亿元" }), loss), "由亏损转为盈亏平衡") -- no profit
  equal(phrase.turn(of("0.04", { unit = "亿元" }), loss), "由亏损转为盈亏平衡") -- prints as 0.0
end)

test("beside a part below zero nothing has a share, and no part is larger than its whole", function()
  local net = get { indicator = "NET", area = "安徽" }
  equal(net:share({ of = "000000" }).reason, "negative")
  for _, row in ipairs(group { by = "region4", indicator = "NET" }) do equal(row.share.reason, "negative") end
  equal(group({ by = "region4", indicator = "CERT" })[1].share:missing(), false)
  local beijing = get { indicator = "CERT", area = "北京" }
  equal(beijing:share({ of = "安徽" }).reason, "excess")
  equal(comparison(of("10"), of("10"), "part"), nil)
  equal(comparison(of("10.1"), of("10"), "part"), "excess")
  equal(comparison(of("2", { unit = "万张" }), of("10000"), "part"), "excess")
  equal(comparison(of("1", { unit = "万张" }), of("10000"), "part"), nil)
end)

test("arithmetic asks the gate, too", function()
  equal((at("TRADE", "2022") / at("TRADE", "2021")).reason, "break")
  equal((at("TRADE", "2022") - at("TRADE", "2021")).reason, "break")
  equal((at("TRADE", "2021") + at("TRADE", "2022")).reason, "break")
  equal((at("TRADE", "2022") * at("TRADE", "2021")):missing(), false)
  equal((at("TRADE", "2022") / at("POP", "2021")):missing(), false)
  equal((at("TRADE", "2022") / at("POP", "2022") / (at("TRADE", "2021") / at("POP", "2021"))).reason, "break")
  equal((at("POP", "2023") + at("POP", "2023-YTD09")).reason, "kind") -- counted twice
  equal((at("POP", "2023") - at("POP", "2023-YTD09", "40")).value, 60) -- the fourth quarter
  equal((at("POP", "2022") + at("POP", "2023-YTD09", "40")).value, 140)
  local other = figure { value = "120", unit = "亿元", indicator = "POP", period = "2023", area = "北京" }
  equal(growth_of(other, at("POP", "2022")).reason, "definition")
end)

test("statistics ask the gate, too", function()
  for _, name in ipairs { "sum", "mean", "median", "deviation", "variation", "mad" } do
    equal(why_of(stats[name] { at("TRADE", "2021"), at("TRADE", "2022") }), "break")
    equal(why_of(stats[name] { at("POP", "2023"), at("POP", "2023-YTD09") }), "kind")
    raises('cannot add "亿元" and "张"', function() return stats[name] { at("POP", "2023"), v.CERT } end, "in_unit")
  end
  equal(stats.mean { at("TRADE", "2022"), at("TRADE", "2023", "50") }, 75.0)
  equal(stats.sum { at("TRADE", "2022"), 1 }, 101)
end)

test("a part and its whole are in one unit", function()
  raises('what is in "张" is no part', function() return phrase.contribution(v.CERT, v.TRADE:at "2023") end, "in_unit")
  raises("is no share", function() return phrase.share(v.CERT:growth(), "全国") end, "f:share")
  raises("is no share", function() return phrase.share(v.CERT:growth():as { unit = "%" }, "全国") end)
  raises("is no share", function() return phrase.share(growth_of(v.CERT, v.CERT:year_ago()), "全国") end)
  raises("is no share", function() return phrase.share(v.UNEMP, "全国") end)
  raises("is no share", function() return phrase.share(of("1050", { unit = "%" }), "全国") end)
  raises("is no share", function() return phrase.share(of("-1", { unit = "%" }), "全国") end)
  equal(phrase.share(get { indicator = "RATIO", area = "北京", period = "1990" }, "全国"), nil)
end)

test("what is said of a set that is not all known says of how many it is", function()
  local full = { { area = area_of "北京", figure = of("3") }, { area = area_of "上海", figure = of("2") } }
  local gap = { { area = area_of "北京", figure = of("3") }, { area = area_of "上海", figure = of(nil) } }
  local top = { full[1], complete = false, of = 4, missing = { "x" } }
  equal(phrase.largest(full, "最多"), "最多的是北京（3.0张）")
  equal(phrase.largest(gap, "最多"), "有数据的1个地区中，最多的是北京（3.0张）")
  equal(phrase.largest(top, "最多"), "有数据的3个地区中，最多的是北京（3.0张）")
  -- What prints alike is as large, and those that were cut off are said.
  local alike = { { area = area_of "北京", figure = of("3.04") }, { area = area_of "上海", figure = of("2.96") } }
  equal(phrase.largest(alike, "最多"), "最多的是北京和上海（3.0张）")
  equal(phrase.largest({ full[1], cut = 2 }, "最多"), "最多的是北京等3个地区（3.0张）")
  equal(phrase.largest({ full[1], full[2], cut = 2 }, "最多"), "最多的是北京（3.0张）")
  equal(phrase.threshold(gap, 2, "2张"), "有数据的1个地区中，2张以上的省（区、市）有1个，为北京")
  gap.complete, gap.of, gap.missing = false, 2, { "上海" }
  equal(chart_of({ kind = "bars", rows = gap }).alt, "2项中1项有数据，其中最大的是北京（3.0张）。")
  local tiles = chart_of { kind = "tiles", rows = { get { indicator = "NET", area = "北京" }, get { indicator = "NET", area = "北京", period = "1999" } } }
  equal(tiles.alt, "2项中1项有数据，其中最大的是北京（12.0亿元）。")
  equal(chart_of({ kind = "bars", rows = full }).alt, "共2项，最大的是北京（3.0张），最小的是上海（2.0张）。")
end)

test("a chart of items: what prints alike shares its place, what is missing stands there and is counted", function()
  local function bars(...)
    local rows = {}
    for i, value in ipairs { ... } do rows[i] = { label = "项" .. i, figure = of(value or nil) } end
    return chart_of { kind = "bars", rows = rows }
  end
  equal(bars("40", "1", "40.04", "1.04").alt, "共4项，最大的是项1和项3（均为40.0张），最小的是项2和项4（均为1.0张）。")
  equal(bars("4", "4", "4", "4", "1").alt, "共5项，最大的是项1、项2、项3等4项（均为4.0张），最小的是项5（1.0张）。")
  equal(bars("4", "4").alt, "共2项，最大的是项1和项2（均为4.0张）。")
  local gap = bars("4", false, "1")
  equal(gap.alt, "3项中2项有数据，其中最大的是项1（4.0张），最小的是项3（1.0张）。")
  equal(text.plain(gap.items[2].text), "…")
  equal(gap.notes[1], "“…”表示没有公开数据。")
end)

test("a chart of items says which are of another period, unless their label does", function()
  local function row(name, code, label) return { area = area_of(name), label = label, figure = get { indicator = "GDP", area = name, period = code } } end
  local mixed = chart_of { kind = "bars", rows = { row("北京", "2023"), row("上海", "2022"), row("安徽", "2023") } }
  equal(mixed.notes[1], "上海为2022年数据。")
  equal(#chart_of({ kind = "bars", rows = { row("北京", "2023"), row("北京", "2022", "2022年") } }).notes, 0)
end)

test("a partial of the library checks what it is given", function()
  local of_partial = require("nqi.parameters").of_partial
  local declared = { codes = "a list with items", since = "a period or false" }
  of_partial("x.md", { codes = { "CERT" }, since = false }, declared)
  of_partial("x.md", { codes = { "CERT" }, since = period }, declared)
  raises("partials/x.md: codes must be a list with items, not an empty list", function() of_partial("x.md", { codes = {}, since = false }, declared) end)
  raises("codes must be a list with items, not string", function() of_partial("x.md", { codes = "CERT", since = false }, declared) end)
  raises("since must be a period or false, not number", function() of_partial("x.md", { codes = { "A" }, since = 3 }, declared) end)
  raises("notes must be a list, not nil", function() of_partial("x.md", {}, { notes = "a list" }) end)
end)

test("a balance of trade has no loss: its signs are 顺差 and 逆差", function()
  local function turn(name)
    local now = get { indicator = "SURPLUS", area = name }
    return phrase.turn(now, now:year_ago())
  end
  equal(turn "北京", "由逆差转为顺差")
  equal(turn "上海", "逆差收窄25.0%")
end)

test("phrase.streak: years, months and quarters in the language of the report", function()
  equal(phrase.streak(3), "连续3年")
  equal(phrase.streak(3, "year"), "连续3年")
  equal(phrase.streak(3, "quarter"), "连续3个季度")
  equal(phrase.streak(3, "month"), "连续3个月")
  equal(phrase.streak(3, "期"), "连续3期")
end)

test("wrong shapes are told in words, not by Lua", function()
  raises("weight 2 is no finite number", function() require("nqi.weights").given { 1, "甲" } end)
  raises("1 weights for 2 levels", function() require("nqi.coupling").degree { values = { 0.5, 0.6 }, weights = { 1 } } end)
  local spatial = require "nqi.spatial"
  raises("moran: links must be 3 rows of 3 numbers", function() spatial.moran { values = { 1, 2, 4 }, links = { { 2 }, { 1, 3 }, { 2 } } } end)
  raises("moran: links must be 3 rows of 3 numbers", function() spatial.moran { values = { 1, 2, 4 } } end)
  raises("does not add up over areas", function() return v.UNEMP:of("全国"):share { of = "全国" } end)
end)

test("a key figure says what its sign means", function()
  local function note(value, own) return kpi_of { items = { { label = "x", value = value, note = own } } }.items[1].note end
  equal(note(v.GDP:at "2030"), "没有公开数据")
  equal(note(v.GDP:at "2030", "甲"), "甲；没有公开数据")
  equal(note(false), "没有公开数据")
  equal(note("—"), "无此项")
  equal(note("…", "甲"), "甲")
  equal(note(v.GDP, "甲"), "甲")
end)

test("a cell without a value says the reason that there is", function()
  local function notes(...) return table_of { rows = { area_of "安徽", area_of "全国" }, columns = { "地区", ... } } end
  local ranks = notes({ "OUTPUT:rank", keep = true }, { "CERT:rank", keep = true })
  equal({ ranks.body[1][2].text, ranks.body[2][3].text }, { "…", "—" })
  equal(ranks.notes, { "“…”表示没有公开数据或数据不全；“—”表示无此项或不作计算。" })
  local average = { head = "甲", get = function() return phrase.average(at("TRADE", "2020"), at("TRADE", "2023")) end }
  local over = table_of { rows = { {} }, columns = { average } }
  equal(over.body[1][1].text, "—")
  equal(over.notes, { "“—”表示统计口径调整。" })
  equal(why_of(get({ indicator = "OUTPUT", area = "安徽" }):rank()), "incomplete")
  equal(why_of(get({ indicator = "UNEMP", area = "安徽", period = "2022" }):rank_change()), "period")
  equal(why_of(v.GRADE:rank()), "rule")
end)

test("the items of a chart that are not comparable are told of", function()
  local function bars(...) return chart_of { kind = "bars", rows = { { label = "甲", figure = select(1, ...) }, { label = "乙", figure = select(2, ...) } } } end
  equal(bars(at("TRADE", "2021"), at("TRADE", "2022")).notes, { "外贸额自2022年起统计口径调整，不与以前年份比较。" })
  equal(bars(at("TRADE", "2022"), at("TRADE", "2023")).notes, {})
  equal(bars(at("POP", "2023"), at("POP", "2023-YTD09")).notes, { "时期类型不同的各项不宜相互比较。" })
  local line = chart_of { kind = "lines", lines = { { figures = { at("POP", "2021"), at("POP", "2023-YTD09"), at("POP", "2023") } } } }
  equal(line.breaks[1].text, "时期类型不同的各项不宜相互比较。")
  equal(line.notes, { "时期类型不同的各项不宜相互比较。" })
end)

test("no area is counted twice in a sum", function()
  raises('"北京市" stands twice in this sum', function() sum { indicator = "NET", areas = { "北京", "上海", "北京" } } end, "give each area once")
  equal(tostring(sum { indicator = "NET", areas = { "北京", "上海" } }), "4.0")
  local twice = '"全国" and "北京市" have values in common'
  raises(twice, function() sum { indicator = "NET", areas = { "北京", "全国" } } end, "one level")
  raises(twice, function() sum { indicator = "NET", areas = { "北京", "全国" } } end) -- and is not kept
  raises("\"全国\" and \"上海市\" have", function() rank { indicator = "NET", areas = { "全国", "上海", "北京" } } end)
  raises(twice, function() v.NET:of("北京"):rank { areas = { "全国", "北京" } } end)
  raises('"安徽省" and "全国" have', function() return v.CERT + v.CERT:of "全国" end)
  raises('"安徽省" and "全国" have', function() return v.CERT:in_unit "万张" + v.CERT:of("全国"):in_unit "万张" end)
  raises('"北京市" and "全国" have', function() stats.sum { v.CERT:of "北京", v.CERT:of "全国", v.CERT } end)
  equal((v.CERT + v.CERT).value, 2 * v.CERT.value)
end)

test("no item is added to what has it", function()
  local qms = v.STAFF:where { field = "QMS" }
  raises('"STAFF[field=QMS]" and "STAFF" have', function() return qms + v.STAFF end)
  raises('"STAFF[sex=M]" have', function() return qms + v.STAFF:where { sex = "M" } end)
  raises('"CERT" and "CERT_PROD" have', function() return v.CERT + get { indicator = "CERT_PROD", area = area } end)
  equal((v.STAFF:where { sex = "M" } + v.STAFF:where { sex = "F" }):missing(), false)
end)

test("items that do not add up to their whole have no share of it", function()
  local function share(where, period) return get { indicator = "STAFF", area = where, period = period, where = { field = "QMS" } }:share { within = "field" } end
  equal(share("上海", "2022").reason, "incomplete") -- 4 + 4 of 9
  equal(share("安徽", "2022"), "60.0")
  raises("over areas", function() v.UNEMP:of("全国"):share { of = "000000" } end)
  raises("over items", function() v.TEAMS:where { field = "QMS" }:share { within = "field" } end)
end)

test("only what adds up is added", function()
  raises("is a stock", function() return v.CERT + v.CERT:year_ago() end, "stats.mean")
  raises("is a stock", function() stats.sum(series { indicator = "CERT" }) end)
  equal((v.CERT / 2 + v.CERT:year_ago() / 2):missing(), false)
  raises('"UNEMP" (失业率) does not add up', function() return v.UNEMP + v.UNEMP:of "北京" end, "ratio")
  raises("does not add up", function() stats.sum { v.UNEMP, v.UNEMP:of "北京" } end)
  raises("of two places in two periods", function() return v.GDP + v.GDP:of("北京"):year_ago() end)
  raises("rates of growth do not add up", function() return v.CERT:growth() + v.CERT:of("北京"):growth() end)
  equal((v.UNEMP + v.UNEMP:growth()).unit, "%") -- % + 百分点
end)

test("growth is on what lay before it", function()
  local function of_flow(period) return figure { value = "10", unit = "亿元", indicator = "TRADE", period = period, area = area } end
  local function why(now, before) return growth_of(of_flow(now), of_flow(before)).reason or "none" end
  equal(why("2023-Q1", "2023-Q3"), "period")
  equal(why("2023", "2023"), "period")
  equal(why("2023-Q3", "2023-Q2"), "none")
  equal(why("2023-Q3", "2022-Q2"), "period")
  equal(why("2024-Q3", "2022-Q3"), "none")
  equal(why("2023-01", "2022-12"), "none")
  equal(why("2023-09", "2022-12"), "period")
  equal(why("2023-YTD09", "2023-YTD08"), "period")
  local function stock(period) return figure { value = "10", unit = "张", indicator = "CERT", period = period, area = area } end
  equal(comparison(stock "2023-09", stock "2022-12", "growth"), nil) -- 比上年末
  equal((of_flow "2023-H1" - of_flow "2022-YTD09").reason, "kind")
  equal((of_flow "2023" - of_flow "2023-YTD09").reason, nil)
  equal((stock "2023-09" - stock "2022").reason, nil)
end)

local classify = require "nqi.classify"
local words = require "nqi.words"
local bounds = {
  get { indicator = "SURE", area = "上海" }, get { indicator = "SURE", area = "西藏", period = "2022" },
  get { indicator = "SURE", area = "北京", period = "2022" },
}

test("a bound is not the number", function()
  local over, under, about = bounds[1], bounds[2], bounds[3] -- 超70, 不足10, 约50
  local function exact(value) return figure { value = value, unit = "户", decimals = 0 } end
  equal({ over.bound, under.bound, about.bound, v.CERT.bound }, { 1, -1, 0, 0 })
  equal(exact(70) < over, true)
  equal(over == exact(70), false)
  equal(under < exact(10), true)
  equal(about == exact(50), true)
  equal(classify.reached(over, 70), true)
  equal(classify.reached(under, 10), false)
  equal(classify.reached(under, 10, { direction = "-" }), true)
  equal(classify.reached(over, 70, { direction = "-" }), false)
  local rows = { { area = area_of "上海", figure = over }, { area = area_of "北京", figure = exact(70) }, { area = area_of "西藏", figure = under } }
  equal(phrase.largest(rows, "最多"), "最多的是上海（超70户）")
  equal(phrase.threshold(rows, 10, "10户"), "10户以上的省（区、市）有2个，分别为上海和北京")
  rows = { { area = area_of "上海", figure = exact(50) }, { area = area_of "北京", figure = about } }
  equal(phrase.largest(rows, "最多"), "最多的是上海和北京（约50户）")
  local same = growth_of(figure { value = 100, unit = "户", from = { about, about }, period = "2023" }, figure { value = 100, unit = "户", period = "2022" })
  equal(phrase.change(same), "基本持平")
  equal(phrase.against("上年", phrase.change(same)), "与上年基本持平")
  equal(phrase.times(over, exact(35), "甲"), "超过甲的2.0倍")
  local t = table_of { rows = { over }, columns = { { head = "甲", signed = true, get = function(f) return f end }, { head = "乙", ranked = true, get = function() return 1 end } } }
  equal(t.body[1][1].text, "超+70")
  equal(t.notes, { "带“超”“不足”的数值只是界限，位次按所列数值排列。" })
end)

test("a rank and a threshold name their set", function()
  local two = { "北京", "西藏" }
  equal(phrase.rank(v.CERT:rank { areas = areas { ranked = true } }), phrase.rank(v.CERT:rank()))
  equal(phrase.rank(v.CERT:of("北京"):rank { areas = two }), "居2个省（区、市）第1位")
  equal(phrase.rank(v.CERT:of("北京"):rank { areas = areas { region = "东部" } }), "居东部地区第1位")
  equal(phrase.rank(v.CERT:rank { areas = { area } }), nil)
  equal(phrase.threshold(rank { indicator = "CERT", areas = areas { region = "东部" } }, 1, "1张"),
    "东部地区中，1张以上的省（区、市）有2个，分别为北京和上海")
  equal(phrase.largest(rank { indicator = "CERT", areas = two }, "最多"), "2个省（区、市）中，最多的是北京（1,100张）")
  equal(words.set(areas { group = "长三角", ranked = true }), "长三角")
  equal(words.set(areas { scheme = "zone", region = "北片", ranked = true }), "北片地区")
  equal(phrase.rank(v.CERT:of("北京"):rank { areas = areas { scheme = "zone", region = "北片" } }), "居北片地区第1位")
  equal(words.set { area_of "安徽", area_of "北京" }, "北片地区")
  equal(words.set(areas { region = "东部", ranked = true }), "东部地区")
  equal(words.set(areas { scheme = "region3", region = "东部", ranked = true }), "3个省（区、市）") -- 东部 is that of region4
end)

test("a level is no change, and rates of two wholes are no times of each other", function()
  raises('"UNEMP" (失业率) is a level, and no change', function() phrase.change(v.UNEMP) end, "phrase.yoy")
  raises("is a level", function() phrase.change(v.UNEMP * 1) end)
  raises("is no share", function() phrase.share(v.UNEMP * 1, "全国") end)
  raises("is no share", function() phrase.share(v.UNEMP + 0, "全国") end)
  equal(phrase.share(v.SHARE * 1, "全国"), phrase.share(v.SHARE, "全国"))
  local rate = figure { value = 50, unit = "%", indicator = "SHARE", area = area, period = "2023" }
  equal(comparison(rate, v.UNEMP, "size"), "definition")
  local function money(value, unit) return figure { value = value, unit = unit or "亿元" } end
  equal(phrase.times(money(50004, "万元"), money(5), "甲"), nil) -- 1.0
  equal(phrase.times(money(10), money(50000, "万元"), "甲"), "是甲的2.0倍")
  equal({ stats.variation { 3, -2 } }, { nil, "negative" })
end)
