-- The plain table of a ```leaders block.
--
--   leaders_of { indicator = "CERT", count = 2 }

local leaders = {}

function leaders.leaders_of(spec)
  return require("nqi.table").table_of {
    rows = rank { indicator = spec.indicator, top = spec.count }, columns = { "位次", "地区", spec.indicator },
  }
end

return leaders
