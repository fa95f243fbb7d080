-- kernel.column gives what the figures give, cell for cell; and the walks over arrays do
-- what their names say, against the plain loops.
local function as_column(x)
  if x == nil then return false end
  return x
end

local function same(a, b)
  return a == b and math.type(a) == math.type(b) and type(a) == type(b)
end

-- Every series, area and period of the fixture, those without a value, too.
local function each_column(visit)
  local all, seen = areas {}, 0
  for _, item in ipairs(indicators {}) do
    for _, where in ipairs(item.code ~= "DEMO" and breakdowns(item.code) or {}) do
      for _, period in ipairs(periods { indicator = item.code, where = where }) do
        for _, at in ipairs { period, period:previous() or period } do
          seen = seen + visit(item, where, at, all)
        end
      end
    end
  end
  return seen
end

local function compare(what, from_figure)
  local present = 0
  local cells = each_column(function(item, where, period, all)
    local t = { indicator = item.code, where = where, period = period, areas = all }
    for name, value in pairs(what) do t[name] = value end
    local column = kernel.column(t)
    equal(#column, #all)
    for i, area in ipairs(all) do
      local value = as_column(from_figure(get { indicator = item.code, where = where, period = period, area = area }))
      if value then present = present + 1 end
      if not same(column[i], value) then
        error(string.format("%s %s %s: %s, not %s", item.code, period.code, area.code, tostring(column[i]), tostring(value)))
      end
    end
    return #all
  end)
  return cells, present
end

test("kernel.column has the numbers of the figures", function()
  local cells, present = compare({}, function(f) return f.value end)
  equal(cells > 200, true)
  equal(present > 50, true)
end)

test("kernel.column has their growth, to the last bit", function()
  for _, over in ipairs { "year_ago", "previous" } do
    local _, present = compare({ growth = over }, function(f) return f:growth({ over = over }).value end)
    equal(present > 20, true)
  end
end)

test("kernel.column has their status, and the ranked areas without a list", function()
  compare({ status = true }, function(f) return f.status end)
  equal(#kernel.column { indicator = "CERT", period = "2023" }, #areas())
  raises("no option", function() kernel.column { indicator = "CERT", period = "2023", grwoth = "previous" } end)
end)

-- Numbers with ties, gaps, whole ones and others, the same in each run.
local function numbers(n, stream)
  local drawn, out = kernel.random(7, stream, n), {}
  for i, u in ipairs(drawn) do
    local whole = math.floor(u * 40)
    out[i] = u < 0.1 and false or i % 3 == 0 and whole / 4 or whole
  end
  return out
end

test("walks over arrays agree with plain loops", function()
  for stream = 1, 30 do
    local x = numbers(stream < 4 and stream or 20 * stream, stream)
    local own = {}
    for _, v in ipairs(x) do if v then own[#own + 1] = v end end
    table.sort(own)
    equal(kernel.count(x), #own)
    local low, high = kernel.extent(x)
    equal(low, own[1])
    equal(high, own[#own])
    for i, v in ipairs(kernel.sorted(x)) do equal(v == own[i], true) end
    equal(#kernel.sorted(x), #own)
  end
  equal(select("#", kernel.extent { false }), 0)
  equal(math.type((kernel.extent { 2, 1, 3.5 })), "integer")
  equal(math.type((kernel.extent { 2, 1.0, 3.5 })), "float")
  equal(kernel.sorted { 3, false, -1 / 0, 1.5 }, { -1 / 0, 1.5, 3 })
  raises("holds a", function() kernel.sorted { "x" } end)
end)

test("a rank that would be is the one that ranking all gives", function()
  for stream = 1, 12 do
    local x = numbers(60 + stream * 30, stream)
    for _, ties in ipairs { "1224", "1223", "1334", "fractional" } do
      local order = kernel.order(x, ties)
      for place = 1, #x, 7 do
        for _, value in ipairs { 5, 5.25, -3, 99, false } do
          local changed = table.move(x, 1, #x, 1, {})
          changed[place] = value
          local wanted = kernel.ranks(changed, ties)[place]
          local got = kernel.rank_of(order, place, value)
          if not same(got, wanted) then error(ties .. ": " .. tostring(got) .. ", not " .. tostring(wanted)) end
        end
      end
    end
  end
  equal(kernel.rank_of(kernel.order { 1, 2 }, 1, 2 + 1e-14), 1)
  raises("no such place", function() kernel.rank_of(kernel.order { 1, 2 }, 3, 1) end)
  raises("nqi.order expected", function() kernel.rank_of({ 1, 2 }, 1, 1) end)
  equal(getmetatable(kernel.order { 1 }), false)
end)

test("neighbours and those that crossed, against plain loops", function()
  for stream = 1, 12 do
    local old, new = numbers(80, stream), numbers(80, stream + 50)
    local before, now = kernel.ranks(old), kernel.ranks(new)
    local before_order, now_order = kernel.order(old), kernel.order(new)
    for place = 1, 80 do
      if before[place] and now[place] then
        local ahead, behind, up, down = nil, nil, {}, {}
        for i, rank in ipairs(now) do
          if rank and rank < now[place] and (not ahead or now[ahead] < rank) then ahead = i end
          if rank and rank > now[place] and (not behind or rank < now[behind]) then behind = i end
          local was = before[i]
          if rank and was and was > before[place] and rank < now[place] then up[#up + 1] = i end
          if rank and was and was < before[place] and rank > now[place] then down[#down + 1] = i end
        end
        local a, b = kernel.neighbours(now_order, place)
        equal(a, ahead)
        equal(b, behind)
        local passed_by, passed = kernel.crossed(before_order, now_order, place)
        equal(passed_by, up)
        equal(passed, down)
      end
    end
  end
end)
