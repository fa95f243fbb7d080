"""The monthly certification report, from input/certification."""
import glob
import re

import sources
from figures import MISSING, fixed, growth, number, percent
from ledger import Ledger
from panel import Areas, records, rows_of

MONTH = "2025-01"


def month_of(label):
    year, month = re.match(r"(\d+)年(\d+)月", label).groups()
    return f"{year}-{int(month):02d}"


def label(month):
    return f"{month[:4]}年{int(month[5:])}月"


def before(month):
    year, place = int(month[:4]), int(month[5:])
    return f"{year - 1}-12" if place == 1 else f"{year}-{place - 1:02d}"


def year_ago(month):
    return f"{int(month[:4]) - 1}{month[4:]}"


class Certificates:
    """values[key, month]: key is ("CERT" or "CERT_ORG", field) of everybody, or
    (CERT, CERT_RANK, CERT_SHARE or CERT_ORG, area)."""

    def __init__(self):
        self.areas, self.values = Areas("input"), {}
        self.code_of = dict(self.areas.code_of, 全部="ALL", 全国="000000")
        for file, code in (("certificates", "CERT"), ("organisations", "CERT_ORG")):
            head, rows = sources.body(f"input/certification/{file}-by-field.csv", "utf-8-sig")
            for row in rows:
                for month, cell in zip(head[1:], row[1:]):
                    self.put((code, row[0]), month_of(month), cell)
        for path in sorted(glob.glob("input/certification/province-*.csv")):
            month = re.search(r"(\d{4}-\d\d)\.csv", path)[1]
            for row in rows_of(path):
                if row and row[0] in self.code_of:
                    for code, cell in zip(("CERT", "CERT_RANK", "CERT_SHARE", "CERT_ORG"), row[1:5]):
                        self.put((code, self.code_of[row[0]]), month, cell)
        for (key, month), value in list(self.values.items()):
            if key[1] == "合计":
                self.values[(key[0], "ALL"), month] = value

    def put(self, key, month, cell):
        if number(cell) is not None:
            self.values[key, month] = number(cell)

    def get(self, code, where, month=MONTH):
        return self.values.get(((code, where), month))

    def months(self, code, where):
        return sorted(month for key, month in self.values if key == (code, where))

    def last_rank(self, area, upto):
        months = [month for month in self.months("CERT_RANK", area) if month <= upto]
        return months[-1] if months else None

    def mom(self, code, where, month=MONTH):
        return growth(self.get(code, where, month), self.get(code, where, before(month)))

    def yoy(self, code, where, month=MONTH):
        return growth(self.get(code, where, month), self.get(code, where, year_ago(month)))


class Fields:
    """The fields of dimensions.csv in their order: (name, depth, head in the files)."""

    def __init__(self, data):
        rows = [row for row in records("input/dimensions.csv") if row["dimension"] == "field" and row["code"]]
        self.items, self.definitions = [("合计", 0, "合计")], {row["code"]: row for row in rows}
        for top in (row for row in rows if not row["parent"]):
            self.add(data, top, 1)
            for part in (row for row in rows if row["parent"] == top["code"]):
                self.add(data, part, 2)

    def add(self, data, row, depth):
        for head in [row["name"]] + row["aliases"].split(";"):
            if data.get("CERT", head) is not None:
                self.items.append((row["name"], depth, head))
                return

    def leaves(self, data):
        """Those without parts, most certificates first."""
        ends = [item for item, after in zip(self.items, self.items[1:] + [None]) if after is None or after[1] <= item[1]]
        return sorted(ends, key=lambda item: -data.get("CERT", item[2]))


