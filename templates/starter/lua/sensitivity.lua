-- The internal report on the index: the names of templates/sensitivity.md.
local monthly = require "monthly"

local sensitivity = {}

function sensitivity.model(job)
  local index = monthly.index(job.period)
  return { quality_index = index, explained = monthly.explained(index), since = job.period:shift(-11),
    methods = require("methods").link() }
end

return sensitivity
