-- Rules over the data. An error blocks publishing, a warning is shown, and what is
-- accepted (severity = "accepted", with a reason) is printed in 数据说明.
local rules = require "nqi.rules"

return {
  -- The first rule below says which; they are wanted.
  { builtin = "coverage", severity = "off", reason = "演示数据有意留有缺值。" },
  {
    rule = "31个地区数据齐全", severity = "accepted",
    reason = "演示数据有意留有缺值，用来说明缺值怎样刊印；缺值的月份不计合计和位次。",
    check = function(report)
      for _, item in ipairs(indicators {}) do rules.coverage(report, item.code) end
    end,
  },
  {
    rule = "其中项不大于总项", severity = "error",
    check = function(report)
      rules.part_of(report, "MET_PASSED", "MET_VERIFIED")
      rules.part_of(report, "STD_LEADERS", "STD_ENTERPRISE")
      rules.part_of(report, "TEST_FAILED", "TEST_BATCHES")
      rules.part_of(report, "CERT_ORG", "CERT")
    end,
  },
  {
    rule = "比率与分子分母一致", severity = "error",
    check = function(report)
      rules.share_of(report, "MET_PASS_RATE", "MET_PASSED", nil, "MET_VERIFIED")
      rules.share_of(report, "STD_LEADER_RATE", "STD_LEADERS", nil, "STD_ENTERPRISE")
      rules.share_of(report, "TEST_FAIL_RATE", "TEST_FAILED", nil, "TEST_BATCHES")
    end,
  },
  {
    rule = "比率在0与100之间", severity = "error",
    check = function(report)
      for _, item in ipairs(indicators {}) do
        if item.unit == "%" then rules.range(report, item.code, 0, 100) end
      end
    end,
  },
  {
    rule = "与上年同月相差3倍以上", severity = "warning",
    check = function(report)
      for _, item in ipairs(indicators {}) do rules.jumps(report, item.code, 3) end
    end,
  },
  {
    rule = "保密数据不能推算", severity = "error",
    check = function(report) rules.recoverable(report) end,
  },
  {
    rule = "环比变动明显偏离各地区", severity = "warning",
    check = function(report)
      for _, item in ipairs(indicators {}) do
        rules.outliers(report, item.code, { over = "previous", limit = 10, apart = 20 })
      end
    end,
  },
  {
    rule = "指数各指标是否起作用", severity = "accepted",
    reason = "演示数据由各地区的规模生成，指标之间高度相关，用来说明指数检验怎样刊印。",
    check = function(report) rules.index_audit(report, require "indices.nqi") end,
  },
  {
    rule = "中间月份没有数据", severity = "error",
    check = function(report)
      for _, item in ipairs(indicators {}) do rules.gaps(report, item.code) end
    end,
  },
}
