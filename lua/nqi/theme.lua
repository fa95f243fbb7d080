-- The preset "yearbook", by the name that it had first.
--
--   local theme = require "nqi.theme"
--   theme.name   --> yearbook

return require "nqi.presets.yearbook"
