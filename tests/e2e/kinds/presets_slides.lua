-- The look "slides": pages as wide as a screen.
--
--   local theme = require "nqi.presets.slides"
--   theme.page_width   --> 960.0

return { name = "slides", page_width = 960.0, page_height = 540.0 }
