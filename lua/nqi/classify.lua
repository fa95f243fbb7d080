-- What classes are taken from: traffic lights, stars, grades, who is above a limit. The
-- number that is printed, so that no class contradicts the number beside it: 44.968 that
-- prints as 45.0 has reached 45. `classify = "exact"` in lua/reports.lua takes the number
-- before it is rounded. GB/T 8170-2008, 4.3: 修约值比较法 and 全数值比较法.
--
--   local classify = require "nqi.classify"
--   classify.number(44.968, 1)                              --> 45
--   classify.reached(44.968, 45, { decimals = 1 })          --> true
--   classify.reached(7.94, 7.9, { decimals = 1, direction = "-" })   --> true
--   classify.place({ 80, 60, 0 }, 59.97, { decimals = 1 })  --> 2
local options = require "nqi.options"

local classify = {}

-- The number that a class is taken from, of a figure or a number that is printed with so
-- many decimals (a figure's own if left out); nil if it is missing.
function classify.number(x, decimals)
  local exact = kernel.classifies_exact()
  if not x then return nil end
  if type(x) == "number" then return exact and kernel.significant(x) or tonumber(text.number(x, decimals or 0)) + 0.0 end
  return exact and x.value or not exact and x:published(decimals) or nil
end

-- What an interval says of its sign as it is printed: 1 above zero, -1 below, 0 where it
-- holds zero.
function classify.sign(low, high, decimals)
  if classify.number(low, decimals) > 0 then return 1 end
  return classify.number(high, decimals) < 0 and -1 or 0
end

local known = { decimals = "a whole number", direction = "a text" }

-- Where nothing is said, less is better of a value of an indicator that the dictionary says
-- so of; not of what was computed of it, such as its growth.
local function direction_of(x, said)
  if said == nil then
    return type(x) ~= "number" and x.direct and x.indicator and x.indicator.direction == "-" and "-" or "+"
  end
  if said ~= "+" and said ~= "-" and said ~= "none" then
    options.fail('write direction = "+" or "-"', 'classify: direction is "%s"', said)
  end
  return said
end

-- Whether x is at the limit or on its good side: above, or below for direction "-" (of a
-- value of the data the dictionary's, if left out); nil if x is missing. 超45 is above 45,
-- 不足45 below.
function classify.reached(x, limit, t)
  t = t or {}
  options.check("classify.reached", t, known)
  local number = classify.number(x, t.decimals)
  options.finite("classify.reached", "limit", limit)
  if not number then return nil end
  local beyond = number - limit
  if beyond == 0 and type(x) ~= "number" then beyond = x.bound end
  if direction_of(x, t.direction) == "-" then return beyond <= 0 end
  return beyond >= 0
end

-- The place of the first of the limits, best first, that x has reached; nil if it has
-- reached none or is missing.
function classify.place(limits, x, t)
  for i, limit in ipairs(limits) do
    if classify.reached(x, limit, t) then return i end
  end
end

-- The rule as a note under a table of classes (`what`: 星级, 状态; 分类 without it); a table of which
-- a column says `classified = true`, or what its classes are called, prints it itself.
function classify.note(what)
  return text.word(kernel.classifies_exact() and "note.classified_exact" or "note.classified_published",
    { what = what or text.word "note.classes" })
end

return classify
