"""What the project's reports say, worked out again from the CSV files by other code.

    python3 tests/e2e/report_facts.py RELEASE     from the top of the project
Prints what is wrong, one line each; exit 1 if anything is."""
import csv
import pathlib
import re
import sys
from decimal import ROUND_HALF_UP, Decimal

release = pathlib.Path(sys.argv[1])
problems = []


def expect(what, text, wanted):
    if wanted not in text:
        problems.append(f"{what}: no “{wanted}”")


def plain(path):
    """A report's Markdown without the backslashes that keep text text."""
    return re.sub(r"\\(.)", r"\1", (release / path).read_text(encoding="utf-8"))


def rounded(value, digits):
    return f"{Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,}"


def wide(path, encoding="utf-8"):
    """An area × year file: {name: {year: Decimal}}."""
    rows = list(csv.reader(open(path, encoding=encoding, newline="")))
    head = next(i for i, row in enumerate(rows) if row and row[0].strip() == "地区")
    years = [re.sub(r"\D", "", cell) for cell in rows[head]]
    found = {}
    for row in rows[head + 1:]:
        if len(row) == len(years) and re.search("[省市区]$", row[0].strip()):
            found[row[0].strip()] = {
                year: Decimal(cell.strip().replace(",", ""))
                for year, cell in zip(years[1:], row[1:]) if cell.strip() and year
            }
    return found


def places(values):
    """{name: (rank, shared)}, 1224, largest first."""
    order = sorted(values.values(), reverse=True)
    return {name: (order.index(v) + 1, order.count(v) > 1) for name, v in values.items()}


areas = {r["name"]: r for r in csv.DictReader(open("input/areas.csv", encoding="utf-8"))}
ranked = [name for name, r in areas.items() if r["ranked"] == "1"]
granted = wide("input/panel/export-inventions-granted.csv")
people = wide("input/panel/population-2015-2024.csv")


def per_head(year):
    return {name: granted[name][year] / people[name][year] for name in ranked}


def change_words(now, before):
    if now == before:
        return "位次与上年持平"
    return f"位次较上年{'上升' if now < before else '下降'}{abs(before - now)}位"


now, before = per_head("2023"), per_head("2022")
rank_now, rank_before = places(now), places(before)
grades = {}
for row in csv.DictReader(open("input/quality/grades.csv", encoding="utf-8")):
    grades.setdefault(row["地区"], {})[int(row["年度"].rstrip("年"))] = row["考核等级"]

for name in ranked:
    text, short = plain(f"province/2023/2023-{areas[name]['code']}.md"), areas[name]["short"]
    place, shared = rank_now[name]
    expect(name, text, f"每万人发明专利授权量{rounded(now[name], 2)}项，{'并列' if shared else ''}居全国第{place}位，"
           + change_words(place, rank_before[name][0]))
    own, last = grades[name], max(grades[name])
    first = last
    while own.get(first - 1) == own[last]:
        first -= 1
    when = f"{last}年" if first == last else f"{first}—{last}年连续{last - first + 1}年"
    expect(name, text, f"{short}{when}在省级政府质量工作考核中获{own[last]}级。")
    if last < 2022:
        expect(name, text, f"{short}未列入，不表示未获A级")

environment = plain("environment/2023/2023.md")
totals = {year: sum(granted[name][year] for name in ranked) for year in ("2022", "2023")}
expect("environment", environment, f"国内发明专利授权量合计{rounded(totals['2023'] / 10000, 1)}万项，比上年增长"
       f"{rounded((totals['2023'] / totals['2022'] - 1) * 100, 1)}%")
best = sorted(ranked, key=lambda name: -now[name])
expect("environment", environment, f"居前三位的是{areas[best[0]]['short']}（{rounded(now[best[0]], 2)}项）、"
       f"{areas[best[1]]['short']}（{rounded(now[best[1]], 2)}项）和{areas[best[2]]['short']}")
