-- The parameters of a report (lua/reports.lua) against those that its model declares:
--
--   local model = { parameters = { department = "a text", limit = "a number" } }
--   require("nqi.parameters").check("r", { department = "D", limit = 50 }, model.parameters)   --> nil

local options = require "nqi.options"

local parameters = {}

local function is_kind(name)
  return function(x) return kind_of(x) == name end
end

-- What a declaration may say, in the order of hints.
local kinds = {
  { name = "a text", holds = is_kind "string" },
  { name = "a number", holds = is_kind "number" },
  { name = "a whole number", holds = function(x) return math.type(x) == "integer" end },
  { name = "true or false", holds = is_kind "boolean" },
  { name = "a list", holds = is_kind "table" },
  { name = "an area", holds = is_kind "area" },
  { name = "a period", holds = is_kind "period" },
  { name = "an indicator", holds = is_kind "indicator" },
  { name = "an item", holds = is_kind "item" },
}

local function kind_called(name, list)
  for _, kind in ipairs(list or kinds) do
    if kind.name == name then return kind end
  end
end

-- What is wrong with one that is declared as `kind_name`, and a hint; nil if nothing is.
local function fault_of(report, name, value, kind_name)
  local kind = kind_called(kind_name)
  if not kind then
    return text.message('the model of "%s" declares the parameter "%s" as "%s"', report, name, tostring(kind_name)),
      options.near(kind_name, kinds)
  end
  if value == nil then
    return text.message('the report "%s" lacks the parameter "%s"', report, name),
      text.message "give it in lua/reports.lua: parameters = { … }"
  end
  if not kind.holds(value) then
    return text.message('the parameter "%s" of "%s" must be %s, not a %s', name, report, text.message(kind.name),
      text.message(kind_of(value)))
  end
end

-- What a partial of the library may ask for besides.
local of_partials = {
  { name = "a list with items", holds = function(x) return kind_of(x) == "table" and #x > 0 end },
  { name = "a period or false", holds = function(x) return x == false or kind_of(x) == "period" or kind_of(x) == "string" end },
  { name = "a list or false", holds = function(x) return x == false or kind_of(x) == "table" end },
  { name = "{ title =, href = } or false", holds = function(x)
    return x == false or kind_of(x) == "table" and x.title ~= nil and x.href ~= nil
  end },
  { name = "what index_report.open gives", holds = function(x) return kind_of(x) == "table" and x.result ~= nil end },
}

-- What is wrong, and a hint: one is not declared, lacks, or is something else; nil if
-- nothing is.
function parameters.check(report, given, declared)
  for _, name in ipairs(options.sorted_keys(given)) do
    if declared[name] == nil then
      local list = {}
      for i, known in ipairs(options.sorted_keys(declared)) do list[i] = { name = known } end
      return text.message('the model of "%s" declares no parameter "%s"', report, name), options.near(name, list)
    end
  end
  for _, name in ipairs(options.sorted_keys(declared)) do
    local message, hint = fault_of(report, name, given[name], declared[name])
    if message then return message, hint end
  end
end

-- The same of what an include gave a partial of the library; raises what is wrong.
--
--   parameters.of_partial("definitions.md", { codes = codes }, { codes = "a list with items" })
function parameters.of_partial(file, given, declared)
  for _, name in ipairs(options.sorted_keys(declared)) do
    local kind = kind_called(declared[name], of_partials) or kind_called(declared[name])
    if not kind.holds(given[name]) then
      local empty = kind_of(given[name]) == "table" and next(given[name]) == nil
      options.fail("the guide of templates lists what each partial takes", "partials/%s: %s must be %s, not %s", file, name, text.message(kind.name),
        text.message(empty and "an empty list" or kind_of(given[name])))
    end
  end
end

return parameters
