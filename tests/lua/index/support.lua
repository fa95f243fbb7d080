-- What the tests of the index library share: golden files, comparison of numbers.
local support = {}

local folder = "tests/golden/index/"

local function cells_of(line)
  local out, at = {}, 1
  while at <= #line + 1 do
    if line:sub(at, at) == "\"" then
      local stop = line:find("\"", at + 1, true)
      out[#out + 1] = line:sub(at + 1, stop - 1)
      at = stop + 2
    else
      local stop = line:find(",", at, true) or #line + 1
      out[#out + 1] = line:sub(at, stop - 1)
      at = stop + 1
    end
  end
  return out
end

-- Rows by column name.
function support.csv(name)
  local head, rows = nil, {}
  for line in read_text(folder .. name):gmatch("[^\r\n]+") do
    local cells = cells_of(line)
    if not head then
      head = cells
    else
      local row = {}
      for i, column in ipairs(head) do row[column] = cells[i] end
      rows[#rows + 1] = row
    end
  end
  return rows
end

local literals = { ["true"] = true, ["false"] = false }

local function json_value(text, at)
  at = text:find("[^%s]", at)
  local c = text:sub(at, at)
  if c == "{" or c == "[" then
    local out, closing = {}, c == "{" and "}" or "]"
    at = text:find("[^%s]", at + 1)
    while text:sub(at, at) ~= closing do
      local key = #out + 1
      if c == "{" then
        key, at = json_value(text, at)
        at = text:find(":", at, true) + 1
      end
      out[key], at = json_value(text, at)
      at = text:find("[^%s]", at)
      if text:sub(at, at) == "," then at = text:find("[^%s]", at + 1) end
    end
    return out, at + 1
  elseif c == "\"" then
    local stop = text:find("\"", at + 1, true)
    return text:sub(at + 1, stop - 1), stop + 1
  end
  local word = text:match("^[^%s,%]}]+", at)
  local value = tonumber(word)
  if value == nil then value = literals[word] or false end
  return value, at + #word
end

-- null is false.
function support.json(name)
  return (json_value(read_text(folder .. name), 1))
end

function support.fail(format, ...)
  error(string.format(format, ...), 2)
end

-- Relative to the larger, with an absolute floor of the same size near zero.
function support.near(seen, wanted, tolerance, what)
  tolerance = tolerance or 1e-12
  if wanted == false or wanted == nil or seen == false or seen == nil then
    if (seen or false) ~= (wanted or false) then
      error(string.format("%s: %s is not %s", what or "value", tostring(seen), tostring(wanted)), 2)
    end
    return
  end
  local size = math.max(math.abs(wanted), math.abs(seen), 1e-2)
  if not (math.abs(seen - wanted) <= tolerance * size) then
    error(string.format("%s: %.17g is not %.17g", what or "value", seen, wanted), 2)
  end
end

function support.all_near(seen, wanted, tolerance, what)
  if #seen ~= #wanted then error((what or "list") .. ": " .. #seen .. " items, not " .. #wanted, 2) end
  for i = 1, #wanted do support.near(seen[i], wanted[i], tolerance, (what or "item") .. " " .. i) end
end

function support.equal(seen, wanted, what)
  if seen ~= wanted then
    error(string.format("%s: %s is not %s", what or "value", tostring(seen), tostring(wanted)), 2)
  end
end

-- `f` must raise a message that holds `part`.
function support.raises(part, f, ...)
  local ok, problem = pcall(f, ...)
  if ok then error("no error: " .. part, 2) end
  local message = type(problem) == "table" and problem.message or tostring(problem)
  if not message:find(part, 1, true) then error(message .. " does not say " .. part, 2) end
end

-- Columns by name from rows of unit and value.
function support.columns_of(matrix)
  local columns = {}
  for j = 1, #matrix[1] do
    columns[j] = {}
    for i = 1, #matrix do columns[j][i] = matrix[i][j] end
  end
  return columns
end

return support
