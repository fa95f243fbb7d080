-- A part that is greater than its whole, in the same area and period.
--
--   local rules = require "nqi.rules"
--   rules.part_of(function(finding, figure) end, "CERT_PROD", "CERT")

local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  arguments = '"PART", "WHOLE"',
  english = 'a part above its whole',
  chinese = '其中项大于总项',
}

function rule.check(report, part, whole)
  walk.beside(part, { whole }, function(value, all) return value > all end, function(figure, area, period)
    report(function()
      return words.say("check.larger", { where = walk.where(area, period, part), whole = words.indicator(indicator(whole)) })
    end, figure, "inexact")
  end)
end

return rule
