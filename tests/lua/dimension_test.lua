local function get_staff(where, period)
  return get { indicator = "STAFF", where = where, period = period }
end

test("a value of an item, by code, name, alias or the item itself", function()
  equal(v.STAFF.value, 100)
  equal(get_staff { field = "QMS" }.value, 40)
  equal(get_staff { field = "质量管理体系" }.value, 40)
  equal(get_staff { ["领域"] = "管理体系合计" }.value, 60)
  equal(get_staff { field = item("field", "PROD") }.value, 40)
  equal(get_staff { field = "total" }.value, 100)
  equal(get_staff { field = "QMS", sex = "女" }.value, 15)
  equal(v["STAFF[field=QMS;sex=F]"].value, 15)
  equal(v["STAFF[sex=F;field=QMS]"].value, 15)
  equal(get("STAFF[field=QMS]").value, 40)
  raises("no dimension", function() return get_staff { feild = "QMS" } end)
  raises("no item", function() return get_staff { field = "QMX" } end)
  raises("names no item", function() return v["STAFF[field=X]"] end)
  raises("no indicator", function() return v["STAF[field=QMS]"] end)
  raises("no item of the dimension", function() return get_staff { sex = item("field", "QMS") } end)
end)

test("a dimension is named once, and of several faults the first by name is told", function()
  raises('the dimension "field" is named twice', function()
    return get_staff { field = "QMS", ["领域"] = "EMS" }
  end, "write one of them")
  for i = 1, 20 do -- a table has no order of its own
    raises('no dimension "a' .. i .. '"', function()
      return get_staff { ["z" .. i] = "QMS", ["a" .. i] = "QMS", ["m" .. i] = "QMS" }
    end)
    raises('no item "x' .. i .. '"', function()
      return get_staff { sex = "y" .. i, field = "x" .. i }
    end)
  end
end)

test("a series without a value is one, however often it is asked for", function()
  local sexes, fields = { "M", "F", "total" }, { "MS", "QMS", "EMS", "PROD", "total" }
  for _ = 1, 2 do
    for _, unit in ipairs { "GDP", "CERT", "STAFF" } do
      for _, sex in ipairs(sexes) do
        for _, field in ipairs(fields) do
          local figure = get { indicator = unit, where = { sex = sex, field = field } }
          equal(figure.indicator.code, unit)
          equal(figure.items.sex and figure.items.sex.code or "total", sex)
          equal(figure.items.field and figure.items.field.code or "total", field)
        end
      end
    end
  end
end)

test("what the data do not have is missing, and knows what it is", function()
  local none = get_staff { field = "EMS", sex = "M" }
  equal(none:missing(), true)
  equal(none.reason, "absent")
  equal(none.items.sex.code, "M")
  equal(none:growth():missing(), true)
  equal(none:where { sex = "total" }.value, 20)
  equal(get { indicator = "TEAMS", where = { field = "PROD" } }:missing(), true)
end)

test("figures know their items", function()
  local figure = get_staff { field = "QMS" }
  equal(figure.items.field.name, "质量管理体系")
  equal(figure.items.field.parent.code, "MS")
  equal(figure.items.sex, nil)
  equal(next(v.STAFF.items), nil)
  equal(figure.indicator.code, "STAFF")
  equal(figure:cells()[1].series, "STAFF[field=QMS]")
  equal(figure:cells()[1].cell, "F8")
  equal((figure * 2).items.field.code, "QMS")
  equal(figure:growth().items.field.code, "QMS")
  equal(next((figure - v.STAFF).items), nil)
end)

