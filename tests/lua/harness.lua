-- The words of a test: `test` runs a function and keeps the outcome for the test
-- program, which prints it; the rest compare.
local results = ...

local words = {}

function words.test(name, body)
  local ok, failure = pcall(body)
  if not ok and type(failure) == "table" then
    failure = tostring(failure.message) .. (failure.hint and " [" .. failure.hint .. "]" or "")
  end
  results[#results + 1] = { name = name, ok = ok, text = ok and "" or tostring(failure) }
end

-- As it prints, without the marks of figures.
local function shown(value)
  if math.type(value) == "float" and not math.tointeger(value) then
    return value == value and math.abs(value) < math.huge and string.format("%.14g", value) or "not finite"
  end
  return text.plain(tostring(value))
end

-- Both as they print; tables part by part.
function words.equal(actual, expected)
  if type(actual) == "table" and type(expected) == "table" then
    for key, value in pairs(expected) do
      if type(value) == "table" then
        words.equal(actual[key], value)
      elseif type(actual[key]) ~= type(value) or shown(actual[key]) ~= shown(value) then
        error(string.format("[%s] is %s, not %s", tostring(key), shown(actual[key]), tostring(value)), 2)
      end
    end
    if #actual ~= #expected then error(string.format("%d items, not %d", #actual, #expected), 2) end
  elseif shown(actual) ~= shown(expected) then
    error(string.format("%s, not %s", shown(actual), tostring(expected)), 2)
  end
end

-- The function must raise a message that holds `text`; its hint that holds `hint`.
function words.raises(text, body, hint)
  local ok, failure = pcall(body)
  if ok then error("no error, but wanted: " .. text, 2) end
  local message = type(failure) == "table" and failure.message or tostring(failure)
  if not message:find(text, 1, true) then error("the error is: " .. message, 2) end
  if hint then
    local given = type(failure) == "table" and failure.hint or "no hint"
    if not given:find(hint, 1, true) then error("the hint is: " .. tostring(given), 2) end
  end
end

return words
