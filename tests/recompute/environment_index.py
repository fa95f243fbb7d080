"""质量发展环境指数 as lua/indices/environment.lua defines it, written down again."""
from index_tables import Printed
from scores import Index, Leaf

NAME = "质量发展环境指数"
LEAVES = [
    ("创新产出", 1, [
        Leaf("INV_GRANT", "每万人发明专利授权量", "POP", unit="项"),
        Leaf("INV_GRANT", "发明专利占专利授权量比重", "PAT_GRANT", 100, unit="%"),
        Leaf("TECH_DEAL", "技术市场成交额相当于地区生产总值比例", "GDP", 100, unit="%")]),
    ("科技投入", 1, [
        Leaf("FISCAL_SCI", "科学技术支出占财政支出比重", "FISCAL_EXP", 100, unit="%"),
        Leaf("FISCAL_SCI", "财政科学技术支出相当于地区生产总值比例", "GDP", 100, unit="%")]),
    ("产业支撑", 1, [
        Leaf("VA_INDUSTRY", "人均工业增加值", "POP", 10000, unit="元", decimals=0),
        Leaf("VA_TERTIARY", "人均第三产业增加值", "POP", 10000, unit="元", decimals=0)]),
    ("经济活力", 1, [
        Leaf("GDP_INDEX", "地区生产总值指数", unit="上年=100", decimals=1),
        Leaf("RETAIL", "人均社会消费品零售总额", "POP", 10000, unit="元", decimals=0),
        Leaf("FISCAL_REV", "人均地方一般公共预算收入", "POP", 10000, unit="元", decimals=0)]),
]


def build(panel, year, treated=True):
    return Index(panel.areas.ranked, LEAVES, lambda code, area: panel.value(code, area, year), treated)


def open_index(panel, year):
    """The index as it is printed, and the one without treatment of outliers."""
    areas = panel.areas
    in_words = [region for region, codes in areas.regions("region4").items()
                if all(areas.by_code[code]["name"].endswith("省") for code in codes)]
    printed = Printed(NAME, build(panel, year), build(panel, year - 1), [areas.short(a) for a in areas.ranked],
                      [areas.region(a, "region4") for a in areas.ranked], f"{year}年", in_words)
    return printed, build(panel, year, treated=False)
