-- What is not published: 暂无公开数据 is printed only where the project declares it, in the
-- records "unpublished" with the columns indicator, area (codes with ; between them, or *),
-- period (2020, 2020-2022, or empty for all) and reason. What is missing besides is a fault
-- of the data, and an error.
--
--   local unpublished = require "nqi.unpublished"
--   local function printed(figure, area)
--     return figure:missing() and unpublished.words("CERT", area) or tostring(figure)
--   end

local options = require "nqi.options"
local words = require "nqi.words"

local unpublished = {}

local function lists(text, code)
  return text == "*" or (";" .. text .. ";"):find(";" .. code .. ";", 1, true) ~= nil
end

-- Whether the period of a row covers from … to, both nil for any.
local function covers(text, from, to)
  if text == "" then return true end
  local first, last = text:match("^(%S-)%-(%d%d%d%d)$")
  if not from then return false end
  return period_of(first or text) <= from and (to or from) <= period_of(last or text)
end

-- The words for an indicator that has no value in an area, from a period to another, in a
-- period, or at all. Raises an error unless that is declared.
function unpublished.words(code, area, from, to)
  for _, row in ipairs(records "unpublished") do
    if row.indicator == code and lists(row.area, area.code) and covers(row.period, from, to) then
      return text.word "unpublished"
    end
  end
  options.fail('a row of the records "unpublished" says so if it is; else look at the data of it',
    "%s of %s: no value, and it is not declared as unpublished", words.indicator(indicator(code)),
    words.area(area))
end

-- A rule for lua/checks.lua: what is declared has no value.
function unpublished.check(report)
  for _, row in ipairs(records "unpublished") do
    for _, period in ipairs(periods { indicator = row.indicator }) do
      for _, area in ipairs(areas()) do
        local figure = get { indicator = row.indicator, area = area, period = period }
        if not figure:missing() and lists(row.area, area.code) and covers(row.period, period) then
          report(words.say("check.unpublished", { where = words.area(area), period = period.label,
            indicator = words.indicator(indicator(row.indicator)) }), figure, "inexact")
        end
      end
    end
  end
end

return unpublished
