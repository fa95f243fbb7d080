-- All that the data hold of one indicator in one area, whatever kind its periods are:
-- series() keeps to one kind, so that months are never mixed with years in a growth.
--
--   local known = require "known"
--   for _, figure in ipairs(known.all("INSP_ORG", "340000")) do … end
local known = {}

-- The figures of stated periods in time order; `kind` keeps to "year" or "month".
function known.all(code, area, kind)
  local out = {}
  for _, period in ipairs(periods { indicator = code, area = area }) do
    if period.kind ~= "not_stated" and (not kind or period.kind == kind) then
      out[#out + 1] = get { indicator = code, area = area, period = period }
    end
  end
  return out
end

-- The figure whose period the source does not state, or nil.
function known.undated(code, area)
  for _, period in ipairs(periods { indicator = code, area = area }) do
    if period.kind == "not_stated" then
      return get { indicator = code, area = area, period = period }
    end
  end
end

-- The last figure up to `period` and of its kind, or nil.
function known.last(code, area, period)
  local all = series { indicator = code, area = area, to = period }
  return all[#all]
end

-- 2024年, or 时期未注明 for a figure without a period.
function known.label(figure)
  return figure.period and figure.period.label or "时期未注明"
end

return known
