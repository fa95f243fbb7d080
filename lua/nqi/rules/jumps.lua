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

-- For the readers of one area: 2021年技术市场成交额为1,787.71亿元，是上年的2.71倍, 为上年的30.2%;
-- nil without one.
local function said(code, single, area, since, seen)
  local out = {}
  for _, row in ipairs(single) do
    if row.area == area and walk.is_told(row.period, since, seen) then
      local figure = get { indicator = code, area = area, period = row.period }
      out[#out + 1] = words.say(row.ratio < 1 and "check.jump_down" or "check.jump", { period = row.period.label, indicator = words.indicator(figure.indicator),
        value = tostring(figure) .. text.unit(figure.unit), ratio = text.number(row.ratio, 2),
        share = fmt.percent(row.ratio * 100) })
    end
  end
  return #out > 0 and table.concat(out, words.say "sign.semicolon") or nil
end

function rule.check(report, code, factor)
  local found, single, first, list = {}, {}, nil, areas()
  for _, period in ipairs(periods { indicator = code }) do
    local jumped, year_ago = {}, period:year_ago() -- a span of years has none
    local before = year_ago and kernel.column { indicator = code, period = year_ago }
    for i, value in ipairs(before and kernel.column { indicator = code, period = period } or {}) do
      if value and before[i] and before[i] > 0 then
        local ratio = value / before[i]
        if ratio > factor or ratio < 1 / factor then
          jumped[#jumped + 1] = list[i]
          single[#single + 1] = { area = list[i], period = period, ratio = ratio }
          first = first or get { indicator = code, area = list[i], period = period }
        end
      end
    end
    if #jumped > 0 then found[#found + 1] = { period = period, areas = jumped } end
  end
  if first then
    report(function(area, since, seen)
      if walk.is_one(area) then return said(code, single, area, since, seen) end
      local list = walk.by_period(walk.told(found, since, seen))
      return (list ~= "" or not area) and words.say("check.jumps", { name = words.indicator(indicator(code)), list = list }) or nil
    end, first, "inexact")
  end
end

return rule
