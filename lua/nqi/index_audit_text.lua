-- What the audit page says of an index, from nqi.index_audit.
--
--   local index_report, index_audit = require "nqi.index_report", require "nqi.index_audit"
--   local audit_text = require "nqi.index_audit_text"
--   local q = index_report.open { period = period_of "2023", uncertainty = { replications = 50 },
--     definition = { code = "U", name = "示例指数", { indicator = "GDP" }, { code = "G2", indicator = "GDP" } } }
--   audit_text.findings(index_audit.of(q.result)):find("重复", 1, true) ~= nil    --> true
local index_spread_text, words = require "nqi.index_spread_text", require "nqi.words"
local say = words.say

local audit_text = {}

-- r = 0.95，p < 0.001
local function tested(found)
  if not found.p then return say("audit.r", { r = fmt.number(found.r, 2) }) end
  return say("audit.r_p", { r = fmt.number(found.r, 2), p = index_spread_text.p_value(found.p) })
end

-- The first `most` of the names, and how many there are.
local function cut(names, most, etc)
  if #names <= most then return fmt.list(names) end
  return fmt.list(table.move(names, 1, most, 1, {})) .. say(etc or "audit.etc", { n = #names })
end

local function named(rows, most, found_of)
  local out = {}
  for i, row in ipairs(rows) do out[i] = say("audit.one", { name = words.node(row.node), tested = tested(found_of(row)) }) end
  return cut(out, most)
end

local function against(row)
  if row.index.r and row.index.r < 0 then return row.index end
  return row.own
end

-- One sentence for each kind of finding, with the first `most` of each.
function audit_text.list(audit, most)
  local said = {}
  if #audit.dead > 0 then
    said[#said + 1] = say("audit.dead", { list = named(audit.dead, most, function(row) return row.index end) })
  end
  if #audit.double > 0 then
    local pairs_of = {}
    for i, pair in ipairs(audit.double) do
      pairs_of[i] = say("audit.pair", { first = words.node(pair.first), second = words.node(pair.second), tested = tested(pair) })
    end
    said[#said + 1] = say("audit.double", { list = cut(pairs_of, most, "audit.etc_pairs") })
  end
  if #audit.opposed > 0 then said[#said + 1] = say("audit.opposed", { list = named(audit.opposed, most, against) }) end
  return said
end

function audit_text.findings(audit)
  if audit.few then return say("audit.few", { n = audit.n }) end
  local said = audit_text.list(audit, 6)
  return #said > 0 and words.sentences(said) or say "audit.clean"
end

local function cell(found)
  return found.r or "—"
end

-- 0.021, <0.001
function audit_text.p_cell(p)
  if not p then return "—" end
  return p < 0.0005 and "<0.001" or fmt.number(p, 3)
end

function audit_text.correlation_columns(q)
  local columns = { { head = say "column.indicator", get = function(r) return words.node(r.node) end } }
  for j, pillar in ipairs(q.root.children) do
    columns[#columns + 1] = { head = words.node(pillar), group = say "audit.head_with_pillars", align = "decimal", decimals = 2,
      get = function(r) return cell(r.pillars[j]) end }
  end
  columns[#columns + 1] = { head = say "audit.head_r", group = say "audit.head_with_index", align = "decimal", decimals = 2,
    get = function(r) return cell(r.index) end }
  columns[#columns + 1] = { head = say "audit.head_p", group = say "audit.head_with_index", align = "right",
    get = function(r) return audit_text.p_cell(r.index.p) end }
  return columns
end

-- What the table of correlations is of, and the sign where there is none.
function audit_text.correlation_notes(audit)
  local notes = { say("audit.note_correlations", { n = audit.n }) }
  for _, row in ipairs(audit.leaves) do
    local all = row.index.r ~= nil
    for _, found in ipairs(row.pillars) do all = all and found.r ~= nil end
    if not all then notes[2] = say "audit.note_constant" end
  end
  return notes
end

-- Each pillar, then its indicators.
function audit_text.influence_rows(audit)
  local rows = {}
  for _, pillar in ipairs(audit.pillars) do
    rows[#rows + 1] = pillar
    for _, row in ipairs(audit.leaves) do
      if row.pillar == pillar.node and row.node ~= pillar.node then rows[#rows + 1] = row end
    end
  end
  return rows
end

function audit_text.denominators(audit)
  if #audit.denominator_codes == 0 then return say "audit.no_denominators" end
  if #audit.denominators == 0 then return say "audit.denominators_gone" end
  local divided, whole, said = {}, {}, {}
  for _, row in ipairs(audit.denominators) do
    table.insert(row.divided and divided or whole,
      say("audit.pair", { first = words.node(row.node), second = words.indicator(indicator(row.denominator)), tested = tested(row) }))
  end
  if #divided > 0 then said[1] = say("audit.denominators", { list = cut(divided, 6, "audit.etc_pairs") }) end
  if #whole > 0 then said[#said + 1] = say("audit.denominators_whole", { list = cut(whole, 6, "audit.etc_pairs") }) end
  return words.sentences(said)
end

function audit_text.availability(q, audit)
  if #audit.availability == 0 then return say("audit.available", { n = #q.data.units }) end
  local names = {}
  for i, row in ipairs(audit.availability) do names[i] = q.data.names[row.place] end
  return say("audit.gaps", { n = #names, list = fmt.list(names) })
end

function audit_text.availability_columns(q)
  local columns = {
    { head = say "column.area", get = function(r) return q.data.names[r.place] end },
    { head = say "audit.head_share", align = "decimal", decimals = 0, get = function(r) return r.share * 100 end },
  }
  for j, pillar in ipairs(q.root.children) do
    columns[#columns + 1] = { head = words.node(pillar), group = say "audit.head_by_pillar", align = "decimal", decimals = 0,
      get = function(r) return r.pillars[j] * 100 end }
  end
  columns[#columns + 1] = { head = say "audit.head_missing", get = function(r)
    local names = {}
    for i, leaf in ipairs(r.missing) do names[i] = words.node(leaf) end
    return words.join(names)
  end }
  return columns
end

function audit_text.step(row) return say("audit.step_" .. row.step) end

function audit_text.steps(audit)
  local imputed, treated = audit.steps[2], audit.steps[3]
  return words.sentences { say(imputed.moved > 0 and "audit.imputed" or "audit.imputed_none", { n = imputed.moved }),
    say(treated.moved > 0 and "audit.treated" or "audit.treated_none", { n = treated.moved }) }
end

return audit_text
