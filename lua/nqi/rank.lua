-- Rankings. A rank needs the whole: it is given only when every area of the set has
-- a value; otherwise the published rank is taken, or none. Areas whose numbers print the
-- same share a rank (`classify = "exact"` in lua/reports.lua: whose numbers are the same).
--
--   for _, row in ipairs(rank { indicator = "CERT", top = 3 }) do
--     -- row.rank, row.area.short, row.figure, row.change
--   end

local options = require "nqi.options"
local words = require "nqi.words"

local ranking = {}

local known = {
  indicator = true, period = true, areas = "a list of areas", where = true, top = "a whole number",
  bottom = "a whole number", exactly = true, near = true, n = "a whole number",
}

-- rank { indicator =, period =, areas =, where = }
-- Rows { area, figure, rank, of, tied, published, change }, best first, those that share
-- a rank in the order of the set, areas without a value last; the result also says
-- `complete`, `of` (how many areas) and `missing` (the areas without a value).
-- top = 3, bottom = 3: the first or last three that have a value, and those that share
-- the place of the third; exactly = true: three, and `cut` says how many share it besides.
-- near = area, n = 31: 31 rows with that of the area in the middle.
function ranking.rank(t)
  options.check("rank", t, known)
  local rows = kernel.ranking(t)
  if not rows then
    options.fail(nil, '"%s" holds grades, which have no rank', indicator(t.indicator).code)
  end
  return rows
end

-- What stands under a table or chart of such rows, or one that shows ranks (`ranked`): that
-- they are not those of the numbers as they print, if that is the project's rule, and how
-- many rows were cut.
function ranking.notes(rows, ranked)
  local notes = {}
  if (ranked or rows.of) and kernel.classifies_exact() then notes[1] = words.say "note.ranked_exact" end
  if (rows.cut or 0) > 0 then notes[#notes + 1] = words.say("note.rank_cut", { n = rows.cut }) end
  return notes
end

-- Notes the number that is printed of a ranked row in `seen`, by what it prints as; true from
-- when on two that print the same have different ranks: they were ranked with more digits
-- than are printed.
function ranking.is_finer(seen, rank, printed)
  local key = text.plain(printed)
  if seen[key] == nil then seen[key] = rank end
  seen.finer = seen.finer or seen[key] ~= rank
  return seen.finer
end

-- top(3, "PAT") is rank { indicator = "CERT", top = 3 }
function ranking.top(n, indicator)
  return ranking.rank { indicator = indicator, top = n }
end

return ranking
