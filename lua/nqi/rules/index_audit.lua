-- What the audit of an index names: indicators without correlation with it, two that say
-- the same, and one that works against the rest; in the last period of which all
-- indicators have values. One finding a kind, of the method and so at no value of the data.
-- Indices of lua/indices/ that no rule of the project asks of are audited without being
-- written, and their findings stand at their files.
--
--   local rules = require "nqi.rules"
--   rules.index_audit(function(finding) end, { code = "Q", { indicator = "GDP" }, { indicator = "UNEMP" } })

local index, index_tree, index_data = require "nqi.index", require "nqi.index_tree", require "nqi.index_data"

local rule = {
  arguments = 'require "indices.NAME"',
  english = 'indicators of an index that are dead, double or opposed',
  chinese = '指数中不起作用、彼此重复或反向变动的指标',
}

-- The data of the last period that has them all; nil if there is none.
local function last_data(definition)
  local codes = index_tree.indicators(index_tree.read(definition))
  local known = periods { indicator = codes[1] }
  for i = #known, 1, -1 do
    local data = index_data.collect { codes = codes, areas = areas(), period = known[i], history = definition.history,
      compare = definition.compare, bare = true, schemes = { definition.scheme or "region4" } }
    if index_data.is_filled(data) then return data end
  end
end

local audited = {} -- by the definition: another one may have the same code

function rule.check(report, definition)
  audited[definition] = true
  local data = last_data(definition)
  if not data then return end
  local audit = require("nqi.index_audit").of(index.build(definition, data))
  local words, audit_text = require "nqi.words", require "nqi.index_audit_text"
  for _, kind in ipairs { "dead", "double", "opposed" } do
    local found = audit[kind]
    if #found > 0 then
      local only = { dead = {}, double = {}, opposed = {} }
      only[kind] = found
      report(function(area)
        if area then return nil end -- of the method, not of an area
        return words.say("check.index", { name = words.node(definition), period = data.period.label,
          found = audit_text.list(only, 3)[1] })
      end, nil, "inexact")
    end
  end
end

-- Of the module of a file of lua/indices/: audits the index that no rule of the project has
-- looked at; what its definition has against itself and the dictionary, as message and hint.
-- A file that is no index, and data of which none can be built, are told of by the report
-- that uses them.
function rule.check_rest(report, name)
  local is_loaded, definition = pcall(require, name)
  if not is_loaded or type(definition) ~= "table" or type(definition[1]) ~= "table" then return nil end
  local is_sound, fault = pcall(function()
    index_tree.read(definition, index_tree.known(definition, true))
  end)
  if not is_sound then
    if type(fault) == "table" then return fault.message, fault.hint end
    return tostring(fault)
  end
  if not audited[definition] then pcall(rule.check, report, definition) end
end

return rule
