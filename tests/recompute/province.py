"""A province report: quality work as published, the panel, and the index."""
import sources
from environment import YEAR
from environment_index import LEAVES
from certification import label
from figures import MISSING, NOT_APPLICABLE, amount, arrow, dec, fixed, in_english, number
from index_profile import Profile
from ledger import Ledger
from panel import DERIVED, records, rows_of

PROFILE = ["INV_GRANT", "INVENTIONS", "PAT_GRANT", "INV_APP", "PAT_APP", "TECH_DEAL", "VA_INDUSTRY", "INDUSTRY",
           "VA_PRIMARY", "VA_SECONDARY", "VA_TERTIARY", "FISCAL_REV", "FISCAL_EXP", "FISCAL_SCI", "SCIENCE", "GDP",
           "GDP_PC", "RETAIL", "CPI", "POP", "EMP_URBAN"]


class Quality:
    """What input/quality and input/inspection hold of provinces."""

    def __init__(self, areas):
        self.grades, self.index, self.bodies = {}, {}, {}
        for row in records("input/quality/grades.csv"):
            self.grades.setdefault(row["地区"], {})[int(row["年度"][:4])] = row["考核等级"]
        self.last_year = max(max(years) for years in self.grades.values())
        self.listed = sum(self.last_year in years for years in self.grades.values())
        for row in records("input/quality/mqci.csv"):
            self.index.setdefault(row["地区"], {}).setdefault(int(row["年份"][:4]), {})[row["指标"]] = number(row["数值"])
        for row in rows_of("input/inspection/institutions-2013.csv"):
            if row and row[0] in areas.code_of:
                self.bodies[row[0]] = (number(row[1]), number(row[2]))

    def anhui(self):
        return records("input/quality/anhui-forum-2023.csv") + records("input/quality/anhui-industry-2024.csv")


