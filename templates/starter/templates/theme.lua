-- The first file of a project: who publishes. What else a theme can say is in
-- lua/nqi/presets/yearbook.lua of the program.
return {
  organisation = "演示统计局", -- 编制单位: yours here; without it no office is printed
}
