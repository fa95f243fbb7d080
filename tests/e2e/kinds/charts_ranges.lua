-- Charts of ranges: items with a lower and an upper value.
--
--   chart_of { kind = "ranges", ranges = { { label = "甲", low = 1, high = 3 } } }

local ranges = { fields = { "ranges" } }

function ranges.fill(chart, spec)
  chart.ranges = spec.ranges
end

function ranges.alt(chart)
  return string.format("共%d个区间。", #chart.ranges)
end

return ranges
