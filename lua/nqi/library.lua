-- The names of the library that every script and template sees. What is not
-- listed here is reached by require.
--
--   local rules = require "nqi.rules"

local group = require "nqi.group"
local rank = require "nqi.rank"

return {
  rank = rank.rank, top = rank.top,
  sum = group.sum, ratio = group.ratio, group = group.group, growth_of = group.growth_of,
  sum_growth = group.sum_growth,
  fmt = require "nqi.fmt",
  phrase = require "nqi.phrase",
  stats = require "nqi.stats",
  table_of = require("nqi.table").table_of,
  chart_of = require("nqi.chart").chart_of,
  kpi_of = require("nqi.kpi").kpi_of,
}
