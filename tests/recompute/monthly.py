"""The starter's monthly report."""
from decimal import Decimal

import index_text
import measures
import sources
from environment import index_tables, rules
from certification import before, year_ago
from figures import MISSING, arrow, dec, fixed, in_english, in_words
from index_tables import SOBOL
from ledger import Fits, Ledger
from monitor import ELEMENTS, LIGHTS, MONTH, RANDOM_INDEX, Stars
from scores import Index

SMAA = "shares of all weights that make a unit the first: random weights are not drawn again here"


def said(monitor, code, x):
    """↑11.1, nothing for 持平 and where it cannot be compared."""
    text = fixed(abs(x), monitor.places(code)) if x is not None else "0"
    return "" if not text.strip("0.") else f" {'增长' if x > 0 else '下降'}{text}"


def elements(monitor, light, value, grown):
    """Of each element how many have each light, the fastest and the slowest growth, and the rates."""
    text = ""
    for element in ELEMENTS:
        codes = [code for code, item in monitor.items.items() if item["element"] == element]
        lights = [light(code) for code in codes]
        text += f" {len(codes)}" + "".join(f" {lights.count(name)}" for name in list(LIGHTS) + [None] if lights.count(name))
        printed = {code: fixed(grown(code), 1) for code in codes
                   if monitor.places(code) == 1 and value(code) is not None and grown(code) is not None}
        ends = [max(printed, key=grown), min(printed, key=grown)]
        if printed[ends[0]] != printed[ends[1]]:
            text += "".join(f" {printed[code]}" for code in ends)
        for code in codes:
            if monitor.places(code) == 2 and value(code) is not None:
                text += f" {fixed(value(code), monitor.decimals(code))}{said(monitor, code, grown(code))}"
    return text