class Certification:
    def __init__(self, data, report):
        self.data, self.areas, self.fields = data, data.areas, Fields(data)
        self.out = Ledger("certification", report, [self.areas.short(a) for a in self.areas.ranked])
        held = {a: data.get("CERT", a) for a in self.areas.ranked if data.get("CERT", a) is not None}
        self.provinces = sorted(held, key=lambda a: -held[a])

    def run(self):
        self.tables()
        self.charts()
        self.text()
        codes = ["CERT", "CERT_ORG", "CERT_RANK", "CERT_SHARE"]
        fields = list(self.fields.definitions.values()) # every field is printed, in the order of the dictionary
        sources.closing(self.out, "input", codes, [(f["name"], f["brief"]) for f in fields])
        self.out.finish()
        return self.out

    def tables(self):
        get, data = self.data.get, self.data
        self.out.table("tbl-total", [
            [label(m), fixed(get("CERT", "ALL", m), 0), fixed(data.mom("CERT", "ALL", m), 1), fixed(get("CERT_ORG", "ALL", m), 0),
             fixed(get("CERT", "000000", m), 0), fixed(get("CERT_ORG", "000000", m), 0)]
            for m in data.months("CERT", "ALL") if m <= MONTH])
        whole, rows = get("CERT", "合计"), []
        for name, _, head in self.fields.items:
            rows.append([name, fixed(get("CERT", head), 0), fixed(get("CERT", head) / whole * 100, 1),
                         fixed(data.mom("CERT", head), 1), fixed(get("CERT_ORG", head), 0), fixed(data.mom("CERT_ORG", head), 1)])
        self.out.table("tbl-fields", rows)
        rows = []
        for area in self.provinces:
            when = data.last_rank(area, MONTH)
            rows.append([self.areas.short(area), fixed(get("CERT", area), 0), fixed(data.mom("CERT", area), 1),
                         fixed(get("CERT_RANK", area, when), 0), fixed(get("CERT_SHARE", area, when), 2),
                         label(when) if when else MISSING])
        self.out.table("tbl-provinces", rows)
        # These tables have no 同比 because no row has one.
        keys = [("CERT", head) for _, _, head in self.fields.items] + [("CERT", area) for area in self.provinces]
        if any(self.data.yoy(*key) is not None for key in keys):
            self.out.differences.append("certification: a year-on-year growth is to be had and not printed")

    def charts(self):
        get = self.data.get
        first = self.fields.leaves(self.data)[:10]
        self.bars("fig-fields", [(name, get("CERT", head)) for name, _, head in first])
        self.bars("fig-provinces",
                  [(self.areas.short(area), get("CERT", area)) for area in self.provinces])

    def bars(self, caption, values):
        self.out.chart("bars", caption, [[name, name, fixed(value, 0)] for name, value in values],
                       f"{len(values)} {values[0][0]}{fixed(values[0][1], 0)} {values[-1][0]}{fixed(values[-1][1], 0)}")

    # ---- sentences

    def wan(self, x):
        return fixed(x / 10000, 1)

    def said(self, x):
        return ("增长" if x > 0 else "下降") + percent(abs(x))

    def parts(self):
        get = self.data.get
        return " ".join(f"{self.wan(get('CERT', head))} {percent(get('CERT', head) / get('CERT', '合计') * 100)}"
                        for _, depth, head in self.fields.items if depth == 1)

    def text(self):
        prose, get, data = self.out.prose, self.data.get, self.data
        all_, bodies = get("CERT", "ALL"), get("CERT_ORG", "ALL")
        home = [m for m in data.months("CERT", "000000") if m <= MONTH][-1]
        grown = [self.said(data.mom(code, "ALL")) for code in ("CERT", "CERT_ORG")]
        count, best = len(self.provinces), self.provinces[0]
        shares = " ".join(percent(get("CERT", head) / all_ * 100) for _, depth, head in self.fields.items if depth == 1)
        prose("summary-zh-CN", f"{label(MONTH)} {self.wan(all_)} {grown[0]} {self.wan(bodies)} {grown[1]} {shares} {count} "
              f"{self.areas.short(best)} {self.wan(get('CERT', best))}")
        each, nation = fixed(all_ / bodies, 2), get("CERT", "000000", home)
        prose("summary-en", f"2025 {fixed(bodies, 0)} {fixed(all_, 0)} {grown[0]} {fixed(all_ / bodies, 2)} {shares} {count} "
              + fixed(get("CERT", best), 0) + f" {self.wan(all_)} {grown[0]} {self.wan(bodies)} {grown[1]} {each} {label(MONTH)} "
              f"{self.wan(nation)} {label(home)}")
        prose("sec-total", f"{label(MONTH)} {self.wan(all_)} {grown[0]} {self.wan(bodies)} {grown[1]} {each} "
              f"{label(home)} {self.wan(nation)}")
        leaves = self.fields.leaves(data)
        three = leaves[:3]
        share = sum(get("CERT", head) for _, _, head in three) / all_ * 100
        moved = sorted((data.mom("CERT", head) for _, _, head in leaves), reverse=True)
        prose("sec-fields", f"{self.parts()} " + " ".join(self.wan(get("CERT", head)) for _, _, head in three)
              + f" {percent(share)} {self.said(moved[0])} {self.said(moved[-1])}")
        compared = [data.mom("CERT", area) for area in self.provinces if data.mom("CERT", area) is not None]
        grown = sum(fixed(x, 1)[0] != "−" and fixed(x, 1) != "0.0" for x in compared)
        prose("sec-provinces", f"{label(MONTH)} {count} " + " ".join(
            f"{self.areas.short(a)}（{self.wan(get('CERT', a))}）" for a in self.provinces[:3])
            + f" {len(compared)}" + ("" if grown == len(compared) else f" {grown}"))
