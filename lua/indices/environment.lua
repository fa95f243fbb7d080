-- 质量发展环境指数: the conditions in which quality work takes place, from the annual
-- panel of the 31 provinces. Four pillars of equal weight; within a pillar indicators
-- weigh the same. All are ratios, so that the size of a province does not decide; no
-- indicator is a part of another one, and GDP per head is left out because its two
-- parts stand under 产业支撑.
--
-- `nqi.index_tree` says what each field means, `nqi.index` how it is computed.
return {
  code = "ENV", name = "质量发展环境指数", name_en = "Environment for Quality Development Index",
  decimals = 2, scheme = "region4",
  normalise = { method = "min_max", from = 1, to = 100 },
  treat = "auto", impute = "none", aggregate = "arithmetic", threshold = 0.5,
  coupling = { full = 100, form = "standard" },
  uncertainty = {
    weights = 0.25, leave_out = 0.25,
    normalise = { "rank" }, aggregate = { "geometric" }, treat = { "none" },
  },
  {
    code = "CREATION", name = "创新产出", name_en = "Innovation output", weight = 1, why = "质量提升靠技术和知识积累，以专利和技术交易反映。",
    why_en = "Quality improves with technology and knowledge, measured by patents and trade in technology.",
    { code = "INV_PC", indicator = "INV_GRANT", denominator = "POP", name = "每万人发明专利授权量", name_en = "Invention patents granted per 10,000 persons", unit = "项" },
    { code = "INV_SHARE", indicator = "INV_GRANT", denominator = "PAT_GRANT", per = 100, name = "发明专利占专利授权量比重", brief = "占国内专利授权量的比重", name_en = "Invention patents as a share of patents granted", unit = "%" },
    { code = "DEAL_GDP", indicator = "TECH_DEAL", denominator = "GDP", per = 100, name = "技术市场成交额相当于地区生产总值比例", brief = "按当年价格计算", name_en = "Technology market turnover relative to GDP", unit = "%" },
  },
  {
    code = "FUNDING", name = "科技投入", name_en = "Science and technology funding", weight = 1, why = "财政科技投入反映地方对创新和质量技术基础的支持。",
    why_en = "Public funds for science and technology show how far a local government supports innovation and the technical basis of quality.",
    { code = "SCI_SHARE", indicator = "FISCAL_SCI", denominator = "FISCAL_EXP", per = 100, name = "科学技术支出占财政支出比重", name_en = "Science and technology as a share of fiscal expenditure", unit = "%" },
    { code = "SCI_GDP", indicator = "FISCAL_SCI", denominator = "GDP", per = 100, name = "财政科学技术支出相当于地区生产总值比例", brief = "按当年价格", name_en = "Fiscal expenditure on science and technology relative to GDP", unit = "%" },
  },
  {
    code = "INDUSTRY", name = "产业支撑", name_en = "Industrial base", weight = 1, why = "工业是质量工作的主要对象，服务业承载计量、标准、检验检测、认证服务。",
    why_en = "Industry is what quality work is mainly about; services are where metrology, standards, testing and certification take place.",
    { code = "IND_PC", indicator = "VA_INDUSTRY", denominator = "POP", per = 10000, decimals = 0, name = "人均工业增加值", name_en = "Value added of industry per person", unit = "元" },
    { code = "TER_PC", indicator = "VA_TERTIARY", denominator = "POP", per = 10000, decimals = 0, name = "人均第三产业增加值", name_en = "Value added of the tertiary industry per person", unit = "元" },
  },
  {
    code = "VITALITY", name = "经济活力", name_en = "Economic vitality", weight = 1, why = "收入、消费和财力决定对高质量产品和服务的需求。",
    why_en = "Income, consumption and public revenue decide the demand for products and services of high quality.",
    { code = "GROWTH", indicator = "GDP_INDEX", name = "地区生产总值指数", name_en = "Index of gross regional product", unit = "上年=100" },
    { code = "RETAIL_PC", indicator = "RETAIL", denominator = "POP", per = 10000, decimals = 0, name = "人均社会消费品零售总额", name_en = "Retail sales of consumer goods per person", unit = "元" },
    { code = "REVENUE_PC", indicator = "FISCAL_REV", denominator = "POP", per = 10000, decimals = 0, name = "人均地方一般公共预算收入", name_en = "Local general public budget revenue per person", unit = "元" },
  },
}
