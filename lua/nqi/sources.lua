-- The line 数据来源 from the sources of many figures: each once, those of one
-- publisher together. An entry of input/sources.lua with a `publisher` is printed by
-- that short name and a number, which the report's list of sources tells of.
--
--   local sources = require "nqi.sources"
--   sources.join { "国家统计局（转引自 甲）", "国家统计局（转引自 乙）" }  --> 国家统计局（转引自 甲、乙）
local files = sources -- the program's: what was read

local sources = {}

-- Publisher, the words before and the place it was taken from: 国家统计局, “（转引自 ”, 甲.
-- The signs are those of the data: sources are joined and quoted in Chinese there.
local function split(source)
  local publisher, words, from = source:match("^(.-)(（转引自%s*)(.*)）$")
  return publisher or source, words, from
end

-- What figure:source() joined, and the data themselves, which do it in Chinese.
local function parts(joined, between)
  local found, from = {}, 1
  joined = joined:gsub("；", between)
  while true do
    local first, last = joined:find(between, from, true)
    found[#found + 1] = joined:sub(from, (first or 0) - 1)
    if not first then return found end
    from = last + 1
  end
end

-- Adds what a figure comes from to facts.sources, each once; facts.seen has those there.
function sources.learn(facts, figure)
  local source = figure:source()
  if source ~= "" and not facts.seen[source] then
    facts.seen[source] = true
    facts.sources[#facts.sources + 1] = source
  end
end

-- What the entries say of each source: { publisher =, cited = } by its text. A source that
-- names two has as many publishers, with ；between them, too.
local function entries()
  local out, between = {}, text.word "sign.semicolon"
  for _, file in ipairs(files()) do
    if file.publisher ~= "" then
      local names, cited = parts(file.publisher, between), parts(file.cited, between)
      for i, source in ipairs(parts(file.source, between)) do
        out[source] = { publisher = names[i] or names[#names],
          cited = file.cited == "" and source or cited[i] or cited[#cited] }
      end
    end
  end
  return out
end

-- The sources of the report in hand: { entries =, list = { { publisher =, cited = {…} } } },
-- numbered in the order of their first use.
local function register()
  local own = kept()
  own.sources = own.sources or { entries = entries(), list = {} }
  return own.sources
end

local function add_once(list, item)
  for _, known in ipairs(list) do
    if known == item then return end
  end
  list[#list + 1] = item
end

-- 国家统计局[1], of a source that has a publisher; else nil.
local function short(source)
  local known = register()
  local entry = known.entries[source]
  if not entry then return nil end
  for number, row in ipairs(known.list) do
    if row.publisher == entry.publisher then
      add_once(row.cited, entry.cited)
      return row.publisher .. "[" .. number .. "]"
    end
  end
  known.list[#known.list + 1] = { publisher = entry.publisher, cited = { entry.cited } }
  return entry.publisher .. "[" .. #known.list .. "]"
end

-- [1] or [1][3]: the numbers of what a figure, or each of a list of figures, comes from, to
-- stand behind a sentence; a text is the source of an entry of input/sources.lua itself
-- (of a document of which no figure is told). Empty for sources without a publisher.
--
--   require("nqi.sources").cite(v.CERT)   --> [1]
function sources.cite(of)
  local facts, numbers = { sources = {}, seen = {} }, {}
  for _, item in ipairs((kind_of(of) == "figure" or type(of) == "string") and { of } or of) do
    if kind_of(item) == "figure" then
      sources.learn(facts, item)
    else
      add_once(facts.sources, item)
    end
  end
  for _, source in ipairs(facts.sources) do
    for _, part in ipairs(parts(source, text.word "sign.semicolon")) do
      local said = short(part)
      if said then add_once(numbers, said:match("%[%d+%]$")) end
    end
  end
  return table.concat(numbers)
end

-- How much of the register has been printed by a number: publishers and what is cited.
local function size_of(list)
  local n = 0
  for _, row in ipairs(list) do n = n + 1 + #row.cited end
  return n
end

-- Whether the report prints a number that its list of sources, if it has one, does not tell
-- of.
--
--   require("nqi.sources").unlisted()   --> false
function sources.unlisted()
  local known = kept().sources
  return known ~= nil and size_of(known.list) > (known.listed or 0)
end

-- The list at the end of a report: { publisher, cited } by number; cited is a text.
function sources.list()
  local out = {}
  register().listed = size_of(register().list)
  for number, row in ipairs(register().list) do
    out[number] = { publisher = row.publisher, cited = table.concat(row.cited, text.word "sign.semicolon") }
  end
  return out
end

-- Those that have no publisher: each once, the places they were taken from together.
local function whole(list)
  local publishers, places, openings, out = {}, {}, {}, {}
  for _, source in ipairs(list) do
    local publisher, words, from = split(source)
    if not places[publisher] then
      places[publisher] = {}
      publishers[#publishers + 1] = publisher
    end
    table.insert(places[publisher], from)
    openings[publisher] = openings[publisher] or words
  end
  for i, publisher in ipairs(publishers) do
    local from = table.concat(places[publisher], text.word "sign.list")
    out[i] = from == "" and publisher or publisher .. openings[publisher] .. from .. "）"
  end
  return out
end

-- A text with a printed figure in it is a sentence of its own, which stays as it is.
function sources.join(list)
  if #list == 1 and text.plain(list[1]) ~= list[1] then return list[1] end
  local between, out, others, seen = text.word "sign.semicolon", {}, {}, {}
  for _, joined in ipairs(list) do
    for _, source in ipairs(parts(joined, between)) do
      if source ~= "" and not seen[source] then
        seen[source] = true
        local said = short(source)
        if said then add_once(out, said) else others[#others + 1] = source end
      end
    end
  end
  for _, said in ipairs(whole(others)) do out[#out + 1] = said end
  return table.concat(out, between)
end

return sources