class Province:
    def __init__(self, panel, certificates, quality, printed, seen, code, report):
        self.panel, self.certificates, self.quality = panel, certificates, quality
        self.areas, self.code, self.full = panel.areas, code, panel.areas.by_code[code]["name"]
        self.short = self.areas.short(code)
        names = [self.areas.short(a) for a in self.areas.ranked] + list(self.areas.regions("region4"))
        self.out = Ledger(f"province {code}", report, names)
        self.profile = Profile(printed, seen, self.areas.ranked.index(code))

    def run(self):
        self.tables()
        self.charts()
        self.text()
        self.out.finish()
        return self.out

    def value(self, code, area=None, year=YEAR):
        return fixed(self.panel.value(code, area or self.code, year), self.panel.decimals(code))

    def ranks(self, code, year=YEAR):
        return self.panel.ranks(code, year)

    # ---- tables

    def tables(self):
        table = self.out.table
        held = self.held()
        if held:
            get, data = self.certificates.get, self.certificates
            table("tbl-certificates", self.filled([
                [label(m) + "末", fixed(get("CERT", self.code, m), 0), fixed(data.mom("CERT", self.code, m), 1),
                 fixed(data.yoy("CERT", self.code, m), 1), fixed(get("CERT_RANK", self.code, m), 0),
                 fixed(get("CERT_SHARE", self.code, m), 2), fixed(get("CERT_ORG", self.code, m), 0)] for m in held]))
        if self.full == "安徽省":
            table("tbl-elements", self.elements())
        table("tbl-profile", self.main())
        table("tbl-index-parts", self.profile.table())
        table("tbl-index-trends", self.profile.trends(*self.history()))

    @staticmethod
    def filled(rows):
        """Without the columns that no row of several has."""
        if len(rows) == 1:
            return rows
        keep = [i for i in range(len(rows[0])) if any(row[i] != MISSING for row in rows)]
        return [[row[i] for i in keep] for row in rows]

    def held(self):
        return self.certificates.months("CERT", self.code)[::-1]

    def group(self, code):
        group = DERIVED[code][1] if code in DERIVED else self.panel.items[code]["group"]
        return "产业" if group in ("产业结构", "行业增加值") else group

    def main(self):
        rows, group = [], None
        for code in PROFILE:
            if self.panel.value(code, self.code, YEAR) is None:
                continue
            if self.group(code) != group:
                group = self.group(code)
                rows.append([group])
            now, before = self.ranks(code), self.ranks(code, YEAR - 1)
            rule = None if code in DERIVED else self.panel.items[code]["growth"]
            grown = NOT_APPLICABLE if rule in (None, "none") else fixed(self.panel.growth(code, self.code, YEAR), 1)
            rows.append([self.panel.name(code), self.panel.unit(code), self.value(code, year=YEAR - 1), self.value(code), grown,
                         str(now[self.code]) if now else NOT_APPLICABLE,
                         arrow(now[self.code], before[self.code]) if now and before else MISSING])
        return rows

    def history(self):
        values = []
        for leaf in (leaf for _, _, own in LEAVES for leaf in own):
            own = {}
            for year in range(YEAR - 4, YEAR + 1):
                above = self.panel.value(leaf.code, self.code, year)
                below = self.panel.value(leaf.over, self.code, year) if leaf.over else 1
                if above is not None and below:
                    own[year] = dec(above / below * leaf.per)
            values.append(own)
        return values, {year: f"{year}年" for year in range(YEAR - 4, YEAR + 1)}

    def elements(self):
        """安徽: the undated and the newest figure of each indicator, by element. The
        aliases of indicators.csv tell what a name in the file is."""
        renamed = {"认证证书": "CERT", "获证企业": "CERT_ORG", "检验检测机构": "INSP_ORG", "检验检测营收": "INSP_REVENUE",
                   "有效认证证书同比": "CERT_YOY", "食品农产品认证证书": "CERT_FOOD", "食品农产品认证证书同比": "CERT_FOOD_YOY",
                   "有效认证证书": "CERT"}
        for code, item in self.panel.items.items():
            for name in [item["name"]] + item["aliases"].split(";"):
                renamed.setdefault(name, code)
        undated, newest = {}, {}
        for row in self.quality.anhui():
            code = renamed[row["指标"]]
            cell = (row["时期"], row["单位"], number(row["数值"]))
            if row["时期"] == "未注明":
                undated[code] = cell
            else:
                newest[code] = cell
        get = self.certificates.get
        for code in ("CERT", "CERT_ORG"):
            month = self.certificates.months(code, self.code)[-1]
            newest[code] = (label(month), self.panel.items[code]["unit"], get(code, self.code, month))
        rows = []
        for element in ("计量", "标准", "认证认可", "检验检测", "综合"):
            own = []
            for code, item in self.panel.items.items():
                if item["element"] == element and item["kind"] != "grade" and item["group"] not in ("公布位次与占比", "质量竞争力"):
                    if code in undated or code in newest:
                        own.append(self.element_row(item, undated.get(code), newest.get(code)))
            if own:
                rows += [[element]] + own
        return rows

    @staticmethod
    def readable(item, unit, value):
        """In the unit of the dictionary, but not 0.35亿份 nor 131000张 of what was said in 万."""
        decimals, printed = int(item["decimals"]), item["unit"]
        if unit.startswith("万") and printed == unit[1:]:
            decimals, printed = 1, unit
        elif unit.startswith("万") and printed == "亿" + unit[1:]:
            decimals, printed = 2, unit
        return fixed(value, decimals), printed

    def element_row(self, item, undated, dated):
        said, said_unit = self.readable(item, *undated[1:]) if undated else (NOT_APPLICABLE, "")
        number, unit = self.readable(item, *dated[1:]) if dated else (MISSING, said_unit)
        return [item["name"], unit, said + said_unit.removesuffix(unit), number, dated[0] if dated else ""]

    # ---- figures

    def peers(self):
        region = self.areas.region(self.code, "region4")
        own = self.panel.value("GDP", self.code, YEAR)
        others = [a for a in self.areas.regions("region4")[region] if a != self.code]
        return sorted(others, key=lambda a: abs(self.panel.value("GDP", a, YEAR) - own))[:4]

    def charts(self):
        panel, now, before = self.panel, self.ranks("INVENTIONS"), self.ranks("INVENTIONS", YEAR - 1)
        order = panel.order("INVENTIONS", YEAR)
        at = order.index(self.code)
        first = max(0, min(at - 3, len(order) - 7))
        last = max(at, first + 3) + 3
        first, last = 0 if first <= 5 else first, len(order) - 1 if last >= len(order) - 4 else last  # no gap of two
        shown = [a for i, a in enumerate(order) if i < 3 or i == len(order) - 1 or first <= i <= last]
        ends = [f"{self.areas.short(a)} {self.value('INVENTIONS', a)}" for a in (order[0], order[-1], self.code)]
        inner = self.code not in (order[0], order[-1])
        marks = []
        for above, a in zip([None] + shown, shown):
            first = now[above] + sum(now[b] == now[above] for b in shown) if above else now[a]
            if now[a] > first: # a band where the ranks jump
                marks.append([f"略去第{first}位" if now[a] == first + 1 else f"略去第{first}—{now[a] - 1}位"])
            marks.append([self.areas.short(a), str(now[a]), self.areas.short(a), self.value("INVENTIONS", a), arrow(now[a], before[a])])
        self.out.chart("bars", "fig-rank", marks, f"{len(shown)} " + " ".join(ends if inner else ends[:2]))
        lines = [(self.areas.short(a), [panel.value("INVENTIONS", a, y) for y in range(2015, YEAR + 1)]) for a in [self.code] + self.peers()]
        lines.append(("31省合计", [panel.total("INVENTIONS", y) for y in range(2015, YEAR + 1)]))
        self.out.lines("fig-trend", lines, f"2015 {YEAR} " + " ".join(
            (name if name != "31省合计" else "31") + " " + fixed(values[-1], 2) for name, values in lines))
        self.out.chart("bars", "fig-index-parts", self.profile.bars(), self.profile.described())

    # ---- sentences

    def streak(self):
        years = self.quality.grades.get(self.full)
        if not years:
            return self.short
        last = first = max(years)
        while years.get(first - 1) == years[last]:
            first -= 1
        return f"{self.short} {last}" if first == last else f"{self.short} {first} {last} {last - first + 1}"

    def said(self, x):
        text = fixed(abs(x), 1)
        return "" if text == "0.0" else f" {'增长' if x > 0 else '下降'}{text}"

    def certified_short(self):
        held = self.held()
        if not held:
            return ""
        grown = self.certificates.mom("CERT", self.code, held[0])
        return (f"{label(held[0])} {amount(self.certificates.get('CERT', self.code, held[0]), '张', 0)}"
                + (self.said(grown) if grown is not None else ""))

    def certified(self):
        held, get = self.held(), self.certificates.get
        if not held:
            return self.short
        text = f"{label(held[0])} {self.short} {amount(get('CERT', self.code, held[0]), '张', 0)}"
        grown = self.certificates.mom("CERT", self.code, held[0])
        text += self.said(grown) if grown is not None else ""
        ranked = [m for m in held if get("CERT_RANK", self.code, m) is not None]
        if ranked:
            m = ranked[0]
            text += ("" if m == held[0] else f" {label(m)}") + f" {fixed(get('CERT_RANK', self.code, m), 0)}"
            share = get("CERT_SHARE", self.code, m)
            text += f" {fixed(share, 2)}" if share is not None else ""
        return text

    def place(self, code):
        now, before = self.ranks(code), self.ranks(code, YEAR - 1)
        if not now:
            return ""
        text = f" {now[self.code]}"
        if before and before[self.code] != now[self.code]:
            gained = before[self.code] - now[self.code]
            text += f" {'上升' if gained > 0 else '下降'}{abs(gained)}"
        return text

    def amount(self, code):
        return amount(self.panel.value(code, self.code, YEAR), self.panel.unit(code), self.panel.decimals(code))

    def output(self):
        return f"{self.amount('GDP')}{self.said(self.panel.growth('GDP', self.code, YEAR))} {self.ranks('GDP_INDEX')[self.code]}"

    def moves(self):
        """How far it rose and fell most; every indicator that did so is one of them."""
        gained = {}
        for code in PROFILE:
            directed = code in DERIVED or self.panel.items[code]["direction"] != "none"
            now, before = self.ranks(code), self.ranks(code, YEAR - 1)
            if directed and now and before:
                gained[code] = before[self.code] - now[self.code]
        text = ""
        for sign, verb in ((1, "上升"), (-1, "下降")):
            most = max(v * sign for v in gained.values())
            if most > 0:
                many = sum(v * sign == most for v in gained.values())
                text += (f" {many}" if many > 3 else "") + f" {verb}{most}"
        return text

    def text(self):
        prose, own = self.out.prose, self.value("INVENTIONS")
        rank = self.ranks("INVENTIONS")[self.code]
        income = f"{self.value('GDP_PC')}{self.place('GDP_PC')}"
        years, held = self.quality.grades.get(self.full), self.held()
        gdp = f"{self.amount('GDP')}{self.said(self.panel.growth('GDP', self.code, YEAR))}"
        index = f"{fixed(self.profile.now.scores[self.profile.i], 2)} {self.profile.now.ranks[self.profile.i]}"
        prose("summary-zh-CN", f"{self.streak()} {self.certified_short()} {YEAR} {own}{self.place('INVENTIONS')} "
              f"{self.value('SCIENCE')}{self.place('SCIENCE')} {gdp} {index}")
        billions = in_english(self.panel.value("GDP", self.code, YEAR), 1, 3)
        english = (f"{YEAR} {self.value('INV_GRANT')}{self.said(self.panel.growth('INV_GRANT', self.code, YEAR))} {YEAR - 1} {own} {rank} 31 "
                   f"{billions}{self.said(self.panel.growth('GDP', self.code, YEAR))} {YEAR - 1} {self.value('GDP_PC')} {self.ranks('GDP_PC')[self.code]} {index}")
        if years:
            runs = self.streak().split()[1:]
            english += f" {runs[0]}" + (f" {runs[1]}" if len(runs) > 1 else "")
        if held:
            grown = self.certificates.mom("CERT", self.code, held[0])
            english += f" {held[0][:4]} {fixed(self.certificates.get('CERT', self.code, held[0]), 0)}" + (self.said(grown) if grown is not None else "")
        prose("summary-en", f"{english} {self.key_figures(years, held)}")
        self.quality_text(years)
        prose("sec-certification", self.certified())
        if self.full == "安徽省":
            prose("sec-elements", self.short)
        prose("sec-indicators", f"{YEAR} {self.short} {self.output()} {income}{self.moves()}")
        granted = self.said(self.panel.growth("INV_GRANT", self.code, YEAR))
        order = self.panel.order("INVENTIONS", YEAR)
        at = order.index(self.code)
        beside = [a for a in (order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None) if a]
        prose("sec-innovation", f"{YEAR} {self.short} {self.amount('INV_GRANT')}{granted} {own} {rank} " + " ".join(
            f"{self.areas.short(a)} {self.value('INVENTIONS', a)}" for a in beside)
            + f" {self.areas.region(self.code, 'region4')} " + " ".join(self.areas.short(a) for a in self.peers()))
        prose("sec-index", self.profile.text(str(YEAR)), self.profile.names())
        own = {(key, month) for (key, where), month in self.certificates.values if where == self.code}
        codes = ["GRADE", "CERT"] + [code for code in ("CERT_SHARE", "CERT_ORG") if any(key == code for key, _ in own)]
        codes += ["INSP_ORG", "MQCI"] + (["MQCI_CHANGE"] if self.changed() else [])
        shown = [row[0] for row in self.elements() if len(row) > 1] if self.full == "安徽省" else []
        codes += [code for name in shown for code, item in self.panel.items.items() if item["name"] == name and code not in codes]
        sources.closing(self.out, "input", codes, [self.explained(code) for code in PROFILE]
                        + [self.explained("GDP_INDEX"), (self.profile.q.name, ""), ("耦合协调度", "0 1")])

    def explained(self, code):
        item = self.panel.items.get(code)
        return (item["name"], item["brief"]) if item else (DERIVED[code][0], "")

    def changed(self):
        """Whether the change of the index of manufacturing quality was published with it."""
        found = self.quality.index.get(self.full) or self.quality.index.get(self.short) or {}
        years = [year for year, cells in found.items() if "制造业质量竞争力指数" in cells]
        return bool(years) and "比上年提高" in found[max(years)]

    def bodies(self):
        """The newest number of inspection bodies with its year; None without one."""
        if self.full == "安徽省":
            row = next(row for row in self.quality.anhui() if row["指标"] == "检验检测机构" and row["时期"] != "未注明")
            return number(row["数值"]), row["时期"]
        count = self.quality.bodies.get(self.full)
        return (count[0], 2013) if count else None

    def key_figures(self, years, held):
        text = f"{max(years)}" if years else ""
        if held:
            text += f" {amount(self.certificates.get('CERT', self.code, held[0]), '张', 0)} {label(held[0])}"
        bodies = self.bodies()
        text += f" {fixed(bodies[0], 0)} {bodies[1]}" if bodies else ""
        text += f" {self.amount('GDP')}{self.said(self.panel.growth('GDP', self.code, YEAR))}"
        for code in ("INVENTIONS", "SCIENCE", "GDP_PC"):
            now, before = self.ranks(code)[self.code], self.ranks(code, YEAR - 1)[self.code]
            text += f" {self.value(code)} {now}" + (f" {abs(before - now)}" if before != now else "")
        return text + f" {fixed(self.profile.now.scores[self.profile.i], 2)} {self.profile.now.ranks[self.profile.i]}"

    def graded(self, years):
        """Runs of years with the same grade."""
        text, left = "", sorted(years)
        while left:
            run = [left.pop(0)]
            while left and left[0] == run[-1] + 1 and years[left[0]] == years[run[0]]:
                run.append(left.pop(0))
            text += f" {run[0]}" if len(run) == 1 else f" {run[0]} {run[-1]} {len(run)}"
        return self.short + text

    def quality_text(self, years):
        q, text = self.quality, self.graded(years) if years else self.streak()
        if years and max(years) < q.last_year:
            text += f" {max(years) + 1} {q.last_year} {q.listed} {self.short}"
        self.out.prose("sec-grades", text)
        text = self.short
        if self.full == "安徽省":
            rows = {row["指标"]: row for row in q.anhui() if row["时期"] != "未注明"}
            bodies, revenue = rows["检验检测机构"], rows["检验检测营收"]
            text = f"{bodies['时期']} {self.short} {fixed(number(bodies['数值']), 0)} {fixed(number(revenue['数值']), 2)}"
        elif self.full in q.bodies:
            count, place = q.bodies[self.full]
            text = f"2013 {self.short} {fixed(count, 0)} {fixed(place, 0)}"
        found = q.index.get(self.full) or q.index.get(self.short)
        if found:
            year = max(year for year, cells in found.items() if "制造业质量竞争力指数" in cells)
            cells = found[year]
            text += f" {year} {self.short} {fixed(cells['制造业质量竞争力指数'], 2)}"
            if "比上年提高" in cells:
                x = cells["比上年提高"]
                text += f" {'提高' if x > 0 else '降低'}{fixed(abs(x), 2)}"
            if "全国位次" in cells:
                text += f" {fixed(cells['全国位次'], 0)}"
        else:
            text += f" {self.short}"
        self.out.prose("sec-inspection", text)
