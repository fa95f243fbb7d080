-- Classes are taken from the number that is printed.
local classify = require "nqi.classify"
local coupling, grade = require "nqi.coupling", require "nqi.grade"

test("a class is that of the printed number, of numbers and figures", function()
  equal(classify.number(44.968, 1), 45.0)
  equal(classify.reached(44.968, 45, { decimals = 1 }), true)
  equal(classify.reached(44.949, 45, { decimals = 1 }), false)
  equal(classify.reached(7.94, 7.9, { decimals = 1, direction = "-" }), true)
  equal(classify.reached(7.96, 7.9, { decimals = 1, direction = "-" }), false)
  equal(classify.reached(figure { value = "44.968", decimals = 1 }, 45), true)
  equal(classify.reached(figure { value = "44.968", decimals = 1 }, 45, { decimals = 2 }), false)
  equal(classify.reached(figure { reason = "absent" }, 45), nil)
  equal(classify.place({ 80, 60, 0 }, 59.97, { decimals = 1 }), 2)
  equal(classify.place({ 80, 60 }, 12, {}), nil)
  equal(classify.reached(v.UNEMP, v.UNEMP.value + 1), true) -- the dictionary's direction
  equal(classify.reached(v.UNEMP, v.UNEMP.value - 1), false)
  equal(classify.reached(v.UNEMP, v.UNEMP.value - 1, { direction = "+" }), true)
  equal(classify.reached(v.CERT, v.CERT.value + 1), false)
  raises('direction is "−"', function() classify.reached(1, 1, { direction = "−" }) end)
  equal(classify.place({ 80, 60 }, false, {}), nil)
  equal(coupling.class(0.5004), "濒临失调")
  equal(coupling.class(0.5005), "勉强协调")
  equal(coupling.class(0.4996), coupling.class(0.5))
  equal(coupling.class(0.50049), coupling.class(0.5))
  equal(figure { value = "2.345", decimals = 2 }:published(), 2.35)
  equal(figure { value = "2.345", decimals = 2 }:published(1), 2.3)
  equal(figure { reason = "absent" }:published(), nil)
  equal(classify.note(), "分类按表列修约后的数值判定。")
  equal(classify.note("星级"), "星级按表列修约后的数值判定。")
end)

