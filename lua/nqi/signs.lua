-- What stands in the place of a number, each sign for one thing: no public data …, no such
-- item or not computed —, confidential ×, unchanged ＝. A table says those that it uses.
--
--   local signs = require "nqi.signs"
--   signs.text "missing"                                --> …
--   signs.is "—"                                        --> true
--   signs.legend { texts = { "12", "…", "＝" } }         --> “…”表示没有公开数据；“＝”表示没有变化。
local words = require "nqi.words"

local signs = {}

-- In the order in which they are explained.
local kinds = { "missing", "none", "suppressed", "unchanged" }

-- kind: missing, none (does not exist, or by rule not computed), suppressed, unchanged.
function signs.text(kind)
  return words.say("symbol." .. kind)
end

function signs.is(written)
  for _, kind in ipairs(kinds) do
    if written == signs.text(kind) then return true end
  end
  return false
end

local function explained(notes, sign)
  for _, note in ipairs(notes or {}) do
    if text.plain(tostring(note)):find("“" .. sign .. "”", 1, true) then return true end
  end
  return false
end

-- Why there is no number, by the sign that stands there, in the order in which it is said.
-- What a cell says without a figure: absent, other.
local why = {
  missing = { "absent", "period", "incomplete" },
  none = { "base", "negative", "break", "kind", "unit", "definition", "rule", "finite", "other" },
}

local function explanation(kind, reasons)
  local parts = {}
  for _, reason in ipairs(why[kind] or {}) do
    if reasons[reason] then parts[#parts + 1] = words.say("symbol.why." .. reason) end
  end
  if why[kind] and #parts == 0 then parts[1] = words.say("symbol.why." .. (kind == "missing" and "absent" or "other")) end
  return words.say("symbol.said." .. kind, { why = fmt.list(parts, words.say "symbol.or") })
end

-- The note on the signs in texts, but for those that a note explains already; nil if there
-- is nothing to explain. `reasons`: a set of those that figures are missing for;
-- `zero`: what a value below half of the last digit was printed as.
function signs.legend(t)
  local used, said = {}, {}
  for _, written in ipairs(t.texts) do used[text.plain(written)] = true end
  for _, kind in ipairs(kinds) do
    local sign = signs.text(kind)
    if used[sign] and not explained(t.notes, sign) then said[#said + 1] = explanation(kind, t.reasons or {}) end
  end
  if t.zero and not explained(t.notes, t.zero) then
    said[#said + 1] = words.say("symbol.said.zero", { zero = text.plain(t.zero) })
  end
  return #said > 0 and table.concat(said, words.say "sign.semicolon") .. words.say "sign.stop" or nil
end

return signs
