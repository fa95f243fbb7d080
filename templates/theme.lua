-- The look of this project's reports, over the preset "yearbook" of the library
-- (lua/nqi/presets/yearbook.lua lists every field with its value). Lengths in points (1/72
-- inch), colours 0xRRGGBB. Only what differs from the preset needs to stand here.
--
-- Another preset is "gongwen", in the measures of official documents (GB/T 9704):
-- `preset = "gongwen"`; lua/nqi/presets/gongwen.lua says which faces stand in there.

return {
  -- The faces are pinned: family and style as `fc-list : family style` shows them.
  fonts = {
    serif = { family = "Noto Serif CJK SC", style = "Regular" }, -- body
    serif_bold = { family = "Noto Serif CJK SC", style = "Bold" },
    sans = { family = "Noto Sans CJK SC", style = "Regular" }, -- tables, charts
    sans_bold = { family = "Noto Sans CJK SC", style = "Bold" }, -- headings
    kai = { family = "LXGW WenKai", style = "Regular" }, -- emphasis
  },

  accent = 0x1D5B79, -- headings, rules, charts
  alert = 0xB8402A,  -- the reported area, sparingly
  rule_every = 5,    -- a hairline every five rows of a table

  sign_by_hand = true, -- 制表 审核 签发: lines to sign on

  -- What the PDF declares: "2a+ua" is PDF/A-2a and PDF/UA-1, "3a+ua" is PDF/A-3a with
  -- the data of its tables attached, "1b" is PDF/A-1b, "none" is neither.
  pdf_standard = "2a+ua",
}
