-- Each rule must find what is wrong in the fixture, and nothing where all is well.
local rules = require "nqi.rules"

-- The findings of a rule: texts, and whether each named a figure.
local function found(rule, ...)
  local texts = {}
  rule(function(say, figure, kind)
    assert(kind_of(figure) == "figure", "a finding names its figure")
    assert(kind == nil or kind == "missing" or kind == "partial" or kind == "inexact", "a kind that annexes know")
    texts[#texts + 1] = say()
  end, ...)
  return texts
end

test("rules.totals: parts that do not make up their total, rounding allowed", function()
  equal(found(rules.totals), { "安徽2023年有效认证证书数为819，2个分项之和为810",
    "上海2022年检验人员数（管理体系）为9，2个分项之和为8" })
end)

test("rules.part_of: a part above its whole", function()
  equal(#found(rules.part_of, "POP", "CERT"), 8)
  equal(found(rules.part_of, "POP", "CERT")[1], "北京2022年常住人口大于有效认证证书数")
  equal(found(rules.part_of, "CERT_PROD", "CERT"), {})
end)

test("rules.range: below and above, one bound or two", function()
  equal(#found(rules.range, "UNEMP", 4.5, 100), 4)
  equal(#found(rules.range, "UNEMP", 0, 4.5), 3)
  equal(#found(rules.range, "UNEMP", 0), 0)
  equal(#found(rules.range, "UNEMP", 4.4, 4.9), 0)
end)

test("rules.coverage: one finding, months apart from years", function()
  equal(found(rules.coverage, "CERT"),
    { "有效认证证书数缺数：上海、西藏（2021年）；北京、上海、西藏（2023年8月）；上海、西藏（2023年9月）" })
  equal(found(rules.coverage, "UNEMP"), {})
end)

test("rules.jumps: against the year before, never from zero", function()
  equal(found(rules.jumps, "TRADE", 3), { "外贸额变动较大：安徽（2023年）" })
  equal(found(rules.jumps, "POP", 3), {})
  equal(found(rules.jumps, "MIXED", 3), {}) -- a span of years has no year before
end)

test("rules of many periods tell a report none that it does not see", function()
  local function told(rule, day, ...)
    local text
    rule(function(say) text = say(area_of "000000", nil, day and period_of(day)) end, ...)
    return text
  end
  equal(told(rules.jumps, nil, "TRADE", 3), "外贸额变动较大：安徽（2023年）")
  equal(told(rules.jumps, "2023-12-31", "TRADE", 3), "外贸额变动较大：安徽（2023年）")
  equal(told(rules.jumps, "2023-12-30", "TRADE", 3), nil)
  equal(told(rules.jumps, "2022-12-31", "TRADE", 3), nil)
  equal(told(rules.coverage, "2023-08-31", "CERT"), "有效认证证书数缺数：上海、西藏（2021年）；北京、上海、西藏（2023年8月）")
  equal(told(rules.coverage, "2023-08-30", "CERT"), "有效认证证书数缺数：上海、西藏（2021年）")
  equal(told(rules.coverage, "2020-12-31", "CERT"), nil)
end)

test("rules.shares: more than the whole", function()
  equal(#found(rules.shares, "GDP_INDEX", areas()), 1)
  equal(found(rules.shares, "UNEMP", areas()), {})
end)

test("rules.share_of: a published share that the values do not give", function()
  equal(#found(rules.share_of, "UNEMP", "CERT", "000000"), 8)
  equal(found(rules.share_of, "UNEMP", "TRADE", "000000"), {})
  -- Printed without decimals, half a per cent is rounding and more is not.
  equal(found(rules.share_of, "RATIO", "SIZE", "110000"), { "北京2023年规模占比公布为101%，按数值计算为100.000%" })
end)

test("rules.published_ranks: the better rank has the smaller value", function()
  equal(#found(rules.published_ranks, "POP", "GDP"), 6)
  equal(found(rules.published_ranks, "CERT_RANK", "CERT"), {})
  -- Two share a rank, and who is behind them has more than the lesser of them.
  local texts = found(rules.published_ranks, "PLACE", "SIZE")
  equal(#texts, 2)
  equal(texts[1]:find("安徽", 1, true) ~= nil and texts[1]:find("北京", 1, true) ~= nil, true)
  equal(texts[2]:find("西藏", 1, true) ~= nil and texts[2]:find("上海", 1, true) ~= nil, true)
end)

test("rules.gaps: whole periods without a value, between others", function()
  equal(found(rules.gaps, "ALL_T"), { "检验机构数没有数据：各地区（2024年）" })
  equal(found(rules.gaps, "GDP"), {})
  equal(found(rules.gaps, "MIXED"), { "混合时期数没有数据：各地区（2020年）" }) -- a month stands between the years
end)

test("rules.stock_and_flow: what came in and went out explains the change", function()
  local pending = { stock = "HOLD", inflow = { "HOLD_IN" }, outflow = { "HOLD_OUT" } }
  equal(found(rules.stock_and_flow, pending), { "安徽2023年期末在审数为125，期初加流入减流出为120" })
  -- One decimal each: what four figures may lose by rounding is 0.2.
  local rounded = { stock = "STOCK", inflow = { "STOCK_IN" }, outflow = { "STOCK_OUT" } }
  equal(found(rules.stock_and_flow, rounded), { "北京2023年存量为104.4，期初加流入减流出为104.2" })
  equal(found(rules.stock_and_flow, { stock = "HOLD", inflow = {}, outflow = { "HOLD_OUT" } }),
    { "安徽2022年期末在审数为110，期初加流入减流出为80", "安徽2023年期末在审数为125，期初加流入减流出为100" })
end)

test("rules.area_totals: the nation is the sum of its areas, counts exactly", function()
  equal(found(rules.area_totals, "ALL_T"), { "全国2025年检验机构数为100，4个地区之和为101" })
  equal(found(rules.area_totals, "ALL_B"), {})
  equal(#found(rules.area_totals, "CERT"), 2)
end)

test("rules.shares_sum: 100 but for rounding, where all are there", function()
  equal(found(rules.shares_sum, "SHARE", areas()), { "2023年证书占比合计为99.50%" })
  equal(#found(rules.shares_sum, { "SHARE", "UNEMP" }), 8)
  equal(found(rules.shares_sum, "CERT_RANK", areas()), {})
end)

test("rules.ratios: the published ratio against its parts", function()
  equal(found(rules.ratios, "ALL_R"), { "安徽2023年国有与民营之比公布为1.5，按国有检验机构数和民营检验机构数计算为1.0" })
  equal(found(rules.ratios, "ALL_R", 60), {})
end)

test("rules.outliers: growth far from that of the others, by the median", function()
  local outlier = require "nqi.rules.outliers"
  local scores, centre = outlier.scores { 1, 2, 3, 4, 100 }
  equal(centre, 3)
  equal(text.number(scores[5], 4), "65.4265")
  equal(text.number(scores[1], 4), "-1.3490")
  -- More than half equal: the mean absolute deviation of 2 takes the place of the MAD.
  equal(text.number(outlier.scores { 5, 5, 5, 5, 15 }[5], 3), "3.989")
  equal(outlier.scores { 7, 7, 7 }, nil)
  equal(found(rules.outliers, "ALL_A"), {}) -- fewer than 8 areas say nothing
  local texts = found(rules.outliers, "CERT", { least = 3, limit = 3 })
  equal(texts, { "北京2023年有效认证证书数为1,100，比上年变动+10.0%，各地区变动的中位数为1.2%，稳健z值5.1" })
  -- A reader is told growth and median as changes, and no score.
  rules.outliers(function(say) texts = say(area_of "北京") end, "CERT", { least = 3, limit = 3 })
  equal(texts, "北京2023年有效认证证书数为1,100张，比上年增长10.0%，各地区变动的中位数为增长1.2%")
  equal(found(rules.outliers, "CERT", { least = 3, limit = 6 }), {})
  equal(found(rules.outliers, "CERT", { least = 3, limit = 3, apart = 9 }), {})
  equal(found(rules.outliers, "CERT", { least = 3, limit = 3, where = function(area) return area.short == "上海" end }), {})
end)

test("rules.outliers: a loss grows by its amount, and a number that changes its sign is told by itself", function()
  equal(found(rules.outliers, "BALANCE", { least = 4 }), {
    "西藏2023年收支结余为-400.0，比上年亏损扩大9,900.0%，各地区变动的中位数为-4.0%，稳健z值-834.4",
    "安徽2023年收支结余为-5.0亿元，比上年由盈转亏，多数地区没有变号",
  })
  equal(found(rules.outliers, "BALANCE", { least = 5 }), {})
  equal(found(rules.outliers, "BALANCE", { least = 4, where = function(area) return area.short == "西藏" end })[2], nil)
  equal(found(rules.outliers, "NET", { least = 4 }), {}) -- two of four changed theirs
  equal(found(rules.outliers, "BALANCE", { least = 4, over = "previous" })[2], "安徽2023年收支结余为-5.0亿元，比上年由盈转亏，多数地区没有变号")
end)

test("rules.recoverable: one suppressed cell of a total is no secret, a block of four is", function()
  local disclosure = require "nqi.rules.recoverable"
  equal(disclosure.determined { { a = 1, b = 1 }, { b = 1 } }, { a = true, b = true })
  equal(disclosure.determined { { a = 1, b = 1 }, { c = 1, d = 1 }, { a = 1, c = 1 }, { b = 1, d = 1 } }, {})
  equal(disclosure.determined { { a = 1, b = -1, c = 1 }, { a = 1, b = -1 } }.c, true)
  equal(found(rules.recoverable, { "ALL_T", "ALL_A", "ALL_B" }), {
    "北京2023年国有检验机构数已保密，但可由合计与其他数值推算出来",
    "北京2023年民营检验机构数已保密，但可由合计与其他数值推算出来",
  })
end)

test("rules: a name that is none", function()
  raises('no rule is called "rnage"', function() rules.rnage(print, "UNEMP") end, '"range"')
  raises('no rule is called "x"', function() return rules.x end, "one of: totals")
end)
