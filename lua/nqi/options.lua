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

function options.check(what, given, known)
  if type(given) ~= "table" then
    error { message = what .. " takes a table of named fields, not a " .. type(given),
            hint = "write " .. what .. " { field = value }" }
  end
  for name in pairs(given) do
    if not known[name] then
      local close = type(name) == "string" and nearest(name, known)
      error { message = string.format('%s has no field "%s"', what, tostring(name)),
              hint = close and string.format('did you mean "%s"?', close) or nil }
    end
  end
end

return options
