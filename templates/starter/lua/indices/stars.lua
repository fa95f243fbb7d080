-- 质量基础设施星级: items that earn points, veto items, cut-offs. All limits are
-- invented; `nqi.grade` says how they work.
return {
  code = "STARS", name = "质量基础设施星级", name_en = "Star Grade of Quality Infrastructure (demonstration)",
  decimals = 1, missing = "none",
  items = {
    { indicator = "MET_PASS_RATE", name = "强制检定合格率", unit = "%", points = 25, low = 94, high = 99.5 },
    { indicator = "STD_LEADER_RATE", name = "企业标准领跑者占比", unit = "%", points = 20, low = 1, high = 3.5 },
    { indicator = "CERT_PER_ORG", name = "平均每家获证组织证书数", unit = "张", points = 15, low = 3, high = 4.5 },
    { indicator = "CERT_ACCREDITED", name = "获认可合格评定机构", unit = "家", points = 15,
      steps = { { from = 100, points = 5 }, { from = 300, points = 10 }, { from = 500, points = 15 } } },
    { indicator = "TEST_FAIL_RATE", name = "监督抽查不合格率", unit = "%", points = 25, low = 4, high = 9, direction = "-" },
  },
  vetoes = {
    { name = "监督抽查不合格率高于7.9%", name_en = "Failure rate of product sampling above 7.9%",
      indicator = "TEST_FAIL_RATE", above = 7.9, stars = 2 },
    { name = "强制检定合格率低于95.2%", name_en = "Pass rate of compulsory verification below 95.2%",
      indicator = "MET_PASS_RATE", below = 95.2, stars = 3 },
  },
  cuts = {
    { stars = 5, from = 75 }, { stars = 4, from = 60 }, { stars = 3, from = 45 }, { stars = 2, from = 30 },
    { stars = 1, from = 15 },
  },
}
