-- Named fields of the library: an unknown one is told of, and so is a value of the wrong kind.

test("every function with named fields tells of an unknown one", function()
  raises('phrase.yoy has no field "speeed"', function() return phrase.yoy(v.CERT, { speeed = true }) end, 'did you mean "speed"?')
  for _, name in ipairs { "change", "mom", "yoy_short", "mom_short" } do
    raises("phrase." .. name .. ' has no field "decimal"', function() return phrase[name](v.CERT, { decimal = 1 }) end)
  end
  raises('sum_growth has no field "over"', function() return sum_growth { indicator = "CERT", over = "field" } end)
  local modules = {
    { "spatial.moran" }, { "inequality.gini" }, { "inequality.theil" }, { "inequality.dagum" }, { "coupling.degree" },
    { "coupling.obstacles" }, { "convergence.beta" }, { "productivity.malmquist" }, { "screen.units" },
    { "screen.indicators" }, { "aggregate.unit" }, { "aggregate.copeland" }, { "aggregate.topsis" },
    { "aggregate.columns" }, { "weights.ahp", 2 }, { "impute.column" }, { "treat.check", 2 }, { "treat.winsorise", 2 },
    { "treat.column" }, { "normalise.fit", 2 }, { "normalise.column", 2, "normalise.fit" }, { "consistency.flags", 2 },
    { "ranking.ranks" }, { "ranking.within" }, { "grade.open" }, { "index_report.open" },
  }
  for _, case in ipairs(modules) do
    local module, name = case[1]:match("^(.-)%.(.*)$")
    raises((case[3] or case[1]) .. ' has no field "colour"', function()
      local given = { {}, {} }
      given[case[2] or 1] = { colour = 1 }
      return require("nqi." .. module)[name](given[1], given[2])
    end)
  end
  for name, given in pairs { outliers = { "CERT", { limt = 3 } }, stock_and_flow = { { stok = "CERT" } } } do
    raises("rules." .. name .. " has no field", function()
      return require("nqi.rules")[name](function() end, given[1], given[2])
    end)
  end
end)

test("a field of the wrong kind is told of by its name, with what it takes", function()
  raises("phrase.yoy: decimals must be a whole number, not a string", function() return phrase.yoy(v.CERT, { decimals = "1" }) end)
  raises("rank: areas must be a list of areas, not a number", function() return rank { indicator = "CERT", areas = 3 } end)
  raises("rank: top must be a whole number, not a figure", function() return rank { indicator = "CERT", top = v.CERT } end)
  raises("chart: unit must be a text, not a figure", function() return chart_of { kind = "bars", unit = v.CERT } end)
  raises("fmt.list takes a list, not a number", function() return fmt.list(3) end)
  raises('over is "x", not one of year_ago, previous', function() return v.CERT:growth { over = "x" } end)
  raises("decimals must be a whole number from 0 to 12", function() return v.CERT:as { decimals = "a" } end)
  raises("unit must be a text, not a figure", function() return v.CERT:as { unit = v.CERT } end)
  raises("a dimension is expected, not a number", function() return v.CERT:share { within = 3 } end)
  raises("a list of areas is expected, not a number", function() return v.CERT:rank { areas = 3 } end)
  raises('reason is "lost", not one of none, absent', function() return figure { reason = "lost" } end)
  raises("from must be a list of figures, not a number", function() return figure { value = 1, from = 2 } end)
  raises("where must be a table of name = value, not a number", function() return get { indicator = "CERT", where = 3 } end)
end)
