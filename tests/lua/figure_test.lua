local cert = v.CERT

test("prints with the indicator's decimals, grouped, once rounded", function()
  equal(cert, "819")
  equal(cert:fixed(1), "818.8")
  equal(v.GDP, "47,050.6")
  equal(v.GDP:plain(1), "47050.6")
  equal(v.GDP:fixed(0), "47,051")
  equal(v.GDP:with_unit(), "47,050.6亿元")
  equal(get { indicator = "CERT", area = "西藏" }:fixed(1), "100.0")
  equal((cert - cert):signed(1), "0.0")
  equal((cert - 820):signed(1), "-1.2")
  equal((cert - 800):signed(1), "+18.8")
end)

test("arithmetic is exact", function()
  equal(cert:growth():fixed(2), "2.35") -- doubles give 2.3499…
  equal((cert / 3 * 3 - cert).value, 0)
  local sum = figure { value = "0.1" } + figure { value = "0.2" }
  equal(sum.value == 0.3, true)
  equal((figure { value = "0.005" }):fixed(2), "0.01") -- 四舍五入
  equal((figure { value = "-0.005" }):fixed(2), "-0.01")
  equal((figure { value = "-0.004" }):fixed(2), "0.00")
  equal((figure { value = 2.675 }):fixed(2), "2.68") -- the shortest digits of the double
end)

