-- A published share against value / total: of the area `of`, or of another indicator.
--
--   local rules = require "nqi.rules"
--   rules.share_of(function(finding, figure) end, "UNEMP", "TRADE", "000000")

local walk = require "nqi.check_walk"

local rule = {
  arguments = '"SHARE", "CODE", "000000"',
  english = 'a published share that the values do not give',
  chinese = '公布的占比与数值不一致',
}

function rule.check(report, code, value_code, of, whole_code)
  local item = indicator(code)
  walk.every(code, function(share, area, period)
    local value = get { indicator = value_code, area = area, period = period }.value
    local whole = get { indicator = whole_code or value_code, area = of or area, period = period }.value
    if value and whole and math.abs(share.value - value / whole * 100) > walk.half_unit(item) + 1e-6 then
      report(string.format("%s公布为%s%%，按数值计算为%s%%", walk.where(area, period, code),
        share:plain(item.decimals), text.number(value / whole * 100, 3)), share, "inexact")
    end
  end)
end

return rule
