-- The tables of the annex 数据质量说明: the files that were read, those of one source
-- together, and what the checks found.
--
--   local annex = require "nqi.annex"
--   rows = annex.files(sources(), { "panel/" })
local words = require "nqi.words"

local annex = {}

-- Whether a path holds one of the words; any path does without words.
local function touches(path, wanted)
  if not wanted then return true end
  for _, word in ipairs(wanted) do
    if path:find(word, 1, true) then return true end
  end
  return false
end

-- Rows { path, count, rows, observations, skipped, source, publisher, sources } of the files
-- wanted, one a source as it is cited; the dictionaries have no source and are left out.
-- `sources` are the entries' own texts, which cite() takes.
function annex.files(list, wanted)
  local out, known = {}, {}
  for _, file in ipairs(list) do
    if file.source ~= "" and touches(file.path, wanted) then
      local cited = file.cited ~= "" and file.cited or file.source
      local row = known[cited]
      if not row then
        row = { first = file.path, count = 0, rows = 0, observations = 0, skipped = 0, source = cited,
          publisher = file.publisher ~= "" and file.publisher or cited, sources = {} }
        known[cited] = row
        out[#out + 1] = row
      end
      row.count = row.count + 1
      row.sources[row.count] = file.source
      row.path = row.count == 1 and row.first or row.first .. text.word "list.etc_one"
      for _, field in ipairs { "rows", "observations", "skipped" } do
        row[field] = row[field] + file[field]
      end
    end
  end
  return out
end

-- The sum of a field over such rows.
function annex.total(rows, field)
  local n = 0
  for _, row in ipairs(rows) do n = n + row[field] end
  return n
end

-- 测不了, 测不全, 测不准.
local kinds = {
  { kind = "missing", group = "annex.missing" },
  { kind = "partial", group = "annex.partial" },
  { kind = "inexact", group = "annex.inexact" },
  { kind = "", group = "annex.other" },
}

-- The findings on the files wanted, by their kind and in the order of the checks; the
-- field `group` is the kind in words. What was not accepted keeps its place among them.
function annex.findings(list, wanted)
  local out = {}
  for _, entry in ipairs(kinds) do
    for _, finding in ipairs(list) do
      if (finding.kind or "") == entry.kind and touches(finding.file, wanted) then
        finding.group = text.word(entry.group)
        out[#out + 1] = finding
      end
    end
  end
  return out
end

function annex.all_codes()
  local out = {}
  for i, item in ipairs(indicators()) do out[i] = item.code end
  return out
end

-- What a line of 指标解释 is on: an indicator's code, or { name =, brief = } as it stands.
local function name_in(item)
  return type(item) == "string" and indicator(item).name or item.name
end

-- What a ratio of an index is: of what, unless its name says that, to what.
local function ratio_in_line(leaf)
  local part, whole = words.indicator(indicator(leaf.indicator)), words.indicator(indicator(leaf.denominator))
  local named = words.node(leaf):lower():find(part:lower(), 1, true)
  return text.word(named and "closing.divided" or "closing.ratio", { part = not named and part or nil, whole = whole })
end

-- An indicator of an index in one line: its own, what it is divided by, or the dictionary's.
local function leaf_in_line(leaf)
  local said = words.own(leaf, "brief")
  if said == "" then
    said = leaf.denominator and ratio_in_line(leaf) or words.brief(indicator(leaf.indicator))
  end
  local named = leaf.name and leaf or indicator(leaf.indicator)
  return { name = named.name, name_en = leaf.name_en or named.name_en, brief = said, brief_en = said }
end

-- The list `codes` with the indicators of the index that it lacks, by their names.
function annex.with_leaves(codes, index)
  local out, seen = {}, {}
  for i, item in ipairs(codes) do out[i], seen[name_in(item)] = item, true end
  for _, leaf in ipairs(index and index.result.tree.leaves or {}) do
    local line = leaf_in_line(leaf)
    if not seen[line.name] then out[#out + 1], seen[line.name] = line, true end
  end
  return out
end

-- Whether an indicator is one of `codes`.
local function printed(item, codes)
  for _, code in ipairs(codes) do
    if code == item.code then return true end
  end
  return false
end

-- A text without its last stop, to be joined to another.
local function unstopped(said)
  local stop = text.word "sign.stop"
  return said:sub(-#stop) == stop and said:sub(1, -#stop - 1) or said
end

-- The findings of a report as its readers are told them: texts, those of one rule
-- together with its reason behind. of: { area =, codes = those that the report prints (false:
-- whatever there is), since = a period or nil, most =
-- how many of one rule are told, 6 without }.
function annex.told(of)
  local rules, texts = {}, {}
  for _, finding in ipairs(findings(of.area, of.since or nil)) do
    if not of.codes or finding.indicator and printed(finding.indicator, of.codes) then
      local own = texts[finding.rule]
      if not own then
        own = { reason = finding.reason, n = 0 }
        texts[finding.rule], rules[#rules + 1] = own, finding.rule
      end
      own.n = own.n + 1
      if own.n <= (of.most or 6) then own[own.n] = unstopped(finding.text) end
    end
  end
  local out = {}
  for i, rule in ipairs(rules) do
    local own = texts[rule]
    local said = table.concat(own, text.word "sign.semicolon")
    if own.n > #own then said = said .. text.word("closing.more", { n = own.n - #own }) end
    out[i] = said .. text.word "sign.stop" .. own.reason
  end
  return out
end

-- The notes of 数据说明: the report's own, what the checks found, new definitions, and how
-- what is missing is printed.
function annex.notes(own, of)
  local out = table.move(own, 1, #own, 1, {})
  for _, said in ipairs(annex.told(of)) do out[#out + 1] = said end
  out[#out + 1] = text.word "closing.missing"
  return out
end

function annex.severity(finding)
  return text.word("annex.severity_" .. finding.severity)
end

return annex
