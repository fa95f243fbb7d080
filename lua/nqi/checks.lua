-- Rules for lua/checks.lua. Each of these makes the function of a rule:
--
--   return {
--     { rule = "province total", severity = "warning",
--       check = checks.total { indicator = "CERT", of = "000000" } },
--     { rule = "shares", severity = "error",
--       check = checks.range { indicator = "CERT_SHARE", from = 0, to = 100 } },
--   }

local options = require "nqi.options"

local checks = {}

-- Every figure of an indicator in its ranked areas and the nation, by period.
local function each(code, visit)
  for _, period in ipairs(periods { indicator = code }) do
    for _, area in ipairs(areas {}) do
      local figure = get { indicator = code, area = area, period = period }
      if not figure:missing() and not figure.text then visit(figure, area, period) end
    end
  end
end

local function at(figure)
  return string.format("%s %s", figure.area.short, figure.period.label)
end

-- A value outside of from … to.
function checks.range(t)
  options.check("range", t, { indicator = true, from = true, to = true })
  return function(report)
    each(t.indicator, function(figure)
      local value = figure.value
      if (t.from and value < t.from) or (t.to and value > t.to) then
        report(string.format("%s的%s为%s，超出%s至%s", at(figure), figure.indicator.name,
          figure:with_unit(), tostring(t.from or "不限"), tostring(t.to or "不限")), figure)
      end
    end)
  end
end

-- Half a unit of the last printed place for each part, and for the total.
local function rounding_room(figure, parts)
  return (parts + 1) * 0.5 * 10 ^ -figure.decimals
end

-- The total of an area equals the sum of the ranked areas, within rounding. Periods
-- in which an area is missing are passed over.
function checks.total(t)
  options.check("total", t, { indicator = true, of = true, areas = true, tolerance = true })
  return function(report)
    local list = t.areas or areas()
    for _, period in ipairs(periods { indicator = t.indicator, area = t.of or "000000" }) do
      local total = get { indicator = t.indicator, area = t.of or "000000", period = period }
      local parts = sum { indicator = t.indicator, areas = list, period = period }
      if not total:missing() and not parts:missing() then
        local gap = math.abs((parts - total).value)
        if gap > (t.tolerance or rounding_room(total, #list)) then
          report(string.format("%s %s：各地区合计%s，与总计%s相差%s", total.indicator.name, period.label,
            parts:fixed(), total:fixed(), fmt.number(gap, total.decimals)), total)
        end
      end
    end
  end
end

-- An indicator equals the sum of those whose parent it is, for every area.
function checks.parts(t)
  options.check("parts", t, { indicator = true, tolerance = true })
  return function(report)
    local children = indicators { parent = t.indicator }
    each(t.indicator, function(whole, area, period)
      local total
      for _, child in ipairs(children) do
        local part = get { indicator = child, area = area, period = period }
        total = total and total + part or part
      end
      if total and not total:missing() then
        local gap = math.abs((total - whole).value)
        if gap > (t.tolerance or rounding_room(whole, #children)) then
          report(string.format("%s：%s分项之和%s，与总数%s相差%s", at(whole), whole.indicator.name,
            total:fixed(), whole:fixed(), fmt.number(gap, whole.decimals)), whole)
        end
      end
    end)
  end
end

-- 同比 growth that lies further than `limit` robust deviations from the median of
-- the areas in that period (median and MAD; 5 unless said otherwise).
function checks.outliers(t)
  options.check("outliers", t, { indicator = true, limit = true })
  return function(report)
    for _, period in ipairs(periods { indicator = t.indicator }) do
      local list = {}
      for _, area in ipairs(areas()) do
        local growth = get { indicator = t.indicator, area = area, period = period }:growth()
        if not growth:missing() then list[#list + 1] = growth end
      end
      local centre, spread = stats.median(list), stats.mad(list)
      if #list >= 8 and spread > 0 then
        for _, growth in ipairs(list) do
          if math.abs(growth.value - centre) > (t.limit or 5) * spread then
            report(string.format("%s的%s比上年同期变动%s，明显偏离各地区中位数%s", at(growth),
              growth.indicator.name, growth:with_unit(), fmt.number(centre, 1)),
              get { indicator = t.indicator, area = growth.area, period = period })
          end
        end
      end
    end
  end
end

-- Areas without a value in a period in which at least `share` of them have one
-- (0.8 unless said otherwise).
function checks.coverage(t)
  options.check("coverage", t, { indicator = true, share = true })
  return function(report)
    local list = areas()
    for _, period in ipairs(periods { indicator = t.indicator }) do
      local missing = {}
      for _, area in ipairs(list) do
        if get { indicator = t.indicator, area = area, period = period }:missing() then
          missing[#missing + 1] = area.short
        end
      end
      local had = #list - #missing
      if #missing > 0 and had >= (t.share or 0.8) * #list then
        report(string.format("%s %s缺%s", indicator(t.indicator).name, period.label, fmt.list(missing)))
      end
    end
  end
end

return checks
