-- An index of hardly any areas: what cannot be known is not said.
local index_report, index_text = require "nqi.index_report", require "nqi.index_text"
local index_why_text, index_spread_text = require "nqi.index_why_text", require "nqi.index_spread_text"
local index_annex, index_compare = require "nqi.index_annex", require "nqi.index_compare"

test("of an index of two areas nothing is said that was not computed", function()
  local index_audit, audit_text = require "nqi.index_audit", require "nqi.index_audit_text"
  local two = {}
  for k = 1, 2 do two[k] = areas()[k] end
  local q = index_report.open { period = period_of "2023", areas = two, definition = { code = "TWO", name = "示例",
    uncertainty = { replications = 50, samples = 0 }, { indicator = "GDP" }, { indicator = "UNEMP", direction = "-" } } }
  local few = "有得分的地区只有2个，位次、相关系数和离散程度不能用来作判断。"
  equal(index_text.few(q), few)
  equal(table.concat(index_text.rank_notes(q)):find(few, 1, true) ~= nil, true)
  equal(index_text.firm(q, q.rows[1]):find(few, 1, true) ~= nil, true)
  equal(audit_text.findings(index_audit.of(q.result)), "有得分的地区只有2个，不作相关系数和影响的检验。")
  equal(#index_annex.correlations(q), 0)
  equal(#index_annex.consistency(q), 0)
  equal(index_spread_text.inequality(index_report.inequality(q)), "地区不足三个，不比较各指标差异的大小。")
  equal(index_why_text.versions(index_compare.versions(q)):find("—", 1, true), nil)
end)
