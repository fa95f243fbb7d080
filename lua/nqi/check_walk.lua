-- What the rules of nqi.rules share: walking over the figures of an indicator, the
-- slack that rounding leaves, and the names of cells.
--
--   local walk = require "nqi.check_walk"
--   walk.where(area_of "安徽", period_of "2023", "CERT")   --> 安徽2023年有效认证证书数
local walk = {}

-- Half a unit of the last digit: what rounding may have taken from a figure.
function walk.half_unit(item) return 0.5 / 10 ^ item.decimals end

-- Things counted one by one are exact: 张, 家, but not 万人.
function walk.is_count(item)
  return item.decimals == 0 and not item.unit:find("万", 1, true) and not item.unit:find("亿", 1, true)
end

-- What n figures of an indicator may lose or gain together by rounding.
function walk.slack(item, n) return walk.is_count(item) and 0 or walk.half_unit(item) * n end

-- Calls each(figure, area, period) for all figures of an indicator that have a value.
function walk.every(code, each)
  for _, period in ipairs(periods { indicator = code }) do
    for _, area in ipairs(areas {}) do
      local figure = get { indicator = code, area = area, period = period }
      if figure.value ~= nil then each(figure, area, period) end
    end
  end
end

function walk.where(area, period, code)
  return area.short .. period.label .. indicator(code).name
end

-- The areas that an area's total is made of; the nation's are the ranked ones.
function walk.children(area)
  if area.code == "000000" then return areas() end
  return areas { parent = area.code }
end

-- Doubles carry about 16 digits: a sum that is off by less is not wrong.
function walk.differ(a, b, slack)
  return math.abs(a - b) > slack + 1e-9 * math.max(1, math.abs(a), math.abs(b))
end

return walk
