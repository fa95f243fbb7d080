-- The row of key figures of a ```kpi block.
--
--   items = {
--     { label = "地区生产总值", value = v.GDP, note = phrase.yoy(v.GDP) },
--   }

local options = require "nqi.options"
local signs = require "nqi.signs"
local words = require "nqi.words"

local kpi = {}

local tones = { accent = true, alert = true, muted = true, good = true, watch = true, bad = true }

-- The note with what the sign in the place of a number means there, which has no legend:
-- of a figure always, of what a template put there if it says nothing itself.
local function explained(note, value, figure)
  if kind_of(figure) ~= "figure" and note ~= "" then return note end
  local why = signs.is(text.plain(value)) and signs.meaning(text.plain(value), figure)
  if not why then return note end
  return note == "" and why or note .. words.say "sign.semicolon" .. why
end

local function plain(item)
  options.check("a key figure", item,
    { label = true, value = true, unit = true, note = true, tone = true, decimals = true })
  if item.tone and not tones[item.tone] then
    options.fail("accent, alert, muted, good, watch or bad", 'no tone "%s"', tostring(item.tone))
  end
  local value, unit = item.value, item.unit
  if kind_of(value) == "figure" then
    if unit and not value:missing() and unit ~= value.unit and unit ~= text.unit(value.unit) then
      options.fail('convert it with f:in_unit("…"), or call it otherwise with f:as{ unit = "…" }',
        "unit says %s, the key figure is in %s", unit, value.unit)
    end
    unit = unit or (not value:missing() and value.unit or "")
    value = value:cell(item.decimals)
  elseif type(value) == "number" then
    value = fmt.number(value, item.decimals)
  end
  value = tostring((value == nil or value == false) and text.word "symbol.missing" or value)
  local note = explained(item.note and tostring(item.note) or "", value, item.value)
  return {
    label = tostring(item.label or ""), value = value,
    unit = text.unit(unit or "", value), note = note, tone = item.tone,
  }
end

function kpi.kpi_of(spec)
  options.check("kpi", spec, { items = "a list", id = true, caption = true })
  local items = {}
  for i, item in ipairs(spec.items or {}) do items[i] = plain(item) end
  if #items == 0 then
    options.fail('items = { { label = "…", value = v.CODE } }', "a kpi block needs items")
  end
  return { items = items }
end

return kpi
