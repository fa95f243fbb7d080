-- Each rule must find what is wrong in the fixture, and nothing where all is well.
local rules = require "nqi.rules"

-- The findings of a rule: texts, and whether each named a figure.
local function found(rule, ...)
  local texts = {}
  rule(function(text, figure)
    assert(kind_of(figure) == "figure", "a finding names its figure")
    texts[#texts + 1] = text
  end, ...)
  return texts
end

test("rules.totals: parts that do not make up their total, rounding allowed", function()
  equal(found(rules.totals), { "安徽2023年有效认证证书数为819，2个分项之和为810" })
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
end)

test("rules.shares: more than the whole", function()
  equal(#found(rules.shares, "GDP_INDEX", areas()), 1)
  equal(found(rules.shares, "UNEMP", areas()), {})
end)

test("rules.share_of: a published share that the values do not give", function()
  equal(#found(rules.share_of, "UNEMP", "CERT", "000000"), 8)
  equal(found(rules.share_of, "UNEMP", "TRADE", "000000"), {})
end)

test("rules.published_ranks: the better rank has the smaller value", function()
  equal(#found(rules.published_ranks, "POP", "GDP"), 5)
  equal(found(rules.published_ranks, "CERT_RANK", "CERT"), {})
end)
