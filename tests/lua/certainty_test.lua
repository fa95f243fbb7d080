-- How certain a result is: the weakest status and the joint qualifier of what it was
-- computed from, by whatever way and in whatever order.
local function of(area, period)
  return get { indicator = "SURE", area = area, period = period or "2023" }
end

local anhui, beijing, shanghai, xizang = of "安徽", of "北京", of "上海", of "西藏"
local estimated, about = of("安徽", "2022"), of("北京", "2022")
local plain, less = of("上海", "2022"), of("西藏", "2022")

-- A number that was computed, as certain as the value: what of the data may be added is no
-- matter here.
local function number(value)
  return value * 1
end

test("the data say how certain they are", function()
  equal(anhui.status, "provisional")
  equal(estimated.status, "estimated")
  equal(beijing.status, "revised")
  equal(plain.status, "normal")
  equal(about, "约50")
  equal(shanghai, "超70")
  equal(less, "不足10")
  equal(xizang, "达20")
end)

test("the weakest status holds, in any order", function()
  local weak = { { estimated, "estimated" }, { anhui, "provisional" }, { beijing, "revised" }, { plain, "normal" } }
  for i, one in ipairs(weak) do
    for k, other in ipairs(weak) do
      local status = weak[math.min(i, k)][2]
      equal((number(one[1]) + number(other[1])).status, status)
      equal((one[1] - other[1]).status, status)
      equal((one[1] * other[1]).status, status)
      equal((one[1] / other[1]).status, status)
      equal(figure { value = 1, from = { one[1], other[1] } }.status, status)
      equal(figure { value = 1, from = { other[1], plain, one[1] } }.status, status)
    end
    equal((one[1] ^ 2).status, one[2])
    equal((-one[1]).status, one[2])
    equal(one[1]:in_unit("万户").status, one[2])
    equal(figure { value = one[1] }.status, one[2])
  end
end)

test("a bound stays one on its side, what is about or of two sides is about", function()
  equal((shanghai + shanghai).qualifier, "超")
  equal((number(shanghai) + number(plain)).qualifier, "超")
  equal((number(plain) + number(shanghai)).qualifier, "超")
  equal((number(shanghai) + number(less)).qualifier, "约")
  equal((number(less) + number(shanghai)).qualifier, "约")
  equal((shanghai + 1).qualifier, "超")
  equal((1 + shanghai).qualifier, "超")
  equal((shanghai - 1).qualifier, "超")
  equal((1 - shanghai).qualifier, "不足")
  equal((shanghai - plain).qualifier, "超")
  equal((number(shanghai) - number(shanghai)).qualifier, "约")
  equal((number(shanghai) - number(less)).qualifier, "超")
  equal((number(shanghai) / number(less)).qualifier, "超")
  equal((number(plain) / number(less)).qualifier, "超")
  equal((-shanghai).qualifier, "不足")
  equal((plain - shanghai).qualifier, "不足")
  equal((shanghai * 2).qualifier, "超")
  equal((2 * shanghai).qualifier, "超")
  equal((shanghai / 2).qualifier, "超")
  equal((2 / shanghai).qualifier, "不足")
  equal((-2 / shanghai).qualifier, "约")
  equal((shanghai * -2).qualifier, "不足")
  equal((shanghai * plain).qualifier, "超")
  equal((shanghai * 0).qualifier, "约")
  equal((shanghai ^ 2).qualifier, "约")
  equal((number(xizang) + number(plain)).qualifier, nil) -- 达 says no more than the number
  equal((xizang ^ 2).qualifier, nil)
  equal(figure { value = 1, from = { plain, shanghai } }.qualifier, "约")
  equal(figure { value = 1, from = { plain, xizang } }.qualifier, nil)
  equal(figure { value = number(shanghai) + number(plain), from = { shanghai, plain } }.qualifier, "超")
  equal(figure { value = shanghai }.qualifier, "超")
  equal((shanghai / (plain - plain)).qualifier, nil) -- a missing figure says nothing
end)

test("growth and share are as certain as both of their values", function()
  equal(anhui:growth().status, "estimated") -- provisional against an estimate
  equal(beijing:growth().status, "revised")
  equal(beijing:growth().qualifier, "约") -- of the base alone
  equal(shanghai:growth().qualifier, "超")
  equal(shanghai:growth().status, "normal")
  equal(xizang:growth().status, "provisional")
  equal(plain:share { of = "000000" }.status, "normal")
  equal(plain:share { of = "000000" }.qualifier, nil)
  equal(beijing:share { of = "000000" }.status, "estimated")
  equal(beijing:share { of = "000000" }.qualifier, "约") -- of the whole alone
  equal(less:share { of = "000000" }.qualifier, "不足")
  equal(less:share { of = "000000" }.status, "provisional")
end)

