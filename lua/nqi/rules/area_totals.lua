-- The total of an area is the sum of the areas in it, where all of them have a value.
--
--   local rules = require "nqi.rules"
--   rules.area_totals(function(finding, figure) end, "CERT")

local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  arguments = '"CODE"',
  english = 'the same over the areas in an area',
  chinese = '地区总数不等于所属地区之和',
}

function rule.check(report, code)
  local item = indicator(code)
  walk.every(code, function(whole, area, period)
    local parts, sum = walk.children(area), 0
    for _, part in ipairs(parts) do
      local value = get { indicator = code, area = part, period = period }.value
      if value == nil then return end
      sum = sum + value
    end
    if #parts > 1 and walk.differ(whole.value, sum, walk.slack(item, #parts + 1)) then
      report(function()
        return words.say("check.areas", { where = walk.where(area, period, code), value = whole:plain(item.decimals),
          n = #parts, sum = text.number(sum, item.decimals) })
      end, whole, "inexact")
    end
  end)
end

return rule
