-- Named arguments: a field that a function does not know is an error with a
-- suggestion, so that a misspelt one is never ignored.
--
--   local options = require "nqi.options"
--   options.check("rank", { top = 3 }, { indicator = true, top = true })

local options = {}

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

-- The hint after a name that is none of these: the nearest of them, else all.
local function hint_of(name, names)
  local close = type(name) == "string" and text.nearest(name, names)
  if close then return text.message('did you mean "%s"?', close) end
  return text.message("one of: %s", table.concat(names, ", "))
end

-- The same of a table of kinds, as the hint of options.fail.
function options.near(name, list)
  local names = {}
  for i, kind in ipairs(list) do names[i] = kind.name end
  return (hint_of(name, names):gsub("%%", "%%%%"))
end

local function sorted_keys(set)
  local names = {}
  for name in pairs(set) do names[#names + 1] = name end
  table.sort(names)
  return names
end

-- `what` is whose fields they are: the name of a function, or words and the values of
-- their format.
function options.check(what, given, known, ...)
  what = text.message(what, ...)
  if type(given) ~= "table" then
    options.fail(nil, "%s takes a table of named fields, not a %s", what, type(given))
  end
  local unknown -- the first by name, since a table has no order
  for name in pairs(given) do
    if not known[name] and (unknown == nil or tostring(name) < tostring(unknown)) then unknown = name end
  end
  if unknown ~= nil then
    options.fail(hint_of(unknown, sorted_keys(known)):gsub("%%", "%%%%"), '%s has no field "%s"', what, tostring(unknown))
  end
end

return options
