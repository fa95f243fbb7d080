local annex = require "nqi.annex"
local sources = require "nqi.sources"

local files = {
  { path = "input/areas.csv", source = "", rows = 7, observations = 0, skipped = 0 },
  { path = "input/month-2024-01.csv", source = "甲", rows = 31, observations = 62, skipped = 2 },
  { path = "input/month-2024-02.csv", source = "甲", rows = 31, observations = 60, skipped = 2 },
  { path = "input/month-2024-03.csv", source = "乙", rows = 31, observations = 61, skipped = 2 },
  { path = "input/panel/gdp.csv", source = "丙", rows = 31, observations = 31, skipped = 1 },
}

test("annex.files: the files of a source are one row; dictionaries are left out", function()
  local rows = annex.files(files)
  equal(#rows, 3)
  equal(rows[1], { path = "input/month-2024-01.csv等", count = 2, rows = 62, observations = 122, skipped = 4 })
  equal(rows[2].path, "input/month-2024-03.csv")
  equal(annex.total(rows, "observations"), 214)
  equal(annex.files(files, { "panel/" })[1].path, "input/panel/gdp.csv")
  equal(#annex.files(files, { "none" }), 0)
end)

test("annex.findings: those on the files wanted, by kind and in their order", function()
  local list = {
    { file = "input/month-2024-02.csv", severity = "warning" },
    { file = "input/panel/gdp.csv", severity = "accepted" },
  }
  local mixed = annex.findings {
    { file = "a", kind = "", rule = 1 }, { file = "a", kind = "inexact", rule = 2 },
    { file = "b", kind = "partial", rule = 3 }, { file = "a", kind = "missing", rule = 4 },
    { file = "a", kind = "inexact", rule = 5 },
  }
  local order, groups = {}, {}
  for i, finding in ipairs(mixed) do order[i], groups[i] = finding.rule, finding.group:sub(1, 9) end
  equal(table.concat(order), "43251")
  equal(groups, { "测不了", "测不全", "测不准", "测不准", "其他" })
  equal(#annex.findings(list), 2)
  equal(annex.severity(annex.findings(list, { "panel/" })[1]), "已说明")
end)

test("sources.join: each once, one publisher's together, joined ones taken apart", function()
  equal(sources.join { "局（转引自 甲）；局（转引自 乙）", "局（转引自 甲）", "署", "" }, "局（转引自 甲、乙）；署")
  equal(sources.join { "局", "局（转引自 甲）" }, "局（转引自 甲）")
  equal(sources.join {}, "")
end)

test("words.brief: the short definition, or what the definition says first", function()
  local words = require "nqi.words"
  equal(words.brief { brief = "期末有效的证书", definition = "指报告期末处于有效状态的证书数量。另见表1。" }, "期末有效的证书")
  equal(words.brief { definition = "指报告期末处于有效状态的证书数量。另见表1。" }, "处于有效状态的证书数量")
  equal(words.brief { definition = "指报告期内新发布的标准数，不含废止的；修订的计入。" }, "新发布的标准数，不含废止的")
  equal(words.brief { definition = "Valid at the end." }, "Valid at the end")
  equal(words.brief { brief = "" }, "")
end)

test("sources: short names with numbers in the order of first use, and the list that tells of them", function()
  kept().sources = { list = {}, entries = {
    ["局（转引自 甲）"] = { publisher = "局", cited = "局数据" }, ["局（转引自 乙）"] = { publisher = "局", cited = "局数据" },
    ["署"] = { publisher = "署", cited = "署数据" }, ["署年报"] = { publisher = "署", cited = "署年报2023" },
  } }
  equal(sources.join { "署" }, "署[1]")
  equal(sources.join { "局（转引自 甲）；署", "局（转引自 乙）" }, "局[2]；署[1]")
  equal(sources.cite { "署" }, "[1]") -- a document of which no figure is told
  equal(sources.cite "局（转引自 乙）", "[2]")
  equal(sources.join { "无名（转引自 丙）", "署年报" }, "署[1]；无名（转引自 丙）")
  equal(sources.list(), { { publisher = "署", cited = "署数据；署年报2023" }, { publisher = "局", cited = "局数据" } })
  kept().sources = nil
  equal(#sources.list(), 0)
end)

test("cite: the numbers of what figures come from; nothing for a source without a short name", function()
  local figure = get { indicator = "CERT", area = "340000", period = "2023" }
  equal(cite(figure), "")
  kept().sources = { list = {}, entries = { [figure:source()] = { publisher = "平台", cited = "平台" } } }
  equal(cite(figure), "[1]")
  equal(cite { figure, figure }, "[1]")
  equal(cite {}, "")
  kept().sources = nil
end)

test("rules tell one area's readers of that area only, without scores", function()
  local rules, found = require "nqi.rules", {}
  rules.jumps(function(said, figure) found[#found + 1] = { said = said, figure = figure } end, "CERT", 1.0001)
  equal(#found, 1)
  local own = found[1].said(area_of "安徽")
  assert(own:find("2023年有效认证证书数为819张，是上年的1.02倍", 1, true), own)
  assert(not own:find("北京", 1, true), own)
  equal(found[1].said(area_of "安徽", period_of "2030"), nil)
  assert(found[1].said(area_of "000000"):find("北京", 1, true))
  equal(found[1].said(area_of "000000", period_of "2030"), nil)
  assert(found[1].said():find("变动较大", 1, true))
end)