test("a change that is a bound says so, or nothing where it may be a rise and a fall", function()
  local function made(value, of) return figure { value = value, unit = "%", decimals = 1 } + (of - of.value):as { unit = "%" } end
  equal(phrase.change(made("5", shanghai)), "增长超5.0%")
  equal(phrase.change(made("0", shanghai)), "有所增长")
  equal({ phrase.change(made("-5", shanghai)) }, { nil, "incomplete" })
  equal(phrase.change(made("-5", less)), "下降超5.0%")
  equal(phrase.change(made("0", less)), "有所下降")
  equal({ phrase.change(made("5", less)) }, { nil, "incomplete" })
  equal(phrase.yoy(shanghai), "比上年有所增长")
  equal(phrase.versus_mean(shanghai, figure { value = 70, unit = "户" }), "高于全国平均水平")
  equal(phrase.times(figure { value = 30, unit = "户" }, less, "甲"), "超过甲的3.0倍")
  equal({ phrase.versus_mean(shanghai, figure { value = 80, unit = "户" }) }, { nil, "incomplete" })
end)

test("a sum over areas is as certain as its parts", function()
  local east = { area_of "北京", area_of "上海" }
  equal(sum { indicator = "SURE", areas = east, period = "2023" }.status, "revised")
  equal(sum { indicator = "SURE", areas = east, period = "2023" }.qualifier, "超")
  equal(sum { indicator = "SURE", areas = { area_of "上海" }, period = "2022" }.qualifier, nil)
end)

test("integers keep their digits", function()
  equal(figure { value = 9007199254740993 }:fixed(0), "9,007,199,254,740,993")
  equal(figure { value = math.mininteger }:plain(0), "-9223372036854775808")
  equal((figure { value = 0 } + 9007199254740993):plain(0), "9007199254740993")
  equal((9007199254740993 - figure { value = 1 }):plain(0), "9007199254740992")
end)

test("a figure keeps the list that it was given", function()
  local list = { anhui }
  local one = figure { value = 1, from = list }
  list[1], list[2] = beijing, true
  equal(#one:cells(), 1)
  equal(one:cells()[1].area, "安徽")
  equal(one:fixed(0), "1") -- its identity is asked for
  raises("figure", function() return figure { value = 1, from = { anhui, true } } end)
end)

test("vintages without a day keep their cells", function()
  local list = of "台湾":vintages()
  equal(#list, 4)
  local lines = { ["甲"] = 12, ["乙"] = 13, ["丙"] = 14, ["丁"] = 15 }
  for _, reading in ipairs(list) do
    equal(reading.figure:cells()[1].line, lines[reading.vintage])
    lines[reading.vintage] = nil
  end
  equal(next(lines), nil)
end)

test("no way of printing a figure says that it is exact", function()
  local half = about / 2
  equal({ about:fixed(1), about:plain(1), about:signed(), (-half):signed(1) }, { "约50.0", "约50.0", "约+50", "约-25.0" })
  equal({ shanghai:fixed(), less:fixed(), xizang:fixed(), shanghai:with_unit() }, { "超70", "不足10", "达20", "超70户" })
  equal({ fmt.number(about), fmt.number(shanghai, 1), fmt.percent(figure { value = about, unit = "%" }) }, { "约50", "超70.0", "约50.0%" })
  equal({ about:published(), shanghai:published(1) }, { 50, 70 })
  equal({ plain:fixed(), (plain * 1):signed() }, { text.plain(tostring(plain)), "+" .. text.plain(tostring(plain * 1)) })
  local function alt(rows) return text.plain(chart_of { kind = "bars", rows = rows }.alt) end
  local function exact(value, name) return { label = name, figure = figure { value = value, unit = "户", decimals = 0 } } end
  local over, under, some = { label = "沪", figure = shanghai }, { label = "藏", figure = less }, { label = "京", figure = about }
  equal(alt { exact(70, "甲"), over, under, exact(10, "乙") }, "共4项，最大的是沪（超70户），最小的是藏（不足10户）。")
  equal(alt { exact(50, "甲"), some, exact(20, "乙") }, "共3项，最大的是甲（50户）和京（约50户），最小的是乙（20户）。")
  equal(alt { exact(50, "甲"), exact(50, "丙"), exact(20, "乙") }, "共3项，最大的是甲和丙（均为50户），最小的是乙（20户）。")
  local bars = chart_of { kind = "bars", items = { { label = "甲", value = about }, { label = "乙", value = plain }, { label = "丙", value = about, text = "50" } } }
  equal({ bars.items[1].text, bars.items[2].text, bars.items[3].text }, { "约50", "70", "50" })
  local lines = chart_of { kind = "lines", series = { { about } } }
  equal(lines.series[1].last_text, "约50")
  equal(text.plain(lines.alt):find("约50户", 1, true) ~= nil, true)
  local rows = rank { indicator = "SURE" }
  local noted = false
  for _, note in ipairs(chart_of { kind = "bars", rows = rows }.notes) do noted = noted or text.plain(note) == text.word "note.ranked_bounds" end
  equal(noted, true)
end)
