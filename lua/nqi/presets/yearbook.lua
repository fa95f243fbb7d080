-- The look of a report when templates/theme.lua leaves something out: the preset
-- "yearbook". Lengths in points (1/72 inch), colours 0xRRGGBB.
--
--   -- templates/theme.lua: only what differs
--   return { accent = 0x1D5B79, body = { role = "serif", size = 11, leading = 18 } }

local ink, grey, accent, alert = 0x20262E, 0x626A75, 0x1D5B79, 0xB8402A

return {
  name = "yearbook",
  page_width = 595.28, page_height = 841.89, -- A4
  -- 42 characters by 40 lines: 27 mm above and at the sides, 24.5 mm below
  margin_top = 76.5, margin_bottom = 69.3, margin_left = 76.5, margin_right = 76.5,

  fonts = {
    serif = { family = "Noto Serif CJK SC", style = "Regular" },
    serif_bold = { family = "Noto Serif CJK SC", style = "Bold" },
    sans = { family = "Noto Sans CJK SC", style = "Regular" },
    -- Medium would be the weight of table heads; Debian has it only in
    -- fonts-noto-cjk-extra, so Regular stands in.
    sans_medium = { family = "Noto Sans CJK SC", style = "Regular" },
    sans_bold = { family = "Noto Sans CJK SC", style = "Bold" },
    kai = { family = "LXGW WenKai", style = "Regular" },
    mono = { family = "Noto Sans Mono CJK SC", style = "Regular" },
  },
  fallback = { -- tried in order for a character that the face does not have
    { family = "Noto Sans CJK SC", style = "Regular" },
    { family = "LXGW WenKai", style = "Regular" }, -- ₂ and other rare signs
  },

  body = { role = "serif", size = 10.5, leading = 17.4, colour = ink },
  heading = {
    { role = "sans_bold", size = 16, leading = 23.2, colour = accent },
    { role = "sans_bold", size = 11.5, leading = 17.4, colour = ink },
    { role = "sans_bold", size = 10.5, leading = 17.4, colour = ink },
    { role = "sans_bold", size = 9.5, leading = 17.4, colour = grey },
  },
  caption = { role = "sans_bold", size = 9, leading = 14.5, colour = ink },
  unit = { role = "sans", size = 8, leading = 14, colour = grey },
  table = { role = "sans", size = 8.3, leading = 12.7, colour = ink },
  table_head = { role = "sans_medium", size = 7.7, leading = 10.6, colour = ink },
  note = { role = "sans", size = 7.3, leading = 11.6, colour = grey },
  running = { role = "sans", size = 8, leading = 12, colour = grey },
  cover_title = { role = "sans_bold", size = 30, leading = 42, colour = accent },
  cover_subtitle = { role = "serif", size = 14, leading = 24, colour = ink },
  cover_small = { role = "sans", size = 9, leading = 16, colour = grey },
  toc = { role = "serif", size = 10.5, leading = 20, colour = ink },
  chart_label = { role = "sans", size = 7.4, leading = 10, colour = ink },
  chart_tick = { role = "sans", size = 6.6, leading = 9, colour = grey },
  kpi_label = { role = "sans", size = 8, leading = 11.6, colour = grey },
  kpi_value = { role = "sans_bold", size = 19, leading = 24, colour = ink },
  summary = { role = "serif", size = 10.5, leading = 17.4, colour = ink },
  summary_other = { role = "serif", size = 9.2, leading = 14.5, colour = ink },
  masthead_title = { role = "sans_bold", size = 25, leading = 34.8, colour = accent },

  paragraph_indent_em = 2, paragraph_gap = 0,

  ink = ink, accent = accent, alert = alert, grey = grey,
  hairline = 0xCFD6DC,
  tint = 0xF6E9E5, -- the row of the reported area
  panel = 0xF3F7F8, -- behind the summary
  good = 0x38754A, watch = 0x905F18, bad = 0xB8402A, -- traffic lights, read on the tint
  series = { accent, alert, 0x4A8155, 0x9A6B1F, grey, 0x7A5C99, 0x2A7F8C, 0xA65E6E },
  ramp = { 0xE3ECF1, 0xBCD2DE, 0x8DB4C8, 0x4A7B95, 0x1D5B79 }, -- tiles, light to dark
  rule_heavy = 1.1, rule_head = 0.6, rule_light = 0.35,
  rule_inner = 0, -- 0.35: verticals between columns, the sides open (开口表)
  rule_every = 5,
  table_place = "centre", -- of a table under 60 % of the measure; "left", "full"

  -- Words come from the vocabulary of the report's language. What a theme sets goes
  -- before them: numbering = { "一", "（一）", "1.", "（1）" }, table_label = "表",
  -- figure_label = "图", continued = "（续）", contents_title = "目　录",
  -- page_label = "第 %d 页　共 %d 页", unit_prefix = "单位：", note_prefix = "注：",
  -- source_prefix = "数据来源：", demo_mark = "演示数据", and
  -- organisation = "某某市统计局" (编制; without it no office is printed).
  -- logo = "logo.png" is templates/logo.png (PNG or JPEG), on the cover; seal = "seal.png"
  -- stands below the sign-off. logo_alt and seal_alt say what they show, else organisation.
  -- cover_head, cover_foot, running_left, running_right, running_foot and watermark are
  -- texts with {title}, {period}, {organisation}, {series}, {issue}, {date}, {section},
  -- {page}, {pages}.
  logo_height = 40, seal_height = 85,
  pdf_standard = "2a+ua",
  pdf_figures = false, -- the structure of the PDF has the ids of its figures
  csv_figures = false, -- the CSV has the ids of the figures of a column beside the table
  -- for official documents: see nqi/presets/gongwen.lua
  grid_advance = 0, heading_indent_em = 0, plain_pages = false,
  chapter_new_page = false, -- true: a first-level heading begins a page
  line_grid = true,     -- text is on one grid again below figures and tables
  masthead = true,      -- up to eight pages: a masthead in the place of a cover
  sign_by_hand = false, -- true: lines to sign on where no name is known
}
