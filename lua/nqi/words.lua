-- What the library prints, in the language of the report (lang in lua/reports.lua). The
-- words stand in pipeline/words/, one file a language; text.word looks them up.
--
--   local words = require "nqi.words"
--   words.say("rank.of", { rank = 1, whole = "4个地区" })    --> 居4个地区第1位
--   words.area(area_of "340000")                  --> 安徽
--   words.count(4)                                --> 四
local words = {}

-- A word or a sentence; { name = value } fills its {name}.
words.say = text.word

words.is_chinese = text.is_chinese

local function either(chinese, english)
  return (words.is_chinese() or english == nil or english == "") and chinese or english
end

-- Names of the dictionaries, and of the nodes of an index.
function words.area(area) return either(area.short, area.name_en) end
function words.indicator(item) return either(item.name, item.name_en) end
function words.item(item) return either(item.name, item.name_en) end

-- An indicator that an index or a grade takes as it is has the dictionary's English name, if no other.
function words.node(node)
  local taken = node.indicator and not node.denominator and not words.is_chinese() and indicator(node.indicator)
  return either(node.name or node.indicator or node.code, node.name_en or taken and taken.name_en)
end

-- A text that the project gives, in English too: why and why_en of a node; "" without.
function words.own(of, field) return either(of[field] or "", of[field .. "_en"]) end

-- The definition of an indicator, or of { definition =, brief = }, in one line: its `brief`,
-- or what the definition says first, without 指报告期末.
function words.brief(of)
  local kept = words.own(of, "brief")
  if kept ~= "" then return kept end
  local whole = words.own(of, "definition")
  for _, opening in ipairs { "指", "报告期末", "报告期内" } do
    if whole:sub(1, #opening) == opening then whole = whole:sub(#opening + 1) end
  end
  local clause = whole:match("^(.-)。") or whole:match("^(.-)%.%s") or whole:gsub("%.$", "")
  return clause:match("^(.-)；") or clause
end

-- A region of a scheme, of those that the vocabulary has: 东部; anything else as it is.
function words.region(name) return type(name) == "string" and text.region(name) or name end

-- Markdown, and a text that holds figures: the functions of strings would make it plain.
local function is_more_than_text(value)
  return kind_of(value) == "userdata" or type(value) == "string" and text.plain(value) ~= value
end

-- A sentence some of whose values are Markdown: words.sentence("annex.used", { n = 2,
-- ref = ref("tbl-sources") }).
function words.sentence(key, values)
  local texts = {}
  for name, value in pairs(values) do
    texts[name] = is_more_than_text(value) and "\1" .. name .. "\1" or value
  end
  local said = words.say(key, texts)
  local out, at = "", 1
  for from, name, after in said:gmatch("()\1([%w_]+)\1()") do
    out = out .. said:sub(at, from - 1) .. values[name]
    at = after
  end
  return out .. said:sub(at)
end

-- One after the other, as the language parts them; those that are empty left out.
function words.sentences(list)
  local out = ""
  for _, said in ipairs(list) do
    if said ~= "" then out = out == "" and said or words.sentence("sign.sentences", { said = out, more = said }) end
  end
  return out
end

-- A printed number with its unit: 819张, 5.2%, 1 item.
function words.amount(number, unit)
  if number == "" then return number end
  return number .. text.behind(unit, number)
end

-- 有效认证证书数（质量管理体系、北京）: an indicator and the items { field = item }.
function words.series(item, narrowed)
  local names = {}
  for _, of in pairs(narrowed or {}) do names[#names + 1] = words.item(of) end
  if #names == 0 then return words.indicator(item) end
  return words.say("name.narrowed", { indicator = words.indicator(item), items = words.join(names) })
end

-- A number in words where the language has them: 四个分项, 两个分项.
function words.count(n)
  if not words.is_chinese() then return tostring(n) end
  return n == 2 and words.say "number.two" or fmt.han(n)
end

-- A set of areas, counted: 六省, 31个省（区、市）, 12个地区
function words.areas(list)
  local provinces, plain = true, #list <= 10
  for _, area in ipairs(list) do
    provinces = provinces and area.level == "province"
    plain = plain and area.name:find("省$") ~= nil
  end
  if not provinces then return words.say("name.areas.other", { count = #list }) end
  return words.say(plain and "name.areas.plain" or "name.areas.provinces", { count = plain and words.count(#list) or #list })
end

local function is_same_set(list, other)
  if #list ~= #other then return false end
  local has = {}
  for _, area in ipairs(list) do has[area.code] = true end
  for _, area in ipairs(other) do
    if not has[area.code] then return false end
  end
  return true
end

-- The schemes that an area has a region of: region4, the usual one, before the others.
local function schemes_of(area)
  local list = {}
  for scheme in area.regions:gmatch("([^;=]+)=") do
    scheme = scheme:match("^%s*(.-)%s*$")
    table.insert(list, scheme == "region4" and 1 or #list + 1, scheme)
  end
  return list
end

-- The region of a scheme that the areas are, or nil: only areas that share one are compared.
local function region_of(list, scheme)
  local region = list[1]:region(scheme)
  for _, area in ipairs(list) do
    if not region or area:region(scheme) ~= region then return nil end
  end
  return is_same_set(list, areas { scheme = scheme, region = region, ranked = true }) and region or nil
end

-- Whether a scheme before the n-th calls other areas so: 东部 of three parts is not that of four.
local function is_taken(schemes, n, region, list)
  for k = 1, n - 1 do
    local known, others = pcall(areas, { scheme = schemes[k], region = region, ranked = true })
    if known and not is_same_set(list, others) then return true end
  end
  return false
end

-- A set of areas by its name: 中部地区, 华北地区, 长三角; one that has none, counted:
-- 3个省（区、市）.
function words.set(list)
  local schemes = list[1] and schemes_of(list[1]) or {}
  for n, scheme in ipairs(schemes) do
    local region = region_of(list, scheme)
    if region and not is_taken(schemes, n, region, list) then
      local name = words.region(region)
      return name:find("地区$") and name or words.say("name.region", { name = name })
    end
  end
  for group in (words.is_chinese() and list[1] and list[1].groups or ""):gmatch("[^;]+") do
    if list[#list]:in_group(group) and is_same_set(list, areas { group = group, ranked = true }) then return group end
  end
  return words.areas(list)
end

-- A number that names: 二 of 二星, 第二梯队.
function words.ordinal(n)
  return words.is_chinese() and fmt.han(n) or tostring(n)
end

-- 第二梯队, tier 2
function words.tier(n) return words.say("index.tier", { n = words.ordinal(n) }) end

-- The name of a method: words.method("normalise", "min_max")
function words.method(kind, name)
  return words.say("name." .. kind .. "." .. name)
end

-- The first n of a list.
function words.first(list, n)
  return table.move(list, 1, math.min(n, #list), 1, {})
end

-- 甲、乙、丙 without a last "and".
function words.join(list)
  return table.concat(list, words.say "sign.list")
end

return words
