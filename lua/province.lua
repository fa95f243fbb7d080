-- What is known of quality in one province, up to a year: certificates with the
-- published ranks, inspection and testing, the competitiveness index, and for the
-- province that published them the four elements.
local known = require "known"
local unpublished = require "nqi.unpublished"
local words = require "words"

local province = {}

province.elements = { "计量", "标准", "认证认可", "检验检测", "综合" }

-- The months with certificates of an area, newest first: { certificates,
-- organisations, rank, share }.
function province.certificates(area)
  local rows = {}
  local all = known.all("CERT", area, "month")
  for i = #all, 1, -1 do
    local held = all[i]
    local function at(code) return get { indicator = code, area = area, period = held.period } end
    rows[#rows + 1] = {
      certificates = held, organisations = at "CERT_ORG", rank = at "CERT_RANK", share = at "CERT_SHARE",
    }
  end
  return rows
end

-- 2024年12月末，北京有效认证证书156,436张，居全国第7位，占全国的3.85%; a rank that is
-- older has its month.
function province.certificates_text(area, rows)
  if #rows == 0 then return area.short .. "的认证证书数" .. unpublished.words("CERT", area) .. "。" end
  local last = rows[1]
  local text = string.format("%s末，%s有效认证证书%s", last.certificates.period.label, area.short,
    last.certificates:with_unit())
  local growth = phrase.change(last.certificates:growth { over = "previous" })
  if growth then text = text .. "，" .. phrase.against("上月", growth) end
  for _, row in ipairs(rows) do
    if not row.rank:missing() then
      local when = row == last and "，" or "；" .. row.rank.period.label .. "末（最近一次公布位次）"
      text = text .. when .. "居全国第" .. tostring(row.rank) .. "位"
      if not row.share:missing() then text = text .. "，占全国的" .. tostring(row.share) .. "%" end
      break
    end
  end
  return text .. "。"
end

-- The stated years with any inspection figure of an area: figures, oldest first.
function province.inspection(area)
  local out = {}
  for _, item in ipairs(indicators { element = "检验检测" }) do
    if item.kind ~= "rank" then
      for _, figure in ipairs(known.all(item.code, area, "year")) do out[#out + 1] = figure end
    end
  end
  return out
end

function province.inspection_text(area, figures)
  if #figures == 0 then return area.short .. "的检验检测机构数" .. unpublished.words("INSP_ORG", area) .. "。" end
  local parts, year = {}, nil
  local function add(figure, text)
    local when = figure.period ~= year and figure.period.label .. "，" .. (year and "" or area.short) or ""
    year = figure.period
    parts[#parts + 1] = when .. text
  end
  for _, figure in ipairs(figures) do
    if figure.indicator.code == "INSP_ORG" then
      local rank = get { indicator = "INSP_ORG_RANK", area = area, period = figure.period }
      add(figure, "有检验检测机构" .. figure:with_unit()
        .. (rank:missing() and "" or "，居全国第" .. tostring(rank) .. "位"))
    elseif figure.indicator.code == "INSP_REVENUE" then
      add(figure, "检验检测营业收入" .. figure:with_unit())
    end
  end
  return table.concat(parts, "；") .. "。"
end

-- The published index of manufacturing quality with change and rank; empty if none.
function province.competitiveness_text(area)
  local all = known.all("MQCI", area)
  local last = all[#all]
  if not last then return area.short .. "的制造业质量竞争力指数" .. unpublished.words("MQCI", area) .. "。" end
  local text = string.format("%s，%s制造业质量竞争力指数为%s", last.period.label, area.short, tostring(last))
  local change = get { indicator = "MQCI_CHANGE", area = area, period = last.period }
  if not change:missing() then
    text = text .. "，比上年" .. (change.value < 0 and "降低" .. (-change):fixed(2)
      or "提高" .. change:fixed(2)) .. "点"
  end
  local rank = get { indicator = "MQCI_RANK", area = area, period = last.period }
  if not rank:missing() then text = text .. "，居全国第" .. tostring(rank) .. "位" end
  return text .. "。"
end

-- All that an area published of the elements, dated and undated, by element:
-- figures. Published ranks, shares and growth stand in their own columns elsewhere.
function province.of_elements(area)
  local out = {}
  for _, element in ipairs(province.elements) do
    for _, item in ipairs(indicators { element = element }) do
      if item.kind ~= "grade" and item.group ~= "公布位次与占比" and item.group ~= "质量竞争力" then
        local all = known.all(item.code, area)
        out[#out + 1] = known.undated(item.code, area)
        out[#out + 1] = all[#all]
      end
    end
  end
  return out
end

-- A figure as the table prints it: 0.35亿份 would lose digits, so 3,484.78万份; what was
-- said as 13.1万张 is not printed to the last unit.
function province.readable(figure)
  local rest = figure.unit:match("^亿(.*)")
  if rest and figure.value < 1 then return figure:in_unit("万" .. rest):as { decimals = 2 } end
  local undated = not figure.period or figure.period.kind == "not_stated"
  if undated and figure.value >= 10000 and figure.value % 1000 == 0 then
    return figure:in_unit("万" .. figure.unit):as { decimals = 1 }
  end
  return figure
end

-- How many of the four elements have a figure for an area.
function province.elements_known(figures)
  local seen, n = {}, 0
  for _, figure in ipairs(figures) do
    local element = figure.indicator.element
    if not seen[element] and element ~= "综合" then
      seen[element] = true
      n = n + 1
    end
  end
  return n
end

return province
