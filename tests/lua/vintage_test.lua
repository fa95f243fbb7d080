test("the newest vintage is the value", function()
  local f = get "OUTPUT"
  equal(f, "113.4")
  equal(f.direct, true)
  equal(f:growth():fixed(1), "9.0")
  equal(f:cells()[1].cell, "D4")
  equal(f:rank(), nil)
end)

test("f:vintages(): oldest first, each with its day and cell", function()
  local list = v.OUTPUT:vintages()
  equal(#list, 2)
  equal(list[1].vintage, "2024-02-28")
  equal(list[1].known, "2024-02-28")
  equal(list[1].figure, "110.0")
  equal(list[1].figure:cells()[1].cell, "D5")
  equal(list[2].vintage, "2024-12-20")
  equal(list[2].figure, "113.4")
  equal(list[2].figure - list[1].figure, "3.4")
end)

test("an older vintage is compared with what was known then", function()
  local list = v.OUTPUT:year_ago():vintages()
  equal(list[1].figure:with_unit(), "100.0亿元")
  equal(list[1].figure:at("2023"), "…")
  equal(list[2].figure:at("2023"), "…")
  equal(v.OUTPUT:vintages()[1].figure:growth():fixed(1), "5.8")
  equal(v.OUTPUT:vintages()[1].figure:year_ago(), "104.0")
end)

test("f:as_of(day)", function()
  local f = v.OUTPUT
  equal(f:as_of "2024-12-20", "113.4")
  equal(f:as_of "2024-12-19", "110.0")
  equal(f:as_of "2024-06", "110.0")
  for _, day in ipairs { "2024年12月20日", "2024/12/20", "20241220", "2024年12月", "2024-Q4", "2024年四季度" } do
    equal(f:as_of(day), "113.4")
  end
  for _, day in ipairs { "2024年12月19日", "2024年11月", "2024-Q3", "2024-H1" } do
    equal(f:as_of(day), "110.0")
  end
  equal(f:as_of "2024-02-27", "…")
  equal(f:as_of("2024-02-27").reason, "absent")
  equal(f:year_ago():as_of "2023", "100.0")
  equal(f:as_of("2024-06-30"):growth():fixed(1), "5.8")
  equal(f:as_of("2024-06-30"):at("2022"), "104.0")
  equal(f:as_of("2024-01-30"):at("2022"), "100.0")
end)

test("a value without a vintage is not known before its period ends", function()
  equal(v.CERT:as_of("1990"), "…")
  equal(v.CERT:as_of("1990"):growth(), "…")
  equal(v.CERT:as_of("1990"):rank(), nil)
  equal(v.CERT:as_of("2023-12-30"), "…")
  equal(v.CERT:as_of("2023-12-31").value, v.CERT.value)
end)

test("what follows from an as-of is as of the same day", function()
  local f = v.OUTPUT:as_of "2024-06-30"
  equal(f:rank().rank, 2)
  equal(f:rank().of, 4)
  equal(f:of("西藏"), "80.0")
  equal(#f:vintages(), 1)
  equal(f:as_of "2025", "110.0")
  equal(f:vintages()[1].figure, "110.0")
end)

test("a revision to missing is the newest", function()
  local f = get { indicator = "OUTPUT", area = "西藏" }
  equal(f:missing(), true)
  equal(f:as_of "2024-06-30", "80.0")
  local list = f:vintages()
  equal(#list, 2)
  equal(list[2].figure, "…")
  equal(list[2].known, "2024-12-20")
end)

test("names without a day, texts, and values without vintages", function()
  local list = v.OUTPUT_CLASS:vintages()
  equal(list[1].vintage, "初审")
  equal(list[1].known, nil)
  equal(list[1].figure.text, "B")
  equal(list[1].figure.direct, false)
  equal(list[2].figure.text, "A")
  equal(v.OUTPUT_CLASS:as_of("2024-01").text, "B")
  list = v.CERT:vintages()
  equal(#list, 1)
  equal(list[1].vintage, "")
  equal(list[1].known, nil)
  equal(list[1].figure:growth(), v.CERT:growth())
  equal(v.CERT:as_of "2024-01-01", v.CERT)
  equal(#get { indicator = "CERT", area = "台湾" }:vintages(), 0)
end)

test("only values of the data have vintages", function()
  raises("vintages() works on a value of the data", function() return v.OUTPUT:growth():vintages() end)
  raises("as_of() works on a value of the data", function() return (v.OUTPUT * 2):as_of "2024" end)
  raises('"2024-02-30" is no day', function() return v.OUTPUT:as_of "2024-02-30" end,
    "write 2024-01-15, 2024-01, 2024-Q1 or 2024")
  raises('"终审" is no day', function() return v.OUTPUT:as_of "终审" end)
end)

test("series and periods show each value once", function()
  equal(#series { indicator = "OUTPUT" }, 2)
  equal(series { indicator = "OUTPUT" }[1], "104.0")
  equal(#periods { indicator = "OUTPUT" }, 2)
end)

test("what was read first is a column of its own, and so are the data of an index", function()
  local list = { area_of "北京", area_of "上海", area_of "安徽" }
  local t = { indicator = "OUTPUT", period = "2023", areas = list }
  equal(kernel.column(t), { 111, 90, 113.4 })
  t.first = true
  equal(kernel.column(t), { 111, 90, 110 })
  local index_data = require "nqi.index_data"
  for _, bare in ipairs { true, false } do
    local function collect(first)
      return index_data.collect { codes = { "OUTPUT" }, areas = list, period = period_of "2023", first = first, bare = bare }
    end
    equal(collect(true).series.OUTPUT[1], { 111, 90, 110 })
    equal(collect(true).revised, 1)
    equal(collect(false).series.OUTPUT[1], { 111, 90, 113.4 })
    equal(collect(false).revised, 0)
  end
end)
