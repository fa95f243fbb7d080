-- Lines: their time axis, their breaks, where they end.
local function of(value, period)
  return figure { value = value, unit = "张", period = period, area = "340000", decimals = 1 }
end

test("a line breaks where the definition does, and its axis has the years without a value", function()
  local chart = chart_of { kind = "lines", series = { series { indicator = "TRADE" } } }
  equal(chart.labels, { "2021", "2022", "2023" })
  equal(chart.breaks, { { at = 2, text = "外贸额自2022年起统计口径调整，不与以前年份比较。" } })
  equal(chart.notes, { chart.breaks[1].text })
  local function years(...)
    local line = {}
    for i, year in ipairs { ... } do line[i] = of("1", tostring(year)) end
    return chart_of { kind = "lines", source = "", series = { line } }
  end
  local gap = years(2019, 2020, 2023)
  equal(gap.labels, { "2019", "2020", "2021", "2022", "2023" })
  equal(gap.series[1].values, { 1, 1, false, false, 1 })
  equal(gap.breaks, {})
  equal(years(2010, 2015, 2020).labels, { "2010", "2015", "2020" })
  equal(years(2023).labels, { "2023" })
  local quarters = chart_of { kind = "lines", source = "", series = { { of("1", "2022-Q4"), of("2", "2023-Q2") } } }
  equal(quarters.labels, { "2022-Q4", "2023-Q1", "2023-Q2" })
  equal(years(2019, 2021, 2025).labels, { "2019", "2021", "2023", "2025" }) -- every second
  equal(years(2019, 2023, 2029).labels[2], "2020")
end)

test("labels that a template writes stand where they belong in time", function()
  local function axis(...)
    local labels, values = { ... }, {}
    for i in ipairs(labels) do values[i] = i end
    local chart = chart_of { kind = "lines", labels = labels, series = { { name = "甲", values = values } } }
    equal(#chart.series[1].values, #chart.labels)
    local told = {}
    for i, label in ipairs(chart.labels) do
      local value = chart.series[1].values[i]
      told[i] = label .. (value and ":" .. value or "")
    end
    return table.concat(told, " ")
  end
  equal(axis("2019", "2020", "2023"), "2019:1 2020:2 2021 2022 2023:3")
  equal(axis("2019年", "2021年"), "2019年:1 2020年 2021年:2")
  equal(axis("2022年下半年", "2023年下半年"), "2022年下半年:1 2023年上半年 2023年下半年:2")
  equal(axis("2022-H2", "2023-H2"), "2022-H2:1 2023-H1 2023-H2:2")
  equal(axis("2022年第四季度", "2023年第二季度"), "2022年第四季度:1 2023年第一季度 2023年第二季度:2")
  equal(axis("2022年四季度", "2023年二季度"), "2022年四季度:1 2023年一季度 2023年二季度:2")
  equal(axis("2022Q4", "2023Q2"), "2022Q4:1 2023Q1 2023Q2:2")
  equal(axis("2022-11", "2022-12", "2023-02"), "2022-11:1 2022-12:2 2023-01 2023-02:3")
  equal(axis("2022年11月", "2023年1月"), "2022年11月:1 2022年12月 2023年1月:2")
  equal(axis("2022/09", "2022/11"), "2022/09:1 2022/10 2022/11:2")
  equal(axis("2022年11月", "12月", "2月"), "2022年11月:1 12月:2 1月 2月:3")
  equal(axis("一季度", "四季度"), "一季度:1 二季度 三季度 四季度:2")
  equal(axis("2010", "2015", "2020"), "2010:1 2015:2 2020:3")
  equal(axis("2019年", "2020", "2022年"), "2019年:1 2020:2 2021年 2022年:3")
  -- No periods, not of one kind, not in order: as they are.
  equal(axis("1", "2", "5"), "1:1 2:2 5:3")
  equal(axis("1000", "2000", "5000"), "1000:1 2000:2 5000:3")
  equal(axis("2019年", "2020年", "目标"), "2019年:1 2020年:2 目标:3")
  equal(axis("2023年", "2023年上半年"), "2023年:1 2023年上半年:2")
  equal(axis("2023", "2020", "2019"), "2023:1 2020:2 2019:3")
  equal(axis("2019", "2019", "2021"), "2019:1 2019:2 2021:3")
  equal(axis("2019年普查", "2023年普查"), "2019年普查:1 2023年普查:2")
  equal(axis("1900-01", "2023-12"), "1900-01:1 2023-12:2") -- too far
  equal(chart_of { kind = "lines", labels = {}, series = {} }.labels, {})
end)

test("a line that ends early says when, and figures in any order end at the last period", function()
  local function line(...)
    local figures = {}
    for i, at in ipairs { ... } do figures[i] = of(tostring(at % 100), tostring(at)) end
    return figures
  end
  local chart = chart_of { kind = "lines", source = "", lines = {
    { name = "甲", figures = line(2023, 2022, 2021) }, { name = "乙", figures = line(2020, 2021) } } }
  equal(chart.series[1].last_text, "23.0")
  equal(chart.alt, "2020年至2023年的走势，末期：甲为23.0张，乙（2021年）为21.0张。")
  local plain = chart_of { kind = "lines", labels = { "1", "2" }, series = { { name = "丙", values = { 1.5, 2.25 } } } }
  equal(plain.alt:find("无数据", 1, true), nil)
end)