for name in ("NQI指数", "质量基础设施指数（NQI"):
    if name in environment:
        problems.append(f"environment: it is called {name}")

# Certificates: ranks and shares only as published, comparisons only with a period.
certification = plain("certification/2025-01/2025-01.md")
published = {}
for path in sorted(pathlib.Path("input/certification").glob("province-*.csv")):
    for row in csv.reader(open(path, encoding="utf-8", newline="")):
        if row[0] in areas and row[1]:
            published.setdefault(row[0], {})[path.stem[9:]] = row[1:]
table = certification.split("**表3")[1].split("注：")[0]
rows = [[cell.strip() for cell in line.strip("| \n").split("|")] for line in table.splitlines() if line.startswith("| ")][2:]
known = {areas[name]["short"]: months for name, months in published.items() if "2025-01" in months and areas[name]["ranked"] == "1"}
if sorted(row[0] for row in rows) != sorted(known):
    problems.append("certification: other provinces than the data have")
if "同比" in table or "不列同比" not in certification:
    problems.append("certification: no province has the month of the year before")
for row in rows:
    months = known.get(row[0], {})
    with_rank = [m for m in sorted(months) if months[m][1]]
    wanted = [months[with_rank[-1]][1], rounded(months[with_rank[-1]][2], 2)] if with_rank else ["…", "…"]
    if row[3:5] != wanted:
        problems.append(f"certification: {row[0]} has {row[3:5]}, published are {wanted}")
    value, ago = Decimal(months["2025-01"][0]), months.get("2024-12")
    growth = rounded((value / Decimal(ago[0]) - 1) * 100, 1) if ago else "…"
    if row[1:3] != [rounded(value, 0), growth]:
        problems.append(f"certification: {row[0]} has {row[1:3]}")

# The dialogue: every figure, and each period that is not stated.
forum = plain("forum/2023-09/2023-09.md")
counted = {"stat", "rank", "grade", "target", "forecast"}
statements = list(csv.DictReader(open("input/forum/statements.csv", encoding="utf-8")))
figures = [s for s in statements if s["kind"] in counted]
undated = [s for s in figures if not s["period"] or "未注明" in s["period"]]
expect("forum", forum, f"收录会上的{len(statements)}项数字和数字性表述，其中统计性数字{len(figures)}项")
expect("forum", forum, f"{len(undated)}项统计性数字的来源没有说明时期")
for number, kinds in (("表2", figures), ("表3", figures), ("表4", [s for s in statements if s not in figures])):
    part = forum.split(f"**{number}　")[1].split("数据来源：")[0]
    for s in kinds:
        lines = [line for line in part.splitlines() if line.startswith(f"| {s['indicator']} |")]
        if not lines or s["value"] not in lines[0]:
            problems.append(f"forum {number}: {s['indicator']} {s['value']} is not there as said")
        elif ("时期未注明" in lines[0]) != (not s["period"] or "未注明" in s["period"]):
            problems.append(f"forum {number}: the period of {s['indicator']}")
for point in csv.DictReader(open("input/forum/points.csv", encoding="utf-8")):
    expect("forum", forum, point["heading"])

# What every report has.
for path in sorted(release.glob("*/*/*.md")):
    text = plain(path.relative_to(release))
    for wanted in ("## 摘要", "## Summary", "## 一　", "**表1　", "**图1　", "数据来源：", "附录一　指标解释", "附录二　数据质量说明", "制表"):
        expect(str(path.relative_to(release)), text, wanted)
    if path.parts[-3] in ("environment", "province"):
        expect(str(path.relative_to(release)), text, "未包括香港、澳门特别行政区和台湾省数据")
    for wrong in ("nil", "table: 0x", "userdata", "增长-", "下降-", "{{", "}}", "。。", "，，", "（）", "。（["):
        if wrong in text:
            problems.append(f"{path.relative_to(release)}: “{wrong}”")

print("\n".join(problems))
sys.exit(1 if problems else 0)
