-- The look "gongwen": a report in the measures of GB/T 9704-2012 (official documents
-- of Party and government organs): a text area of 156 × 225 mm, 22 lines of 28
-- characters on a grid, headings 一、（一）1.（1）, page numbers "— 1 —" at the outer edge.
--
--   -- templates/theme.lua: return { preset = "gongwen" }, or with the office's own
--   -- faces, by the names that `fc-list` shows
--   local theme = require "nqi.gongwen"
--   theme.fonts.serif = { family = "FangSong_GB2312", style = "Regular" }
--   theme.fonts.sans = { family = "SimHei", style = "Regular" }
--   return theme
--
-- Debian has no 仿宋 and no 小标宋, so other faces stand in and a report in this look
-- does not claim to conform: Noto Serif CJK SC for 仿宋 (body) and, bold, for 小标宋
-- (title); Noto Sans CJK SC Bold for 黑体; LXGW WenKai for 楷体.

local mm = 72 / 25.4
local ink = 0x000000
local line = 225 * mm / 22 -- 28.99 pt

local function body(role) return { role = role, size = 16, leading = line, colour = ink } end
local function small(role, size) return { role = role, size = size, leading = size * 1.5, colour = ink } end

return {
  name = "gongwen",
  page_width = 210 * mm, page_height = 297 * mm,
  margin_top = 37 * mm, margin_left = 28 * mm, margin_right = 26 * mm, margin_bottom = 35 * mm,

  fonts = {
    serif = { family = "Noto Serif CJK SC", style = "Regular" },
    serif_bold = { family = "Noto Serif CJK SC", style = "Bold" },
    sans = { family = "Noto Sans CJK SC", style = "Regular" },
    sans_medium = { family = "Noto Sans CJK SC", style = "Regular" },
    sans_bold = { family = "Noto Sans CJK SC", style = "Bold" },
    kai = { family = "LXGW WenKai", style = "Regular" },
    mono = { family = "Noto Sans Mono CJK SC", style = "Regular" },
  },

  body = body "serif",
  heading = { body "sans_bold", body "kai", body "serif_bold", body "serif" },
  caption = small("sans_bold", 12), unit = small("serif", 10.5),
  table = small("serif", 10.5), table_head = small("sans", 10.5),
  note = small("serif", 9), running = small("serif", 14),
  cover_title = { role = "serif_bold", size = 22, leading = 36, colour = ink },
  cover_subtitle = { role = "kai", size = 16, leading = line, colour = ink },
  cover_small = small("serif", 14), toc = body "serif",
  kpi_label = small("serif", 9), kpi_value = small("serif_bold", 16),

  ink = ink, accent = ink, alert = 0xC00000, grey = 0x404040, hairline = 0xB8B8B8,
  tint = 0xEEEEEE,
  paragraph_indent_em = 2, paragraph_gap = 0,
  rule_heavy = 1.5, rule_head = 0.75, rule_light = 0.5, rule_every = 0, -- three-line tables
  table_place = "centre",
  numbering = { "一、", "（一）", "1.", "（1）" },
  page_label = "— %d —",

  grid_advance = 156 * mm / 28, -- 15.79 pt: 28 characters of 16 pt do not fit
  heading_indent_em = 2,
  plain_pages = true, masthead = false, line_grid = false,
}
