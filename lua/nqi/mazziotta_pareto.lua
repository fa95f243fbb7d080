-- Indices that punish unbalanced profiles: the Mazziotta–Pareto index and its adjusted form,
-- which can be compared over time.
-- De Muro, Mazziotta and Pareto, Soc. Indic. Res. 104, 2011; Mazziotta and Pareto, Soc.
-- Indic. Res. 127, 2016; Compind's ci_mpi and ci_ampi.
--
--   local mazziotta_pareto = require "nqi.mazziotta_pareto"
--   string.format("%.3f", mazziotta_pareto.mpi({ columns = { { 1, 2, 3 }, { 3, 2, 1 } } })[1])   --> 98.500
--   mazziotta_pareto.mpi({ columns = { { 1, 2, 3 }, { 1, 2, 3 } } })[2]                          --> 100
--   string.format("%.2f", mazziotta_pareto.ampi({ columns = { { 1, 2, 3 }, { 1, 2, 3 } } })[3])  --> 130.00
local arguments = require "nqi.options"
local vector = require "nqi.vector"

local mazziotta_pareto = {}

-- M ∓ S·cv of a unit's standardised values: mean M, standard deviation S (of a population;
-- of a sample as Compind does, if `sample`), cv = S/M. The penalty is taken off where more
-- is better ("-", the default), or added where the whole is a bad thing ("+").
local function punished(standardised, options)
  local sign = options.penalty or "-"
  if sign ~= "-" and sign ~= "+" then arguments.fail("write \"-\" or \"+\"", "mpi: no penalty is called \"%s\"", tostring(sign)) end
  local out = {}
  for i = 1, #standardised[1] do
    local row, whole = {}, true
    for k, column in ipairs(standardised) do
      row[k] = column[i]
      whole = whole and column[i] ~= false
    end
    if whole then
      local mean, sd = vector.mean(row), vector.sd(row, not options.sample) or 0
      if mean == 0 then arguments.fail(nil, "mpi: the mean of unit %d is zero", i) end
      out[i] = mean + (sign == "-" and -1 or 1) * sd * sd / mean
    else
      out[i] = false
    end
  end
  return out
end

local function checked(options, what)
  if #options.columns < 2 then arguments.fail(nil, "%s: two indicators or more are needed", what) end
  arguments.directions(options.directions, #options.columns, what)
  for k, column in ipairs(options.columns) do
    vector.check(column, what)
    if vector.count(column) < 2 or vector.is_constant(column) then
      arguments.fail(nil, "%s: indicator %d does not vary", what, k)
    end
  end
end

-- z = 100 ± 10 (x − mean)/sd, sd of a population (of a sample if `sample`), − for direction
-- "-"; then M ∓ S·cv. A unit with a gap has no score. options: columns, directions, penalty,
-- sample.
function mazziotta_pareto.mpi(options)
  checked(options, "mpi")
  local standardised = {}
  for k, column in ipairs(options.columns) do
    local mean, sd = vector.mean(column), vector.sd(column, not options.sample)
    local turn = options.directions and options.directions[k] == "-" and -1 or 1
    standardised[k] = vector.map(column, function(v) return 100 + turn * 10 * (v - mean) / sd end)
  end
  return punished(standardised, options)
end

-- r = (x − low)/(high − low) · 60 + 70, turned for direction "-", between goalposts around the
-- reference value (100): low, high = reference ∓ (sup − inf)/2, with inf and sup the extremes
-- of all periods (lows, highs; those of the columns if left out) and the reference their
-- mean (references: those of a base period). Then M ∓ S·cv.
function mazziotta_pareto.ampi(options)
  checked(options, "ampi")
  local standardised = {}
  for k, column in ipairs(options.columns) do
    local low = options.lows and options.lows[k] or vector.minimum(column)
    local high = options.highs and options.highs[k] or vector.maximum(column)
    local reference = options.references and options.references[k] or vector.mean(column)
    if low >= high then arguments.fail(nil, "ampi: the least value of indicator %d is not below the largest", k) end
    local half, turn = (high - low) / 2, options.directions and options.directions[k] == "-" and -1 or 1
    -- 70 … 130 from reference − half to reference + half: 100 at the reference.
    standardised[k] = vector.map(column, function(v) return 100 + turn * 30 * (v - reference) / half end)
  end
  return punished(standardised, options)
end

arguments.guard("mazziotta_pareto", mazziotta_pareto, "mpi", { columns = true, directions = true, penalty = true, sample = true })
arguments.guard("mazziotta_pareto", mazziotta_pareto, "ampi", {
  columns = true, directions = true, penalty = true, sample = true, lows = true, highs = true, references = true,
})

return mazziotta_pareto
