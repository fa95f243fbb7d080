-- The preset "gongwen": what an office may change before it returns it.
--
--   local theme = require "nqi.gongwen"
--   theme.fonts.serif = { family = "FangSong_GB2312", style = "Regular" }
--   theme.name   --> gongwen

return require "nqi.presets.gongwen"
