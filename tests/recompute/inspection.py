"""The inspection and testing report, from input/inspection."""
import re

import sources
from figures import MISSING, amount, fixed, growth, in_english, number, percent
from ledger import Ledger
from panel import Areas, records, rows_of

MAIN = [("检验检测机构数", "INSP_ORG"), ("规模以上机构数", "INSP_ORG_SCALE"), ("营业收入", "INSP_REVENUE"), ("检验检测报告", "INSP_REPORTS"),
        ("从业人员", "INSP_STAFF"), ("仪器设备", "INSP_EQUIP"), ("仪器设备资产原值", "INSP_EQUIP_VALUE"), ("实验室面积", "INSP_AREA")]
OWNERS = [("企业制", "企业制机构"), ("事业单位制", "事业单位制机构"), ("其他类型", "其他类型机构")]
FIELDS = {"其他": "其他领域"}
CODES = ["INSP_ORG", "INSP_ORG_SCALE", "INSP_REVENUE", "INSP_REPORTS", "INSP_STAFF", "INSP_EQUIP", "INSP_EQUIP_VALUE", "INSP_AREA",
         "INSP_ORG_FIRM", "INSP_ORG_PUBLIC", "INSP_ORG_PUBLIC_SHARE", "INSP_ORG_SHARE", "INSP_REVENUE_SHARE"]