test("a number of many digits is printed whole", function()
  local long = figure { value = 10 }
  for _ = 1, 12 do long = long * long end -- 10^4096
  equal(#text.plain(long:plain(0)), 4097)
  equal(#text.plain(long:fixed(0)), 4097 + 4096 // 3)
end)

test("units are kept and do not mix", function()
  equal((v.GDP + v.GDP).unit, "亿元")
  equal((v.GDP / v.POP).unit, "亿元/万人")
  equal((v.GDP / v.GDP).unit, "")
  equal((v.UNEMP - v.UNEMP:year_ago()).unit, "百分点")
  equal(v.GDP:in_unit("万亿元"):fixed(2), "4.71")
  equal(v.GDP:in_unit("万元"):fixed(), "470,506,000")
  raises('cannot add "亿元" and "万人"', function() return v.GDP + v.POP end, "in_unit")
  raises("does not convert", function() return v.GDP:in_unit("万人") end)
  raises("calculate with a figure and a string", function() return v.GDP + "1" end)
end)

test("rates differ by points, % by 百分点 and ‰ by 千分点", function()
  for rate, points in pairs { ["%"] = "百分点", ["‰"] = "千分点" } do
    local five, three = figure { value = 5, unit = rate }, figure { value = 3, unit = rate }
    local gap = five - three
    equal(gap.unit, points)
    equal(gap:with_unit(), "2.00个" .. points)
    equal((five + three).unit, rate)
    equal((five - gap).unit, rate)
    equal((gap + five).unit, rate)
    equal((five + figure { value = 1, unit = "个" .. points }).unit, rate)
    equal((gap - gap).unit, points)
    equal((gap + gap).unit, points)
    equal((five / three).unit, "")
    raises("cannot subtract", function() return gap - five end)
    equal(phrase.change(gap), "提高2.00个" .. points)
  end
  equal((figure { value = 5, unit = "％" } - figure { value = 3, unit = "%" }).unit, "百分点")
  raises("cannot add", function() return figure { value = 1, unit = "%" } + figure { value = 1, unit = "千分点" } end)
  raises("cannot subtract", function() return figure { value = 1, unit = "%" } - figure { value = 1, unit = "‰" } end)
end)

test("a percentage times a figure is that part of it, in its unit", function()
  local half, bodies = figure { value = "12.5", unit = "%", decimals = 1 }, figure { value = 800, unit = "件", decimals = 0 }
  equal((half * bodies):with_unit(), "100件")
  equal((bodies * half):with_unit(), "100件")
  equal((half * half):with_unit(), "1.6%") -- 1.5625
  equal((figure { value = 5, unit = "‰" } * bodies):with_unit(), "4件")
  equal((figure { value = "0.25", unit = "比例" } * bodies):with_unit(), "200件")
  equal((figure { value = 2 ^ 0.5, unit = "%" } * bodies):fixed(3), "11.314")
  equal((half * 8):with_unit(), "100.0%")
  equal((half * figure { value = 8 }).unit, "%")
  equal((v.UNEMP - v.UNEMP:year_ago()) * bodies, "0.00") -- points are no percentage
  equal(((v.UNEMP - v.UNEMP:year_ago()) * bodies).unit, "")
  equal((half * get { indicator = "CERT", area = "台湾" }).unit, "张")
end)

test("a number as text has as many digits as it needs", function()
  local digits = "123456789012345678901234567890"
  equal(figure { value = digits, decimals = 0 }:plain(0), digits)
  equal(figure { value = "-0." .. digits }:plain(12), "-0.123456789012")
  equal((figure { value = digits } * 10 - figure { value = digits .. "0" }).value, 0)
  equal(figure { value = digits .. ".5e-10" }:plain(11), "12345678901234567890.12345678905")
  equal(figure { value = ("9"):rep(4000), decimals = 0 } > v.GDP / v.GDP, true)
  for _, bad in ipairs { "", ".5", "5.", "1.2.3", "1e", "1e999", "0x10", " 1", "1,000", "--1", ("9"):rep(4001) } do
    raises("is not a number", function() return figure { value = bad } end, "no more than 4000 digits")
  end
end)

test("a missing operand makes a missing figure", function()
  local none = get { indicator = "CERT", area = "台湾" }
  equal(none:missing(), true)
  equal(none.value, nil)
  equal(none, "…")
  equal((none + cert):missing(), true)
  equal((cert / (cert - cert)):missing(), true)
  equal(none:with_unit(), "…")
  raises("missing figure", function() return none < cert end, "missing()")
end)

test("comparison is between figures only", function()
  equal(get { indicator = "CERT", area = "北京" } > cert, true)
  equal(cert == get "CERT", true)
  raises("compare a figure with a number", function() return cert < 5 end, "f.value")
end)

test("growth follows the indicator's rule", function()
  equal(v.GDP:growth(), "5.8") -- index − 100, never 47050.6 / 45045
  equal(v.GDP:growth().unit, "%")
  equal(v.UNEMP:growth().unit, "百分点")
  equal(v.UNEMP:growth(), "0.0")
  equal(v.GDP_PC:growth():missing(), true)
  equal(v.GDP:growth { over = "previous" }.reason, "rule")
  equal(v.TRADE:at("2022"):growth().reason, "break")
  equal(get { indicator = "TRADE", area = "北京" }:growth().reason, "base")
  equal(v.CERT:at("2021"):growth().reason, "period")
  equal(v.CERT:at("2023-09"):growth { over = "previous" }:fixed(2), "1.00")
  equal(v.CERT:at("2023-09"):growth().reason, "period")
  raises('"growth" has no', function() error { message = '"growth" has no' } end)
  raises("no option", function() return v.CERT:growth { ovr = "previous" } end, "over")
  raises("not on a computed figure", function() return (v.CERT * 2):growth() end)
end)

test("the previous period is never the previous row", function()
  equal(v.CERT:at("2023-08"):previous():missing(), true)
  equal(v.CERT:previous(), "800")
  equal(v.CERT:year_ago().period.label, "2022年")
end)

test("rank needs the whole set", function()
  equal(cert:rank(), { rank = 3, of = 4, tied = 0, published = false })
  equal(v.UNEMP:rank(), { rank = 1, of = 4, tied = 2 }) -- lower is better
  equal(get { indicator = "UNEMP", area = "上海" }:rank(), { rank = 4, of = 4 })
  equal(v.CERT:at("2021"):rank(), nil)
  equal(v.CERT:at("2023-09"):rank(), { rank = 7, published = true })
  equal(v.CERT:at("2023-09"):rank { areas = { area_of "安徽", area_of "北京" } }, { rank = 2, of = 2 })
  equal(get { indicator = "CERT", area = "000000" }:rank(), nil)
  equal(v.GRADE:rank(), nil)
end)

test("share names its whole", function()
  equal(cert:share { of = "000000" }, "25.6")
  raises("does not add up", function() return v.UNEMP:share { of = "000000" } end)
  raises("of is missing", function() return cert:share {} end)
end)

test("every figure knows its cells", function()
  local cells = cert:growth():cells()
  equal(#cells, 2)
  equal(cells[1].file, "input/certificates.csv")
  equal(cells[1].cell, "D11")
  equal(cells[1].text, "818.8")
  equal(cells[2].text, "800")
  equal((cert + cert):cells()[1].area, "安徽")
  equal(#(cert + cert):cells(), 1)
  equal((cert / v.GDP):source(), "认证认可平台；国家统计局")
  equal(#sum { indicator = "CERT" }:cells(), 4)
  equal(#(sum { indicator = "CERT" } / v.GDP):cells(), 5)
end)

test("demonstration data stay in demonstration reports", function()
  raises("is demonstration data", function() return v.DEMO end, "demo = true")
  raises("is demonstration data", function() return series { indicator = "DEMO" } end)
end)

test("grades are text", function()
  equal(v.GRADE.text, "A")
  equal(v.GRADE, "A")
  equal(v.GRADE.value, nil)
  raises("grade", function() return v.GRADE + 1 end)
end)

test("unknown names are errors with a suggestion", function()
  raises('no indicator "CERTS"', function() return v.CERTS end, '"CERT"')
  raises('by their code', function() return get "常住人口" end, '"POP"')
  raises('no area "安微"', function() return area_of "安微" end, "安徽")
  raises("a figure has no", function() return cert.valeu end, '"value"')
  raises('"2023年" is not a period', function() return period_of "2023年" end, "2023-09")
  raises("no option", function() return get { indicator = "CERT", aera = "安徽" } end, '"area"')
end)

test("negation, powers and long chains", function()
  equal((-cert):fixed(1), "-818.8")
  equal(((cert / cert * 4) ^ 0.5):fixed(2), "2.00")
  local x = figure { value = 1 }
  for i = 1, 2000 do x = x / 7 + 1 end -- past the size that stays exact
  equal(x:fixed(6), "1.166667")
end)