class Monthly:
    def __init__(self, monitor, report):
        self.monitor, self.areas, self.printed, self.stars = monitor, monitor.areas, monitor.printed(), Stars(monitor)
        names = [self.areas.short(a) for a in self.areas.ranked] + list(self.areas.regions("zone"))
        self.out = Ledger("starter: monthly", report, names)

    def run(self):
        self.tables()
        self.charts()
        self.index()
        self.text()
        self.out.finish()
        return self.out

    # ---- tables

    def tables(self):
        m, table, rows = self.monitor, self.out.table, []
        of = {element: [code for code, item in m.items.items() if item["element"] == element] for element in ELEMENTS}
        for element in ELEMENTS:
            rows += [[element]] + [self.row(code) for code in of[element]]
        for number in (1, 2):  # two elements side by side
            codes = of[ELEMENTS[2 * number - 2]] + of[ELEMENTS[2 * number - 1]]
            table(f"tbl-elements-{number}", [
                [self.areas.short(a)] + [m.marked(code, a) for code in codes] for a in self.areas.ranked])
        table("tbl-sheet", rows)
        table("tbl-stars-rules", self.stars.rules())
        table("tbl-stars", self.stars.table())

    def row(self, code):
        m, item, limit = self.monitor, self.monitor.items[code], self.monitor.limits[code]
        sign, light = "≤" if limit["direction"] == "-" else "≥", m.whole_light(code)
        lights = [m.area_light(code, a) for a in self.areas.ranked]
        return ([item["name"], item["unit"], fixed(m.whole(code), m.decimals(code))]
                + [fixed(m.of_whole(code, earlier), m.places(code)) for earlier in (before, year_ago)]
                + [f"{sign}{limit['green']}／{sign}{limit['yellow']}".replace("-", "−"), f"{LIGHTS[light]} {light}" if light else MISSING]
                + [str(lights.count(name)) for name in LIGHTS])

    # ---- figures

    def order(self, code):
        places = self.monitor.ranks(code)
        return sorted(self.areas.ranked, key=lambda a: places[a])

    def cell(self, code, area):
        return fixed(self.monitor.value(code, area), self.monitor.decimals(code))

    def bars(self, code):
        now, then = self.monitor.ranks(code), self.monitor.ranks(code, year_ago(MONTH))
        return [[self.areas.short(a), str(now[a]), self.areas.short(a), self.cell(code, a), arrow(now[a], then[a])] for a in self.order(code)]

    def ends(self, code):
        order = self.order(code)
        return f"31 {self.areas.short(order[0])} {self.cell(code, order[0])} {self.areas.short(order[-1])} {self.cell(code, order[-1])}"

    def months(self):
        out = [MONTH]
        while len(out) < 24:
            out.insert(0, before(out[0]))
        return out

    def index_line(self, code, of):
        """The values of 24 months as an index of the same month a year before (= 100)."""
        values = []
        for month in self.months():
            now, then = of(code, month), of(code, year_ago(month))
            values.append(now / then * 100 if now is not None and then else None)
        return values

    def charts(self):
        m, q = self.monitor, self.printed
        self.out.chart("bars", "fig-rank", self.bars("CERT"), self.ends("CERT"))
        values = {a: m.value("TEST_FAIL_RATE", a) for a in self.areas.ranked}
        order = sorted(values, key=lambda a: -values[a])
        self.out.tiles("fig-tiles", {self.areas.by_code[a]["abbr"]: fixed(values[a], 2) for a in values},
                       f"31 {self.areas.short(order[0])} {fixed(values[order[0]], 2)} {self.areas.short(order[-1])} {fixed(values[order[-1]], 2)}")
        lines = [(m.items[code]["name"], self.index_line(code, m.whole)) for code in ("CERT_NEW", "TEST_REPORTS")]
        self.out.lines("fig-trend", lines,
                       "2023 1 2024 12 " + " ".join(fixed(values[-1], 1) for _, values in lines))
        self.out.chart("bars", "fig-index", q.bars(), q.described())

    # ---- the index

    def index(self):
        table, q, m = self.out.table, self.printed, self.monitor
        table("tbl-index", q.ranking())
        table("tbl-index-firm", q.firm())
        table("tbl-index-regions", q.by_region())
        table("tbl-index-inequality", q.inequality())
        self.index_text()

    def index_text(self):
        q, m, prose = self.printed, self.monitor, self.out.prose
        seen, label = index_text.Simulated(self.out.report, q), "2024 12"
        prose("sec-index", str(len(q.now.leaves)))
        prose("sec-index-ranking", index_text.ranking(q, seen) + self.bridge())
        prose("sec-index-regions", q.regions_text() + " " + q.spread_text(8))

    @staticmethod
    def agreement(a, b):
        """Spearman's correlation of two rankings and the mean shift."""
        ranks = [measures.fractional_ranks([Decimal(x) for x in own]) for own in (a, b)]
        shift = Decimal(sum(abs(x - y) for x, y in zip(a, b))) / len(a)
        return f" {fixed(measures.correlation(*ranks), 3)} {fixed(shift, 1)}"

    def bridge(self):
        q, old = self.printed, self.monitor.former()
        new, names = q.before, q.names
        self.out.table("tbl-index-bridge", [
            [names[i], fixed(old.scores[i], 2), str(old.ranks[i]), fixed(new.scores[i], 2), str(new.ranks[i]), arrow(new.ranks[i], old.ranks[i])]
            for i in new.order()])
        moved = sum(a != b for a, b in zip(old.ranks, new.ranks))
        return f" 2023 12 2023 12 {len(names)}" + self.agreement(old.ranks, new.ranks) + f" {moved}"

    # ---- sentences

    def wan(self, code):
        return in_words(self.monitor.whole(code), 0, 0)

    def text(self):
        m, prose = self.monitor, self.out.prose
        lights = [m.whole_light(code) for code in m.items]
        counts = [str(lights.count(name)) for name in list(LIGHTS) + [None] if lights.count(name)]
        grown = {code: said(m, code, m.of_whole(code, year_ago)) for code in m.items}

        def whole(code, decimals):
            return fixed(m.whole(code), decimals) + grown[code]
        prose("", "")
        prose("summary-zh-CN", f"2024 12 31 {len(lights)} {' '.join(counts)} {self.wan('CERT')}{grown['CERT']} "
              f"{whole('TEST_REVENUE', 1)} {whole('TEST_FAIL_RATE', 2)}")
        prose("summary-en", f"2024 31 {whole('CERT', 0)} {in_english(m.whole('TEST_REVENUE'), 2)}{grown['TEST_REVENUE']} "
              f"{whole('TEST_FAIL_RATE', 2)} {len(lights)} " + " ".join(str(lights.count(name)) for name in LIGHTS if lights.count(name))
              + f" {self.wan('MET_STANDARDS')}{grown['MET_STANDARDS']} {self.wan('CERT')}{grown['CERT']} "
              f"{whole('TEST_REVENUE', 1)} {whole('TEST_FAIL_RATE', 2)}")
        prose("sec-overview", elements(m, m.whole_light, m.whole, lambda code: m.of_whole(code, year_ago)))
        prose("sec-lights", " ".join(str(lights.count(name)) for name in ("预警", "关注") if lights.count(name) > 6))
        prose("sec-provinces", "")
        counts = [(self.areas.short(a), in_words(m.value("CERT", a), 0, 0)) for a in self.order("CERT")]
        prose("sec-areas", "2024 12 " + " ".join(counts[0] + counts[-1]) + " " + self.ends("TEST_FAIL_RATE")[3:])
        self.stars_text()
        sources.closing(self.out, m.folder, m.items, [(self.printed.name, "")])

    def stars_text(self):
        rows, text = self.stars.rows, "100 2024 12"
        for stars in range(5, -1, -1):
            count = sum(-row[0] == stars for row in rows)
            text += f" {count}" if count else ""
        vetoes = {}
        for row in rows:
            for name in row[5]:
                vetoes.setdefault(name, []).append(self.areas.short(row[3]))
        self.out.prose("sec-stars", text + "".join(f" {name} {' '.join(names)}" for name, names in vetoes.items()))


