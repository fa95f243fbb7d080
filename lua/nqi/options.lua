-- Named arguments: a field that a function does not know is an error with a
-- suggestion, so that a misspelt one is never ignored.
--
--   local options = require "nqi.options"
--   options.check("rank", { top = 3 }, { indicator = true, top = true })

local options = {}

-- How many single letters must change between a and b (Levenshtein).
local function distance(a, b)
  local row = {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local diagonal = row[0]
    row[0] = i
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      local best = math.min(row[j] + 1, row[j - 1] + 1, diagonal + cost)
      diagonal, row[j] = row[j], best
    end
  end
  return row[#b]
end

local function nearest(name, known)
  local best, least = nil, #name // 3 + 2
  for candidate in pairs(known) do
    local d = distance(name, candidate)
    if d < least then best, least = candidate, d end
  end
  return best
end

-- Raises the message with its hint, both in the language of messages; the values
-- are those of the message's format.
function options.fail(hint, message, ...)
  error { message = text.message(message, ...), hint = hint and text.message(hint) or nil }
end

-- The names of a table of kinds, as a hint tells them.
function options.names(list)
  local names = {}
  for i, kind in ipairs(list) do names[i] = kind.name end
  return table.concat(names, ", ")
end

-- The hint after a name that no kind of the list has: the nearest, else all of them.
function options.near(name, list)
  local known = {}
  for _, kind in ipairs(list) do known[kind.name] = true end
  local close = type(name) == "string" and nearest(name, known)
  if close then return (text.message('did you mean "%s"?', close):gsub("%%", "%%%%")) end
  return text.message("one of: %s", options.names(list))
end

-- `what` is whose fields they are: the name of a function, or words and the values of
-- their format.
function options.check(what, given, known, ...)
  what = text.message(what, ...)
  if type(given) ~= "table" then
    options.fail(nil, "%s takes a table of named fields, not a %s", what, type(given))
  end
  for name in pairs(given) do
    if not known[name] then
      local close = type(name) == "string" and nearest(name, known)
      options.fail(close and text.message('did you mean "%s"?', close):gsub("%%", "%%%%"),
        '%s has no field "%s"', what, tostring(name))
    end
  end
end

return options
