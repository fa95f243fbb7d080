"""The annual panel of the project, read by other code than nqi's."""
import csv
import glob
import re
from fractions import Fraction

from figures import growth, number, ranks

EXPORTS = {
    "地方财政一般公共预算支出": "FISCAL_EXP", "地方财政科学技术支出": "FISCAL_SCI", "国内发明专利申请受理量": "INV_APP",
    "国内发明专利申请授权量": "INV_GRANT", "国内专利申请受理量": "PAT_APP", "国内专利申请授权量": "PAT_GRANT",
    "技术市场成交额": "TECH_DEAL",
}
LONG = {
    "地区生产总值指数": "GDP_INDEX", "居民消费价格指数": "CPI", "社会消费品零售总额": "RETAIL",
    "地方一般公共预算收入": "FISCAL_REV", "城镇单位就业人员": "EMP_URBAN",
}
WIDE = {
    "第一产业增加值": "VA_PRIMARY", "第二产业增加值": "VA_SECONDARY", "第三产业增加值": "VA_TERTIARY",
    "工业增加值": "VA_INDUSTRY", "人均地区生产总值": "GDP_PC",
}
# What the reports make of two indicators: name, group, part, whole, scale, unit, decimals.
DERIVED = {
    "INVENTIONS": ("每万人发明专利授权量", "科技创新", "INV_GRANT", "POP", 1, "项", 2),
    "SCIENCE": ("科学技术支出占财政支出比重", "财政", "FISCAL_SCI", "FISCAL_EXP", 100, "%", 2),
    "INDUSTRY": ("工业增加值占地区生产总值比重", "产业", "VA_INDUSTRY", "GDP", 100, "%", 1),
    "PRIMARY": ("第一产业比重", "产业", "VA_PRIMARY", "GDP", 100, "%", 1),
    "SECONDARY": ("第二产业比重", "产业", "VA_SECONDARY", "GDP", 100, "%", 1),
    "TERTIARY": ("第三产业比重", "产业", "VA_TERTIARY", "GDP", 100, "%", 1),
}


def rows_of(path, encoding="utf-8-sig"):
    with open(path, encoding=encoding, newline="") as file:
        return [[cell.strip() for cell in row] for row in csv.reader(file)]


def records(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def bare(head):
    """An indicator's name without its unit in brackets."""
    return re.sub(r"[（(].*$", "", head).strip()


class Areas:
    """The areas of a project. ranked: codes in the order of the file."""

    def __init__(self, folder):
        self.by_code = {row["code"]: row for row in records(f"{folder}/areas.csv")}
        self.code_of = {row["name"]: code for code, row in self.by_code.items()}
        self.ranked = [code for code, row in self.by_code.items() if row["ranked"] == "1"]

    def short(self, code):
        return self.by_code[code]["short"]

    def region(self, code, scheme):
        for pair in self.by_code[code]["regions"].split(";"):
            if pair.startswith(scheme + "="):
                return pair.split("=")[1]
        return None

    def regions(self, scheme):
        """{region: codes}, in the order of first appearance."""
        out = {}
        for code in self.ranked:
            out.setdefault(self.region(code, scheme), []).append(code)
        return out

    def group(self, name):
        return [code for code in self.ranked if name in self.by_code[code]["groups"].split(";")]


class Panel:
    """value(CODE, area, year): a Fraction or None."""

    def __init__(self, folder="input"):
        self.areas = Areas(folder)
        self.items = {row["code"]: row for row in records(f"{folder}/indicators.csv")}
        self.cells = {}
        self.wide(f"{folder}/panel/gdp-2006-2024.csv", "GDP", "gb18030")
        self.wide(f"{folder}/panel/population-2015-2024.csv", "POP")
        for path in glob.glob(f"{folder}/panel/export-*.csv"):
            line = next(row[0] for row in rows_of(path) if row and row[0].startswith("指标："))
            self.wide(path, EXPORTS[bare(line[3:])])
        for path in glob.glob(f"{folder}/panel/value-added-*.csv"):
            self.crossed(path, re.search(r"(\d{4})\.csv", path)[1])
        for row in records(f"{folder}/panel/economy-2016-2024.csv"):
            self.put(LONG[bare(row["指标"])], row["地区"], row["年份"], row["数值"])

    def put(self, code, name, year, text):
        area = self.areas.code_of.get(name)
        if area in self.areas.by_code and number(text) is not None:
            self.cells[code, area, int(re.sub(r"\D", "", year))] = number(text)

    def wide(self, path, code, encoding="utf-8-sig"):
        head = None
        for row in rows_of(path, encoding):
            if row and row[0] == "地区":
                head = row
            elif head and row and row[0] in self.areas.code_of:
                for year, cell in zip(head[1:], row[1:]):
                    self.put(code, row[0], year, cell)

    def crossed(self, path, year):
        head = None
        for row in rows_of(path):
            if row and row[0] == "地区":
                head = [bare(cell) for cell in row]
            elif head and row and row[0] in self.areas.code_of:
                for name, cell in zip(head[1:], row[1:]):
                    if name in WIDE:
                        self.put(WIDE[name], row[0], year, cell)

    # ---- what reports print

    def name(self, code):
        return DERIVED[code][0] if code in DERIVED else self.items[code]["name"]

    def unit(self, code):
        unit = DERIVED[code][5] if code in DERIVED else self.items[code]["unit"]
        return unit or "上年=100"

    def decimals(self, code):
        return DERIVED[code][6] if code in DERIVED else int(self.items[code]["decimals"])

    def value(self, code, area, year):
        if code in DERIVED:
            return self.over(code, [area], year)
        return self.cells.get((code, area, year))

    def over(self, code, codes, year):
        """The same of several areas: totals first, then the division."""
        if code in DERIVED:
            _, _, part, whole, scale, _, _ = DERIVED[code]
            a, b = self.over(part, codes, year), self.over(whole, codes, year)
            return a / b * scale if a is not None and b else None
        values = [self.cells.get((code, area, year)) for area in codes]
        return None if None in values else sum(values, Fraction(0))

    def total(self, code, year):
        return self.over(code, self.areas.ranked, year)

    def growth(self, code, area, year):
        """In %, by the rule of the dictionary; None where it is not to be had."""
        rule = self.items[code]["growth"]
        if rule == "published":
            index = self.value(self.items[code]["growth_source"], area, year)
            return None if index is None else index - 100
        if rule == "index":
            value = self.value(code, area, year)
            return None if value is None else value - 100
        if rule == "none":
            return None
        return growth(self.value(code, area, year), self.value(code, area, year - 1))

    def total_growth(self, code, year):
        return growth(self.total(code, year), self.total(code, year - 1))

    def ranks(self, code, year):
        return ranks({area: self.value(code, area, year) for area in self.areas.ranked}, decimals=self.decimals(code))

    def order(self, code, year):
        """Codes by rank; equal ones keep the order of the file."""
        places = self.ranks(code, year)
        return sorted(self.areas.ranked, key=lambda area: places[area])
