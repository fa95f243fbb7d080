"""The national environment report, from input/panel and input/quality."""
import index_text
import sources
from environment_index import open_index
from figures import NOT_APPLICABLE, amount, arrow, dec, fixed, growth, in_english, number, percent
from index_tables import SOBOL
from ledger import Ledger
from panel import records

YEAR = 2023
SUMMED = ["GDP", "VA_INDUSTRY", "RETAIL", "FISCAL_REV", "FISCAL_EXP", "FISCAL_SCI", "PAT_GRANT", "INV_GRANT",
          "TECH_DEAL", "POP", "EMP_URBAN"]
DICTIONARY = ["INV_GRANT", "PAT_GRANT", "TECH_DEAL", "VA_INDUSTRY", "FISCAL_REV", "FISCAL_EXP", "FISCAL_SCI", "GDP", "GDP_INDEX", "GDP_PC", "RETAIL", "CPI",
              "POP", "EMP_URBAN"]


RULES = ("", "sec-rules", "sec-scope", "sec-comparison", "sec-ranks", "sec-signs")


class Environment:
    def __init__(self, panel, report):
        self.panel, self.areas = panel, panel.areas
        self.names = [self.areas.short(code) for code in self.areas.ranked]
        regions = list(self.areas.regions("region4"))
        self.out = Ledger("environment", report, self.names + regions)
        self.printed, self.untreated = open_index(panel, YEAR)

    def run(self):
        self.tables()
        self.charts()
        self.text()
        self.index()
        self.out.finish()
        return self.out

    # ---- single cells

    def value(self, code, area, year=YEAR):
        return fixed(self.panel.value(code, area, year), self.panel.decimals(code))

    def whole(self, code, year=YEAR, decimals=None):
        return fixed(self.panel.total(code, year), self.panel.decimals(code) if decimals is None else decimals)

    def growth(self, code, area):
        return fixed(self.panel.growth(code, area, YEAR), 1)

    def rank_change(self, code, area):
        return arrow(self.panel.ranks(code, YEAR)[area], self.panel.ranks(code, YEAR - 1)[area])

    # ---- tables

    def tables(self):
        table, panel, ranked = self.out.table, self.panel, self.areas.ranked
        table("tbl-totals", [
            [panel.name(code), panel.unit(code), self.whole(code, YEAR - 1), self.whole(code),
             fixed(panel.total_growth(code, YEAR), 1) if panel.items[code]["growth"] == "ratio" else NOT_APPLICABLE]
            for code in SUMMED])
        places = panel.ranks("INVENTIONS", YEAR)
        table("tbl-innovation", [
            [str(places[a]), self.areas.short(a),
             self.value("INV_GRANT", a), self.growth("INV_GRANT", a), self.value("TECH_DEAL", a), self.growth("TECH_DEAL", a)]
            for a in panel.order("INVENTIONS", YEAR)])
        self.by_area("tbl-industry", ["VA_INDUSTRY", "INDUSTRY", "INDUSTRY:rank", "PRIMARY", "SECONDARY", "TERTIARY"])
        self.by_area("tbl-economy", [
            "GDP", "GDP:growth", "GDP_PC", "GDP_PC:rank", "RETAIL", "RETAIL:growth", "CPI:growth", "POP", "POP:growth",
            "FISCAL_REV", "FISCAL_REV:growth", "FISCAL_EXP", "FISCAL_EXP:growth", "FISCAL_SCI", "FISCAL_SCI:growth"])
        self.mqci()
        regions = self.areas.regions("region4")
        table("tbl-regions", [self.together(name, codes) for name, codes in regions.items()]
              + [self.together("31个省（区、市）", ranked)])
        table("tbl-groups", [self.together(name, self.areas.group(name))
                               for name in ("京津冀", "长三角", "长江经济带", "黄河流域")])

    def by_area(self, caption, columns):
        kinds = {"value": self.value, "growth": self.growth,
                 "rank": lambda code, area: str(self.panel.ranks(code, YEAR)[area])}
        rows = []
        for area in self.areas.ranked:
            cells = [name.split(":") + ["value"] for name in columns]
            rows.append([self.areas.short(area)] + [kinds[cell[1]](cell[0], area) for cell in cells])
        self.out.table(caption, rows)

    def together(self, name, codes):
        over, whole = self.panel.over, self.panel.total

        def share(code):
            return fixed(over(code, codes, YEAR) / whole(code, YEAR) * 100, 1)
        granted = over("INV_GRANT", codes, YEAR)
        return [name, str(len(codes)), share("GDP"), share("VA_INDUSTRY"), fixed(granted, 0),
                fixed(growth(granted, over("INV_GRANT", codes, YEAR - 1)), 1),
                fixed(over("INVENTIONS", codes, YEAR), 2), fixed(over("SCIENCE", codes, YEAR), 2)]

    def competitiveness(self):
        """{year: (index, whether it is estimated)} of the nation."""
        return {int(row["年份"][:4]): (number(row["数值"]), row["状态"]) for row in records("input/quality/mqci.csv")
                if row["地区"] == "全国" and row["指标"] == "制造业质量竞争力指数"}

    def mqci(self):
        values = self.competitiveness()
        self.out.table("tbl-mqci", [
            [f"{year}年", fixed(value, 2), fixed(value - values[year - 1][0], 2) if year - 1 in values else "…"]
            for year, (value, _) in sorted(values.items())])

    def gqii(self):
        """The ranks of the economies, best first, and those of the parts that are published."""
        rows = {}
        for row in records("input/quality/gqii.csv"):
            rows.setdefault(row["经济体"], {})[row["指标"]] = number(row["数值"])
        ranked = sorted((cells for cells in rows.values() if "GQII位次" in cells), key=lambda cells: cells["GQII位次"])
        parts = [fixed(cells[key], 0) for cells in ranked for key in ("GQII标准位次", "GQII计量位次") if key in cells]
        return " ".join([fixed(cells["GQII位次"], 0) for cells in ranked] + parts)

    # ---- figures

    def bars(self, code):
        places = self.panel.ranks(code, YEAR)
        return [[self.areas.short(a), str(places[a]), self.areas.short(a), self.value(code, a), self.rank_change(code, a)]
                for a in self.panel.order(code, YEAR)]

    def described(self, code):
        order = self.panel.order(code, YEAR)
        return f"31 {self.areas.short(order[0])}{self.value(code, order[0])} {self.areas.short(order[-1])}{self.value(code, order[-1])}"

    def charts(self):
        chart, panel = self.out.chart, self.panel
        chart("bars", "fig-inventions", self.bars("INVENTIONS"), self.described("INVENTIONS"))
        chart("bars", "fig-science", self.bars("SCIENCE"), self.described("SCIENCE"))
        for caption, code, first in (("fig-trend", "INVENTIONS", 2015),
                                     ("fig-industry", "INDUSTRY", 2019)):
            lines = [(self.areas.short(a), [panel.value(code, a, y) for y in range(first, YEAR + 1)])
                     for a in panel.order(code, YEAR)[:5]]
            lines.append(("31省合计", [panel.total(code, y) for y in range(first, YEAR + 1)]))
            self.out.lines(caption, lines, f"{first} {YEAR} " + " ".join(
                (name if name in self.names else "31") + " " + fixed(values[-1], panel.decimals(code)) for name, values in lines))
        self.tiles()

    def tiles(self):
        values = {a: self.panel.value("INVENTIONS", a, YEAR) for a in self.areas.ranked}
        order = sorted(values, key=lambda a: values[a])
        first, last = order[-1], order[0]
        self.out.tiles("fig-tiles",
                       {self.areas.by_code[a]["abbr"]: fixed(values[a], 2) for a in values},
                       f"31 {self.areas.short(first)}{fixed(values[first], 2)} {self.areas.short(last)}{fixed(values[last], 2)}")

    # ---- sentences

    def said_growth(self, code):
        change = self.panel.total_growth(code, YEAR)
        return ("增长" if change > 0 else "下降") + percent(abs(change))

    def amount(self, code):
        return amount(self.panel.total(code, YEAR), self.panel.unit(code), self.panel.decimals(code))

    def leaders(self, code, n):
        places = self.panel.ranks(code, YEAR)

        def said(a):
            if code == "TECH_DEAL":
                return amount(self.panel.value(code, a, YEAR), self.panel.unit(code), self.panel.decimals(code))
            return self.value(code, a)
        return " ".join(f"{self.areas.short(a)}（{said(a)}）" for a in self.panel.order(code, YEAR) if places[a] <= n)

    def directions(self, code):
        signs = [fixed(self.panel.growth(code, a, YEAR), 1) for a in self.areas.ranked]
        up = sum(s[0] != "−" and s != "0.0" for s in signs)
        same, down = signs.count("0.0"), sum(s[0] == "−" for s in signs)
        return " ".join(str(n) for n in (up, same, down) if n)

    def text(self):
        prose, panel = self.out.prose, self.panel
        deals, science = self.amount("TECH_DEAL"), self.amount("FISCAL_SCI")
        prose("summary-zh-CN", f"2023 31 {self.amount('INV_GRANT')} {self.said_growth('INV_GRANT')} {deals} "
              f"{self.said_growth('TECH_DEAL')} {science} {self.said_growth('FISCAL_SCI')} {self.whole('SCIENCE')} "
              + self.leaders("INVENTIONS", 3))
        billions = [in_english(panel.total(code, YEAR), 2) for code in ("TECH_DEAL", "FISCAL_SCI")]
        first = " ".join(self.value("INVENTIONS", a) for a in panel.order("INVENTIONS", YEAR)[:3])
        prose("summary-en", f"2023 31 {self.whole('INV_GRANT')} {self.said_growth('INV_GRANT')} 2022 {self.whole('INVENTIONS')} {first} "
              f"{billions[0]} {self.said_growth('TECH_DEAL')} 2022 {billions[1]} {self.said_growth('FISCAL_SCI')} 2022 {self.whole('SCIENCE')} "
              f"{self.amount('INV_GRANT')} {self.said_growth('INV_GRANT')} {self.whole('INVENTIONS')} "
              f"{self.whole('INVENTIONS', YEAR - 1)} {deals} {self.said_growth('TECH_DEAL')} "
              f"{science} {self.said_growth('FISCAL_SCI')}")
        prose("sec-overview", f"2023 31 2023 31 "
              f"{self.amount('PAT_GRANT')} {self.said_growth('PAT_GRANT')} {self.amount('INV_GRANT')} {self.said_growth('INV_GRANT')} "
              f"{deals} {self.said_growth('TECH_DEAL')} {science} {self.said_growth('FISCAL_SCI')} "
              f"{self.amount('RETAIL')} {self.said_growth('RETAIL')} {self.amount('POP')}")
        self.innovation()
        structure = [" ".join(self.whole(code, year) for code in ("PRIMARY", "SECONDARY", "TERTIARY")) for year in (YEAR, YEAR - 1)]
        prose("sec-industry", f"2023 31 {self.amount('VA_INDUSTRY')} {self.whole('INDUSTRY')} "
              f"{self.leaders('INDUSTRY', 3)} {structure[0]} {structure[1]}")
        points = panel.total("SCIENCE", YEAR) - panel.total("SCIENCE", YEAR - 1)
        prose("sec-public", f"2023 31 {self.whole('SCIENCE')} {'提高' if points > 0 else '下降'}{fixed(abs(points), 2)} "
              f"{self.leaders('SCIENCE', 3)} {self.directions('FISCAL_SCI')}")
        speed = panel.ranks("GDP_INDEX", YEAR)
        fastest = " ".join(f"{self.areas.short(a)}（{self.growth('GDP', a)}）" for a in panel.order("GDP_INDEX", YEAR) if speed[a] <= 3)
        prose("sec-economy", f"2023 {fastest} {self.leaders('GDP_PC', 3)} {self.directions('RETAIL')} {self.directions('POP')}")
        self.quality()
        self.regions()

    def innovation(self):
        panel, order = self.panel, self.panel.order("INVENTIONS", YEAR)
        now, before = panel.ranks("INVENTIONS", YEAR), panel.ranks("INVENTIONS", YEAR - 1)
        most = max(before[a] - now[a] for a in order)
        risen = " ".join(self.areas.short(a) for a in order if before[a] - now[a] == most)
        above = sum(panel.value("INVENTIONS", a, YEAR) > panel.total("INVENTIONS", YEAR) for a in order)
        first = panel.order("TECH_DEAL", YEAR)[:3]
        share = panel.over("TECH_DEAL", first, YEAR) / panel.total("TECH_DEAL", YEAR) * 100
        self.out.prose("sec-innovation", f"2023 {self.leaders('INVENTIONS', 3)} {self.areas.short(order[-1])} "
                       f"{self.value('INVENTIONS', order[-1])} 31 {self.whole('INVENTIONS')} {above} {risen} 上升{most} "
                       f"{self.directions('INV_GRANT')} {self.leaders('TECH_DEAL', 3)} 31 {percent(share)}")

    def quality(self):
        values = self.competitiveness()
        last, before = sorted(values)[-1], sorted(values)[-2]
        rise = values[last][0] - values[before][0]
        target = records("input/quality/targets.csv")[0]
        rank = next(row["数值"] for row in records("input/quality/gqii.csv") if row["经济体"] == "中国" and row["指标"] == "GQII位次")
        self.out.prose("sec-quality-level", f"31 {last} {fixed(values[last][0], 2)} {before} {'提高' if rise > 0 else '降低'}"
                       f"{fixed(abs(rise), 2)} {target['period']} {target['value']} 2021 {rank} {self.gqii()}")

    def regions(self):
        regions, panel = self.areas.regions("region4"), self.panel
        per_head = {name: panel.over("INVENTIONS", codes, YEAR) for name, codes in regions.items()}
        best = max(per_head, key=lambda name: per_head[name])
        shares = " ".join(f"{name} {percent(panel.over('INV_GRANT', codes, YEAR) / panel.total('INV_GRANT', YEAR) * 100)}"
                          for name, codes in regions.items())
        self.out.prose("sec-regions", f"{' '.join(regions)} 31 {shares} {best} {fixed(per_head[best], 2)}")

    # ---- the index

    def index(self):
        table, prose, q = self.out.table, self.out.prose, self.printed
        table("tbl-index", q.ranking())
        table("tbl-index-firm", q.firm())
        table("tbl-index-regions", q.by_region())
        table("tbl-index-inequality", q.inequality())
        self.out.chart("bars", "fig-index", q.bars(), q.described())
        self.index_text()
        members = self.areas.regions("region4")
        derived = [("每万人发明专利授权量", ""), ("科学技术支出占财政支出比重", ""), ("工业增加值占地区生产总值比重", "")]
        sources.closing(self.out, "input", DICTIONARY, derived + [
            (self.panel.items[code]["name"], self.panel.items[code]["brief"]) for code in ("MQCI", "GQII_RANK")]
            + [("耦合协调度", "0 1")])
        prose("footnotes", " ".join(f"{region} {len(codes)}" for region, codes in members.items()))

    def index_text(self):
        prose, q, panel, ranked = self.out.prose, self.printed, self.panel, self.areas.ranked
        seen = index_text.Simulated(self.out.report, q)
        prose("sec-index", str(len(q.now.leaves)))
        prose("sec-index-ranking", index_text.ranking(q, seen))

        def values(year):
            return [dec(panel.value("INVENTIONS", area, year)) for area in ranked]
        prose("sec-index-regions", q.regions_text() + " " + q.spread_text(4) + index_text.convergence(values, 2016, YEAR, len(ranked)))


