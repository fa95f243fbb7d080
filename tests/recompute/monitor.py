"""The starter project's data: monthly files, limits, lights, index and stars."""
import glob
import re
from decimal import Decimal
from fractions import Fraction

import measures
from certification import year_ago
from figures import MISSING, fixed, growth, number, ranks, rounded
from index_tables import Printed
from panel import Areas, bare, records, rows_of
from scores import Index, Leaf

MONTH = "2024-12"
ELEMENTS = ["计量", "标准", "认证认可", "检验检测"]
LIGHTS = {"正常": "●", "关注": "◆", "预警": "■"}


def pillars(shares, weights=True):
    """The index of lua/indices/nqi.lua; `weights`: those of its indicators, or all equal."""
    def leaf(code, name, unit, decimals, weight, **more):
        return Leaf(code, name, unit=unit, decimals=decimals, weight=weight if weights else 1, **more)
    own = [
        ("计量", [leaf("MET_STANDARDS", "社会公用计量标准", "项", 0, 2), leaf("MET_STAFF", "注册计量师", "人", 0, 1),
                leaf("MET_VERIFIED", "每个检定机构强制检定数", "台件", 2, 1, over="MET_BODIES"),
                leaf("MET_PASS_RATE", "强制检定合格率", "%", 2, 2)]),
        ("标准", [leaf("STD_LOCAL", "现行地方标准", "项", 0, 1), leaf("STD_GROUP", "现行团体标准", "项", 0, 1),
                leaf("STD_ENTERPRISE", "企业标准自我声明公开数", "项", 0, 1), leaf("STD_LEADER_RATE", "企业标准领跑者占比", "%", 2, 2)]),
        ("认证认可", [leaf("CERT", "有效认证证书", "张", 0, 1), leaf("CERT_PER_ORG", "平均每家获证组织证书数", "张", 2, 1),
                  leaf("CERT_ACCREDITED", "获认可合格评定机构", "家", 0, 2)]),
        ("检验检测", [leaf("TEST_ORG", "检验检测机构", "家", 0, 1),
                  leaf("TEST_REVENUE", "机构平均检验检测营业收入", "万元", 2, 2, over="TEST_ORG", per=10000),
                  leaf("TEST_REPORTS", "出具检验检测报告", "万份", 2, 1),
                  leaf("TEST_FAIL_RATE", "监督抽查不合格率", "%", 2, 2, direction="-")]),
    ]
    return [(name, share, leaves) for (name, leaves), share in zip(own, shares)]


JUDGEMENTS = [[1, 1, 1, Decimal("0.5")], [1, 1, 1, 1], [1, 1, 1, 1], [2, 1, 1, 1]]
RANDOM_INDEX = {"1980": "0.00 0.00 0.58 0.90 1.12 1.24 1.32 1.41 1.45 1.49".split(),
                "2008": "0.00 0.00 0.52 0.89 1.11 1.25 1.35 1.40 1.45 1.49".split()}


class Monitor:
    """value(CODE, area, month), and the whole of the provinces."""

    def __init__(self, folder):
        self.folder, self.areas = f"{folder}/input", Areas(f"{folder}/input")
        self.items = {row["code"]: row for row in records(f"{self.folder}/indicators.csv")}
        self.limits = {row["indicator"]: row for row in records(f"{self.folder}/thresholds.csv")}
        code_of, self.cells = {row["name"]: code for code, row in self.items.items()}, {}
        for path in glob.glob(f"{self.folder}/month-*.csv"):
            month, head = re.search(r"(\d{4}-\d\d)\.csv", path)[1], None
            for row in rows_of(path):
                if row and row[0] == "地区":
                    head = [code_of.get(bare(cell)) for cell in row]
                elif head and row and row[0] in self.areas.code_of:
                    for code, cell in zip(head[1:], row[1:]):
                        if number(cell) is not None:
                            self.cells[code, self.areas.code_of[row[0]], month] = number(cell)
        self.lambda_, self.weights = measures.perron([[Decimal(x) for x in row] for row in JUDGEMENTS])

    def decimals(self, code):
        return int(self.items[code]["decimals"])

    def value(self, code, area, month=MONTH):
        return self.cells.get((code, area, month))

    def whole(self, code, month=MONTH, areas=None):
        item, areas = self.items[code], areas or self.areas.ranked
        if item["aggregation"] == "ratio":
            a, b = self.whole(item["numerator"], month, areas), self.whole(item["denominator"], month, areas)
            return None if a is None or not b else a / b * (100 if item["unit"] == "%" else 1)
        values = [self.value(code, area, month) for area in areas]
        return None if None in values else sum(values, Fraction(0))

    def change(self, code, now, then):
        """Growth in %, or for a rate the difference in 百分点."""
        if self.items[code]["growth"] == "difference":
            return None if now is None or then is None else now - then
        return growth(now, then)

    def places(self, code):
        return 2 if self.items[code]["growth"] == "difference" else 1

    def of_area(self, code, area, earlier):
        return self.change(code, self.value(code, area), self.value(code, area, earlier(MONTH)))

    def of_whole(self, code, earlier):
        return self.change(code, self.whole(code), self.whole(code, earlier(MONTH)))

    def ranks(self, code, month=MONTH):
        return ranks({a: self.value(code, a, month) for a in self.areas.ranked}, self.items[code]["direction"] == "-",
                     self.decimals(code))

    # ---- traffic lights

    def measured(self, code, value, year):
        """What the limits are compared with, as it is printed; None where it is missing."""
        grown = self.limits[code]["measure"] == "growth"
        x, decimals = (year, 1) if grown else (value, self.decimals(code))
        return None if x is None else rounded(x, decimals)

    def light(self, code, measured):
        limit = self.limits[code]
        if measured is None:
            return None
        for name, bound in (("正常", limit["green"]), ("关注", limit["yellow"])):
            if measured <= Decimal(bound) if limit["direction"] == "-" else measured >= Decimal(bound):
                return name
        return "预警"

    def whole_light(self, code):
        return self.light(code, self.measured(code, self.whole(code), self.of_whole(code, year_ago)))

    def area_light(self, code, area):
        return self.light(code, self.measured(code, self.value(code, area), self.of_area(code, area, year_ago)))

    def marked(self, code, area):
        measured, light = self.measured(code, self.value(code, area), self.of_area(code, area, year_ago)), self.area_light(code, area)
        if light is None:
            return MISSING
        return f"{LIGHTS[light]} {fixed(measured, 1 if self.limits[code]['measure'] == 'growth' else self.decimals(code))}"

    # ---- the index

    def index(self, month=MONTH, shares=None, treated=True, weights=True):
        return Index(self.areas.ranked, pillars(shares or self.weights, weights), lambda code, area: self.value(code, area, month), treated)

    def printed(self):
        areas = self.areas
        return Printed("质量基础设施指数", self.index(), self.index(year_ago(MONTH)), [areas.short(a) for a in areas.ranked],
                       [areas.region(a, "zone") for a in areas.ranked], "2024年12月")

    def former(self, month=None):
        """The index by the method of a year before, of then if no month is given: pillars of equal weight."""
        return self.index(month or year_ago(MONTH), [1, 1, 1, 1])