class MonthlyMethods:
    """The starter's report of methods."""

    def __init__(self, monthly, report):
        self.monitor, self.areas, self.printed = monthly.monitor, monthly.areas, monthly.printed
        self.out, self.agreement = Ledger("starter: methods", report, monthly.out.names), monthly.agreement

    def run(self):
        m, q, prose = self.monitor, self.printed, self.out.prose
        untreated, label = m.index(treated=False), "2024 12"
        rules(self.out)
        sources.files(self.out, m.folder, sources.STARTER)
        english = [self.areas.by_code[area]["name_en"] for area in self.areas.ranked]
        prose("summary-en", index_text.english(q, len(m.items), "2024", english))
        prose("sec-definitions", sources.definitions(m.folder, m.items))
        self.out.table("tbl-index-ri", [[str(n + 1), a, b] for n, (a, b) in enumerate(zip(RANDOM_INDEX["1980"], RANDOM_INDEX["2008"]))])
        self.out.table("tbl-index-double", q.doubles())
        index_tables(self.out, q, untreated)
        ci = (m.lambda_ - 4) / 3
        prose("sec-index-method", index_text.method(
            q, label, f"1 4 {fixed(m.lambda_, 4)} {fixed(ci, 4)} {RANDOM_INDEX['1980'][3]} 1980 4 {fixed(ci / Decimal('0.90'), 4)} 0.10", ""))
        below = [[dec(m.value(code, a)) for a in self.areas.ranked] for code in ("MET_BODIES", "TEST_ORG")]
        prose("sec-index-audit", index_text.audit(q, label, below, untreated))
        self.versions()
        self.out.finish()
        return self.out

    def versions(self):
        q, now = self.printed, self.printed.now
        ranked = [self.monitor.index(shares=[1, 1, 1, 1], weights=False).ranks, self.geometric(), self.by_rank(), self.balanced()]
        rows = []
        for i in q.order:
            own = [ranks[i] for ranks in ranked] + [now.ranks[i]]
            best, worst = min(own), max(own)
            rows.append([q.names[i]] + [str(rank) for rank in own] + [str(best) if best == worst else f"{best}—{worst}",
                        Fits(lambda text: text.isdigit() and int(text) <= 100, SMAA)])
        self.out.table("tbl-index-versions", rows)
        self.out.prose("sec-index-versions", "".join(self.agreement(ranks, now.ranks) for ranks in ranked))

    def means(self, columns, power):
        """Scores of the tree from columns of indicators: arithmetic, or geometric means."""
        now, scores = self.printed.now, []
        for i in range(len(self.printed.names)):
            own = [Decimal(0)] * len(now.pillar_names)
            for j, column in enumerate(columns):
                own[now.pillar_of[j]] += now.shares[j] * (column[i].ln() if power == 0 else column[i])
            if power == 0:
                scores.append(sum((p * s for p, s in zip(own, now.pillar_shares)), Decimal(0)).exp())
            else:
                scores.append(sum((p * s for p, s in zip(own, now.pillar_shares)), Decimal(0)))
        return Index.places(scores)

    def geometric(self):
        return self.means(self.printed.now.scaled, 0)

    def by_rank(self):
        return self.means([[-r for r in measures.fractional_ranks(x)] for x in self.printed.now.scaled], 1)

    def balanced(self):
        """Mazziotta and Pareto: M − S·cv of values standardised to 100 ± 10."""
        now, columns = self.printed.now, []
        for leaf, x in zip(now.leaves, now.raw):
            turn = -1 if leaf.direction == "-" else 1
            columns.append([100 + turn * 10 * (v - measures.mean(x)) / measures.sd(x, True) for v in x])
        scores = []
        for row in zip(*columns):
            scores.append(measures.mean(row) - measures.sd(row, True) ** 2 / measures.mean(row))
        return Index.places(scores)
