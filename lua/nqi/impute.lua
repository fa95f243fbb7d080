-- Values for missing cells. Every filled cell is returned, so that it can be printed.
-- OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 3.
--
--   local impute = require "nqi.impute"
--   local filled, cells = impute.column { values = { 1, false, 3 }, method = "mean" }
--   filled[2]        --> 2
--   cells[1].place   --> 2
--   impute.column { values = { 1, false, 3 }, method = "group_mean", groups = { "东", "西", "西" } }[2]   --> 3
--   impute.column { method = "latest", series = { { 5, 6 }, { 5.5, false } }, at = 2 }[2]   --> 6
local arguments = require "nqi.options"
local vector = require "nqi.vector"

local impute = {}

local function by_group(statistic)
  return function(options)
    local groups = options.groups
    if not groups then
      arguments.fail("give group = \"region4\" in the definition", "imputation by group needs groups")
    end
    local members, known = {}, {}
    for i, group in ipairs(groups) do
      if group then
        members[group] = members[group] or {}
        table.insert(members[group], options.values[i])
      end
    end
    return function(place)
      local group = groups[place]
      if group and known[group] == nil then known[group] = statistic(members[group]) or false end
      return group and known[group]
    end
  end
end

local function overall(statistic)
  return function(options)
    local value = statistic(options.values) or false
    return function() return value end
  end
end

-- series[t][place]: the columns of all periods, oldest first; `at` is ours. `times`
-- says when they are (default: evenly spaced).
local function known_before(options, place)
  for t = options.at - 1, 1, -1 do
    if options.series[t][place] then return t, options.series[t][place] end
  end
end

local function known_after(options, place)
  for t = options.at + 1, #options.series do
    if options.series[t][place] then return t, options.series[t][place] end
  end
end

local function latest(options)
  return function(place)
    local _, value = known_before(options, place)
    return value
  end
end

-- x0 + (x1 − x0)(t − t0)/(t1 − t0) between the nearest known periods; nothing is
-- drawn beyond the last one.
local function linear(options)
  local times = options.times
  local function time(t) return times and times[t] or t end
  return function(place)
    local t0, x0 = known_before(options, place)
    local t1, x1 = known_after(options, place)
    if not t0 or not t1 then return false end
    return x0 + (x1 - x0) * (time(options.at) - time(t0)) / (time(t1) - time(t0))
  end
end

impute.methods = {
  none = function() return function() return false end end,
  mean = overall(vector.mean),
  median = overall(vector.median),
  group_mean = by_group(vector.mean),
  group_median = by_group(vector.median),
  latest = latest,
  linear = linear,
}

-- The column with its gaps filled, and the list of { place, value } that were filled.
-- What the method cannot fill stays missing.
function impute.column(options)
  local method = impute.methods[options.method]
  if not method then
    arguments.fail("none, mean, median, group_mean, group_median, latest or linear",
      "no imputation is called \"%s\"", tostring(options.method))
  end
  if options.series then options.values = options.series[options.at] end
  if (options.method == "latest" or options.method == "linear") and not options.series then
    arguments.fail(nil, "imputation by %s needs the other periods", options.method)
  end
  for _, column in ipairs(options.series or { options.values }) do vector.check(column, "impute") end
  local fill, out, cells = method(options), {}, {}
  for place, value in ipairs(options.values) do
    out[place] = value or fill(place) or false
    if not value and out[place] then cells[#cells + 1] = { place = place, value = out[place] } end
  end
  return out, cells
end

arguments.guard("impute", impute, "column", {
  values = true, method = true, groups = true, series = true, at = true, times = true,
})

return impute
