-- Sentences on how unequal areas are in the indicators of an index, whether they converge, and
-- how the index goes with what is no part of it: each claim with its interval or its p.
--
--   require("nqi.index_spread_text").p_value(0.0123)   --> p = 0.012
local classify, words = require "nqi.classify", require "nqi.words"
local say = words.say

local index_spread_text = {}

-- What the table of spreads is of, and which indicators it leaves out.
function index_spread_text.spread_notes(rows)
  local names = {}
  for i, leaf in ipairs(rows.left_out) do names[i] = words.node(leaf) end
  return { say "index.note_spread", #names > 0 and say("index.note_left_out", { list = fmt.list(names) }) or nil }
end

-- 0.712—0.984, -0.02至0.01
local function interval(found, decimals, times)
  return say(found.low < 0 and "index.interval_signed" or "index.interval", { low = fmt.number(found.low * (times or 1), decimals),
    high = fmt.number(found.high * (times or 1), decimals) })
end
index_spread_text.interval = interval

-- Those of the rows whose intervals overlap with that of `row`.
local function near(rows, row)
  local names, own = {}, row.intervals.variation
  for _, other in ipairs(rows) do
    local range = other.intervals.variation
    if other ~= row and range.high > own.low and range.low < own.high then
      names[#names + 1] = say("index.spread_one_near", { name = words.node(other.node), variation = fmt.number(other.variation, 3) })
    end
  end
  return #names > 6 and words.join(words.first(names, 3)) .. say("audit.etc", { n = #names }) or #names > 0 and fmt.list(names) or nil
end

-- The most and the least unequal indicators, with intervals, and which may be as much so.
function index_spread_text.inequality(rows)
  local order = table.move(rows, 1, #rows, 1, {})
  table.sort(order, function(a, b)
    if a.variation ~= b.variation then return a.variation > b.variation end
    return a.node.column < b.node.column
  end)
  local most, least, second = order[1], order[#order], order[2]
  if not most then return "" end
  if rows.few then return say "index.spread_few" end
  local text = say(second and "index.spread" or "index.spread_one", { most = words.node(most.node), variation = fmt.number(most.variation, 3),
    range = interval(most.intervals.variation, 3), gini = fmt.number(most.gini, 3),
    gini_range = interval(most.intervals.gini, 3), least = words.node(least.node), low = fmt.number(least.variation, 3),
    low_range = interval(least.intervals.variation, 3) })
  local of_most, of_least = near(order, most), near(order, least)
  if of_most then text = text .. say("index.spread_near", { list = of_most }) end
  -- Of two rows the largest and the least are the pair that was just compared.
  if of_least and #order > 2 then text = text .. say("index.spread_near_least", { list = of_least }) end
  text = text .. say "sign.stop"
  if not most.intervals.between then return text end
  return words.sentences { text, say("index.spread_between", { most = words.node(most.node),
    between = fmt.percent(most.between * 100), range = interval(most.intervals.between, 1, 100) }) }
end

-- 每年变动−0.012，95%置信区间…，p = 0.010: what a slope claims; `decimals` of the slope.
local function tested(slope, decimals)
  return say("index.tested", { slope = fmt.number(slope.slope, decimals), range = interval(slope, decimals),
    p = index_spread_text.p_value(slope.p) })
end

-- p = 0.012, p < 0.001; the blanks do not break.
function index_spread_text.p_value(p)
  return p < 0.0005 and "p\u{A0}<\u{A0}0.001" or "p\u{A0}=\u{A0}" .. fmt.number(p, 3)
end

local slope_decimals = 4

-- σ and β convergence: shrinking or widening only where the interval of the trend says so.
function index_spread_text.converging(found)
  if not found then return "" end
  if not found.sigma then return say("index.converging_none", { name = words.node(found.node) }) end
  local sigma, beta, from, to = found.sigma, found.beta, found.from, found.to
  local first, last = found.variation[1], found.variation[#found.variation]
  local named = { from = to.kind == "year" and from.year or from.label, to = to.label, name = words.node(found.node),
    n = found.n, first = fmt.number(first, 3), last = fmt.number(last, 3) }
  local trend = sigma.p and classify.sign(sigma.low, sigma.high, slope_decimals)
  local firm = trend and trend ~= 0
  -- What a test leaves open is neither shrinking nor widening.
  local way = named.first == named.last and "same" or sigma.p and "from" or last < first and "less" or "more"
  local parts = { say("index.sigma_" .. way, named) }
  if not sigma.p then
    parts[2] = say(sigma.exact and "index.sigma_exact" or sigma.linked and "index.sigma_linked" or "index.sigma_few")
  else
    parts[2] = say(not firm and "index.sigma_open" or trend < 0 and "index.sigma_yes" or "index.sigma_no",
      { tested = tested(sigma, slope_decimals) })
  end
  if beta.p then
    local sign = classify.sign(beta.low, beta.high, slope_decimals)
    local key = sign < 0 and (beta.half_life_low and beta.half_life_high and "index.beta_yes" or "index.beta_fast")
      or sign > 0 and "index.beta_no" or "index.beta_weak"
    parts[3] = say("index.beta", { tested = tested(beta, slope_decimals), r2 = fmt.number(beta.r2 or 0, 2) })
      .. say(key, { years = beta.half_life and fmt.number(beta.half_life, 0), low = beta.half_life_low and fmt.number(beta.half_life_low, 0),
        high = beta.half_life_high and fmt.number(beta.half_life_high, 0) })
  end
  if found.cut then parts[#parts + 1] = say("index.converging_cut", named) end
  return words.sentences(parts)
end

-- How the index goes with a series that is no part of it; `found` is index_annex.outside.
function index_spread_text.outside(found, name)
  if not found or found.n < 5 or not found.r then return say "index.no_outside" end
  return say("index.outside", { name = name, n = found.n, r = fmt.number(found.r, 3),
    p = index_spread_text.p_value(found.p), spearman = fmt.number(found.spearman, 3), spearman_p = index_spread_text.p_value(found.spearman_p) })
end

return index_spread_text