class Methods:
    """The report of methods: definitions, what was read, and the index."""

    def __init__(self, environment, report):
        self.of, self.out = environment, Ledger("methods", report, environment.out.names)

    def run(self):
        prose, q, panel, ranked = self.out.prose, self.of.printed, self.of.panel, self.of.areas.ranked
        rules(self.out)
        sources.files(self.out, "input", sources.PROJECT)
        english = [self.of.areas.by_code[area]["name_en"] for area in ranked]
        prose("summary-en", index_text.english(q, len(records("input/indicators.csv")), "2023", english))
        prose("sec-definitions", sources.definitions("input", [row["code"] for row in records("input/indicators.csv")]))
        self.out.table("tbl-index-treated", q.treated())
        index_tables(self.out, q, self.of.untreated)
        income = [dec(panel.value("GDP_PC", area, YEAR)) for area in ranked]
        prose("sec-index-method", index_text.method(q, "2023", "", index_text.outside(q, income)))
        below = [[dec(panel.value(code, area, YEAR)) for area in ranked] for code in ("POP", "PAT_GRANT", "GDP", "FISCAL_EXP")]
        prose("sec-index-audit", index_text.audit(q, "2023", below, self.of.untreated))
        self.out.finish()
        return self.out


def rules(out):
    """The chapter of rules and the Chinese summary have no number that data could change."""
    for section in dict.fromkeys(at for at, _ in out.report.prose):
        if section in RULES or section == "summary-zh-CN":
            out.left_prose(section, "rules that a template words")


def index_tables(out, q, untreated):
    table = out.table
    table("tbl-index-tree", q.tree())
    table("tbl-index-consistency", q.consistency())
    table("tbl-index-correlations", q.correlated())
    out.left_table("tbl-index-sobol", SOBOL)
    table("tbl-index-left-out", q.left_out())
    table("tbl-index-audit", q.audit())
    table("tbl-index-influence", q.influence())
    steps = q.steps(untreated)
    if all(row[-1] == NOT_APPLICABLE for row in steps):  # a column without values is left out
        steps = [row[:-1] for row in steps]
    table("tbl-index-steps", steps)
