-- Charts of a list of items: rows with figures, or items that a template made itself.
--
--   chart_of { kind = "bars", rows = rank { indicator = "CERT" }, highlight = area, change = true }
--   chart_of { kind = "bars", items = { { label = "甲", value = 2.5 } } }

local parts = require "nqi.chart_parts"

local items = { alt = parts.alt_of_items }

function items.fill(chart, spec, facts)
  chart.items = spec.items and parts.plain_items(spec) or parts.items_of(spec, facts)
end

return items
