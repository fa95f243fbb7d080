-- Columns of the panel's tables from short names; neighbours of one indicator come
-- under one head. Derived figures of lua/panel.lua work as well.
--
--   columns = panel_tables.columns(period, { "GDP", "GDP:growth", "GDP_PC:rank" })
local panel = require "panel"
local words = require "words"

local panel_tables = {}

-- Each makes the column of an indicator for rows that are areas.
local makers = {}

function makers.value(code, period)
  return {
    head = "（" .. panel.unit(code) .. "）", align = "decimal",
    get = function(area) return panel.figure(code, area, period) end,
  }
end

function makers.growth(code, period)
  return {
    head = indicator(code).growth == "index" and "涨跌\n（%）" or "增长\n（%）",
    align = "decimal", decimals = 1,
    get = function(area)
      return get { indicator = code, area = area, period = period }:growth()
    end,
  }
end

function makers.rank(code, period)
  local ranking = panel.ranking(code, period)
  return {
    head = "位次", align = "right", ranked = true,
    get = function(area)
      local row = panel.place(ranking, area)
      return row and row.rank or "—"
    end,
  }
end

-- Names too long for a narrow column.
local heads = { CPI = "居民消费\n价格" }

-- A column that stands alone carries its indicator's name in its own head.
local function alone(column, code)
  local name = heads[code] or panel.name(code) .. "\n"
  column.head = name .. column.head
  return column
end

function panel_tables.columns(period, names)
  local out = { "地区" }
  for i, name in ipairs(names) do
    local code, kind = name:match("^([%w_]+):?(%l*)$")
    local column = makers[kind == "" and "value" or kind](code, period)
    local before, after = names[i - 1] or "", names[i + 1] or ""
    if before:match("^[%w_]+") == code or after:match("^[%w_]+") == code then
      column.group = panel.name(code)
    else
      alone(column, code)
    end
    out[#out + 1] = column
  end
  return out
end

-- Columns for rows that are regions: { name, areas }.
function panel_tables.regions(period)
  local before = period:year_ago()
  local function share(code)
    return function(row)
      return panel.over(code, row.areas, period) / panel.over(code, areas(), period) * 100
    end
  end
  return {
    { head = "区域", get = function(row) return row.name end },
    { head = "省份\n（个）", align = "right", get = function(row) return #row.areas end },
    { head = "地区生产总值\n比重（%）", align = "decimal", decimals = 1, get = share "GDP" },
    { head = "工业增加值\n比重（%）", align = "decimal", decimals = 1, get = share "VA_INDUSTRY" },
    { head = "授权量\n（项）", group = "发明专利", align = "decimal", decimals = 0,
      get = function(row) return panel.over("INV_GRANT", row.areas, period) end },
    { head = "增长\n（%）", group = "发明专利", align = "decimal", decimals = 1,
      get = function(row)
        return growth_of(panel.over("INV_GRANT", row.areas, period), panel.over("INV_GRANT", row.areas, before))
      end },
    { head = "每万人\n（项）", group = "发明专利", align = "decimal", decimals = 2,
      get = function(row) return panel.over("INVENTIONS", row.areas, period) end },
    { head = "科技支出占\n财政支出（%）", align = "decimal", decimals = 2,
      get = function(row) return panel.over("SCIENCE", row.areas, period) end },
  }
end

-- The environment indicators of one area, for the province reports: rows
-- { indicator, now, before, growth, place }.
function panel_tables.profile(codes, area, period)
  local rows = {}
  for _, code in ipairs(codes) do
    local now = panel.figure(code, area, period)
    if not now:missing() then
      rows[#rows + 1] = {
        code = code, name = panel.name(code), unit = panel.unit(code), now = now,
        group = panel.group(code), before = panel.figure(code, area, period:year_ago()),
        growth = panel.derived[code] and "—" or now:growth(),
        place = panel.place(panel.ranking(code, period), area),
      }
    end
  end
  return rows
end

function panel_tables.profile_columns(period)
  return {
    { head = "指标", get = function(row) return row.name end },
    { head = "单位", align = "centre", get = function(row) return row.unit end },
    { head = period:year_ago().label, align = "decimal", get = function(row) return row.before end },
    { head = period.label, align = "decimal", get = function(row) return row.now end },
    { head = "比上年\n增长（%）", align = "decimal", decimals = 1, get = function(row) return row.growth end },
    { head = "位次", align = "right", ranked = true, get = function(row) return row.place and row.place.rank or "—" end },
    { head = "位次\n变化", align = "right",
      get = function(row) return words.arrow(row.place, row.place and row.place.before) end },
  }
end

return panel_tables