test("comparisons stay within the item", function()
  local figure = get_staff { field = "QMS" }
  equal(figure:growth():fixed(1), "33.3")
  equal(figure:year_ago().value, 30)
  equal(figure:of("北京").value, 50)
  equal(figure:rank().rank, 2)
  equal(figure:share { of = "北京" }:fixed(1), "80.0")
  equal(figure:share { within = "field" }:fixed(1), "66.7")
  equal(get_staff { field = "MS" }:share { within = "领域" }:fixed(1), "60.0")
  equal(get_staff { field = "QMS", sex = "F" }:share { within = "sex" }:fixed(1), "37.5")
  equal(figure:share { within = "field" }.items.field.code, "QMS")
  raises("has no item of the dimension", function() return v.STAFF:share { within = "field" } end)
  raises("does not add up over items", function()
    return get { indicator = "TEAMS", where = { field = "QMS" } }:share { within = "field" }
  end)
end)

test("series, periods, rank, sum and group are narrowed", function()
  local where = { field = "QMS" }
  equal(#series { indicator = "STAFF", where = where }, 2)
  equal(series { indicator = "STAFF[field=QMS]" }[1].value, 30)
  equal(#periods { indicator = "STAFF", where = { sex = "M" } }, 1)
  local rows = rank { indicator = "STAFF", where = where }
  equal(rows[1].area.short, "北京")
  equal(rows[2].rank, 2)
  equal(rows.complete, true)
  equal(rank({ indicator = "STAFF" }).complete, false)
  local total = sum { indicator = "STAFF", where = where }
  equal(total.value, 105)
  equal(total.items.field.code, "QMS")
  equal(group({ by = "region4", indicator = "STAFF", where = where })[1].figure.value, 60)
end)

test("items and their parents", function()
  equal(#items "field", 4)
  equal(#items { dimension = "field", parent = "total" }, 2)
  local parts = items { dimension = "领域", parent = "MS" }
  equal(#parts, 2)
  equal(parts[2].name_en, "Environmental management")
  equal(parts[1].definition, "指依据ISO 9001开展的认证。")
  equal(parts[1].brief, "质量管理符合标准")
  equal(parts[1].brief_en, "Quality management to a standard")
  equal(parts[2].brief, "")
  equal(parts[1].definition_en, "")
  equal(parts[1].parent == item("field", "管理体系"), true)
  equal(tostring(parts[1]), "质量管理体系")
  equal(parts[1].dimension, "field")
  equal(dimensions()[2].name, "性别")
  equal(#breakdowns "STAFF", 8)
  equal(breakdowns("STAFF")[2].field.code, "MS")
  equal(next(breakdowns("STAFF")[1]), nil)
  equal(#breakdowns "CERT", 1)
  equal(kind_of(parts[1]), "item")
  raises("an item has no", function() return parts[1].colour end)
  raises("no dimension", function() return items "age" end)
end)

test("sums over a dimension", function()
  local all = sum { indicator = "STAFF", over = "field" }
  equal(all.value, 100)
  equal(#all:cells(), 2)
  equal(all.area.code, "340000")
  equal(sum({ indicator = "STAFF", over = "field", where = { field = "MS" } }).value, 60)
  equal(sum({ indicator = "STAFF", over = "sex" }).value, 100)
  -- 2022: 产品 is not there, and what is there is not the total.
  equal(sum({ indicator = "STAFF", over = "field", period = "2022" }).reason, "incomplete")
  equal(sum({ indicator = "STAFF", over = "sex", where = { field = "QMS" } }).reason, "incomplete")
  raises("cannot be added up over items", function() return sum { indicator = "TEAMS", over = "field" } end)
  raises("published is 9", function()
    return sum { indicator = "STAFF", over = "field", where = { field = "MS" }, area = "上海", period = "2022" }
  end)
  raises("sum has no field", function() return sum { indicator = "STAFF", over = "field", areas = areas() } end)
end)

test("the rule of totals compares items with what is above them", function()
  local rules = require "nqi.rules"
  local found = {}
  rules.totals(function(say, figure)
    if figure.indicator.code == "STAFF" then found[#found + 1] = say() end
  end)
  equal(#found, 1)
  equal(found[1], "上海2022年检验人员数（管理体系）为9，2个分项之和为8")
end)
