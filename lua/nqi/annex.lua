-- The tables of the annex 数据质量说明: the files that were read, those of one source
-- together, and what the checks found.
--
--   local annex = require "nqi.annex"
--   rows = annex.files(sources(), { "panel/" })
local annex = {}

-- Whether a path holds one of the words; any path does without words.
local function touches(path, wanted)
  if not wanted then return true end
  for _, word in ipairs(wanted) do
    if path:find(word, 1, true) then return true end
  end
  return false
end

-- Rows { path, count, rows, observations, skipped, source } of the files wanted, one a
-- source; the dictionaries have no source and are left out.
function annex.files(list, wanted)
  local out, known = {}, {}
  for _, file in ipairs(list) do
    if file.source ~= "" and touches(file.path, wanted) then
      local row = known[file.source]
      if not row then
        row = { first = file.path, count = 0, rows = 0, observations = 0, skipped = 0, source = file.source }
        known[file.source] = row
        out[#out + 1] = row
      end
      row.count = row.count + 1
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

function annex.severity(finding)
  return text.word("annex.severity_" .. finding.severity)
end

return annex
