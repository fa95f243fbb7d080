-- Text from numbers and lists. Figures print themselves; this is for the rest.
--
--   fmt.number(1234567.8, 1)            --> "1,234,567.8"
--   fmt.list { "北京", "上海", "江苏" }    --> "北京、上海和江苏"
--   fmt.scaled(v.GDP):with_unit()       --> "4.705万亿元"
--   fmt.scaled_en(v.GDP)                --> "4.705 trillion yuan"
--   fmt.han(31)                         --> "三十一"
--   fmt.ordinal(31)                     --> "31st"

local options = require "nqi.options"

local fmt = {}

-- Groups the digits before the point by threes: 1234567.8 → 1,234,567.8
local function grouped(text)
  local sign, whole, rest = text:match("^(%-?)(%d+)(.*)$")
  while true do
    local n
    whole, n = whole:gsub("^(%d+)(%d%d%d)", "%1,%2")
    if n == 0 then return sign .. whole .. rest end
  end
end

-- A figure with n decimals, its own if left out, and its 约, 超 or 不足; a plain number with n
-- decimals, grouped and with a true minus, as a figure has in print (the CSV gets the hyphen of
-- programs again). How many a plain number has nobody knows: without n it must be whole.
function fmt.number(x, decimals)
  if kind_of(x) == "figure" then return x:fixed(decimals) end
  if not decimals and type(x) == "number" and tonumber(string.format("%.11e", x)) % 1 ~= 0 then
    options.fail("fmt.number(x, 1), or fmt.number(x, 0) for a whole number", "fmt.number: a number with a fraction, and no decimals are given")
  end
  return (grouped(text.number(x, decimals or 0)):gsub("^%-", "−"))
end

-- Whether the project prints by GB/T 8170, half to even, and not by 四舍五入.
function fmt.rounds_to_even()
  return text.number(0.5, 0) == "0"
end

-- The multipliers of a language, the largest first.
local scales = {
  zh = { { "万亿", 12 }, { "亿", 8 }, { "万", 4 }, { "", 0 } },
  en = { { "万亿", 12 }, { "十亿", 9 }, { "百万", 6 }, { "", 0 } },
}

local tens = { { "", 0 }, { "十", 1 }, { "百", 2 }, { "千", 3 } }
local large = { { "万亿", 12 }, { "亿", 8 }, { "万", 4 } }

-- 亿元 → 8, 元; 千克 is a unit by itself.
local function parted(unit)
  for _, multiplier in ipairs(large) do
    for _, ten in ipairs(tens) do
      local rest = unit:match("^" .. ten[1] .. multiplier[1] .. "(.+)$")
      if rest then return ten[2] + multiplier[2], rest end
    end
  end
  return 0, unit
end

-- The decimals of a number of so many digits in all, but for those before the point; `most`
-- are those of the figure in its own unit.
local function decimals_of(size, digits, most)
  return math.max(0, math.min(digits - 1 - math.floor(math.log(size, 10) + 1e-12), most))
end

-- A count or an amount as a sentence says it, in the largest unit of the language in which
-- it prints as 1 or more: 16.18万张, 9,600万元; 670 million yuan. `digits`: how many at most,
-- unless more stand before the point; 4 if left out. What has no multiplier (rates, 元/人)
-- and what is below 1 in its base stays as it is.
function fmt.scaled(figure, digits)
  local own, base = parted(figure.unit)
  for _, scale in ipairs(figure.value and base ~= "%" and (text.is_chinese() and scales.zh or scales.en) or {}) do
    local known, scaled = pcall(figure.in_unit, figure, scale[1] .. base)
    local size, most = known and math.abs(scaled.value) or 0, scale[2] - own + figure.decimals
    if size > 0.5 then size = math.abs(scaled:published(decimals_of(size, digits or 4, most))) end
    if size >= 1 then return scaled:as { decimals = decimals_of(size, digits or 4, most) } end
  end
  return figure
end

-- The same as an English text, whatever the language of the report: 670 million yuan.
function fmt.scaled_en(figure, digits)
  return text.in_language("en", function() return fmt.scaled(figure, digits):with_unit() end)
end

-- 5.2 → "5.2%"; of a figure in % or of one without unit, that is a number of %
function fmt.percent(x, decimals)
  if kind_of(x) == "figure" then
    if x:missing() then return fmt.number(x, decimals or 1) end
    local unit = text.plain(x.unit)
    if unit ~= "%" and unit ~= "" then
      options.fail("write f:with_unit(1), or f:in_unit(\"%%\")", "fmt.percent of a figure in \"%s\"", unit)
    end
  end
  return fmt.number(x, decimals or 1) .. "%"
end

-- 甲、乙和丙; `last` stands before the last one (和).
function fmt.list(items, last)
  options.want("fmt.list", items, "a list")
  local names = {}
  for i, item in ipairs(items) do names[i] = tostring(item) end
  if #names < 2 then return names[1] or "" end
  return table.concat(names, text.word "sign.list", 1, #names - 1) .. (last or text.word "list.last") .. names[#names]
end

-- The change of a rank as tables print it: 2 → ▲2, -1 → ▼1, 0 → ＝, nil (not known) → …
function fmt.arrow(change)
  if not change then return text.word "symbol.missing" end
  if change == 0 then return text.word "symbol.unchanged" end
  return text.word(change > 0 and "symbol.up" or "symbol.down") .. math.abs(change)
end

-- A number as Chinese counts: 零, 十, 三十一, 一百零三
function fmt.han(n)
  local said = math.type(n) == "integer" and text.han(n)
  if not said then error { message = text.message "fmt.han takes a whole number from 0 to 9999" } end
  return said
end

-- An English ordinal: 1st, 22nd, 113th
function fmt.ordinal(n)
  return text.ordinal(n)
end

-- The items of a list that `keep` accepts, each through `change` if given.
function fmt.pick(items, keep, change)
  options.want("fmt.pick", items, "a list")
  local out = {}
  for _, item in ipairs(items) do
    if keep(item) then out[#out + 1] = change and change(item) or item end
  end
  return out
end

return fmt
