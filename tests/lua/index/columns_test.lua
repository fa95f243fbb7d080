-- What is done to one column: normalisation, transformation, treatment, imputation.
local support = require "support"
local near, all_near, equal, raises = support.near, support.all_near, support.equal, support.raises
local vector, normalise, treat = require "nqi.vector", require "nqi.normalise", require "nqi.treat"
local impute, screen = require "nqi.impute", require "nqi.screen"

local golden = {}
for _, row in ipairs(support.csv "vector_functions.csv") do
  local g = golden[row.fn] or { x = {}, y = {} }
  golden[row.fn] = g
  g.x[#g.x + 1] = tonumber(row.x) or false
  g.y[#g.y + 1] = tonumber(row.y) or false
end
local x = golden.n_minmax.x

local normalisations = {
  n_minmax = { method = "min_max", to = 100 },
  n_minmax_1_100 = { method = "min_max", from = 1, to = 100 },
  n_zscore = { method = "z_score" },
  n_zscore_10_2 = { method = "z_score", mean = 10, sd = 2 },
  n_scaled_0_50 = { method = "scaled", low = 0, high = 50 },
  n_dist2max = { method = "distance_to_best" },
  n_dist2ref_3 = { method = "distance_to_reference", reference = 3 },
  n_dist2ref_3_cap = { method = "distance_to_reference", reference = 3, cap = true },
  n_dist2targ_20 = { method = "distance_to_target", target = 20 },
  n_dist2targ_20_cap = { method = "distance_to_target", target = 20, cap = true },
  n_dist2targ_0_neg = { method = "distance_to_target", target = 0, direction = "-" },
  n_dist2targ_0_neg_cap = { method = "distance_to_target", target = 0, direction = "-", cap = true },
  n_fracmax = { method = "fraction_of_maximum" },
  n_prank = { method = "percentile_rank" },
  n_rank = { method = "rank" },
  n_rank_avg = { method = "rank", ties = "average" },
  n_rank_max = { method = "rank", ties = "max" },
  n_borda = { method = "borda" },
  n_goalposts_0_10_100 = { method = "goalposts", low = 0, high = 10, times = 100 },
  n_goalposts_neg = { method = "goalposts", low = 0, high = 10, times = 100, direction = "-" },
  n_goalposts_notrunc = { method = "goalposts", low = 0, high = 10, times = 100, truncate = false },
}

local function normalisation()
  local seen = 0
  for name, options in pairs(normalisations) do
    all_near(normalise.column(golden[name].x, options), golden[name].y, 1e-13, name)
    seen = seen + 1
  end
  equal(seen, 21)
end

local function transformations()
  near(vector.skewness(x), golden.skew.y[1], 1e-13, "skewness")
  near(vector.kurtosis(x), golden.kurt.y[1], 1e-13, "kurtosis")
  all_near(treat.box_cox(x, 0), golden.boxcox_0.y, 1e-13, "boxcox_0")
  all_near(treat.box_cox(x, 0.5), golden["boxcox_0.5"].y, 1e-13, "boxcox_0.5")
  all_near(treat.box_cox(x, -1), golden.boxcox_neg1.y, 1e-13, "boxcox_neg1")
  all_near(treat.logarithm(x, "log_ct"), golden.log_CT.y, 1e-13, "log_CT")
  all_near(treat.logarithm(x, "log_ct_orig"), golden.log_CT_orig.y, 1e-13, "log_CT_orig")
  all_near(treat.logarithm(x, "log_ct_plus"), golden.log_CT_plus.y, 1e-13, "log_CT_plus")
  local out, points = treat.winsorise(x)
  all_near(out, golden.winsorise.y, 1e-13, "winsorise")
  equal(#points, 1)
  equal(points[1].how, "high")
end

-- COINr 1.1.14 returns the input; the formula is the Global Innovation Index's.
local function gii_logarithm()
  all_near(golden.log_GII.x, golden.log_GII.y, 0, "log_GII of COINr")
  local high, low = vector.maximum(x), vector.minimum(x)
  local seen = treat.logarithm(x, "log_gii")
  near(seen[9], math.log(high), 1e-14)
  near(seen[5], 0, 1e-14)
  near(seen[3], math.log((high - 1) * (7.5 - low) / (high - low) + 1), 1e-14)
  for _, shares in ipairs { { 0.1, 0.5, 0.2 }, { 1, 0.5, 0.2 }, { -1, -0.5, -2 } } do -- it would turn them over
    raises("maximum above 1", function() treat.logarithm(shares, "log_gii") end)
  end
end

local function mirrored_logarithm()
  local turned = vector.map(x, function(v) return -v end)
  all_near(treat.logarithm(turned, "log_ct_plus"),
    vector.map(treat.logarithm(x, "log_ct_plus"), function(v) return -v end), 1e-13)
end

local function errors()
  local flat = { 2, 2, false, 2 }
  for _, method in ipairs { "min_max", "z_score", "distance_to_best" } do
    raises("equal", normalise.fit, flat, { method = method })
  end
  raises("no value", normalise.fit, { false, false }, { method = "rank" })
  raises("no normalisation", normalise.fit, { 1, 2 }, { method = "minmax" })
  raises("direction +", normalise.fit, { 1, 2 }, { method = "fraction_of_maximum", direction = "-" })
  raises("not beyond", normalise.fit, { 1, 2 }, { method = "distance_to_target", target = 0.5 })
  raises("reference unit", normalise.fit, { 1, false }, { method = "distance_to_reference", reference = 2 })
  raises("positive values", treat.logarithm, { 0, 1, 2 }, "log")
  raises("constant", treat.logarithm, flat, "log_ct")
  raises("no treatment", treat.column, { values = { 1, 2, 3 }, method = "trim" })
  raises("no imputation", impute.column, { values = { 1 }, method = "guess" })
  raises("groups", impute.column, { values = { 1, false }, method = "group_mean" })
  raises("other periods", impute.column, { values = { 1, false }, method = "latest" })
end

local function imputation()
  local values, groups = { 1, false, 4, 8, false, false }, { "a", "a", "b", "b", "b", "c" }
  all_near(impute.column { values = values, method = "mean" }, { 1, 13 / 3, 4, 8, 13 / 3, 13 / 3 }, 1e-15)
  all_near(impute.column { values = values, method = "median" }, { 1, 4, 4, 8, 4, 4 }, 1e-15)
  local out, cells = impute.column { values = values, method = "group_mean", groups = groups }
  all_near(out, { 1, 1, 4, 8, 6, false }, 1e-15)
  equal(#cells, 2)
  equal(cells[2].place, 5)
  local series = { { 10, 20, 1 }, { false, 30, false }, { 30, false, false }, { 50, false, 4 } }
  all_near(impute.column { series = series, at = 2, method = "linear" }, { 20, 30, 2 }, 1e-15)
  all_near(impute.column { series = series, at = 3, method = "linear" }, { 30, false, 3 }, 1e-15)
  all_near(impute.column { series = series, at = 3, method = "linear", times = { 0, 1, 4, 6 } }, { 30, false, 3 }, 1e-15)
  all_near(impute.column { series = series, at = 4, method = "latest" }, { 50, 30, 4 }, 1e-15)
  all_near(impute.column { values = values, method = "none" }, values, 0)
end

local function screening()
  local columns = { { 1, false, 3 }, { 1, 2, 3 }, { false, false, 1 } }
  local low = screen.units { columns = columns, threshold = 2 / 3 }
  equal(#low, 1)
  equal(low[1].place, 2)
  equal(#screen.units { columns = columns, threshold = 0.3 }, 0)
  equal(screen.indicators { columns = columns, threshold = 0.5 }[1].place, 3)
end

local function quantiles()
  equal(vector.quantile({ 1, 2, 2, 5, 9 }, 0.5), 2)
  near(vector.quantile({ 9, 2, false, 1, 2, 5 }, 0.9), 7.4)
  equal(vector.median { false }, nil)
end

return {
  { "every normalisation of the golden vector", normalisation },
  { "every transformation of the golden vector", transformations },
  { "the Global Innovation Index's logarithm", gii_logarithm },
  { "log_ct_plus mirrors negative skewness", mirrored_logarithm },
  { "columns without a scale are errors", errors }, { "imputation", imputation },
  { "screening", screening }, { "quantiles", quantiles },
}
