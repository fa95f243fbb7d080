-- The names of the library that every script and template sees. What is not
-- listed here is reached by require.
--
--   local rules = require "nqi.rules"

local group = require "nqi.group"
local rank = require "nqi.rank"

local library = {
  rank = rank.rank, top = rank.top,
  sum = group.sum, ratio = group.ratio, group = group.group, growth_of = group.growth_of,
  sum_growth = group.sum_growth,
  fmt = require "nqi.fmt",
  phrase = require "nqi.phrase",
  stats = require "nqi.stats",
  cite = require("nqi.sources").cite,
}

-- What the blocks of templates are made by: table_of of nqi.table for ```table.
for _, block in ipairs(kinds.blocks) do
  if block.maker then library[block.maker] = require("nqi." .. block.name)[block.maker] end
end

return library