class Inspection:
    def __init__(self, report):
        self.areas, self.nation, self.fields, self.shares = Areas("input"), {}, {}, {}
        self.items = {row["code"]: row for row in records("input/indicators.csv")}
        head, rows = sources.body("input/inspection/national-2013-2024.csv", "utf-8-sig")
        for row in rows:
            for name, cell in zip(head[1:], row[1:]):
                if number(cell) is not None:
                    self.nation.setdefault(re.sub(r"\(.*", "", name), {})[int(row[0][:4])] = number(cell)
        head, rows = sources.body("input/inspection/institutions-by-field.csv", "utf-8-sig")
        self.years = [int(label[:4]) for label in head[1:]]
        for row in rows:
            self.fields[row[0]] = [number(cell) for cell in row[1:]]
        for row in records("input/inspection/regions.csv"):
            self.shares.setdefault(int(row["年份"][:4]), {}).setdefault(row["指标"], {})[row["区域"]] = number(row["数值"])
        self.regions = [row["short"] for row in self.areas.by_code.values() if any(
            row["short"] in cells for year in self.shares.values() for cells in year.values())]
        names = [self.areas.short(a) for a in self.areas.ranked] + self.regions + list(self.fields)
        self.out = Ledger("inspection", report, [name for name in names if name != "其他"])

    def run(self):
        self.tables()
        self.charts()
        self.text()
        sources.closing(self.out, "input", CODES)
        self.out.finish()
        return self.out

    def last(self, name):
        year = max(self.nation[name])
        return year, self.nation[name][year]

    def by_size(self):
        """Most institutions first, 其他 last."""
        return sorted(self.fields, key=lambda name: (name == "其他", -self.fields[name][1]))

    def tables(self):
        table, nation = self.out.table, self.nation
        years = sorted({year for name, _ in MAIN for year in nation[name]})
        table("tbl-main", [[self.items[code]["name"], self.items[code]["unit"]]
                           + [fixed(nation[name].get(year), int(self.items[code]["decimals"])) for year in years] for name, code in MAIN])
        years = sorted({year for _, name in OWNERS for year in nation[name]})
        rows = [["合计"] + [cell for year in years for cell in (fixed(nation["检验检测机构数"][year], 0), "100.00")]]
        for label, name in OWNERS:
            rows.append([label] + [cell for year in years for cell in (
                fixed(nation[name][year], 0), fixed(nation[name][year] / nation["检验检测机构数"][year] * 100, 2))])
        table("tbl-owners", rows)
        rows = []
        for name in self.by_size():
            before, now = self.fields[name]
            rows.append([FIELDS.get(name, name), fixed(before, 0), fixed(now, 0), fixed(now - before if before else None, 0),
                         fixed(growth(now, before), 1)])
        table("tbl-fields", rows)
        for year, kinds in sorted(self.shares.items(), reverse=True)[1:]: # the text tells the last
            own = [name for name in self.regions if any(name in cells for cells in kinds.values())]
            table(f"tbl-shares-{year}", [[{"机构占比": "机构数占比", "营收占比": "营业收入占比"}[kind]] + [fixed(cells.get(name), 2) for name in own]
                                   for kind, cells in kinds.items()])
        table("tbl-provinces", self.provinces())

    def provinces(self):
        rows = [["2013年", self.areas.short(self.areas.code_of[row[0]]), fixed(number(row[1]), 0), row[2]]
                for row in rows_of("input/inspection/institutions-2013.csv") if row and row[0] in self.areas.code_of]
        rows += [[row["时期"], "安徽", fixed(number(row["数值"]), 0), MISSING] for row in records("input/quality/anhui-industry-2024.csv")
                 if row["指标"] == "检验检测机构" and row["时期"] != "未注明"]
        return rows

    def charts(self):
        share = self.nation["事业单位制机构占比"]
        self.out.lines("fig-public", [("事业单位制", [share.get(y) for y in range(min(share), max(share) + 1)])],
                       f"{min(share)} {max(share)} 为 {fixed(share[max(share)], 2)}")
        order = self.by_size()
        big = sorted(order, key=lambda name: -self.fields[name][1])
        self.out.chart("bars", "fig-fields", [[FIELDS.get(n, n), FIELDS.get(n, n), fixed(self.fields[n][1], 0)] for n in order],
                       f"{len(order)} {big[0]} {fixed(self.fields[big[0]][1], 0)} {big[-1]} {fixed(self.fields[big[-1]][1], 0)}")

    # ---- sentences

    @staticmethod
    def said(x, decimals=1):
        return f" {'增长' if x > 0 else '下降'}{fixed(abs(x), decimals)}"

    def grown(self, name, year):
        return self.said(growth(self.nation[name][year], self.nation[name][year - 1]))

    def amount(self, name, year, unit, decimals=2):
        return amount(self.nation[name][year], unit, decimals)

    def share_list(self, kind, year):
        cells = self.shares[year][kind]
        return " ".join(f"{name} {fixed(cells[name], 2)}" for name in sorted(cells, key=lambda n: -cells[n]))

    def text(self):
        prose, nation = self.out.prose, self.nation
        (year, revenue), (when, bodies) = self.last("营业收入"), self.last("检验检测机构数")
        share = nation["事业单位制机构占比"]
        first, last = min(share), max(share)
        public = f"{first} {last} {fixed(share[first], 2)} {fixed(share[last], 2)}"
        rate = self.said(nation["营业收入同比"][year], 2)
        head, counted_bodies = f"{year} {amount(revenue, '亿元', 2)}{rate}", amount(bodies, "家", 0)
        prose("summary-zh-CN", f"{head} {self.share_list('营收占比', year)} {when} {counted_bodies}{self.grown('检验检测机构数', when)} {public}")
        (reported, reports), (counted, staff) = self.last("检验检测报告"), self.last("从业人员")
        prose("summary-en", f"{year} {in_english(revenue, 2)}{rate} {year - 1} {when} {fixed(bodies, 0)}{self.grown('检验检测机构数', when)} {when - 1} "
              f"{fixed(share[first], 2)} {first} {fixed(share[last], 2)} {last} {amount(revenue, '亿元', 2)} {year}{rate} "
              f"{counted_bodies} {when} {amount(reports, '亿份', 2)} {reported} {amount(staff, '万人', 2)} {counted}")
        earlier = max(y for y in nation["营业收入"] if y < year)
        prose("sec-overview", f"{head} {earlier} {self.amount('营业收入', earlier, '亿元')}{self.grown('营业收入', earlier)} {when} {counted_bodies}"
              f"{self.grown('检验检测机构数', when)} {amount(staff, '万人', 2)}{self.grown('从业人员', counted)} {reported} {amount(reports, '亿份', 2)}"
              f"{self.grown('检验检测报告', reported)} {fixed(staff * 10000 / bodies, 1)}")
        owners = " ".join(f"{amount(nation[name][when], '家', 0)} {percent(nation[name][when] / bodies * 100, 2)}" for _, name in OWNERS)
        fallen = share[last] - share[first]
        prose("sec-owners", f"{when} {owners} {public} {'提高' if fallen > 0 else '降低'}{fixed(abs(fallen), 2)}")
        prose("sec-fields", self.fields_text())
        prose("sec-shares", self.shares_text(year))
        rows = self.provinces()
        prose("sec-provinces", "".join(f" {y} {sum(row[0] == y for row in rows)}" for y in dict.fromkeys(row[0] for row in rows)))

    def fields_text(self):
        three = self.by_size()[:3]
        moved = {n: now - before for n, (before, now) in self.fields.items() if before}
        up, down = max(moved, key=lambda n: moved[n]), min(moved, key=lambda n: moved[n])
        return (f"{self.years[1]} " + " ".join(f"{n} {amount(self.fields[n][1], '家', 0)}" for n in three)
                + f" {self.years[0]} {up} {fixed(moved[up], 0)} {down} {fixed(-moved[down], 0)}")

    def shares_text(self, year):
        revenue, bodies = self.shares[year]["营收占比"], self.shares[year]["机构占比"]
        above = " ".join(n for n in self.regions if n in revenue and revenue[n] > bodies[n])
        return f"{year} {len(revenue)} {self.share_list('营收占比', year)} {self.share_list('机构占比', year)} {above} " + " ".join(
            str(y) for y in sorted(self.shares, reverse=True)[1:])
