-- The smallest change that gives a unit another rank, against all changes tried one by one.
local support = require "support"
local equal, near = support.equal, support.near
local index, overturn, explain = require "nqi.index", require "nqi.overturn", require "nqi.explain"

local seed
local function random(n) -- 0 … n − 1
  seed = (seed * 1103515245 + 12345) % 2147483648
  return (seed >> 8) % n
end

local names = { "a", "b", "c", "d", "e", "f", "g" }
local codes = { "A", "B", "C" }
local rounds = 1 -- twelve have been run
local groups = { "x", "x", "x", "y", "y", "y", "y" }

local kinds = {
  { "arithmetic", {} },
  { "geometric", { normalise = { method = "min_max", from = 1, to = 100 }, aggregate = "geometric" } },
  { "goalposts", { normalise = { method = "goalposts", low = 5, high = 25, times = 100 } } },
  { "scaled", { normalise = { method = "scaled", low = 0, high = 40, times = 100 } } },
  { "ranks", { normalise = { method = "rank" } } },
  { "fractional ties", { ties = "fractional" } },
  { "dense ties", { ties = "1223" } },
  { "exact scores", {}, exact = true },
  { "gaps", {}, gaps = true },
  { "gaps filled", { impute = "group_median", group = "region" }, gaps = true },
  { "outliers", { treat = "auto" }, outliers = true },
  { "winsorised", { treat = "winsorise" }, outliers = true },
  { "z-scores", { normalise = "z_score" } },
  { "weights from the data", { weights = "entropy" } },
}

local function columns_of(kind)
  local values = {}
  for _, code in ipairs(codes) do
    values[code] = {}
    for i in ipairs(names) do
      values[code][i] = (random(8) < 2 and 100 or random(300)) / 10 -- equal ones too
      if kind.gaps and random(6) == 0 then values[code][i] = false end
    end
    if kind.outliers and random(2) == 0 then values[code][1 + random(7)] = 90 + random(100) / 10 end
    values[code][1 + random(7)] = 35 -- a maximum that one unit alone may have
  end
  return values
end

local function build(kind, values)
  local definition = { code = "Q", normalise = { method = "min_max", from = 1, to = 100 },
    { code = "P", { indicator = "A" }, { indicator = "B", direction = "-" } }, { indicator = "C", weight = 2 } }
  for name, value in pairs(kind[2]) do definition[name] = value end
  return index.build(definition, { units = names, values = values, groups = { region = groups }, decimals = not kind.exact and 2 or nil })
end

-- The rank of a unit with another value, the whole index built again.
local function rank_with(kind, values, code, place, value)
  local own = { A = values.A, B = values.B, C = values.C }
  own[code] = table.move(values[code], 1, #names, 1, {})
  own[code][place] = value
  local built, result = pcall(build, kind, own)
  return built and result.root.ranks[place]
end

-- The smallest change in tenths, tried one after the other up to `most` and no larger than the
-- best.
local function brute(kind, values, result, place, usual, most)
  local best
  for _, code in ipairs(codes) do
    local value = values[code][place]
    for _, sign in ipairs { 1, -1 } do
      for k = 1, value and usual[code] and most or 0 do
        local to = kernel.significant(value + sign * k * 0.1)
        local times = k * 0.1 / usual[code]
        if to < 0 or best and times >= best - 1e-12 then break end
        local rank = rank_with(kind, values, code, place, to)
        if rank and rank ~= result.root.ranks[place] then
          best = times
          break
        end
      end
    end
  end
  return best
end

local options = { decimals = function() return 1 end, limits = function() return 0 end }

local function smallest()
  local found_ones, certain_ones, maxima, levels = 0, 0, 0, 0
  for n, kind in ipairs(kinds) do
    for round = 1, rounds do
      seed = n * 100 + round
      local values = columns_of(kind)
      local result = build(kind, values)
      local usual = explain.usual_changes(result, nil)
      usual.A = usual.A * 0.37
      for place in ipairs(names) do
        local what = kind[1] .. " " .. round .. " " .. names[place]
        local found, certain = overturn.find(result, place, usual, options)
        if found then
          local leaf, value = found.node, values[found.node.code][place]
          found_ones = found_ones + 1
          equal(rank_with(kind, values, leaf.code, place, found.to), found.rank, what .. ": rank")
          equal(found.rank ~= found.from and found.from == result.root.ranks[place], true, what)
          equal(found.improves, found.rank < found.from, what)
          near(found.size, math.abs(found.to - value), 1e-9)
          near(found.times, found.size / usual[leaf.code], 1e-12)
          equal(#found.places > 0 or kind[1] == "dense ties", true, what)
          if value == 35 then maxima = maxima + 1 end
          if found.level then levels = levels + 1 end
        end
        if certain and result.root.ranks[place] then
          certain_ones = certain_ones + 1
          local best = brute(kind, values, result, place, usual, 120)
          if best and not found then equal("none", "one of " .. best, what) end
          if best and found.size <= 12 then near(found.times, best, 1e-9, what) end
          if best and found.size > 12 then equal(found.times <= best + 1e-9, true, what) end
          if found and not best then equal(found.size > 12, true, what) end
        end
      end
    end
  end
  equal(found_ones > 80 * rounds and certain_ones > 60 * rounds and maxima > 10 * rounds and levels > 3 * rounds, true,
    table.concat({ "found", found_ones, certain_ones, maxima, levels }, " "))
end

-- Two first ones of one score: a step down gives up the shared place.
local function ties()
  local definition = { code = "Q", normalise = { method = "scaled", low = 0, high = 100, times = 100 }, { indicator = "A" }, { indicator = "B" } }
  local function of(a)
    return index.build(definition, { units = { "x", "y", "z" }, values = { A = { a, 60, 20 }, B = { 60, 60, 20 } }, decimals = 1 })
  end
  local found = overturn.find(of(60), 1, { A = 1, B = 1 }, { decimals = function() return 1 end })
  equal(found.size, 0.2) -- 59.95 prints as 60.0
  equal(found.node.code .. found.from .. found.rank .. found.units[1], "A12y")
  equal(found.improves or found.level, false)
  -- Level with the one ahead is its place.
  found = overturn.find(of(59), 1, { A = 1, B = 1 }, { decimals = function() return 1 end })
  equal(found.size, 0.9)
  equal(found.from .. found.rank .. found.units[1], "21y")
  equal(found.level, true)
  equal(found.certain, true)
end

-- Where nothing that is possible would do, that is known.
local function none()
  local definition = { code = "Q", normalise = { method = "goalposts", low = 0, high = 100, times = 100 }, { indicator = "A", weight = 1 },
    { indicator = "B", weight = 9 } }
  local result = index.build(definition, { units = { "x", "y" }, values = { A = { 50, 50 }, B = { 100, 1 } }, decimals = 2 })
  local function limited(least)
    return { decimals = function() return 0 end, limits = function(leaf) return leaf.code == "B" and least or 0, 100 end }
  end
  local found, certain = overturn.find(result, 1, { A = 1, B = 1 }, limited(100))
  equal(found, nil)
  equal(certain, true)
  found, certain = overturn.find(result, 1, { A = 1, B = 1 }, limited(0))
  equal(found.node.code == "B" and found.size, 100)
  -- An indicator without a usual change might do it.
  found, certain = overturn.find(result, 1, { A = 1 }, limited(100))
  equal(found == nil and certain == false, true)
end

return {
  { "the smallest change that gives another rank, against all of them", smallest },
  { "shared places", ties },
  { "no change would do", none },
}
