-- How to read each file of this folder. One entry a file (or a family of files).
--
--   name      what the entry is called in messages and in `nqi list sources`
--   file      the path below the project. {period} stands for a period in the
--             file name (2025-01, 2023), * for anything.
--   source    whose figures they are, and where they were found; all of them: a file of
--             two sources is two files and two entries
--   publisher its short name, printed with a number under every table that shows them
--   cited     the same as the list 资料来源 at a report's end tells it (`source` without it)
--   layout    how the figures stand:
--               long                  one row a figure
--               area_by_period        rows are areas, columns are periods
--               area_by_indicator     rows are areas, columns are indicators
--               indicator_by_period   rows are indicators, columns are periods
--               period_by_indicator   rows are periods, columns are indicators
--               period_by_area, indicator_by_area   columns are areas
--               statements, records   quoted figures; a plain table of text
--   indicator, area, period, unit     what the file does not say itself
--   columns   a column's head in the file = what it is: "area", "indicator",
--             "period", "value", "unit", "status", "note", or the code of an
--             indicator or of a dimension
--   indicators, areas   a name in the file = a code (areas: or "skip")
--   symbols   what a sign in this file means: "missing", "absent", …
--
-- What an entry does not say is found out from the file where that is safe, and
-- is an error where it is not. Names and their other spellings stand in
-- indicators.csv and areas.csv; an entry lists only what is special to its file.

local platform = "全国认证认可信息公共服务平台月度统计（转引自公开网页，见数据文件注）"
local testing = "国家市场监督管理总局检验检测服务业统计（转引自公开网页，见数据文件注）"

-- The columns of the two files on Anhui.
local anhui = {
  ["时期"] = "period",
  ["指标"] = "indicator",
  ["单位"] = "unit",
  ["数值"] = "value",
  ["备注"] = "note",
}

