-- Tables without rows, and cells that reach over several.

local function words_of(t)
  local lines = {}
  for i, row in ipairs(t.body) do
    local cells = {}
    for c, cell in ipairs(row) do
      local wide, high = cell.column_span or 1, cell.row_span or 1
      cells[c] = text.plain(cell.text) .. ((wide > 1 or high > 1) and string.format("[%dx%d]", wide, high) or "")
    end
    lines[i] = (row.kind == "body" and "" or row.kind .. ": ") .. table.concat(cells, " ")
  end
  return table.concat(lines, "\n")
end

local function rows_of(...)
  local rows = {}
  for i, line in ipairs { ... } do
    rows[i] = {}
    for word in line:gmatch("%S+") do table.insert(rows[i], word) end
  end
  return rows
end

local function column(c, fields)
  local made = { head = "栏" .. c, get = function(row) return row[c] ~= "-" and row[c] or nil end }
  for field, value in pairs(fields or {}) do made[field] = value end
  return made
end

local merged = { merge = true }

test("table_of: without rows it has its head and says so", function()
  local t = table_of { rows = {}, columns = { "位次", "地区", "CERT", "CERT:growth", "增长", column(1) }, groups = "group" }
  equal(words_of(t), "本期无[6x1]")
  equal(t.body[1][1].align, "centre")
  equal(t.head[1][3].text, "有效认证证书数")
  equal(t.notes, {})
  equal(t.source, "")
  equal(words_of(table_of { rows = {}, columns = { "地区" }, empty = "无此类机构" }), "无此类机构")
  raises("a table has no rows, and says empty = false", function() table_of { rows = {}, columns = { "地区" }, empty = false } end)
  equal(#table_of({ rows = areas(), columns = { "地区" }, empty = false }).body, 4)
end)

test("table_of: equal neighbours share a cell where a column merges", function()
  local rows = rows_of("东 沿海 1", "东 沿海 2", "东 内地 2", "西 内地 2", "西 内地 3")
  equal(words_of(table_of { rows = rows, columns = { column(1, merged), column(2), column(3) } }),
    "东[1x3] 沿海 1\n沿海 2\n内地 2\n西[1x2] 内地 2\n内地 3")
  -- a cell is no higher than those that merge at its left
  equal(words_of(table_of { rows = rows, columns = { column(1, merged), column(2, merged), column(3) } }),
    "东[1x3] 沿海[1x2] 1\n2\n内地 2\n西[1x2] 内地[1x2] 2\n3")
  equal(words_of(table_of { rows = rows, columns = { column(1), column(3, merged) } }), "东 1\n东 2[1x3]\n东\n西\n西 3")
end)

test("table_of: a group's heading, a total and what is missing part such cells", function()
  local rows = rows_of("东 甲 1", "东 甲 1", "西 甲 -", "西 甲 -", "计 计 1")
  local columns = { column(2, merged), column(3, merged) }
  equal(words_of(table_of { rows = rows, columns = columns, groups = function(row) return row[1] ~= "计" and row[1] or nil end,
                            total = function(row) return row[1] == "计" end }),
    "group: 东[2x1]\n甲[1x2] 1[1x2]\n\ngroup: 西[2x1]\n甲[1x2] …\n…\ntotal: 计 1")
  local alike = { area_of "北京", area_of "上海" }
  local printed = function(name) return v.UNEMP:of(area_of(name)) end
  equal(printed("北京"):fixed(1), printed("安徽"):fixed(1)) -- the same number, but not the same figure
  equal(words_of(table_of { rows = { area_of "北京", area_of "安徽" }, columns = { { "UNEMP", merge = true } } }), "4.4\n4.4")
  equal(words_of(table_of { rows = alike, columns = { { head = "x", merge = true, get = function() return v.CERT end } } }), "819[1x2]\n")
end)

test("table_of: a cell function says how far a cell reaches", function()
  local t = table_of { rows = rows_of("1", "2", "3", "4"), columns = {
    { head = "组", get = function(row, i)
      if i == 1 then return { text = "甲", row_span = 3 } elseif i == 4 then return { text = "乙", column_span = 2 } end
    end },
    { head = "数", get = function(row, i) return i < 4 and row[1] or nil end },
  } }
  equal(words_of(t), "甲[1x3] 1\n2\n3\n乙[2x1]")
  equal(t.notes, {}) -- no … is shown where a cell reaches over
  local function over(spans, other)
    return table_of { rows = rows_of("1", "2"), columns = { { head = "组", get = function(_, i) return i == 1 and spans or other end } } }
  end
  raises('a cell of the column "组" reaches 1 rows further than there are', function() over({ text = "甲", row_span = 3 }) end)
  raises('the column "组" gives a value where another cell reaches over it', function() over({ text = "甲", row_span = 2 }, "乙") end,
    "give nil")
end)

test("table_of: a column by its short name with fields of its own", function()
  local t = table_of { rows = areas(), columns = { { "地区", head = "省份" }, { "CERT:growth", decimals = 2 } } }
  equal(t.head[1][1].text, "省份")
  equal(t.body[3][2].text, "+2.35")
  equal(t.align, { "left", "decimal" })
  raises('no column is called "名次"', function() table_of { rows = {}, columns = { { "名次" } } } end)
  raises('a column has no field "heads"', function() table_of { rows = {}, columns = { { "地区", heads = "省份" } } } end)
end)

test("table_of: figures are in the unit that stands over them", function()
  local function each(...)
    local rows = {}
    for i, x in ipairs { ... } do rows[i] = { x } end
    return rows
  end
  local function of(value, unit) return figure { value = value, unit = unit, decimals = 1 } end
  local function column(unit, head) return { head = head or "甲", unit = unit, get = function(row) return row[1] end } end
  local function over(unit, ...) return { rows = each(...), columns = { column(unit) } } end
  equal(words_of(table_of(over("亿元", of("1476", "亿元"), of("14760000", "万元"), of("0.1476", "万亿元")))), "1,476.0\n1,476.0\n1,476")
  raises('the column "甲" says the unit 张, and holds a figure in %', function() table_of(over("张", of("92.6", "%"))) end, "in_unit")
  raises('the column "甲" says the unit %, and holds a figure in 百分点', function() table_of(over("%", of("1", "百分点"))) end)
  equal(words_of(table_of(over("%", of(nil, "张")))), "…") -- no number, no unit
  local function whole(unit, head, ...) return { rows = each(...), unit = unit, columns = { column(nil, head) } } end
  raises("the table says the unit 亿元, and holds a figure in 张", function() table_of(whole("亿元", "甲", of("5", "张"))) end)
  equal(words_of(table_of(whole("亿元", "甲", of("50000", "万元")))), "5.0")
  equal(words_of(table_of(whole("亿元、张", "甲", of("5", "张"), of("5", "亿元")))), "5.0\n5.0")
  equal(words_of(table_of(whole("亿元", "增长（%）", of("5", "%")))), "5.0") -- the head says so
  raises("says the unit 亿元", function() table_of { rows = each(1), columns = { { head = "甲", unit = "亿元", get = function() return { value = of("1", "张") } end } } } end)
end)

test("why a column has no value is one of the reasons, or an error that names the column", function()
  local function with(why)
    return table_of { rows = { 1, 2 }, columns = { { head = "甲", align = "right", get = function(row)
      if row == 1 then return 5 end
      return nil, why
    end } } }
  end
  local function said(t) return t.body[2][1].text .. (t.notes[#t.notes] or "") end
  equal(text.plain(said(with "break")), "—“—”表示统计口径调整。")
  equal(text.plain(said(with "nothing")), "—“—”表示无此项或不作计算。")
  equal(text.plain(said(with "period")), "…“…”表示没有对比期数据。")
  equal(text.plain(said(with(nil))), "…“…”表示没有公开数据。")
  equal(text.plain(said(with(3))), "…“…”表示没有公开数据。")
  raises('the column "甲" has no value in row 2, and "no data" is no reason for it', function() with "no data" end, "absent, period")
  raises("is no reason", function() with "uncomputed" end)
  equal(#require("nqi.signs").reasons(), 15)
end)

local function heads_of(t)
  local lines = {}
  for i, row in ipairs(t.head) do
    local cells = {}
    for c, cell in ipairs(row) do
      local wide, high = cell.column_span or 1, cell.row_span or 1
      cells[c] = text.plain(cell.text):gsub("\n", "/") .. ((wide > 1 or high > 1) and string.format("[%dx%d]", wide, high) or "")
    end
    lines[i] = table.concat(cells, " ")
  end
  return table.concat(lines, "\n")
end

test("table_of: a value and what is made from it share a head", function()
  local rows = { area_of "安徽", area_of "北京" }
  local function heads(...) return heads_of(table_of { rows = rows, columns = { "地区", ... } }) end
  equal(heads("CERT", "CERT:growth"), "地区[1x2] 有效认证证书数[2x1]\n数值/（张） 比上年/增长/（%）")
  equal(heads("CERT:growth", "CERT"), "地区[1x2] 有效认证证书数[2x1]\n比上年/增长/（%） 数值/（张）")
  equal(heads("CERT", "CERT_PROD", "CERT:growth"),
    "地区 有效认证证书数/（张） 产品认证证书数/（张） 有效认证证书数/比上年/增长/（%）")
  equal(heads({ "CERT", head = "总数" }, "CERT:growth"), "地区 总数/（张） 有效认证证书数/比上年/增长/（%）")
end)

test("table_of: a rise and a fall have tones", function()
  local function tone(value) return table_of({ rows = { {} }, columns = { { head = "变化", get = function() return value end } } }).body[1][1].tone end
  equal({ tone(fmt.arrow(3)), tone(fmt.arrow(-2)), tone { text = "▼1" } }, { "accent", "watch", "watch" })
  equal({ tone { text = "▼1", tone = "muted" }, tone(fmt.arrow(0)) or "none", tone "▲" or "none", tone "甲1" or "none" },
    { "muted", "none", "none", "none" })
end)

test("table_of: a column without a value goes into a note, if nothing keeps it", function()
  local rows = rows_of("甲 - 1 x", "乙 - 2 x", "丙 - 3 x")
  local function made(two, four, fields)
    local spec = { rows = rows, columns = { column(1), column(2, two), column(3), column(4, four) } }
    for field, value in pairs(fields or {}) do spec[field] = value end
    return table_of(spec)
  end
  local t = made()
  equal({ t.columns, #t.align, heads_of(t) }, { 3, 3, "栏1 栏3 栏4" })
  equal(t.notes, { "栏2各行均没有公开数据，未列出。" })
  equal(words_of(t), "甲 1 x\n乙 2 x\n丙 3 x")
  equal(heads_of(made { keep = true }), "栏1 栏2 栏3 栏4")
  -- What is the same everywhere, if it may be said once.
  t = made({ group = "组" }, { once = true })
  equal({ heads_of(t), table.concat(t.notes, "｜") }, { "栏1 栏3", "栏4均为x。｜组栏2各行均没有公开数据，未列出。" })
  equal(heads_of(table_of { rows = rows, columns = { column(1), column(3, { once = true }) } }), "栏1 栏3")
  -- Why: as the column says, or as its signs are explained.
  local function note(get) return table.concat(made({ get = get }).notes) end
  equal(note(function() return nil, "period" end), "栏2各行均没有对比期数据，未列出。")
  equal(note(function(_, i) return nil, i > 1 and "period" or "absent" end), "栏2各行均没有公开数据或没有对比期数据，未列出。")
  equal(heads_of(made { get = function(_, i) return nil, i > 1 and "period" or "rule" end }), "栏1 栏2 栏3 栏4") -- … and —
  equal(note(function() return "—" end), "栏2各行均无此项，未列出。")
  equal(note(function() return get { indicator = "CERT", area = "安徽", period = "1990" } end), "栏2各行均没有公开数据，未列出。")
  equal(heads_of(made { get = function(_, i) return i == 2 and 0 or nil end }), "栏1 栏2 栏3 栏4")
  -- The stub is counted in what is left; cells that reach over keep their columns.
  equal({ made(nil, nil, { stub = 2 }).stub, made({ keep = true }, nil, { stub = 2 }).stub }, { 1, 2 })
  equal(heads_of(made(nil, { get = function() return { text = "x", row_span = 1 } end })), "栏1 栏2 栏3 栏4")
  -- Names alone are no table, and one row stays as it is.
  equal(heads_of(table_of { rows = rows, columns = { column(1), column(2) } }), "栏1 栏2")
  equal(heads_of(table_of { rows = rows_of "甲 - 1", columns = { column(1), column(2), column(3) } }), "栏1 栏2 栏3")
end)