-- A random walk through every classifier: the class of x is that of what x prints as.
test("class and printed number never disagree", function()
  local definition = {
    code = "S", name = "甲", decimals = 1, items = { { indicator = "A", points = 100, low = 0, high = 100 } },
    vetoes = { { indicator = "A", below = 20, stars = 1, name = "乙" } },
    cuts = { { stars = 3, from = 80 }, { stars = 2, from = 45 }, { stars = 1, from = 0 } },
  }
  local function stars(x)
    return grade.evaluate(definition, { units = { "x" }, values = { A = { x } }, decimals = { A = 1 } }).rows[1].stars
  end
  local limits, near = { 90, 80.5, 45, 20, 7.9 }, 0
  for i = 1, 20000 do
    local decimals = i % 3
    local limit = limits[math.random(#limits)]
    local x = i % 2 == 0 and limit + (math.random() - 0.5) * 0.3 or math.random() * 100
    local printed = text.number(x, decimals)
    local said = tonumber(printed)
    near = near + ((x < limit) ~= (said < limit) and 1 or 0)
    equal(classify.reached(x, limit, { decimals = decimals }), said >= limit)
    equal(classify.reached(x, limit, { decimals = decimals, direction = "-" }), said <= limit)
    equal(classify.place(limits, x, { decimals = decimals }), classify.place(limits, said, { decimals = 12 }))
    local f = figure { value = x, decimals = decimals }
    equal(classify.number(f), tonumber(text.plain(f:plain())) + 0.0)
    equal(stars(x), stars(tonumber(text.number(x, 1))))
    equal(coupling.class(x / 100), coupling.class(tonumber(text.number(x / 100, 3))))
    local rows = { { area = areas()[1], figure = f } }
    equal(phrase.threshold(rows, limit, "x") ~= nil, said >= limit)
  end
  equal(near > 100, true) -- where the two rules differ
end)

-- As in a project that says classify = "exact".
local function exactly(body)
  local before = kernel.classifies_exact
  kernel.classifies_exact = function() return true end
  local ok, failure = pcall(body)
  kernel.classifies_exact = before
  if not ok then error(failure, 0) end
end

test("the rule stands under every table that shows ranks, classes or top lists by it", function()
  local ranks, classes = "位次按修约前的数值排列。", "状态按修约前的数值判定，与表列数值可能不尽一致。"
  local function notes_of(columns, rows, notes)
    return table_of { rows = rows or areas(), columns = columns, notes = notes }.notes
  end
  local function light(a) return classify.reached(get { indicator = "CERT", area = a }, 850) and "●" or "○" end
  exactly(function()
    equal(notes_of { "地区", "CERT:rank" }, { ranks })
    equal(notes_of({ "地区", "CERT:change" })[1], ranks)
    equal(notes_of { "地区", { head = "甲", ranked = true, get = function() return 1 end } }, { ranks })
    equal(notes_of({ "地区", "CERT" }, rank { indicator = "CERT", top = 2 }), { ranks })
    equal(notes_of({ "位次", "地区" }, rank { indicator = "CERT" }), { ranks })
    -- A function that keeps its answers says no less the second time.
    local kept = {}
    local function kept_light(a)
      kept[a.code] = kept[a.code] or light(a)
      return kept[a.code]
    end
    for _ = 1, 2 do
      equal(notes_of { "地区", { head = "状态", classified = true, get = kept_light } }, { classes })
      equal(notes_of { "地区", { head = "状态", get = kept_light } }, {})
    end
    equal(notes_of { "地区", { head = "甲", classified = "状态", get = function() return "●" end } }, { classes })
    equal(notes_of({ "地区", "CERT:rank", { head = "状态", classified = true, get = light } }, nil, { classes }), { classes, ranks })
    equal(notes_of { "地区", "CERT" }, {})
    equal(chart_of { kind = "bars", rows = rank { indicator = "CERT", top = 2 } }.notes, { ranks })
  end)
  equal(notes_of { "地区", "CERT:rank" }, {})
  equal(notes_of { "地区", { head = "状态", classified = true, get = light } }, { "状态按表列修约后的数值判定。" })
  equal(notes_of { "地区", { head = "星级\n（个）", classified = true, get = light }, { head = "乙", classified = "状态", get = light },
    { head = "丙", classified = "状态", get = light } }, { "星级和状态按表列修约后的数值判定。" })
end)

-- The items of a grade take their direction from the dictionary.
test("a grade does not turn an indicator over", function()
  local function open(item)
    item.points, item.indicator = 100, "UNEMP"
    local definition = { code = "U", name = "甲", items = { item }, cuts = { { stars = 3, from = 60 }, { stars = 1, from = 0 } } }
    return grade.open { definition = definition, period = period }
  end
  local best = rank { indicator = "UNEMP" }[1].area
  local plain, said = open { low = 0, high = 10 }, open { low = 0, high = 10, direction = "-" }
  equal(plain.by_area[best.code].total, said.by_area[best.code].total)
  equal(plain.by_area[best.code].total, 100 - v.UNEMP:of(best).value * 10)
  raises('direction of UNEMP is "+", but "-"', function() open { low = 0, high = 10, direction = "+" } end)
  raises("must go one way", function() open { steps = { { from = 1, points = 20 }, { from = 5, points = 100 } } } end)
end)

-- Ranks go by the published decimals; a table that shows fewer says so where it matters.
test("equal numbers with different ranks are explained", function()
  local said = "位次按公布的小数位数排列，此处位数较少，数值相同的位次可以不同。"
  local rows, finer = rank { indicator = "GDP" }, false
  local function short(row) return text.plain(row.figure:in_unit("万亿元"):fixed(0)) end
  for i = 2, #rows do finer = finer or rows[i].rank ~= rows[i - 1].rank and short(rows[i]) == short(rows[i - 1]) end
  equal(finer, true)
  local function notes(unit, decimals)
    return require("nqi.table").table_of { rows = rows, columns = { "位次", "地区",
      { head = "值", unit = unit, decimals = decimals, get = function(r) return r.figure end } } }.notes
  end
  equal(notes(nil, nil), {})
  equal(notes("万亿元", 0), { said })
  -- Ranks of something else than what is shown are no contradiction.
  equal(require("nqi.chart").chart_of { kind = "bars", items = { { label = "甲", value = 1, text = "1", rank = "3" },
    { label = "乙", value = 1, text = "1", rank = "5" } } }.notes, {})
end)