return {
  ------------------------------------------------------------------ the panel
  {
    -- As an office sends it: GB18030, CRLF, title, unit line, 合计 and notes.
    -- 合计 adds up the 31 and is not the gross domestic product, so it stays out.
    name = "地区生产总值",
    file = "input/panel/gdp-2006-2024.csv",
    source = "国家统计局（转引自 GitHub：RenJiyi163/panel_data_analysis_for_thesis）",
    publisher = "国家统计局",
    cited = "国家统计局分省年度数据（转引自公开数据集）",
    layout = "area_by_period",
    encoding = "gb18030",
    indicator = "GDP",
    unit = "亿元",
    area_level = "province",
    totals = { "合计" },
  },
  {
    -- An export of the statistics database: 数据库, 指标 and 时间 above the head.
    name = "年末常住人口",
    file = "input/panel/population-2015-2024.csv",
    source = "国家统计局（转引自 GitHub：1lmq/FYP_QMM2_Chinese_Railways）",
    publisher = "国家统计局",
    cited = "国家统计局分省年度数据（转引自公开数据集）",
    layout = "area_by_period",
    indicator = "POP",
    unit = "万人",
    area_level = "province",
  },
  {
    -- Seven exports with a preamble. Each names its indicator and unit in the
    -- line 指标：…, so one entry reads them all; drop the next export beside them.
    -- 西藏 has no figure for 技术市场成交额 before 2017: a blank cell.
    name = "专利、技术市场和财政支出",
    file = "input/panel/export-*.csv",
    source = "国家统计局（转引自 GitHub：1376524890/tec_expenditure）",
    publisher = "国家统计局",
    cited = "国家统计局分省年度数据（转引自公开数据集）",
    layout = "area_by_period",
    area_level = "province",
  },
  {
    -- One file a year; the unit stands in brackets behind each indicator.
    name = "分行业增加值",
    file = "input/panel/value-added-{period}.csv",
    source = "国家统计局（转引自 GitHub：Liushenwuzhu-Alpaca/province-economy）",
    publisher = "国家统计局",
    cited = "国家统计局分省年度数据（转引自公开数据集）",
    layout = "area_by_indicator",
    area_level = "province",
  },
  {
    name = "价格、消费、财政收入和就业",
    file = "input/panel/economy-2016-2024.csv",
    source = "国家统计局（转引自 GitHub：Liushenwuzhu-Alpaca/province-economy）",
    publisher = "国家统计局",
    cited = "国家统计局分省年度数据（转引自公开数据集）",
    layout = "long",
    area_level = "province",
    columns = {
      ["指标"] = "indicator",
      ["单位"] = "unit",
      ["地区"] = "area",
      ["年份"] = "period",
      ["数值"] = "value",
    },
  },

  ------------------------------------------------------------- certification
  {
    -- These tables count everybody, abroad included: the area is 全部, not 全国. Their
    -- rows are the fields of dimensions.csv; 合计 is the total.
    name = "有效认证证书数（分领域）",
    file = "input/certification/certificates-by-field.csv",
    source = platform,
    publisher = "认证认可信息公共服务平台",
    cited = "全国认证认可信息公共服务平台月度统计（转引自公开网页）",
    layout = "indicator_by_period",
    indicator = "CERT",
    columns = { ["领域"] = "field" },
    area = "ALL",
    unit = "张",
  },
  {
    name = "获证组织数（分领域）",
    file = "input/certification/organisations-by-field.csv",
    source = platform,
    publisher = "认证认可信息公共服务平台",
    cited = "全国认证认可信息公共服务平台月度统计（转引自公开网页）",
    layout = "indicator_by_period",
    indicator = "CERT_ORG",
    columns = { ["领域"] = "field" },
    area = "ALL",
    unit = "家",
  },
  {
    -- One file a month, as the platform prints it: a head of two rows, where
    -- 全国排名 and 占比 appear twice, and up to two total rows. 全部 includes
    -- abroad; shares are of 全国. Rank and share are the published ones: most
    -- provinces are not in the table, so they could not be computed.
    name = "各省（区、市）认证证书和获证组织",
    file = "input/certification/province-{period}.csv",
    source = platform,
    publisher = "认证认可信息公共服务平台",
    cited = "全国认证认可信息公共服务平台月度统计（转引自公开网页）",
    layout = "area_by_indicator",
    head_rows = 2,
    columns = {
      ["地区"] = "area",
      ["认证证书/证书数(张)"] = "CERT",
      ["认证证书/全国排名"] = "CERT_RANK",
      ["认证证书/占比(%)"] = "CERT_SHARE",
      ["获证组织/组织数(家)"] = "CERT_ORG",
      ["获证组织/全国排名"] = "CERT_ORG_RANK",
      ["获证组织/占比(%)"] = "CERT_ORG_SHARE",
    },
    areas = { ["全部"] = "ALL", ["全国"] = "000000" },
  },

  ---------------------------------------------------- inspection and testing
  {
    name = "全国检验检测服务业主要指标",
    file = "input/inspection/national-2013-2024.csv",
    source = testing,
    publisher = "市场监管总局",
    cited = "国家市场监督管理总局检验检测服务业统计（转引自公开网页）",
    layout = "period_by_indicator",
    area = "000000",
    columns = {
      ["年份"] = "period",
      ["检验检测机构数(家)"] = "INSP_ORG",
      ["营业收入(亿元)"] = "INSP_REVENUE",
      ["营业收入同比(%)"] = "INSP_REVENUE_YOY",
      ["检验检测报告(亿份)"] = "INSP_REPORTS",
      ["从业人员(万人)"] = "INSP_STAFF",
      ["仪器设备(万台套)"] = "INSP_EQUIP",
      ["仪器设备资产原值(亿元)"] = "INSP_EQUIP_VALUE",
      ["实验室面积(万平方米)"] = "INSP_AREA",
      ["企业制机构(家)"] = "INSP_ORG_FIRM",
      ["事业单位制机构(家)"] = "INSP_ORG_PUBLIC",
      ["其他类型机构(家)"] = "INSP_ORG_OTHER",
      ["规模以上机构数(家)"] = "INSP_ORG_SCALE",
      ["事业单位制机构占比(%)"] = "INSP_ORG_PUBLIC_SHARE",
    },
  },
  {
    name = "全国检验检测机构数（分领域）",
    file = "input/inspection/institutions-by-field.csv",
    source = testing,
    publisher = "市场监管总局",
    cited = "国家市场监督管理总局检验检测服务业统计（转引自公开网页）",
    layout = "indicator_by_period",
    area = "000000",
    unit = "家",
    indicators = {
      ["机动车检验"] = "INSP_ORG_F_VEHICLE",
      ["环境监测"] = "INSP_ORG_F_ENV",
      ["建筑工程"] = "INSP_ORG_F_BUILD",
      ["建筑材料"] = "INSP_ORG_F_MATERIAL",
      ["其他"] = "INSP_ORG_F_OTHER",
      ["水质"] = "INSP_ORG_F_WATER",
      ["食品及食品接触材料"] = "INSP_ORG_F_FOOD",
      ["卫生疾控"] = "INSP_ORG_F_HEALTH",
      ["农林渔牧"] = "INSP_ORG_F_AGRI",
      ["材料测试"] = "INSP_ORG_F_TESTING",
    },
  },
  {
    -- Rows of regions are usually skipped and computed again from provinces. Here
    -- they are all there is, so `areas` says that they are wanted.
    name = "检验检测机构和营业收入的区域占比",
    file = "input/inspection/regions.csv",
    source = testing,
    publisher = "市场监管总局",
    cited = "国家市场监督管理总局检验检测服务业统计（转引自公开网页）",
    layout = "long",
    columns = {
      ["年份"] = "period",
      ["区域"] = "area",
      ["指标"] = "indicator",
      ["单位"] = "unit",
      ["数值"] = "value",
      ["备注"] = "note",
    },
    areas = {
      ["华北"] = "R6-NORTH",
      ["东北"] = "R6-NORTHEAST",
      ["华东"] = "R6-EAST",
      ["中南"] = "R6-SOUTH",
      ["西南"] = "R6-SOUTHWEST",
      ["西北"] = "R6-NORTHWEST",
      ["京津冀"] = "G-BTH",
      ["长三角"] = "G-YRD",
      ["珠三角"] = "G-PRD",
    },
  },
  {
    name = "检验检测机构数居前十位的省",
    file = "input/inspection/institutions-2013.csv",
    period = "2013",
    source = "首次全国检验检测服务业统计（转引自 m.fx361.com；年度为推定）",
    publisher = "首次全国检验检测服务业统计",
    cited = "首次全国检验检测服务业统计（转引自 m.fx361.com；年度为推定）",
    layout = "area_by_indicator",
    area_level = "province",
    columns = {
      ["地区"] = "area",
      ["检验检测机构数(家)"] = "INSP_ORG",
      ["机构数位次"] = "INSP_ORG_RANK",
    },
  },

  ------------------------------------------------------------------- quality
  {
    -- 2019 has all 31; 2020 to 2022 only the six provinces graded A three times.
    name = "省级政府质量工作考核等级",
    file = "input/quality/grades.csv",
    source = "省级政府质量工作考核结果（转引自公开网页和报刊，见数据文件备注）",
    publisher = "质量工作考核结果",
    cited = "省级政府质量工作考核结果（转引自公开网页和报刊）",
    layout = "long",
    indicator = "GRADE",
    area_level = "province",
    columns = {
      ["年度"] = "period",
      ["地区"] = "area",
      ["考核等级"] = "value",
      ["备注"] = "note",
    },
  },
  {
    -- The figures quoted in 2023 have no date of reference: 未注明 stays so. A source a
    -- file: every figure of an entry is printed with all that its `source` names.
    name = "安徽省质量基础设施（对话会引用）",
    file = "input/quality/anhui-forum-2023.csv",
    source = "《中国质量报》2023年9月26日",
    publisher = "《中国质量报》",
    cited = "《中国质量报》2023年9月26日关于对话会的报道",
    layout = "long",
    area = "340000",
    columns = anhui,
    indicators = {
      ["认证证书"] = "CERT",
      ["获证企业"] = "CERT_ORG",
      ["检验检测机构"] = "INSP_ORG",
      ["检验检测营收"] = "INSP_REVENUE",
    },
  },
  {
    name = "安徽省认证检测行业",
    file = "input/quality/anhui-industry-2024.csv",
    source = "2024年度安徽省认证检测行业质量报告（转引自 www.hailejixie.com）",
    publisher = "安徽省认证检测行业质量报告",
    cited = "《2024年度安徽省认证检测行业质量报告》（转引自 www.hailejixie.com）",
    layout = "long",
    area = "340000",
    columns = anhui,
    indicators = {
      ["检验检测机构"] = "INSP_ORG",
      ["检验检测营收"] = "INSP_REVENUE",
      ["有效认证证书同比"] = "CERT_YOY",
      ["食品农产品认证证书"] = "CERT_FOOD",
      ["食品农产品认证证书同比"] = "CERT_FOOD_YOY",
    },
  },
  {
    name = "制造业质量竞争力指数",
    file = "input/quality/mqci.csv",
    source = "制造业质量竞争力指数公报及各地通报（转引自公开网页，见数据文件备注）",
    publisher = "制造业质量竞争力指数公报",
    cited = "制造业质量竞争力指数公报及各地通报（转引自公开网页）",
    layout = "long",
    columns = {
      ["年份"] = "period",
      ["地区"] = "area",
      ["指标"] = "indicator",
      ["单位"] = "unit",
      ["数值"] = "value",
      ["状态"] = "status",
      ["备注"] = "note",
    },
    indicators = {
      ["制造业质量竞争力指数"] = "MQCI",
      ["比上年提高"] = "MQCI_CHANGE",
      ["全国位次"] = "MQCI_RANK",
    },
    -- 三大地带 by the scheme of 11, 8 and 12 provinces.
    areas = { ["东部"] = "R3-EAST", ["中部"] = "R3-CENTRAL", ["西部"] = "R3-WEST" },
  },
  {
    name = "全球质量基础设施指数",
    file = "input/quality/gqii.csv",
    source = "全球质量基础设施指数报告（GQII，CC BY-SA 3.0；转引自 iaf.news、gktoday.in）",
    publisher = "GQII报告",
    cited = "全球质量基础设施指数报告（GQII，CC BY-SA 3.0；转引自 iaf.news、gktoday.in）",
    layout = "long",
    area_level = "economy",
    columns = {
      ["版次"] = "period",
      ["经济体"] = "area",
      ["指标"] = "indicator",
      ["单位"] = "unit",
      ["数值"] = "value",
      ["备注"] = "note",
    },
    indicators = {
      ["GQII位次"] = "GQII_RANK",
      ["GQII标准位次"] = "GQII_STD_RANK",
      ["GQII计量位次"] = "GQII_MET_RANK",
    },
  },
  {
    -- 暂无公开数据 is printed of these, and of nothing else that is missing.
    name = "unpublished",
    file = "input/unpublished.csv",
    layout = "records",
  },
  {
    -- A target is not an observation.
    name = "targets",
    file = "input/quality/targets.csv",
    source = "质量强国建设纲要",
    publisher = "《质量强国建设纲要》",
    cited = "中共中央、国务院《质量强国建设纲要》（2023年2月）",
    layout = "records",
  },

  ----------------------------------------------------------------- the forum
  {
    name = "agenda",
    file = "input/forum/agenda.csv",
    source = "《中国质量报》2023年9月26日",
    publisher = "《中国质量报》",
    cited = "《中国质量报》2023年9月26日关于对话会的报道",
    layout = "records",
  },
  {
    name = "points",
    file = "input/forum/points.csv",
    source = "《中国质量报》2023年9月26日",
    publisher = "《中国质量报》",
    cited = "《中国质量报》2023年9月26日关于对话会的报道",
    layout = "records",
  },
  {
    -- Quoted figures keep the words of the speaker: 超, 约, 未注明. The columns
    -- are called as the fields of a statement are.
    name = "statements",
    file = "input/forum/statements.csv",
    source = "《中国质量报》2023年9月26日",
    publisher = "《中国质量报》",
    cited = "《中国质量报》2023年9月26日关于对话会的报道",
    layout = "statements",
  },
}
