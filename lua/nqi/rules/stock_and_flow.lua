-- 期末 = 期初 + 流入 − 流出, against the period before (SNA 2008, 2.17).
--
--   local rules = require "nqi.rules"
--   rules.stock_and_flow(function(finding, figure) end,
--     { stock = "HOLD", inflow = { "HOLD_IN" }, outflow = { "HOLD_OUT" } })

local options = require "nqi.options"
local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  arguments = '{ stock=, inflow={}, outflow={} }',
  english = 'closing ≠ opening + in − out (SNA 2008, 2.17)',
  chinese = '期末不等于期初加流入减流出',
}

function rule.check(report, t)
  options.check("rules.stock_and_flow", t, { stock = true, inflow = true, outflow = true })
  local item = indicator(t.stock)
  walk.every(t.stock, function(closing, area, period)
    local before = period:previous()
    local opening = before and get { indicator = t.stock, area = area, period = before }.value
    local inflow, slack_in = walk.total(t.inflow, area, period)
    local outflow, slack_out = walk.total(t.outflow, area, period)
    if not (opening and inflow and outflow) then return end
    local expected = opening + inflow - outflow
    if walk.differ(closing.value, expected, walk.slack(item, 2) + slack_in + slack_out) then
      report(function()
        return words.say("check.flows", { where = walk.where(area, period, t.stock),
          value = closing:plain(item.decimals), sum = text.number(expected, item.decimals) })
      end, closing, "inexact")
    end
  end)
end

return rule
