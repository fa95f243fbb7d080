-- 质量基础设施指数: 计量, 标准, 认证认可 and 检验检测 as four pillars, on the
-- demonstration panel. Weights of the pillars by AHP: the judgements below say how much
-- more important the row is than the column (Saaty's 1 to 9), and are invented too.
-- Until 2023 all pillars weighed the same: `previous` keeps that method, and the reports
-- set the two side by side (a bridge).
local pillars = {
  {
    code = "MET", name = "计量", name_en = "Metrology", why = "量值统一可靠是质量控制的前提。",
    why_en = "Measurements that are uniform and reliable are the basis of quality control.",
    { indicator = "MET_STANDARDS", name = "社会公用计量标准", unit = "项", weight = 2 },
    { indicator = "MET_STAFF", name = "注册计量师", unit = "人", weight = 1 },
    { code = "MET_PER_BODY", indicator = "MET_VERIFIED", denominator = "MET_BODIES", name = "每个检定机构强制检定数", name_en = "Compulsory verifications per metrology body", unit = "台件", weight = 1 },
    { indicator = "MET_PASS_RATE", name = "强制检定合格率", unit = "%", weight = 2 },
  },
  {
    code = "STD", name = "标准", name_en = "Standards", why = "标准供给的数量和先进程度。",
    why_en = "How many standards there are, and how advanced they are.",
    { indicator = "STD_LOCAL", name = "现行地方标准", unit = "项", weight = 1 },
    { indicator = "STD_GROUP", name = "现行团体标准", unit = "项", weight = 1 },
    { indicator = "STD_ENTERPRISE", name = "企业标准自我声明公开数", unit = "项", weight = 1 },
    { indicator = "STD_LEADER_RATE", name = "企业标准领跑者占比", unit = "%", weight = 2 },
  },
  {
    code = "CER", name = "认证认可", name_en = "Certification and accreditation", why = "合格评定的覆盖面和能力。",
    why_en = "How far conformity assessment reaches, and its capacity.",
    { indicator = "CERT", name = "有效认证证书", unit = "张", weight = 1 },
    { indicator = "CERT_PER_ORG", name = "平均每家获证组织证书数", unit = "张", weight = 1 },
    { indicator = "CERT_ACCREDITED", name = "获认可合格评定机构", unit = "家", weight = 2 },
  },
  {
    code = "TST", name = "检验检测", name_en = "Inspection and testing", why = "检验检测的能力、规模和发现问题的结果。",
    why_en = "The capacity and scale of inspection and testing, and what it finds.",
    { indicator = "TEST_ORG", name = "检验检测机构", unit = "家", weight = 1 },
    { code = "TEST_PER_ORG", indicator = "TEST_REVENUE", denominator = "TEST_ORG", per = 10000, name = "机构平均检验检测营业收入", name_en = "Mean revenue of an inspection and testing body", unit = "万元", weight = 2 },
    { indicator = "TEST_REPORTS", name = "出具检验检测报告", unit = "万份", weight = 1 },
    { indicator = "TEST_FAIL_RATE", direction = "-", name = "监督抽查不合格率", unit = "%", weight = 2 },
  },
}

-- An index of these pillars; `fields` are added to what both methods share.
local function index(fields)
  local definition = {
    code = "NQI", name = "质量基础设施指数", name_en = "Quality Infrastructure Index (demonstration)",
    decimals = 2, scheme = "zone", compare = "year_ago",
    normalise = { method = "min_max", from = 1, to = 100 },
    treat = "auto", impute = "group_median", group = "zone", aggregate = "arithmetic", threshold = 0.5,
    table.unpack(pillars),
  }
  for name, value in pairs(fields) do definition[name] = value end
  return definition
end

return index {
  note = "演示面板没有人口和经济规模，总量指标没有换算成人均，规模大的地区因此占优；使用实际数据时，应以 denominator 除以规模。",
  note_en = "The demonstration panel has neither population nor economic size, so totals are not divided by them and large areas have the advantage; with real data divide by size (denominator).",
  weights = "ahp",
  judgements = {
    { 1, 1, 1, 1 / 2 },
    { 1, 1, 1, 1 },
    { 1, 1, 1, 1 },
    { 2, 1, 1, 1 },
  },
  coupling = { full = 100, form = "standard" },
  uncertainty = {
    weights = 0.25, leave_out = 0.25,
    normalise = { "rank" }, aggregate = { "geometric" }, treat = { "none" },
  },
  previous = {
    last = "2023-12", definition = index { weights = "given" },
    why = "分项权重由相等改为按两两比较判断确定（演示）", why_en = "weights of the pillars by pairwise judgements instead of equal ones (demonstration)",
  },
}
