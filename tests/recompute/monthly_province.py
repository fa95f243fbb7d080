"""The starter's monthly report of a province."""
import sources
from certification import before, year_ago
from figures import MISSING, arrow, dec, fixed, in_english, in_words
from index_profile import Profile
from ledger import Ledger
from monitor import ELEMENTS, LIGHTS, MONTH
from monthly import elements, said

FIRST_YEAR = 2022


class MonthlyProvince:
    def __init__(self, monthly, seen, area, report):
        self.m, self.monthly, self.areas, self.area = monthly.monitor, monthly, monthly.areas, area
        self.full, self.short = self.areas.by_code[area]["name"], self.areas.short(area)
        self.out = Ledger(f"starter: province {area}", report, monthly.out.names + [self.full])
        self.profile = Profile(monthly.printed, seen, self.areas.ranked.index(area), self.m.former(), self.m.former(MONTH))

    def run(self):
        table = self.out.table
        table("tbl-sheet", self.sheet())
        table("tbl-index-parts", self.profile.table())
        table("tbl-index-trends", self.profile.trends(*self.history()))
        stars = self.monthly.stars
        row = stars.row(self.area)
        table("tbl-stars", [
            [item[1], str(item[2]), fixed(points, 1), stars.rule(item)] for item, points in zip(stars.ITEMS, row[4])])
        self.charts()
        self.text(row)
        self.out.finish()
        return self.out

    def value(self, code):
        return fixed(self.m.value(code, self.area), self.m.decimals(code))

    def place(self, code, month=MONTH):
        ranks = self.m.ranks(code, month)
        return ranks[self.area] if ranks else None

    def sheet(self):
        m, rows = self.m, []
        for element in ELEMENTS:
            rows.append([element])
            for code, item in m.items.items():
                if item["element"] != element:
                    continue
                now, then, light = self.place(code), self.place(code, year_ago(MONTH)), m.area_light(code, self.area)
                rows.append([item["name"], item["unit"], self.value(code)]
                            + [fixed(m.of_area(code, self.area, earlier), m.places(code)) for earlier in (before, year_ago)]
                            + [str(now) if now else MISSING, arrow(now, then), f"{LIGHTS[light]} {light}" if light else MISSING])
        return rows

    def history(self):
        values = []
        for leaf in self.monthly.printed.now.leaves:
            own = {}
            for year in range(FIRST_YEAR, int(MONTH[:4]) + 1):
                month = f"{year}{MONTH[4:]}"
                above = self.m.value(leaf.code, self.area, month)
                below = self.m.value(leaf.over, self.area, month) if leaf.over else 1
                if above is not None and below:
                    own[year] = dec(above / below * leaf.per)
            values.append(own)
        return values, {year: f"{year}年12月" for year in range(FIRST_YEAR, int(MONTH[:4]) + 1)}

    def charts(self):
        m, monthly, chart = self.m, self.monthly, self.out.chart
        order = monthly.order("CERT")
        start = max(0, min(order.index(self.area) - 5, len(order) - 11))
        shown = order[start:start + 11]
        told = [shown[0], shown[-1]] + [self.area] * (self.area not in (shown[0], shown[-1]))
        chart("bars", "fig-rank", monthly.bars("CERT")[start:start + 11],
              "11 " + " ".join(f"{self.areas.short(a)} {monthly.cell('CERT', a)}" for a in told))
        zone = self.areas.region(self.area, "zone")
        members = self.areas.regions("zone")[zone]
        lines = [(self.short, monthly.index_line("CERT", lambda code, month: m.value(code, self.area, month))),
                 (zone, monthly.index_line("CERT", lambda code, month: m.whole(code, month, members))),
                 ("31省合计", monthly.index_line("CERT", m.whole))]
        self.out.lines("fig-trend", lines, "2023 1 2024 12 " + " ".join(
            ("31" if name == "31省合计" else name) + "为" + fixed(values[-1], 1) for name, values in lines))
        chart("bars", "fig-index-parts", self.profile.bars(), self.profile.described())

    def text(self, stars):
        m, prose, area = self.m, self.out.prose, self.area
        lights = [m.area_light(code, area) for code in m.items]
        counts = [str(lights.count(name)) for name in LIGHTS if lights.count(name)]
        unknown = f" {lights.count(None)}" if None in lights else ""

        def round_value(code):  # revenue is in 亿元
            revenue = code == "TEST_REVENUE"
            return in_words(m.value(code, area), 8 if revenue else 0, m.decimals(code))

        def grown(code, value=round_value):
            return value(code) + said(m, code, m.of_area(code, area, year_ago))

        def placed(code):
            return f" {self.place(code)}" if self.place(code) else ""
        prose("", "")
        prose("summary-zh-CN", f"2024 12 {self.short} {len(lights)} {' '.join(counts)}{unknown} {grown('CERT')}{placed('CERT')} "
              f"{grown('TEST_REVENUE')}{placed('TEST_REVENUE')}")
        revenue = in_english(m.value("TEST_REVENUE", area), 2) + said(m, "TEST_REVENUE", m.of_area("TEST_REVENUE", area, year_ago))
        keys = " ".join(round_value(code) + placed(code) for code in ("MET_STANDARDS", "STD_LOCAL", "CERT", "TEST_REVENUE"))
        prose("summary-en", f"2024 {self.areas.by_code[area]['name_en']} {grown('CERT', self.value)}{placed('CERT')} 31 {revenue}{placed('TEST_REVENUE')} 31 "
              f"{len(lights)} {' '.join(counts)} {keys}")
        prose("sec-overview", elements(m, lambda code: m.area_light(code, area), lambda code: m.value(code, area),
                                       lambda code: m.of_area(code, area, year_ago)))
        prose("sec-sheet", " ".join(str(lights.count(name)) for name in ("预警", "关注") if lights.count(name) > 6))
        prose("sec-compare", f"2024 12 {self.short} {round_value('CERT')}{placed('CERT')} {self.short}")
        prose("sec-index", self.profile.text("2024 12"), self.profile.names())
        vetoes = " ".join(stars[5])
        prose("sec-stars", f"2024 12 {self.short} {fixed(-stars[1], 1)} 100 {vetoes}")
        sources.closing(self.out, m.folder, m.items, [(self.profile.q.name, "")])