class Stars:
    """质量基础设施星级 as lua/indices/stars.lua defines it."""
    ITEMS = [("MET_PASS_RATE", "强制检定合格率", 25, "94", "99.5", "+", "%"), ("STD_LEADER_RATE", "企业标准领跑者占比", 20, "1", "3.5", "+", "%"),
             ("CERT_PER_ORG", "平均每家获证组织证书数", 15, "3", "4.5", "+", "张"), ("CERT_ACCREDITED", "获认可合格评定机构", 15, None, None, "+", "家"),
             ("TEST_FAIL_RATE", "监督抽查不合格率", 25, "4", "9", "-", "%")]
    STEPS = [(100, 5), (300, 10), (500, 15)]
    CUTS = [(5, 75), (4, 60), (3, 45), (2, 30), (1, 15)]
    VETOES = [("监督抽查不合格率高于7.9%", "TEST_FAIL_RATE", lambda x: x > Decimal("7.9"), 2),
              ("强制检定合格率低于95.2%", "MET_PASS_RATE", lambda x: x < Decimal("95.2"), 3)]

    def __init__(self, monitor):
        self.monitor, self.rows = monitor, []
        for place, area in enumerate(monitor.areas.ranked):
            points = [self.points(item, monitor.value(item[0], area)) for item in self.ITEMS]
            total = sum(points)
            earned = next((stars for stars, least in self.CUTS if rounded(total, 1) >= least), 0)
            vetoes = [(name, most) for name, code, broken, most in self.VETOES
                      if broken(rounded(monitor.value(code, area), monitor.decimals(code)))]
            self.rows.append((-min([earned] + [most for _, most in vetoes]), -total, place, area, points, [name for name, _ in vetoes]))
        self.rows.sort()

    def points(self, item, x):
        _, _, most, low, high, direction, _ = item
        if low is None:
            return Fraction(max([points for least, points in self.STEPS if x >= least], default=0))
        share = (x - Fraction(low)) / (Fraction(high) - Fraction(low))
        return most * max(Fraction(0), min(Fraction(1), 1 - share if direction == "-" else share))

    @staticmethod
    def text(stars):
        return "★" * stars + "☆" * (5 - stars)

    def rule(self, item):
        _, _, most, low, high, direction, unit = item
        if low is None:
            return "分档：" + "，".join(f"{least}{unit}及以上{points}分" for least, points in self.STEPS)
        if direction == "-":
            return f"{high}{unit}及以上0分，{low}{unit}及以下{most}分，其间按比例"
        return f"{low}{unit}及以下0分，{high}{unit}及以上{most}分，其间按比例"

    def rules(self):
        numerals = "零一二三四五"
        return ([["计分项目"]] + [[item[1], str(item[2]), self.rule(item)] for item in self.ITEMS]
                + [["否决项"]] + [[name, "—", f"不高于{numerals[most]}星"] for name, _, _, most in self.VETOES]
                + [["星级界限"]] + [[self.text(stars), "—", f"{least}分及以上"] for stars, least in self.CUTS])

    def table(self):
        short = self.monitor.areas.short
        return [[short(area), self.text(-stars), fixed(-total, 1)] + [fixed(p, 1) for p in points] + ["；".join(vetoes) or "—"]
                for stars, total, _, area, points, vetoes in self.rows]

    def row(self, area):
        return next(row for row in self.rows if row[3] == area)
