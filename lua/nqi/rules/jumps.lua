-- The areas whose value changed by more than `factor`, up or down, from one year to the
-- next: one finding an indicator.
--
--   local rules = require "nqi.rules"
--   rules.jumps(function(finding, figure) end, "TRADE", 3)

local walk = require "nqi.check_walk"
local words = require "nqi.words"

local rule = {
  arguments = '"CODE", factor',
  english = 'a change against 同期 by more than a factor',
  chinese = '年度间变动超过若干倍',
}

function rule.check(report, code, factor)
  local found, first, list = {}, nil, areas()
  for _, period in ipairs(periods { indicator = code }) do
    local jumped, year_ago = {}, period:year_ago() -- a span of years has none
    local before = year_ago and kernel.column { indicator = code, period = year_ago }
    for i, value in ipairs(before and kernel.column { indicator = code, period = period } or {}) do
      if value and before[i] and before[i] > 0 then
        local ratio = value / before[i]
        if ratio > factor or ratio < 1 / factor then
          jumped[#jumped + 1] = list[i]
          first = first or get { indicator = code, area = list[i], period = period }
        end
      end
    end
    if #jumped > 0 then found[#found + 1] = { period = period, areas = jumped } end
  end
  if first then
    report(function()
      return words.say("check.jumps", { name = words.indicator(indicator(code)), list = walk.by_period(found) })
    end, first, "inexact")
  end
end

return rule
