-- A published share against value / total: of the area `of`, or of another indicator.
--
--   local rules = require "nqi.rules"
--   rules.share_of(function(finding, figure) end, "UNEMP", "TRADE", "000000")

local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  arguments = '"SHARE", "CODE", "000000"',
  english = 'a published share that the values do not give',
  chinese = '公布的占比与数值不一致',
}

function rule.check(report, code, value_code, of, whole_code)
  local item = indicator(code)
  local slack = walk.half_unit(item) + 1e-6
  local function wrong(share, value, whole) return math.abs(share - value / whole * 100) > slack end
  local function each(share, area, period)
    local value = get { indicator = value_code, area = area, period = period }.value
    local whole = get { indicator = whole_code or value_code, area = of or area, period = period }.value
    if value and whole and wrong(share.value, value, whole) then
      report(function()
        return words.say("check.share_of", { where = walk.where(area, period, code), value = share:plain(item.decimals),
          own = text.number(value / whole * 100, 3) })
      end, share, "inexact")
    end
  end
  if of then
    walk.every(code, each)
  else
    walk.beside(code, { value_code, whole_code or value_code }, wrong, each)
  end
end

return rule
