-- An index over the project's own figures: the bridge, the rows, and that invented data
-- stay where they belong.
local index_report, index_text = require "nqi.index_report", require "nqi.index_text"
local index_why_text, index_spread_text = require "nqi.index_why_text", require "nqi.index_spread_text"
local index_annex, grade = require "nqi.index_annex", require "nqi.grade"
local index_compare, index_trends = require "nqi.index_compare", require "nqi.index_trends"

local definition = {
  code = "Q", name = "示例指数", normalise = { method = "min_max", from = 1, to = 100 }, scheme = "region4",
  coupling = { full = 100 }, uncertainty = { replications = 200, weights = 0.25, aggregate = { "geometric" }, samples = 0 },
  { code = "A", name = "经济", { indicator = "GDP", denominator = "POP", code = "GDP_HEAD", name = "人均生产总值" } },
  { code = "B", name = "人口", { indicator = "UNEMP", direction = "-" } },
}

local function open()
  return index_report.open { definition = definition, period = period_of "2023" }
end

test("every area has a row, in rank order, and its score is a figure", function()
  local q = open()
  equal(#q.rows, #areas())
  for i = 2, #q.rows do
    if q.rows[i].rank then equal(q.rows[i - 1].rank <= q.rows[i].rank, true) end
  end
  local row = q.rows[1]
  equal(kind_of(row.figure), "figure")
  equal(row.figure.value == row.score, true)
  equal(row.figure.area.code, row.area.code)
  equal(#row.figure:cells() >= 2, true)
end)

test("coordination takes the weights of the index, or says why not", function()
  local function opened(coupling)
    return index_report.open { period = period_of "2023", definition = { code = "K", name = "示例指数",
      normalise = { method = "min_max", from = 1, to = 100 }, coupling = coupling, uncertainty = { replications = 20 },
      { code = "A", name = "经济", weight = 3, { indicator = "GDP", denominator = "POP", code = "GDP_HEAD" } },
      { code = "B", name = "人口", weight = 1, { indicator = "UNEMP" } } } }
  end
  local own, equal_ones = opened { full = 100 }, opened { full = 100, weights = "equal", why = "分项同等重要", form = "standard" }
  for i, row in ipairs(own.rows) do
    if row.coupling then
      local values = row.coupling.values
      equal(math.abs(row.coupling.t - (0.75 * values[1] + 0.25 * values[2])) < 1e-12, true)
      equal(math.abs(equal_ones.by_area[row.area.code].coupling.t - (values[1] + values[2]) / 2) < 1e-12, true)
    end
  end
  equal(index_annex.weighting_text(own):find("按各分项在指数中的权重加总", 1, true) ~= nil, true)
  equal(index_annex.weighting_text(equal_ones):find("理由：分项同等重要。", 1, true) ~= nil, true)
  raises("with its why", function() opened { full = 100, weights = "equal" } end)
end)

test("the dictionary's direction holds in a report, and a reversal is told in the annex", function()
  local function opened(leaf)
    return index_report.open { period = period_of "2023", definition = { code = leaf.code, name = "示例指数",
      uncertainty = { replications = 20 }, { code = "LEAF", name = "失业率", indicator = "UNEMP", direction = leaf.direction,
        reversed = leaf.reversed } } }
  end
  local plain, turned = opened { code = "D1" }, opened { code = "D2", direction = "+", reversed = "只作演示" }
  equal(plain.result.by_code.LEAF.direction, "-")
  equal(index_annex.reversed_text(plain), "")
  equal(index_annex.reversed_text(turned), "“失业率”在指标词典中为逆向，本指数按正向使用，理由：只作演示。")
  raises("in the dictionary is", function() opened { code = "D3", direction = "+" } end)
end)

test("what a source leaves open goes by its last digit and its words", function()
  local index_data = require "nqi.index_data"
  local function bounds(figure)
    local low, high = index_data.bounds(figure)
    return low and string.format("%.12g %.12g", low, high) or "exact"
  end
  local function of(area, period, code) return get { indicator = code or "SURE", area = area, period = period or "2023" } end
  equal(bounds(of("北京", "2022")), "45 55")   -- 约50
  equal(bounds(of "上海"), "70 80")            -- 超70
  equal(bounds(of("西藏", "2022")), "0 10")     -- 不足10
  equal(bounds(of "西藏"), "exact")            -- 达20, a count
  equal(bounds(get { indicator = "CERT", area = "安徽", period = "2023" }), "exact")
  local gdp = get { indicator = "GDP", area = "安徽", period = "2023" }
  local text = gdp:cells()[1].text:gsub(",", "")
  local half = 0.5 * 10 ^ -#(text:match("%.(%d+)") or "")
  local low, high = index_data.bounds(gdp)
  equal(math.abs(low - (gdp.value - half)) < 1e-9 and math.abs(high - (gdp.value + half)) < 1e-9, true)
end)

test("the method of the edition before is set beside that of now", function()
  local leaf_a, leaf_b = { code = "A", indicator = "GDP", denominator = "POP" }, { code = "B", indicator = "UNEMP" }
  local function with(fields)
    fields.code, fields.name, fields.uncertainty = "BR", "示例指数", { replications = 20 }
    fields.normalise, fields[1], fields[2] = { method = "min_max", from = 1, to = 100 }, leaf_a, leaf_b
    return fields
  end
  local former = with { weights = "equal" }
  former.previous = nil
  local definition = with { previous = { definition = former, last = "2022", why = "原因" } }
  local q = index_report.open { definition = definition, period = period_of "2023" }
  local bridge = index_compare.bridge(q)
  equal(#bridge.versions, 2)
  equal(#bridge.rows, #areas())
  equal(index_why_text.bridge(q, bridge, "表1").why, "，原因是原因")
  local parts = 0
  for _, row in ipairs(q.rows) do
    local why = row.rank and index_report.explain(q, row.area)
    if why and why.split then
      equal(why.split.method ~= nil, true)
      local said = index_why_text.change(q, why)
      local function moves(what)
        return said:find(what .. "使位次", 1, true) or said:find(what .. "没有影响位次", 1, true)
      end
      equal(moves "方法改变" ~= nil, true)
      -- A part of a place is a mean, and says so.
      equal(said:find "使位次上升%d+%." or said:find "使位次下降%d+%.", nil)
      parts = parts + (said:find "使位次平均[^，]*%d+%.%d位" and 1 or 0)
      local from, now = why.split.from, row.before_rank
      local edition = from == now and "上期按当时和现行的方法、数据均为第" .. from .. "位，"
        or "上期按当时的方法和数据为第" .. from .. "位（按现行方法和数据为第" .. now .. "位），"
      equal(said:find(edition, 1, true) ~= nil, true)
      equal(moves "：自身数据" ~= nil, true)
      equal(said:find("位次没有变化", 1, true), nil)
    end
  end
  equal(parts > 0, true)
  local unchanged = with { previous = { definition = former, last = "2021" } }
  unchanged.code = "BS"
  equal(index_compare.bridge(index_report.open { definition = unchanged, period = period_of "2023" }), nil)
  raises("needs a definition and the last period", function()
    local wrong = with { previous = { last = "2022" } }
    wrong.code = "BT"
    index_report.open { definition = wrong, period = period_of "2023" }
  end)
end)

test("other methods stand beside the index, and its indicators over the years", function()
  local q = open()
  local compared = index_compare.versions(q)
  equal(compared.versions[#compared.versions].result == q.result, true)
  for _, row in ipairs(compared.rows) do
    equal(row.ranks[#row.ranks], q.root.ranks[row.place])
    if row.best then equal(row.best <= row.worst, true) end
  end
  equal(index_why_text.versions(compared):find("等权为", 1, true) ~= nil, true)
  local rows = index_trends.rows(q, area_of "安徽", 3)
  equal(#rows, 2)
  local gdp, pop = {}, {}
  for i, year in ipairs { "2022", "2023" } do
    gdp[i], pop[i] = get({ indicator = "GDP", area = "安徽", period = year }).value, get({ indicator = "POP", area = "安徽", period = year }).value
  end
  equal(rows[1].unit, "%")
  if gdp[1] and pop[1] and rows[1].from == "2022年" then
    equal(math.abs(rows[1].growth - ((gdp[2] / pop[2]) / (gdp[1] / pop[1]) - 1) * 100) < 1e-9, true)
  end
  equal(rows[2].unit, "百分点")
  -- What the dictionary compares by the difference has no rate, whatever its unit.
  local points = index_report.open { period = period_of "2023", definition = { code = "PT", name = "示例", uncertainty = { replications = 20 },
    { indicator = "UNEMP", unit = "‰" }, { indicator = "GDP" } } }
  local point = index_trends.rows(points, area_of "上海", 2)
  equal(point[1].unit .. point[2].unit, "千分点%")
  equal(string.format("%.9f", point[1].growth), "-0.400000000")
  equal(index_trends.way(rows[1]), "年份少")
  -- Where no row has years enough for a test there is no column of verdicts, and one start is told in the caption.
  equal(#index_trends.columns(rows) == 4, true)
  equal(index_trends.notes(rows)[1]:find("可比的年份少", 1, true) ~= nil, true)
  equal(index_trends.span(q, rows), rows[1].from:match("%d+") .. "—2023年")
  local tested = { from = rows[1].from, node = rows[1].node, trend = { p = 0.01, low = 1, high = 2, slope = 1.5 } }
  equal(#index_trends.columns { rows[1], tested }, 6)
  equal(#index_trends.columns { { from = "2019年", node = rows[1].node }, tested }, 7)
  -- TRADE has a new definition in 2022: what was before does not count.
  local trade = index_report.open { period = period_of "2023", definition = { code = "TR", name = "示例", uncertainty = { replications = 20 },
    { indicator = "TRADE" }, { indicator = "GDP" } }, optional = true }
  if trade then
    local row = index_trends.rows(trade, area_of "安徽", 4)[1]
    equal(row.broken, true)
    equal(row.from ~= "2021年", true)
    equal(index_trends.way(row), "口径改变")
  end
end)

test("the sentence on the smallest change holds its numbers", function()
  local q = { before = true, period = period_of "2023", definition = {}, data = { names = { "甲", "乙" } } }
  local function said(up, to, leaf, size, times, fields)
    local found = { node = leaf, value = 10, to = to, size = size, times = times or 0.4, improves = up, places = { 2 }, certain = true }
    for name, value in pairs(fields or {}) do found[name] = value end
    return index_why_text.overturn(q, { overturn = found })
  end
  local leaf = { name = "指标", indicator = "GDP", denominator = "POP", unit = "项", decimals = 1 }
  equal(said(true, 10.31, leaf, 0.4, 0.516), "其他条件不变，指标只要提高0.4项（相当于各地区较上年变动中位数的0.52倍），就会超过乙。")
  equal(said(false, 9.7, leaf, 0.3), "其他条件不变，指标只要降低0.3项（相当于各地区较上年变动中位数的0.40倍），就会被乙超过。")
  leaf.unit = "%"
  equal(said(false, 9.7, leaf, 0.3):find("0.3个百分点", 1, true) ~= nil, true)
  leaf.unit = "上年=100"
  equal(said(false, 9.7, leaf, 0.3):find("降低0.3点", 1, true) ~= nil, true)
  equal(index_why_text.overturn({}, {}), "")
  -- What is counted grows, and a part of a usual change that prints as none is less than 0.01.
  local certificates = { name = "证书", indicator = "CERT" }
  equal(said(true, 174, certificates, 164), "其他条件不变，证书只要增加164张（相当于各地区较上年变动中位数的0.40倍），就会超过乙。")
  equal(said(false, 9, certificates, 1):find("只要减少1张（", 1, true) ~= nil, true)
  equal(said(true, 11, { name = "率", indicator = "UNEMP" }, 1):find("提高1.0个百分点", 1, true) ~= nil, true)
  equal(said(true, 11, certificates, 1, 0.001)
    :find("只要增加1张（不足各地区较上年变动中位数的0.01倍），就会", 1, true) ~= nil, true)
  -- What usual years do not bring is no little thing.
  equal(said(true, 13, leaf, 3, 3.004):find("指标只要提高", 1, true) ~= nil, true)
  equal(said(true, 13, leaf, 3, 3.05), "其他条件不变，指标需提高3.0点（约为各地区较上年变动中位数的3.1倍），才会超过乙。")
  equal(said(false, 7, certificates, 3, 12.34), "其他条件不变，证书需减少3张（约为各地区较上年变动中位数的12.3倍），才会被乙超过。")
  -- What may not be the smallest is enough, and no necessity.
  equal(said(false, 7, certificates, 3, 12.34, { certain = false }), "其他条件不变，证书若减少3张（约为各地区较上年变动中位数的12.3倍），就会被乙超过。")
  equal(said(true, 10.31, leaf, 0.4, 0.516, { level = true, rank = 4 }):find("倍），就会与乙并列第4位。", 1, true) ~= nil, true)
  equal(index_why_text.overturn(q, { unmoved = true }), "其他条件不变，任何一项指标单独变动都不会改变位次。")
end)

test("a new definition of an indicator is no change of the areas", function()
  local function opened(period, compare)
    return index_report.open { period = period_of(period), areas = { area_of "北京", area_of "安徽" }, definition = {
      code = "NEW" .. compare, name = "示例", compare = compare, uncertainty = { replications = 20 },
      { indicator = "TRADE", impute = "mean" }, { indicator = "UNEMP", impute = "mean" } }, optional = true }
  end
  local q = opened("2023", "year_ago") -- 2023 and 2022 are of one definition
  equal(#q.broken, 0)
  equal(index_text.broken(q), nil)
  q.broken, q.usual = { q.result.by_code.TRADE }, nil
  local said = "外贸额的统计口径在上年以后改变，得分和位次与上年不可比。"
  equal(index_text.broken(q), said)
  equal(index_text.change_notes({ rows = { {} }, broken = q.broken, period = q.period, definition = q.definition }), { said })
  equal(index_text.movers(q), said)
  equal(index_why_text.change(q, {}), said)
  equal(index_text.summary(q, q.rows[1]):find("位。" .. said, 1, true) ~= nil, true)
  local index_data, explain = require "nqi.index_data", require "nqi.explain"
  local trade, gdp = { indicator = "TRADE" }, { indicator = "GDP", denominator = "TRADE" }
  equal(index_data.is_broken(trade, period_of "2021", period_of "2022"), true)
  equal(index_data.is_broken(gdp, period_of "2020", period_of "2023"), true)
  equal(index_data.is_broken(trade, period_of "2022", period_of "2023"), false)
  equal(index_data.is_broken({ indicator = "GDP", denominator = "POP" }, period_of "2020", period_of "2023"), false)
  local usual = explain.usual_changes(q.result, q.before, q.broken)
  equal(usual.TRADE, nil)
  equal(usual.UNEMP > 0, true)
  for _, row in ipairs(explain.sensitivity(q.result, 1, usual)) do
    if row.node.code == "TRADE" then equal(row.up, nil) end
  end
  equal(index_report.converging(q, "TRADE", period_of "2021"), nil) -- two areas, from 2022 on
  local cut = { from = q.period, to = q.period, node = { name = "外贸额" }, cut = true }
  equal(index_spread_text.converging(cut), "外贸额的统计口径有改变，没有两年可比，不作收敛检验。")
end)

test("areas whose printed scores agree share their rank", function()
  local function opened(code, fields)
    fields.code, fields.name, fields.uncertainty = code, "示例", { replications = 20 }
    fields.normalise = { method = "scaled", low = 0, high = 1000, times = 1 }
    fields[1], fields[2] = { indicator = "UNEMP", direction = nil }, { code = "U2", indicator = "UNEMP" }
    return index_report.open { period = period_of "2023", definition = fields }
  end
  -- 4.4 and 4.5 of 1000: 0.9956 and 0.9955.
  local ranks = {}
  for i, row in ipairs(opened("TIE", {}).rows) do ranks[i] = row.rank end
  equal(ranks[1] .. " " .. ranks[2] .. " " .. ranks[3] .. " " .. ranks[4], "1 1 1 1")
  local q = opened("TIE4", { decimals = 4 })
  equal(q.by_area["310000"].rank, 4)
  equal(index_annex.release_text(q):find("按公布的得分（4位小数）排名", 1, true) ~= nil, true)
end)

test("an indicator taken as it is has the dictionary's name and unit", function()
  local q = index_report.open { period = period_of "2023", definition = { code = "NAMED", name = "示例", uncertainty = { replications = 20 },
    { indicator = "UNEMP" }, { code = "OWN", name = "自定", indicator = "GDP", unit = "万元" }, { code = "PC", indicator = "GDP", denominator = "POP" } } }
  local leaves = q.result.tree.leaves
  equal(leaves[1].name .. leaves[2].name .. leaves[3].name, "失业率自定PC")
  equal(index_report.unit_of(leaves[1]) .. index_report.unit_of(leaves[2]) .. index_report.unit_of(leaves[3]), "%万元")
  equal(index_report.unit_of_change(leaves[1]), "百分点")
  equal(index_report.unit_of_change { unit = "‰" }, "千分点")
end)

test("ranks outside and at the end of their ranges are named", function()
  local function row(name, rank, range, position)
    return { rank = rank, range = range, position = position, area = { short = name, name_en = name } }
  end
  local q = { rows = { row("甲", 1, "1", "inside"), row("乙", 2, "3—5", "outside"), row("丙", 3, "3—6", "edge") } }
  equal(index_text.positions(q), "位次在区间之外的有乙（第2位，区间第3—5位），其位次依赖于所选的方法。位次在区间端点的有丙。")
  q.rows[2].position, q.rows[3].position = "inside", "inside"
  equal(index_text.positions(q), "各地区的位次都在区间之内。")
end)

test("tiers are told where they can be made", function()
  local q = { range = { tiers = { count = 1 } }, rows = {} }
  equal(index_text.tiers(q), "没有一处分界能使前后各地区先后次序成立的概率均不低于90%，不能分梯队。")
  q.range.tiers.count = 2
  for i, name in ipairs { "甲", "乙", "丙" } do q.rows[i] = { tier = i == 1 and 1 or 2, area = { short = name } } end
  equal(index_text.tiers(q), "不同梯队的任意两个地区，先后次序成立的概率均不低于90%，据此分为两个梯队：第一梯队为甲；第二梯队为乙和丙。")
end)

test("a probability short of a tier does not print as one that is enough", function()
  local uncertainty = require "nqi.uncertainty"
  equal(uncertainty.share_decimals(0.8984), 1)
  equal(uncertainty.share_decimals(0.8999), 2)
  equal(uncertainty.share_decimals(0.9), 0)
  equal(uncertainty.share_decimals(0.894), 0)
  equal(uncertainty.share_decimals(0.37), 0)
  local q = { root = { of = 31 }, range = { used = 100, tiers = { count = 1 } } }
  local row = { median = 1, above = 0.8984, behind = { area = { short = "乙" } } }
  equal(index_text.firm(q, row):find("概率为89.8%", 1, true) ~= nil, true)
  equal(uncertainty.error_text { error = { places = 0.04 } }, "不足0.1位")
  equal(uncertainty.error_text { error = { places = 0.3 } }, "不超过0.3位")
end)

test("the chance of the first so many is of fewer than all", function()
  local q = index_report.open { period = period_of "2023", definition = { code = "FEW", name = "示例", uncertainty = { replications = 20 },
    { indicator = "GDP" }, { indicator = "UNEMP" } } }
  equal(q.root.of, 4)
  equal(index_report.firm_columns(q)[3].head, "居前3位的\n概率（%）")
  q.root.of = 31
  equal(index_report.firm_columns(q)[3].head, "居前10位的\n概率（%）")
  q.root.of = 1
  equal(index_report.firm_columns(q)[3].head, "后一位")
end)

test("only what was divided by size is said to be", function()
  local audit_text = require "nqi.index_audit_text"
  local function row(name, divided) return { node = { name = name }, denominator = "POP", r = 0.9, divided = divided } end
  equal(audit_text.denominators { denominator_codes = { "POP" }, denominators = { row("甲", true), row("乙", false) } },
    "除以规模以后，仍与分母高度相关（|r|≥0.7）的有甲与常住人口（r = 0.90），规模的影响没有消除。"
    .. "没有除以规模的指标中，与各分母高度相关（|r|≥0.7）的有乙与常住人口（r = 0.90）。")
  equal(audit_text.denominators { denominator_codes = { "POP" }, denominators = { row("乙", false) } }:find("除以规模以后", 1, true), nil)
end)

test("a sign is explained where it stands", function()
  local audit_text = require "nqi.index_audit_text"
  local whole = { n = 8, leaves = { { index = { r = 0.5 }, pillars = { { r = 0.5 } } } } }
  equal(#audit_text.correlation_notes(whole), 1)
  whole.leaves[1].pillars[1].r = nil
  equal(audit_text.correlation_notes(whole)[2], "“—”表示数值全部相同或同时有数值的地区不足三个，不能计算。")
  local q = { before = true, period = period_of "2023", definition = {} }
  equal(#index_why_text.sensitivity_notes(q, { { usual = 1, up = {} }, {} }, 1), 1)
  equal(index_why_text.sensitivity_notes(q, { { usual = 1 } }, 1)[2], "“—”表示数值经离群值处理，不能推算。")
end)

test("a share has the digits that its interval leaves standing", function()
  local function row(value, low, high)
    return index_annex.sensitivity({ { factor = "weights", first_shift = value, first_low = low, first_high = high,
      total_shift = value, total_low = low, total_high = high } })[1]
  end
  equal(row(0.668, 0.617, 0.720).first, "67")
  equal(row(0.668, 0.617, 0.720).first_range, "62—72")
  equal(row(0.668, 0.6655, 0.6705).total, "66.8")
  equal(row(0.668, 0.42, 0.91).first, "70")
  equal(row(0.668, 0.42, 0.91).first_range, "40—90")
  equal(row(0.002, -0.03, 0.031).first, "0")
  equal(row(nil, nil, nil).first, "—")
  equal(index_annex.sensitivity(nil), nil)
end)

test("parts add up in the report too", function()
  local q = open()
  for _, row in ipairs(q.rows) do
    if row.rank then
      local sum, why = 0, index_report.explain(q, row.area)
      for _, leaf in ipairs(index_report.leaf_rows(q, row.area)) do sum = sum + (leaf.contribution or 0) end
      equal(math.abs(sum - row.score) < 1e-10, true)
      equal(why.pillars.score, row.score)
    end
  end
end)

test("a value of an indicator comes from the cells of that indicator alone", function()
  local q = open()
  local row, codes = q.rows[1], {}
  for _, leaf in ipairs(index_report.leaf_rows(q, row.area)) do
    for _, cell in ipairs(leaf.figure:cells()) do
      codes[leaf.node.code] = (codes[leaf.node.code] or "") .. cell.indicator.code .. " "
      equal(cell.area.code, row.area.code)
    end
  end
  equal(codes.GDP_HEAD, "GDP POP ")
  equal(codes.B or codes.UNEMP, "UNEMP ")
  equal(#row.figure:cells(), 3)
end)

test("the sentences hold the numbers", function()
  local q = open()
  local row = q.rows[1]
  equal(index_text.summary(q, row):find(fmt.number(row.score, 2), 1, true) ~= nil, true)
  equal(index_text.place(q, row):find("居" .. row.of .. "个省（区、市）第1位", 1, true) ~= nil, true)
  equal(index_annex.uncertainty_text(q):find("种子" .. kernel.seed, 1, true) ~= nil, true)
  equal(index_annex.tree(q)[1].effective, 100)
end)

test("what is kept is given to those only who ask for the same", function()
  local period, uncertainty = period_of "2023", { replications = 20 }
  local function ask(list, settings)
    return index_report.open { definition = definition, period = period, areas = list, uncertainty = settings }
  end
  local all = areas()
  local first = ask({ all[1], all[2], all[3] }, uncertainty)
  equal(ask({ all[1], all[2], all[3] }, { replications = 20 }) == first, true)
  equal(ask({ all[1], all[2], all[4] }, uncertainty).rows[3].area.code ~= nil, true)
  local codes = {}
  for _, row in ipairs(ask({ all[1], all[2], all[4] }, uncertainty).rows) do codes[row.area.code] = true end
  equal(codes[all[4].code], true)
  equal(codes[all[3].code], nil)
  equal(first.range.used, 20)
  equal(ask({ all[1], all[2], all[3] }, { replications = 30 }).range.used, 30)
  equal(ask({ all[1], all[2], all[3] }).range.used, 200) -- the definition's own
end)

test("the shares of the choices are of as many samples as were asked for, and of the same settings", function()
  local q = index_report.open { definition = definition, period = period_of "2023", uncertainty = { replications = 20, weights = 0.5 } }
  equal(index_report.sensitivity(q).samples, 8192)
  equal(index_report.sensitivity(open()), nil) -- samples = 0 in the definition
  equal(index_report.sensitivity(q, 100).samples, 100)
  equal(index_report.sensitivity(q, 200).samples, 200)
  equal(q.sobol.samples, 200)
  equal(index_report.sensitivity(q, 100).samples, 100)
  equal(q.sobol.samples, 100)
end)

-- A row of an index whose pillars have these ranks (false: none).
local function row_of(ranks)
  local row = { pillars = {} }
  for i, rank in ipairs(ranks) do
    row.pillars[i] = { node = { name = "分项" .. i }, rank = rank or nil, score = rank and 90 - rank or nil }
  end
  return row
end

test("pillars without a rank are not counted", function()
  local q = { decimals = 1 }
  equal(index_text.pillars(q, row_of { 2, 1, 3 }),
    "三个分项中，分项2位次最前（89.0，第1位），分项3最后（87.0，第3位）。")
  equal(index_text.pillars(q, row_of { 2, false, 3 }),
    "两个分项中，分项1位次最前（88.0，第2位），分项3最后（87.0，第3位）。")
  equal(index_text.pillars(q, row_of { 2, false, 2, 2 }), "三个分项均列第2位。")
  equal(index_text.pillars(q, row_of { false, 2, false }), "分项中仅分项2有位次（88.0，第2位）。")
  equal(index_text.pillars(q, row_of { 4 }), "分项中仅分项1有位次（86.0，第4位）。")
  equal(index_text.pillars(q, row_of { false, false }), "")
end)

test("a name that ends with a digit stands apart from the points behind it", function()
  local rows = { { rank = 1, area = { short = "甲1" }, score = 77.7 }, { rank = 2, area = { short = "甲16" }, score = 77.23 } }
  local said = index_why_text.gap({ decimals = 2, rows = rows }, {}, rows[1])
  equal(said, "甲1居首位，比第2位甲16高0.47分。")
  rows[3] = { rank = 2, area = { short = "乙" }, score = 77.23 }
  equal(index_why_text.gap({ decimals = 2, rows = rows }, {}, rows[1]), "甲1居首位，比第2位甲16和乙高0.47分。")
  rows[4] = { rank = 4, area = { short = "丙" }, score = 77 }
  local q = { decimals = 2, rows = rows, result = { root = { ranks = { 1, 2, 2, 4 } } } }
  local gap = { place = 2, unit = "甲16", gap = 0.23, { node = { name = "某指标" }, value = 0.23 } }
  equal(index_why_text.gap(q, { gap = gap }, rows[4]), "与前一位甲16和乙相差0.23分，其中与甲16相比，差距主要在某指标（0.23分）。各指标差距之和等于总差距。")
end)

test("an index that ranks nobody has no firmness", function()
  equal(index_text.firmness { rows = { { place = 1 } }, range = { low = {}, high = {}, used = 10, shift = 0 } }, "")
end)

test("strengths are of the first half of the ranks, weaknesses of the second", function()
  local function said(strong, weak)
    local function list(rank, of) return rank and { { node = { name = "指标" }, rank = rank, of = of } } or {} end
    return index_why_text.strengths { strong = list(strong, 6), weak = list(weak, 6) }
  end
  equal(said(3, nil), "位次靠前的指标是指标（第3位）。")
  equal(said(4, nil), "")
  equal(said(nil, 3), "")
  equal(said(nil, 4), "位次靠后的指标是指标（第4位）。")
  equal(said(4, 3), "")
end)

test("what shares the rank of the last strength or weakness is not cut", function()
  local explain, index = require "nqi.explain", require "nqi.index"
  -- ranks of the first unit in the indicators A, B …, of four units
  local function strengths(ranks, n)
    local definition, values = { code = "Q" }, {}
    for k, rank in ipairs(ranks) do
      local code = string.char(64 + k)
      local others = {}
      for r = 1, 4 do if r ~= rank then others[#others + 1] = 10 - r end end
      definition[k] = { indicator = code, name = code }
      values[code] = { 10 - rank, others[1], others[2], others[3] }
    end
    local result = index.build(definition, { units = { "u", "x", "y", "z" }, values = values })
    local strong, weak = explain.strengths(result, 1, n)
    local function names(list)
      local out = ""
      for _, row in ipairs(list) do out = out .. row.node.code .. row.rank end
      return out
    end
    return names(strong) .. "/" .. names(weak), index_why_text.strengths { strong = strong, weak = weak }
  end
  equal((strengths({ 1, 2, 2, 2, 3, 4 }, 2)), "A1B2C2D2/F4E3")
  equal((strengths({ 1, 2, 4, 3, 4, 4 }, 2)), "A1B2/F4E4C4")
  equal((strengths({ 1, 1, 3, 4 }, 1)), "A1B1/D4")
  equal((strengths({ 4, 4, 4, 4 }, 2)), "/D4C4B4A4")
  equal((strengths({ 1, 1, 1 }, 2)), "A1B1C1/")
  equal((strengths({ 1 }, 3)), "/")
  local _, said = strengths({ 1, 1, 1, 1, 1, 1, 1, 3, 4 }, 3)
  equal(said, "位次靠前的指标是A（第1位）、B（第1位）、C（第1位）等7项；靠后的是I（第4位）和H（第3位）。")
end)

test("convergence is claimed only where the interval says so", function()
  local inference = require "nqi.inference"
  local function said(sigma, beta, first, last)
    beta.r2, beta.half_life = 0.5, beta.high < 0 and 30 or nil
    beta.half_life_low, beta.half_life_high = beta.half_life and 20, beta.half_life and 60
    return index_spread_text.converging { variation = { first or 0.5, last or 0.4 }, from = period_of "2020", to = period_of "2023",
      n = 31, node = { name = "指标" }, sigma = sigma, beta = beta }
  end
  local function slope(low, high) return { slope = (low + high) / 2, low = low, high = high, p = low * high > 0 and 0.01 or 0.3 } end
  local firm, open = slope(-0.03, -0.01), slope(-0.03, 0.01)
  equal(said(firm, firm), "2020—2023年，31个地区指标的变异系数由0.500变为0.400。"
    .. "按各年数据拟合的趋势，每年变动−0.0200（95%置信区间−0.0300至−0.0100，p = 0.010），地区差距缩小（σ收敛）。"
    .. "绝对β收敛系数为−0.0200（95%置信区间−0.0300至−0.0100，p = 0.010），R² = 0.50，起点低的地区增长较快，按此速度差距缩小一半约需30年（由斜率的95%置信区间得20至60年）。")
  equal(said(open, open):find("由0.500变为0.400。", 1, true) ~= nil, true)
  equal(said({ slope = -0.1 }, open):find("由0.500降至0.400，略有缩小。", 1, true) ~= nil, true) -- no test, no contradiction
  equal(said(open, open, 0.4, 0.5):find("由0.400变为0.500。", 1, true) ~= nil, true)
  for _, word in ipairs { "地区差距缩小", "地区差距扩大", "成立", "显著", "半程" } do
    equal(said(open, open):find(word, 1, true), nil)
  end
  equal(said(slope(0.01, 0.03), slope(0.01, 0.03)):find("地区差距扩大。", 1, true) ~= nil, true)
  -- An end that prints as zero holds zero.
  local edge = said(slope(0.00003, 0.0098), slope(0.00003, 0.0098))
  equal(edge:find("0.0000—0.0098", 1, true) ~= nil, true)
  equal(edge:find("扩大。", 1, true) == nil or edge:find("不能断定差距缩小或扩大。", 1, true) ~= nil, true)
  equal(edge:find("没有收敛", 1, true), nil)
  local straight = { 0.5, 0.5, 0.5, 0.5, 0.5 }
  equal(said(inference.trend({ 1, 2, 3, 4, 5 }, straight), open):find("各年数值在一条直线上，没有离差可作检验", 1, true) ~= nil, true)
  local linked = inference.trend({ 1, 2, 3, 4, 5, 6, 7, 8 }, { 0, 3, 6, 9, 9, 6, 3, 0 })
  equal(linked.linked, true)
  equal(said(linked, open):find("有效年份少，没有可作检验的趋势", 1, true) ~= nil, true)
  equal(index_trends.way { trend = inference.trend({ 1, 2, 3, 4 }, { 5, 5, 5, 5 }) }, "没有变动")
  equal(index_trends.way { better = true, trend = inference.trend({ 1, 2, 3, 4 }, { 8.0, 8.1, 8.2, 8.3 }) }, "趋好")
  equal(index_trends.way { trend = linked }, "有效年份少")
  equal(index_trends.way { trend = inference.trend({ 1, 2, 3 }, { 1, 2, 3 }) }, "年份少")
  equal(said({ slope = -0.1 }, open):find("没有可作检验的趋势", 1, true) ~= nil, true)
  equal(inference.trend({ 1, 2, 3 }, { 3, 2, 1.5 }).p, nil) -- three years test nothing
end)

test("the two of the widest spread are told apart by their intervals only", function()
  local function row(name, column, variation, low, high)
    local range = { low = low, high = high }
    return { node = { name = name, column = column }, variation = variation, gini = variation / 2, between = 0.25,
      intervals = { variation = range, gini = range, between = { low = 0.1, high = 0.4 } } }
  end
  local apart = index_spread_text.inequality { row("甲", 1, 0.3, 0.2, 0.4), row("乙", 2, 0.9, 0.7, 1.1) }
  equal(apart, "地区差异最大的指标是乙（变异系数0.900，95%区间0.700—1.100；基尼系数0.450，95%区间0.700—1.100），"
    .. "最小的是甲（变异系数0.300，95%区间0.200—0.400）。乙的泰尔指数中，地区之间的差异占25.0%（95%区间10.0—40.0%）。")
  local near = index_spread_text.inequality { row("甲", 1, 0.8, 0.6, 1.0), row("乙", 2, 0.9, 0.7, 1.1) }
  equal(near:find("；与最大的区间重叠、难以分出大小的有甲（0.800）。", 1, true) ~= nil, true)
  local three = index_spread_text.inequality { row("甲", 1, 0.3, 0.2, 0.4), row("乙", 2, 0.9, 0.7, 1.1), row("丙", 3, 0.35, 0.3, 0.5) }
  equal(three:find("；与最小的区间重叠、难以分出大小的有丙（0.350）。", 1, true) ~= nil, true)
  equal(three:find("与最大的区间重叠", 1, true), nil)
  local four = index_spread_text.inequality { row("甲", 1, 0.8, 0.6, 1.0), row("乙", 2, 0.9, 0.7, 1.1), row("丙", 3, 0.85, 0.6, 1), row("丁", 4, 0.1, 0.1, 0.2) }
  equal(four:find("有丙（0.850）和甲（0.800）。", 1, true) ~= nil, true)
  equal(index_spread_text.inequality { row("甲", 1, 0.3, 0.2, 0.4) },
    "可比的指标只有甲（变异系数0.300，95%区间0.200—0.400；基尼系数0.150，95%区间0.200—0.400）。"
    .. "甲的泰尔指数中，地区之间的差异占25.0%（95%区间10.0—40.0%）。")
  equal(index_spread_text.spread_notes { left_out = { { name = "净出口" } } }[2], "净出口有零或负值，或只有一个地区有数值，不作比较。")
  equal(#index_spread_text.spread_notes { left_out = {} }, 1)
end)

test("an index over demonstration data is one", function()
  local demo = { code = "D", name = "演示", uncertainty = { replications = 20 }, { indicator = "DEMO" } }
  raises("is demonstration data", function() index_report.open { definition = demo, period = period_of "2023" } end)
  raises("is demonstration data", function()
    grade.open { period = period_of "2023", definition = { code = "S", items = { { indicator = "DEMO", points = 1, low = 0, high = 1 } },
      cuts = { { stars = 1, from = 0 } } } }
  end)
end)

test("a period without data is an error, or nothing if that is asked for", function()
  raises("no value at all in 1999", function() index_report.open { definition = definition, period = period_of "1999" } end)
  equal(index_report.open { definition = definition, period = period_of "1999", optional = true }, nil)
end)

test("grades are no numbers", function()
  local wrong = { code = "G", name = "x", { indicator = "GRADE" } }
  raises("a grade cannot be part", function() index_report.open { definition = wrong, period = period_of "2023" } end)
end)

test("an area that is not ranked has no row", function()
  raises("does not rank", function() index_report.row(open(), area_of "台湾") end)
end)

test("a definition without a code is told of, by report and grade", function()
  raises("a code is needed", function()
    index_report.open { period = period_of "2023", definition = { name = "示例", { indicator = "GDP" } } }
  end, "code =")
  local ok, failure = pcall(grade.open, { period = period_of "2023", definition = { items = {}, cuts = {} } })
  equal(ok, false)
  equal(tostring(type(failure) == "table" and failure.message or failure):find("concat", 1, true), nil)
end)

test("index.build takes the directions of the dictionary where it is given none", function()
  local index = require "nqi.index"
  local function ranks(leaf)
    local values = {}
    values[leaf.indicator] = { 1, 2, 3 }
    return index.build({ code = "Q", leaf }, { units = { "a", "b", "c" }, values = values }).root.ranks
  end
  equal(ranks({ indicator = "UNEMP" })[1], 1)
  equal(ranks({ indicator = "CERT" })[1], 3)
  equal(ranks({ indicator = "NOT_THERE" })[1], 3)
  raises('but that of UNEMP in the dictionary is "-"', function() ranks { indicator = "UNEMP", direction = "+" } end)
  raises("gives TEMP no direction", function() ranks { indicator = "TEMP" } end)
  raises("gives no reason", function() ranks { indicator = "UNEMP", direction = "+", reversed = " " } end)
end)
