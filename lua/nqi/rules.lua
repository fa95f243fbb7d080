-- The rules that a project's lua/checks.lua puts together, a file each in nqi/rules. Each
-- calls report(say, figure, kind) for what it finds: say() words it in the language of
-- messages, and again in that of each report that quotes it. The kind says where
-- 数据质量说明 prints it: "missing" (测不了), "partial" (测不全) or "inexact" (测不准). A
-- figure that is missing breaks no rule but those of coverage.
--
--   local rules = require "nqi.rules"
--   rules.range(function(finding, figure) end, "UNEMP", 0, 100)

local options = require "nqi.options"

local names = {
  "totals",
  "area_totals",
  "part_of",
  "shares",
  "shares_sum",
  "share_of",
  "ratios",
  "stock_and_flow",
  "published_ranks",
  "range",
  "outliers",
  "jumps",
  "coverage",
  "gaps",
  "recoverable",
  "index_audit",
}

local rules = { kinds = {} }

for i, name in ipairs(names) do
  local rule = require("nqi.rules." .. name)
  rules.kinds[i] = {
    name = name, english = rule.english, chinese = rule.chinese,
    usage = string.format("rules.%s(report%s)", name, rule.arguments and ", " .. rule.arguments or ""),
  }
  rules[name] = rule.check
end

return setmetatable(rules, {
  __index = function(_, name)
    options.fail(options.near(name, rules.kinds), 'no rule is called "%s"', tostring(name))
  end,
})
