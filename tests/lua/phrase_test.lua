-- Sentences about changes as an editor writes them, and what a script may print of a number.
local function change_of(value, unit) return phrase.change(figure { value = value, unit = unit, decimals = 1 }) end

test("a temperature rises, an index of 上年=100 moves by points", function()
  equal(change_of("2", "℃"), "升高2.0℃")
  equal(change_of("-2", "℃"), "降低2.0℃")
  equal(change_of("-7.1", "上年=100"), "降低7.1点")
  equal(figure { value = "97", unit = "上年=100", decimals = 1 }:with_unit(), "97.0")
  equal(change_of("2", "家"), "增加2.0家")
end)

test("what comes from below zero to zero is said", function()
  local function turn(unit) return phrase.turn(figure { value = "0", unit = unit }, figure { value = "-20", unit = unit }) end
  equal(turn "万元", "由亏损转为盈亏平衡")
  equal(turn "张", "由负值转为零")
end)

test("a base of less than the smallest unit is not called zero", function()
  local signs = require "nqi.signs"
  equal(signs.legend { texts = { "—" }, reasons = { negligible = true } }, "“—”表示基期数不足最小单位。")
  equal(signs.legend { texts = { "—" }, reasons = { base = true, nothing = true } }, "“—”表示基期数不大于零或无此项。")
end)

test("a raw number stays one in what is cut out of it, and a printed one is none", function()
  local raw = "holds a number as Lua writes it"
  raises(raw, function() text.plain(tostring(1 / 3):match "3+") end)
  raises(raw, function() text.plain((select(3, tostring(1 / 3):find "(3+)"))) end)
  raises(raw, function()
    for digit in tostring(1 / 3):gmatch "%d" do text.plain(digit) end
  end)
  raises(raw, function() text.plain(tostring(0 / 0):match "nan") end)
  for _, how in ipairs { "%.2g", "%g", "%e", "%.17g", "%.20f", "%.99f" } do
    raises(raw, function() text.plain(string.format(how, 1 / 3)) end)
  end
  raises(raw, function() text.plain(string.format("%.2g", 2.25)) end)
  equal(text.plain(string.format("%g", 99.5)), "99.5")
  equal(text.plain(string.format("%.20f", 0.5)), "0.50000000000000000000")
  equal(text.plain(fmt.number(100 / 3, 12)), "33.333333333333")
  equal(text.plain(text.number(1234567890.1234, 4)), "1234567890.1234")
  equal(text.plain "3.1415926535898", "3.1415926535898")
end)
