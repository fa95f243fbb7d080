-- The line 数据来源 from the sources of many figures: each once, those of one
-- publisher together.
--
--   local sources = require "nqi.sources"
--   sources.join { "国家统计局（转引自 甲）", "国家统计局（转引自 乙）" }  --> 国家统计局（转引自 甲、乙）
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

-- A text with a printed figure in it is a sentence of its own, which stays as it is.
function sources.join(list)
  if #list == 1 and text.plain(list[1]) ~= list[1] then return list[1] end
  local publishers, places, openings, seen = {}, {}, {}, {}
  local between = text.word "sign.semicolon"
  for _, joined in ipairs(list) do
    for _, source in ipairs(parts(joined, between)) do
      local publisher, words, from = split(source)
      if publisher ~= "" and not seen[source] then
        seen[source] = true
        if not places[publisher] then
          places[publisher] = {}
          publishers[#publishers + 1] = publisher
        end
        table.insert(places[publisher], from)
        openings[publisher] = openings[publisher] or words
      end
    end
  end
  local out = {}
  for i, publisher in ipairs(publishers) do
    local from = table.concat(places[publisher], text.word "sign.list")
    out[i] = from == "" and publisher or publisher .. openings[publisher] .. from .. "）"
  end
  return table.concat(out, between)
end

return sources
