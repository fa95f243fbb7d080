-- The golden scores of COINr on the ASEM data: six methods and their variants.
local support = require "support"
local near, equal = support.near, support.equal
local index, consistency, ranking = require "nqi.index", require "nqi.consistency", require "nqi.ranking"
local vector, treat, uncertainty = require "nqi.vector", require "nqi.treat", require "nqi.uncertainty"

local meta, by_code = support.csv "metadata.csv", {}
for _, row in ipairs(meta) do by_code[row.indicator] = row end

local units, groups, extra = {}, {}, { Area = {}, Energy = {}, GDP = {}, Population = {} }
for i, row in ipairs(support.csv "units.csv") do
  units[i], groups[i] = row.unit, row.EurAsia_group
  for name, column in pairs(extra) do column[i] = tonumber(row[name]) or false end
end
local place = {}
for i, unit in ipairs(units) do place[unit] = i end

-- Columns of a data set by indicator.
local function data_of(rows, wanted)
  local values = {}
  for _, row in ipairs(rows) do
    if row.dataset == wanted then
      values[row.indicator] = values[row.indicator] or vector.constant(#units, false)
      values[row.indicator][place[row.unit]] = tonumber(row.value) or false
    end
  end
  return values
end
local input = support.csv "input_data.csv"
local raw, imputed = data_of(input, "raw"), data_of(input, "imputed")

-- The tree below a node. options: weight (column of the metadata), denominate.
local function tree_below(code, options)
  local node = { code = code }
  for _, row in ipairs(meta) do
    if row.parent == code then
      local child = row.type == "Indicator"
        and { indicator = row.indicator, direction = row.direction == "-1" and "-" or "+",
          denominator = options.denominate and row.denominator ~= "" and row.denominator or nil }
        or tree_below(row.indicator, options)
      child.weight = tonumber(row[options.weight or "weight"])
      node[#node + 1] = child
    end
  end
  return node
end

local function definition(options, fields)
  local root = tree_below("Index", options or {})
  for key, value in pairs(fields) do root[key] = value end
  return root
end

local function check(file, result)
  local seen = 0
  for _, row in ipairs(support.csv("scores/" .. file)) do
    local node, i = result.by_code[row.code], place[row.unit]
    local what = row.code .. " of " .. row.unit
    near(node.scores[i], tonumber(row.score) or false, 1e-9, what)
    equal(node.ranks[i], math.tointeger(tonumber(row.rank_tol)) or false, "rank of " .. what)
    seen = seen + 1
  end
  equal(seen, 51 * 60, "rows")
  return result
end

local function build(options, fields, values)
  return index.build(definition(options, fields), { units = units, values = values })
end

local min_max_100 = { method = "min_max", from = 0, to = 100 }
local min_max_1_100 = { method = "min_max", from = 1, to = 100 }

local function effective(result, column)
  for _, node in ipairs(result.tree.nodes) do
    near(node.effective, tonumber(by_code[node.code][column]), 1e-12, "effective weight of " .. node.code)
  end
end

local function arithmetic()
  effective(check("a_minmax100_amean__imputed.csv", build({}, { normalise = min_max_100 }, imputed)), "eff_weight")
end
local function unequal_weights_and_gaps()
  effective(check("a2_minmax100_amean_weight2__raw.csv", build({ weight = "weight2" }, { normalise = min_max_100 }, raw)),
    "eff_weight2")
end
local function z_scores() check("b_zscore_amean__imputed.csv", build({}, { normalise = "z_score" }, imputed)) end
local function geometric()
  check("c_minmax1_100_gmean__imputed.csv", build({}, { normalise = min_max_1_100, aggregate = "geometric" }, imputed))
end
local function harmonic()
  check("d_minmax1_100_hmean__imputed.csv", build({}, { normalise = min_max_1_100, aggregate = "harmonic" }, imputed))
end
local function copeland_at_the_top()
  local root = definition({}, { normalise = min_max_100, aggregate = "copeland" })
  for _, child in ipairs(root) do child.aggregate = "arithmetic" end
  check("e2_amean_amean_copeland__imputed.csv", index.build(root, { units = units, values = imputed }))
end
local function rank_scores() check("f_rank_amean__imputed.csv", build({}, { normalise = { method = "rank", exact = true } }, imputed)) end

local function treated()
  local result = check("g_treat_default_minmax_amean__treated_raw.csv",
    build({}, { normalise = min_max_100, treat = "auto" }, raw))
  local wanted, seen = {}, 0
  for _, row in ipairs(support.csv "treated_points.csv") do
    if row.dataset == "treated_raw" then wanted[row.indicator .. row.unit] = row.treatment end
  end
  for _, entry in ipairs(index.notes(result, "treated")) do
    local kind = entry.after < entry.before and "winhi" or "winlo"
    equal(kind, wanted[entry.node.code .. entry.unit], entry.node.code .. " " .. entry.unit)
    seen = seen + 1
  end
  for _ in pairs(wanted) do seen = seen - 1 end
  equal(seen, 0, "treated points")
end

local function check_treatment(dataset, values)
  local seen = 0
  for _, row in ipairs(support.csv "treatment_details.csv") do
    if row.dataset == dataset then
      local _, points, checks = treat.column { values = values[row.iCode], method = "auto" }
      near(checks.before.skewness, tonumber(row["check_SkewKurt0.Skew"]), 1e-12, row.iCode)
      near(checks.before.kurtosis, tonumber(row["check_SkewKurt0.Kurt"]), 1e-12, row.iCode)
      equal(checks.before.pass, row["check_SkewKurt0.Pass"] == "TRUE", row.iCode)
      equal(#points, tonumber(row["winsorise.nwin"]) or 0, row.iCode)
      if not checks.before.pass then
        near(checks.after.skewness, tonumber(row["check_SkewKurt1.Skew"]), 1e-12, row.iCode)
        near(checks.after.kurtosis, tonumber(row["check_SkewKurt1.Kurt"]), 1e-12, row.iCode)
        equal(checks.after.pass, row["check_SkewKurt1.Pass"] == "TRUE", row.iCode)
      end
      local names = {}
      for _, point in ipairs(points) do names[units[point.place]] = point.how == "high" and "winhi" or "winlo" end
      for _, listed in ipairs(support.csv "treated_points.csv") do
        if listed.dataset == dataset and listed.indicator == row.iCode then
          equal(names[listed.unit], listed.treatment, row.iCode .. " " .. listed.unit)
        end
      end
      seen = seen + 1
    end
  end
  equal(seen, 49, dataset)
end
local function treatment_details()
  check_treatment("treated_raw", raw)
  check_treatment("treated", imputed)
end

-- COINr's example: denominated, then filled with the mean of the group.
local function denomination_and_imputation()
  local values = {}
  for code, column in pairs(raw) do values[code] = column end
  for code, column in pairs(extra) do values[code] = column end
  local result = index.build(definition({ denominate = true }, { impute = "group_mean", group = "EurAsia" }),
    { units = units, values = values, groups = { EurAsia = groups } })
  for _, leaf in ipairs(result.tree.leaves) do
    for i, unit in ipairs(units) do
      near(leaf.filled[i], imputed[leaf.indicator][i], 1e-12, leaf.code .. " " .. unit)
    end
  end
  -- 64 gaps, and one value whose denominator is missing
  equal(#index.notes(result, "imputed"), 65, "imputed cells")
end

local function flat_copeland()
  local root = { code = "Index", normalise = min_max_100, aggregate = "copeland" }
  for _, row in ipairs(meta) do
    if row.type == "Indicator" then
      root[#root + 1] = { indicator = row.indicator, direction = row.direction == "-1" and "-" or "+" }
    end
  end
  local result = index.build(root, { units = units, values = imputed })
  for _, row in ipairs(support.csv "e3x_copeland_flat_equal_exact.csv") do
    local i = place[row.unit]
    equal(result.root.scores[i], tonumber(row.score_exact) + 0.0, row.unit)
    equal(result.root.ranks[i], tonumber(row.rank_exact), "rank of " .. row.unit)
  end
end

local function cronbach()
  local result = build({}, { normalise = min_max_100, treat = "auto" }, imputed)
  local turned_raw = build({}, { normalise = min_max_100 }, raw)
  for _, row in ipairs(support.csv "cronbach.csv") do
    local plain, scaled = {}, {}
    for k, leaf in ipairs(result.by_code[row.group].children) do
      plain[k], scaled[k] = turned_raw.by_code[leaf.code].raw, leaf.scores
    end
    near(consistency.cronbach(plain), tonumber(row.alpha_raw), 1e-12, row.group .. " raw")
    near(consistency.cronbach(scaled), tonumber(row.alpha_norm), 1e-12, row.group .. " normalised")
  end
end

local function example_normalised()
  local result = build({}, { normalise = min_max_100, treat = "auto" }, imputed)
  for _, row in ipairs(support.csv "example_normalised.csv") do
    near(result.by_code[row.indicator].scores[place[row.unit]], tonumber(row.value) or false, 1e-12, row.indicator)
  end
end

-- A hundred given sets of weights, so that nothing is random.
local function uncertainty_replayed()
  local result, given = build({}, { normalise = min_max_100, treat = "auto" }, imputed), {}
  for _, row in ipairs(support.csv "ua_weights.csv") do
    local rep = tonumber(row.rep)
    given[rep] = given[rep] or {}
    given[rep][row.code] = tonumber(row.weight)
  end
  for _, replay in ipairs(given) do
    for _, leaf in ipairs(result.tree.leaves) do replay[leaf.code] = 1 end
  end
  local range = uncertainty.run(result, { given = given })
  equal(range.failed, 0)
  equal(range.used, 100)
  for _, row in ipairs(support.csv "ua_rankstats.csv") do
    local i = place[row.unit]
    near(range.scores[i], tonumber(row.nominal_score), 1e-9, row.unit)
    near(result.root.scores[i], range.scores[i], 1e-14, row.unit)
    equal(range.ranks[i], tonumber(row.nominal_rank), row.unit)
    for field, column in pairs { mean = "mean", median = "median", low = "q5", high = "q95", minimum = "min", maximum = "max" } do
      near(range[field][i], tonumber(row[column]), 1e-12, row.unit .. " " .. field)
    end
  end
end

return {
  { "golden: uncertainty with given weights", uncertainty_replayed },
  { "golden: min-max 0-100, arithmetic", arithmetic },
  { "golden: gaps and unequal weights", unequal_weights_and_gaps },
  { "golden: z-scores, arithmetic", z_scores }, { "golden: min-max 1-100, geometric", geometric },
  { "golden: min-max 1-100, harmonic", harmonic }, { "golden: Copeland at the top", copeland_at_the_top },
  { "golden: ranks, arithmetic", rank_scores }, { "golden: treated, min-max, arithmetic", treated },
  { "golden: treatment in detail", treatment_details },
  { "golden: denomination and imputation", denomination_and_imputation },
  { "golden: Copeland of 49 indicators, exact", flat_copeland }, { "golden: Cronbach's alpha", cronbach },
  { "golden: normalised data", example_normalised },
}
