-- The plain chart of a ```chart block. The kinds are those of the program's table
-- (kinds.charts); nqi/charts has a file for each shape of data that they name as their
-- maker: fill(chart, spec, facts) and alt(chart, facts).
--
--   chart_of { kind = "bars", rows = rank { indicator = "CERT" }, highlight = area, change = true }
--   chart_of { kind = "lines", series = { series { indicator = "CERT" } } }
--   chart_of { kind = "tiles", indicator = "CERT" }

local options = require "nqi.options"
local parts = require "nqi.chart_parts"
local ranking = require "nqi.rank"
local signs = require "nqi.signs"
local sources = require "nqi.sources"
local words = require "nqi.words"

local charts = {}

local known = {
  kind = true, unit = "a text", alt = "a text", notes = true, source = "a text", from_zero = true,
  rows = "a list", items = "a list", series = "a list", lines = "a list", labels = "a list", indicator = true,
  highlight = true, change = true, decimals = "a whole number", id = true, caption = true,
}

local function note_list(notes, rows)
  local out = {}
  for _, note in ipairs(type(notes) == "string" and { notes } or notes or {}) do
    if note and note ~= "" then out[#out + 1] = note end
  end
  for _, note in ipairs(ranking.notes(rows or {})) do out[#out + 1] = note end
  return out
end

-- What a chart prints beside its marks.
local function texts_of(chart)
  local texts = {}
  for _, item in ipairs(chart.items) do
    for _, field in ipairs { "text", "rank", "change" } do texts[#texts + 1] = item[field] end
  end
  for _, line in ipairs(chart.series) do texts[#texts + 1] = line.last_text end
  return texts
end

-- Whether items that print the same have different ranks.
local function is_finer(items)
  local seen, finer = {}, false
  for _, item in ipairs(items) do
    if item.rank and item.value and item.text then finer = ranking.is_finer(seen, item.rank, item.text) end
  end
  return finer
end

-- The entry of a kind and its maker.
local function kind_named(name)
  for _, kind in ipairs(kinds.charts) do
    if kind.name == name then return kind, require("nqi.charts." .. kind.maker) end
  end
end

-- A maker may have fields of its own.
local function known_to(maker)
  if not maker or not maker.fields then return known end
  local all = {}
  for field in pairs(known) do all[field] = true end
  for _, field in ipairs(maker.fields) do all[field] = true end
  return all
end

function charts.chart_of(spec)
  local kind, maker = kind_named(type(spec) == "table" and spec.kind)
  options.check("chart", spec, known_to(maker))
  if not kind then
    options.fail(options.near(spec.kind, kinds.charts), 'no chart is called "%s"', tostring(spec.kind))
  end
  -- Of an incomplete ranking that is all there the alternative text says how many have data.
  local rows = spec.rows or {}
  local facts = { sources = {}, seen = {}, names = {}, figures = {}, ends = {}, firsts = {}, parted = {}, dated = {}, reasons = {},
    of = rows.complete == false and #rows == rows.of and rows.of or nil }
  local chart = { kind = kind.name, items = {}, labels = {}, series = {}, breaks = {},
    notes = note_list(spec.notes, spec.rows) }
  maker.fill(chart, spec, facts)
  parts.add_notes(chart, facts)
  if rows.of and is_finer(chart.items) and not kernel.classifies_exact() then chart.notes[#chart.notes + 1] = words.say "note.ranked_finer" end
  if facts.bounds and rows.of then chart.notes[#chart.notes + 1] = words.say "note.ranked_bounds" end
  facts.unit = spec.unit or facts.unit or ""
  chart.unit = text.unit(facts.unit)
  chart.source = sources.join(spec.source and { spec.source } or facts.sources)
  chart.ranked = spec.rows ~= nil
  chart.from_zero = spec.from_zero
  if chart.from_zero == nil then chart.from_zero = kind.from_zero end
  chart.notes[#chart.notes + 1] = signs.legend { texts = texts_of(chart), reasons = facts.reasons, notes = chart.notes }
  chart.alt = spec.alt or maker.alt(chart, facts)
  return chart
end

return charts
