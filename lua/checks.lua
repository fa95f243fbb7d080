-- Rules over the data, beside those that run without being written (input/README.md): an
-- entry with `builtin` sets one of them. An error blocks publishing, a warning is shown,
-- and what is accepted is printed with its reason in 数据说明. Each finding names a
-- figure, so that it is found again in its file.
local rules = require "nqi.rules"
local unpublished = require "nqi.unpublished"

local panel = {
  "GDP", "GDP_INDEX", "GDP_PC", "CPI", "RETAIL", "VA_PRIMARY", "VA_SECONDARY", "VA_TERTIARY",
  "VA_INDUSTRY", "FISCAL_REV", "FISCAL_EXP", "FISCAL_SCI", "PAT_APP", "PAT_GRANT", "INV_APP",
  "INV_GRANT", "POP", "EMP_URBAN",
}

local function epidemic(area, period) return area.code == "420000" and period.year == 2020 end

return {
  -- Published over the mean population of a year, which is not at hand.
  { builtin = "ratio", limit = 3 },
  {
    rule = "其中项不大于总项", severity = "error",
    check = function(report)
      rules.part_of(report, "INV_GRANT", "PAT_GRANT")
      rules.part_of(report, "INV_APP", "PAT_APP")
      rules.part_of(report, "FISCAL_SCI", "FISCAL_EXP")
      rules.part_of(report, "VA_INDUSTRY", "VA_SECONDARY")
      rules.part_of(report, "INSP_ORG_SCALE", "INSP_ORG")
      rules.part_of(report, "CERT_ORG", "CERT")
    end,
  },
  {
    rule = "占比之和不超过100%", severity = "error",
    check = function(report)
      rules.shares(report, "CERT_SHARE", areas())
      rules.shares(report, "CERT_ORG_SHARE", areas())
    end,
  },
  {
    rule = "公布的占比与数值一致", severity = "error",
    check = function(report)
      rules.share_of(report, "INSP_ORG_PUBLIC_SHARE", "INSP_ORG_PUBLIC", nil, "INSP_ORG")
    end,
  },
  {
    rule = "指数以上年为100", severity = "error",
    check = function(report)
      rules.range(report, "GDP_INDEX", 80, 130)
      rules.range(report, "CPI", 90, 115)
    end,
  },
  {
    rule = "31个省（区、市）数据齐全", severity = "error",
    check = function(report)
      for _, code in ipairs(panel) do rules.coverage(report, code) end
    end,
  },
  {
    rule = "指数各指标是否起作用", severity = "accepted",
    reason = "地区生产总值指数反映增长速度，与反映水平的指标相关低；为兼顾变化而保留，对排名影响很小。",
    check = function(report) rules.index_audit(report, require "indices.environment") end,
  },
  {
    rule = "声明未公开的指标没有数据", severity = "warning", check = unpublished.check,
  },
  {
    rule = "保密数据不能推算", severity = "error",
    check = function(report) rules.recoverable(report) end,
  },
  {
    rule = "湖北2020年同比变动明显偏离各地区", severity = "accepted",
    reason = "2020年湖北受新冠肺炎疫情影响，经济总量和财政收入下降，与所用来源一致，按原数刊印。",
    check = function(report)
      for _, code in ipairs(panel) do rules.outliers(report, code, { limit = 8, where = epidemic }) end
    end,
  },
  {
    rule = "技术市场成交额覆盖不全", severity = "accepted",
    reason = "西藏2017年以前没有数据；这些年份不计算位次和合计。",
    check = function(report) rules.coverage(report, "TECH_DEAL") end,
  },
  {
    rule = "年度间变动超过2.5倍", severity = "accepted",
    reason = "技术合同成交额集中于少数大额合同登记，小规模地区年度间起伏大，与所用来源一致，按原数刊印。",
    check = function(report) rules.jumps(report, "TECH_DEAL", 2.5) end,
  },
  {
    rule = "其他指标年度间变动超过2.5倍", severity = "warning",
    check = function(report)
      for _, code in ipairs(panel) do rules.jumps(report, code, 2.5) end
    end,
  },
}
