-- Charts of areas that have their place on the map of tiles.
--
--   chart_of { kind = "tiles", indicator = "CERT" }
--   chart_of { kind = "tiles", rows = rank { indicator = "CERT" } }

local classify = require "nqi.classify"
local columns = require "nqi.columns"
local parts = require "nqi.chart_parts"
local words = require "nqi.words"

local places = { alt = parts.alt_of_items }

-- Every area of the map, also those without a value.
local function rows_of(code)
  local rows = {}
  for _, area in ipairs(areas {}) do
    if area.tile_row then
      rows[#rows + 1] = { area = area, figure = get { indicator = code, area = area } }
    end
  end
  return rows
end

-- The tone of a tile is a class: taken from the number that it prints.
local function tiles(spec, facts)
  local items = {}
  facts.of = 0 -- those of the whole: not areas that are shown beside it, without a value
  for i, row in ipairs(spec.rows or rows_of(spec.indicator)) do
    local figure, area = parts.figure_of(row), columns.area_of(row)
    parts.learn(spec, facts, figure)
    parts.note_item(facts, words.area(area), figure)
    facts.figures[i] = not figure:missing() and figure or nil
    facts.of = facts.of + ((area.ranked or figure.value) and 1 or 0)
    facts.names[i] = words.area(area)
    items[i] = {
      label = area.abbr ~= "" and words.is_chinese() and area.abbr or words.area(area), value = classify.number(figure, spec.decimals),
      text = parts.text_of(figure, spec.decimals), highlight = parts.is_highlighted(spec, row),
      tile_row = area.tile_row, tile_column = area.tile_column,
    }
  end
  return items
end

function places.fill(chart, spec, facts)
  if spec.items then
    chart.items = parts.plain_items(spec)
  elseif spec.indicator or spec.rows then
    chart.items = tiles(spec, facts)
  else
    chart.items = parts.items_of(spec, facts)
  end
end

return places
