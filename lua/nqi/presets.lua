-- The looks that a theme starts from, by name: nqi/presets has a file for each, the
-- first is the one that a theme has if it names none.
--
--   -- templates/theme.lua
--   return { preset = "gongwen", organisation = "某省统计局" }

local presets = {}

presets.kinds = {
  { name = "yearbook", english = "a statistical yearbook", chinese = "统计年鉴" },
  { name = "gongwen", english = "an official document, after GB/T 9704", chinese = "公文，按 GB/T 9704" },
}

for _, kind in ipairs(presets.kinds) do kind.usage = string.format('preset = "%s"', kind.name) end

-- The look of this name (nil: the first), or nil and all names.
function presets.named(name)
  local names = {}
  for i, kind in ipairs(presets.kinds) do
    if name == nil or name == kind.name then return require("nqi.presets." .. kind.name) end
    names[i] = kind.name
  end
  return nil, table.concat(names, ", ")
end

return presets
