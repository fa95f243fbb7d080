-- Named arguments: a field that a function does not know is an error with a
-- suggestion, so that a misspelt one is never ignored.
--
--   local options = require "nqi.options"
--   options.check("rank", { top = 3 }, { indicator = true, top = "a whole number" })

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

-- The keys of a set, in order.
function options.sorted_keys(set)
  local names = {}
  for name in pairs(set) do names[#names + 1] = name end
  table.sort(names)
  return names
end

-- What a field may hold that is declared by these words: known = { top = "a whole number" }.
local holds = {
  ["a text"] = function(x) return type(x) == "string" end,
  ["a whole number"] = function(x) return type(x) == "number" and math.tointeger(x) ~= nil end,
  ["a list"] = function(x) return type(x) == "table" end,
  ["a value of the data"] = function(x) return kind_of(x) == "figure" end,
  ["a rank"] = function(x) return type(x) == "table" end,
  ["a list of areas"] = function(x) return type(x) == "table" end,
}

-- A number that a formula takes: NaN and infinity give what looks like a result, or none.
function options.finite(what, name, x)
  if type(x) ~= "number" or x ~= x or x == math.huge or x == -math.huge then
    options.fail(nil, "%s: %s is not a finite number", what, name)
  end
  return x
end

-- The argument of a function: fmt.list takes a list, not a number.
function options.want(what, value, kind)
  if not holds[kind](value) then
    options.fail(nil, "%s takes %s, not a %s", what, text.message(kind), text.message(kind_of(value)))
  end
end

-- A list of directions, one for each of n columns, or nil: "−" or "negative" would turn
-- nothing around.
function options.directions(list, n, what)
  for k = 1, list and n or 0 do
    if list[k] ~= "+" and list[k] ~= "-" then
      options.fail('write direction = "+" or "-"', "%s: direction %d is \"%s\"", what, k, tostring(list[k]))
    end
  end
end

-- `what` is whose fields they are: the name of a function, or words and the values of
-- their format. `known`: its fields, each true or what it must hold.
function options.check(what, given, known, ...)
  if what:find(" ", 1, true) then what = text.message(what, ...) end
  if type(given) ~= "table" then
    options.fail(nil, "%s takes a table of named fields, not a %s", what, text.message(kind_of(given)))
  end
  local unknown, wrong -- the first by name, since a table has no order
  for name, value in pairs(given) do
    if not known[name] and (unknown == nil or tostring(name) < tostring(unknown)) then unknown = name end
    if holds[known[name]] and not holds[known[name]](value) and (wrong == nil or name < wrong) then wrong = name end
  end
  if unknown ~= nil then
    options.fail(hint_of(unknown, options.sorted_keys(known)):gsub("%%", "%%%%"), '%s has no field "%s"', what, tostring(unknown))
  end
  if wrong ~= nil then
    options.fail(nil, "%s: %s must be %s, not a %s", what, wrong, text.message(known[wrong]),
      text.message(kind_of(given[wrong])))
  end
end

-- From now on the function `name` of the module checks the named fields of its argument
-- `at`, which may then be left out; without `at` of its first one.
function options.guard(title, module, name, known, at)
  local body = module[name]
  module[name] = function(...)
    local given = select(at or 1, ...)
    if given ~= nil or not at then options.check(title .. "." .. name, given, known) end
    return body(...)
  end
end

return options
