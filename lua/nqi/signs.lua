-- What stands in the place of a number, each sign for one thing: no public data …, no such
-- item or not computed —, confidential (and what would be computed of it, such as a growth
-- or a rank, which would give it away) ×, unchanged ＝; and what stands before a change of
-- rank: ▲ ▼. A table or chart says those that it uses.
--
--   local signs = require "nqi.signs"
--   signs.text "missing"                                --> …
--   signs.is "—"                                        --> true
--   signs.legend { texts = { "12", "…", "＝" } }         --> “…”表示没有公开数据；“＝”表示没有变化。
--   signs.legend { texts = { "▲2", "＝" }, notes = { "▲上升，▼下降。" } }   --> “＝”表示没有变化。
local words = require "nqi.words"

local signs = {}

-- In the order in which they are explained.
local kinds = { "missing", "none", "suppressed", "unchanged" }
local explained_kinds = { "missing", "none", "suppressed", "up", "down", "unchanged" }
local of_change = { up = true, down = true, unchanged = true }

-- kind: missing, none (does not exist, or by rule not computed), suppressed, unchanged; up,
-- down.
function signs.text(kind)
  return words.say("symbol." .. kind)
end

function signs.is(written)
  for _, kind in ipairs(kinds) do
    if written == signs.text(kind) then return true end
  end
  return false
end

-- Whether the sign is an item of a list in the note: ▲上升，▼下降，＝持平, not 上年＝100.
local function is_listed(note, sign)
  local from, to = note:find(sign, 1, true)
  while from do
    local before, after = note:sub(1, from - 1):gsub("[ 　]+$", ""), note:sub(to + 1):gsub("^ +", "")
    local parted = before == "" or before:find("[,;:(]$")
    for _, mark in ipairs { "，", "、", "；", "：", "。", "（" } do parted = parted or before:sub(-#mark) == mark end
    if parted and after ~= "" and not after:find("^%d") then return true end
    from, to = note:find(sign, to + 1, true)
  end
  return false
end

local function explained(notes, kind, sign)
  for _, note in ipairs(notes or {}) do
    local plain = text.plain(tostring(note))
    if plain:find("“" .. sign .. "”", 1, true) or of_change[kind] and is_listed(plain, sign) then return true end
  end
  return false
end

-- Which of them the cells show, as a set; up and down stand before a number, ▲ alone is none.
local function kinds_in(texts)
  local by_sign, used = {}, {}
  for _, kind in ipairs(explained_kinds) do by_sign[signs.text(kind)] = kind end
  for _, written in ipairs(texts) do
    local plain = text.plain(written)
    local sign, number = plain:match("^([^%d]+)(%d*)$")
    local kind = sign and by_sign[sign]
    if kind and (number ~= "") == (kind == "up" or kind == "down") then used[kind] = true end
  end
  return used
end

-- Why there is no number, by the sign that stands there, in the order in which it is said.
-- What a cell says without a figure: absent, other.
local why = {
  missing = { "absent", "period", "incomplete" },
  none = { "base", "negligible", "negative", "excess", "break", "kind", "unit", "definition", "rule", "finite", "nothing", "uncomputed" },
}

local unsaid = { missing = { "absent" }, none = { "nothing", "uncomputed" } }

local function explanation(kind, reasons)
  local parts = {}
  for _, reason in ipairs(why[kind] or {}) do
    local is_other = reason == "nothing" or reason == "uncomputed"
    if reasons[reason] or is_other and reasons.other then parts[#parts + 1] = words.say("symbol.why." .. reason) end
  end
  for _, reason in ipairs(#parts == 0 and unsaid[kind] or {}) do parts[#parts + 1] = words.say("symbol.why." .. reason) end
  if kind == "suppressed" and reasons.of_suppressed then return words.say "symbol.said.of_suppressed" end
  return words.say("symbol.said." .. kind, { why = fmt.list(parts, words.say "symbol.or") })
end

-- Whether a reason that a cell gives for having no number is one: those that a sign is
-- explained by, and those of the signs themselves.
function signs.is_reason(reason)
  if reason == "suppressed" then return true end
  for _, list in pairs(why) do
    for _, known in ipairs(list) do
      if known == reason then return reason ~= "uncomputed" end
    end
  end
  return false
end

-- The reasons, in the order in which they are said.
function signs.reasons()
  local list = {}
  for _, kind in ipairs { "missing", "none" } do
    for _, reason in ipairs(why[kind]) do
      if signs.is_reason(reason) then list[#list + 1] = reason end
    end
  end
  list[#list + 1] = "suppressed"
  return list
end

-- What one sign means, of the figure that it stands for or of none: 没有对比期数据.
function signs.meaning(sign, figure)
  local reason = kind_of(figure) == "figure" and figure:missing() and figure.reason
  if sign == signs.text "suppressed" then return words.say "symbol.why.suppressed" end
  if sign == signs.text "unchanged" then return words.say "symbol.why.unchanged" end
  local kind = sign == signs.text "missing" and "missing" or "none"
  for _, known in ipairs(why[kind]) do
    if known == reason then return words.say("symbol.why." .. known) end
  end
  return words.say("symbol.why." .. unsaid[kind][1])
end

-- The note on the signs in texts, but for those that a note explains already; nil if there
-- is nothing to explain. `reasons`: a set of those that figures are missing for. What is
-- negligible needs no sign: it prints as 不足0.05, which no other number does.
function signs.legend(t)
  local used, said = kinds_in(t.texts), {}
  for _, kind in ipairs(explained_kinds) do
    local sign = signs.text(kind)
    if used[kind] and not explained(t.notes, kind, sign) then said[#said + 1] = explanation(kind, t.reasons or {}) end
  end
  return #said > 0 and table.concat(said, words.say "sign.semicolon") .. words.say "sign.stop" or nil
end

return signs
