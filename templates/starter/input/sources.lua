-- How to read each file of this folder: one entry a file or a family of files.
--
--   name      what the entry is called in messages
--   file      the path below the project; {period} stands for a period in the
--             file name, so a new month is a new file and nothing else
--   source    whose figures they are; the list 资料来源 of a report tells it
--   publisher its short name, printed with a number under every table that shows them
--   layout    "area_by_indicator": rows are areas, columns are indicators
--   columns   a column's head in the file = "area", "period", … or an indicator
--             code. A head that is the name of an indicator, with or without its
--             unit in brackets, needs no entry.
--   areas     a name in the file = an area's code, or "skip"

return {
  {
    name = "质量基础设施月度监测表",
    file = "input/month-{period}.csv",
    source = "演示数据（程序生成）",
    publisher = "演示数据",
    layout = "area_by_indicator",
    area_level = "province",
    columns = { ["地区"] = "area" },
  },
  {
    -- The limits of the traffic lights. `measure` says what is compared: the value
    -- itself or its growth on the same month of the year before. Direction +: green
    -- from `green` upwards, yellow from `yellow`, red below. Direction -: green up
    -- to `green`, yellow up to `yellow`, red above.
    name = "thresholds",
    file = "input/thresholds.csv",
    source = "演示数据（程序生成）",
    publisher = "演示数据",
    layout = "records",
  },
}
