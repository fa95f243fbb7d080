-- The rules that a project's lua/checks.lua puts together. Each calls report(text, figure) for what
-- it finds; a figure that is missing breaks no rule but that of coverage.
--
--   local rules = require "nqi.rules"
--   rules.range(function(finding, figure) end, "UNEMP", 0, 100)
local rules = {}

-- Half a unit of the last printed digit: what rounding may have taken from a figure.
local function half_unit(item) return 0.5 / 10 ^ item.decimals end

-- Calls each(figure) for all figures of an indicator.
local function every(code, each)
  for _, period in ipairs(periods { indicator = code }) do
    for _, area in ipairs(areas {}) do
      local figure = get { indicator = code, area = area, period = period }
      if figure.value ~= nil then each(figure, area, period) end
    end
  end
end

local function where(area, period, code)
  return area.short .. period.label .. indicator(code).name
end

-- Parts of an indicator that may be added up, all present: their sum is the total.
function rules.totals(report)
  for _, item in ipairs(indicators {}) do
    local parts = {}
    for _, part in ipairs(indicators { parent = item.code }) do
      if part.aggregation == "sum" then parts[#parts + 1] = part end
    end
    if #parts > 1 then
      every(item.code, function(total, area, period)
        local sum, n = 0, 0
        for _, part in ipairs(parts) do
          local value = get { indicator = part.code, area = area, period = period }.value
          if value then sum, n = sum + value, n + 1 end
        end
        local slack = half_unit(item) * (n + 1)
        -- A part that a month no longer lists has gone into 其他: the sum decides.
        if n > 1 and math.abs(sum - total.value) > slack + 1e-6 then
          report(string.format("%s为%s，%d个分项之和为%s", where(area, period, item.code),
            total:plain(item.decimals), n, text.number(sum, item.decimals)), total)
        end
      end)
    end
  end
end

function rules.part_of(report, part, whole)
  every(part, function(figure, area, period)
    local all = get { indicator = whole, area = area, period = period }.value
    if all and figure.value > all then
      report(where(area, period, part) .. "大于" .. indicator(whole).name, figure)
    end
  end)
end

-- The shares of the areas that have one, together; each may be rounded up.
function rules.shares(report, code, list)
  for _, period in ipairs(periods { indicator = code }) do
    local sum, n, last = 0, 0, nil
    for _, area in ipairs(list) do
      local figure = get { indicator = code, area = area, period = period }
      if figure.value then sum, n, last = sum + figure.value, n + 1, figure end
    end
    if sum > 100 + n * half_unit(indicator(code)) then
      report(string.format("%s%s合计为%s%%", period.label, indicator(code).name, text.number(sum, 2)), last)
    end
  end
end

-- A published share against value / total: of the area `of`, or of another indicator.
function rules.share_of(report, code, value_code, of, whole_code)
  local item = indicator(code)
  every(code, function(share, area, period)
    local value = get { indicator = value_code, area = area, period = period }.value
    local whole = get { indicator = whole_code or value_code, area = of or area, period = period }.value
    if value and whole and math.abs(share.value - value / whole * 100) > half_unit(item) + 1e-6 then
      report(string.format("%s公布为%s%%，按数值计算为%s%%", where(area, period, code),
        share:plain(item.decimals), text.number(value / whole * 100, 3)), share)
    end
  end)
end

-- Of two areas, the one with the better published rank does not have less.
function rules.published_ranks(report, rank_code, value_code)
  for _, period in ipairs(periods { indicator = rank_code }) do
    local ranked = {}
    for _, area in ipairs(areas()) do
      local rank = get { indicator = rank_code, area = area, period = period }
      local value = get { indicator = value_code, area = area, period = period }.value
      if rank.value and value then ranked[#ranked + 1] = { area = area, rank = rank, value = value } end
    end
    table.sort(ranked, function(a, b) return a.rank.value < b.rank.value end)
    for i = 2, #ranked do
      local above, below = ranked[i - 1], ranked[i]
      if below.value > above.value and below.rank.value > above.rank.value then
        report(string.format("%s%s第%d位的%s多于第%d位的%s", period.label, indicator(value_code).name,
          below.rank.value, below.area.short, above.rank.value, above.area.short), below.rank)
      end
    end
  end
end

function rules.range(report, code, low, high)
  every(code, function(figure, area, period)
    if figure.value < low or high and figure.value > high then
      report(string.format("%s为%s，应不小于%s%s", where(area, period, code), tostring(figure), low,
        high and "、不大于" .. high or ""), figure)
    end
  end)
end

-- Periods that have some of the ranked areas but not all; names at most five.
function rules.coverage(report, code)
  for _, period in ipairs(periods { indicator = code }) do
    local missing, present = {}, nil
    for _, area in ipairs(areas()) do
      local figure = get { indicator = code, area = area, period = period }
      if figure.value then present = figure else missing[#missing + 1] = area.short end
    end
    if present and #missing > 0 then
      local names = table.concat(missing, "、", 1, math.min(5, #missing)) .. (#missing > 5 and "等" or "")
      report(string.format("%s%s缺%d个地区：%s", period.label, indicator(code).name, #missing, names), present)
    end
  end
end

-- One finding a year: the areas whose value changed by more than `factor`, up or down.
function rules.jumps(report, code, factor)
  for _, period in ipairs(periods { indicator = code }) do
    local names, first = {}, nil
    for _, area in ipairs(areas()) do
      local figure = get { indicator = code, area = area, period = period }
      local before = get { indicator = code, area = area, period = period:year_ago() }
      if figure.value and before.value and before.value > 0 then
        local ratio = figure.value / before.value
        if ratio > factor or ratio < 1 / factor then
          names[#names + 1] = area.short
          first = first or figure
        end
      end
    end
    if first then
      report(period.label .. indicator(code).name .. "：" .. table.concat(names, "、"), first)
    end
  end
end

-- Growth against 同期 that lies further than `limit` robust deviations (5 unless said)
-- from the median of the areas of that period: median and MAD, at least 8 areas.
function rules.outliers(report, code, limit)
  for _, period in ipairs(periods { indicator = code }) do
    local list = {}
    for _, area in ipairs(areas()) do
      local growth = get { indicator = code, area = area, period = period }:growth()
      if not growth:missing() then list[#list + 1] = growth end
    end
    local centre, spread = stats.median(list), stats.mad(list)
    for _, growth in ipairs(#list >= 8 and spread > 0 and list or {}) do
      if math.abs(growth.value - centre) > (limit or 5) * spread then
        report(string.format("%s比上年同期变动%s，各地区中位数为%s", where(growth.area, period, code),
          growth:with_unit(), text.number(centre, 1)),
          get { indicator = code, area = growth.area, period = period })
      end
    end
  end
end

return rules
