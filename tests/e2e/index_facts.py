"""质量发展环境指数 worked out again from the CSV files by other code, and looked for in
the reports: scores, ranks, change of rank, pillars, coupling, contributions.

    python3 tests/e2e/index_facts.py RELEASE     from the top of the project
Prints what is wrong, one line each; exit 1 if anything is."""
import csv
import math
import pathlib
import re
import sys
from decimal import ROUND_HALF_UP, Decimal

release = pathlib.Path(sys.argv[1])
problems = []
areas = {r["name"]: r for r in csv.DictReader(open("input/areas.csv", encoding="utf-8"))}
names = [name for name, r in areas.items() if r["ranked"] == "1"]


def number(text):
    return float(text.replace(",", "").strip())


def wide(path, year, encoding="utf-8-sig"):
    rows = [[c.strip() for c in row] for row in csv.reader(open(path, encoding=encoding, newline=""))]
    head = next(row for row in rows if row and row[0] == "地区")
    column = next(i for i, c in enumerate(head) if re.sub(r"\D", "", c) == year)
    found = {row[0]: row[column] for row in rows if row and row[0] in areas}
    return [number(found[name]) for name in names]


def crossed(path, head_start):
    rows = [[c.strip() for c in row] for row in csv.reader(open(path, encoding="utf-8-sig", newline=""))]
    head = next(row for row in rows if row and row[0] == "地区")
    column = next(i for i, c in enumerate(head) if c.startswith(head_start))
    found = {row[0]: row[column] for row in rows if row and row[0] in areas}
    return [number(found[name]) for name in names]


def long(indicator, year):
    found = {r["地区"]: r["数值"] for r in csv.DictReader(open("input/panel/economy-2016-2024.csv", encoding="utf-8-sig"))
             if r["指标"].startswith(indicator) and r["年份"].startswith(year)}
    return [number(found[name]) for name in names]


def ratio(a, b):
    return [x / y for x, y in zip(a, b)]


def indicators(year):
    people = wide("input/panel/population-2015-2024.csv", year)
    gdp = wide("input/panel/gdp-2006-2024.csv", year, "gb18030")
    inventions = wide("input/panel/export-inventions-granted.csv", year)
    science = wide("input/panel/export-fiscal-science.csv", year)
    added = f"input/panel/value-added-{year}.csv"
    return [
        [ratio(inventions, people), ratio(inventions, wide("input/panel/export-patents-granted.csv", year)),
         ratio(wide("input/panel/export-technology-deals.csv", year), gdp)],
        [ratio(science, wide("input/panel/export-fiscal-expenditure.csv", year)), ratio(science, gdp)],
        [ratio(crossed(added, "工业增加值"), people), ratio(crossed(added, "第三产业增加值"), people)],
        [long("地区生产总值指数", year), ratio(long("社会消费品零售总额", year), people),
         ratio(long("地方一般公共预算收入", year), people)],
    ]


def passes(x):
    n, mean = len(x), sum(x) / len(x)
    m2, m3, m4 = (sum((v - mean) ** k for v in x) for k in (2, 3, 4))
    skewness = math.sqrt(n) * m3 / m2 ** 1.5 * math.sqrt(n * (n - 1)) / (n - 2)
    kurtosis = ((n + 1) * (n * m4 / m2 ** 2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    return abs(skewness) < 2 or kurtosis < 3.5, skewness


def winsorised(x):
    x = list(x)
    while True:
        good, skewness = passes(x)
        if good:
            return x
        edge = max(x) if skewness >= 0 else min(x)
        inner = (max if skewness >= 0 else min)(v for v in x if v != edge)
        x = [inner if v == edge else v for v in x]


def scaled(x):
    x = winsorised(x)
    return [1 + 99 * (v - min(x)) / (max(x) - min(x)) for v in x]


def mean(columns):
    return [sum(row) / len(row) for row in zip(*columns)]


def index(year):
    pillars = [mean([scaled(x) for x in group]) for group in indicators(year)]
    return pillars, mean(pillars)


def ranks(scores):
    return [1 + sum(other > own + 1e-9 for other in scores) for own in scores]


def text_of(value, digits):
    return f"{Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):,}"


def plain(path):
    return re.sub(r"\\(.)", r"\1", (release / path).read_text(encoding="utf-8"))


pillars, scores = index("2023")
now, before = ranks(scores), ranks(index("2022")[1])
environment = plain("environment/2023/2023.md")
table = environment[environment.index("质量发展环境指数排名（2023年）"):]
for i, name in enumerate(names):
    short = areas[name]["short"]
    change = before[i] - now[i]
    arrow = "＝" if change == 0 else ("▲" if change > 0 else "▼") + str(abs(change))
    row = next((r for r in table.splitlines() if r.startswith(f"| {now[i]} | {short} |")), None)
    if row is None:
        problems.append(f"{short}: not ranked {now[i]}")
        continue
    cells = [c.strip() for c in row.strip("|").split("|")]
    levels = [p[i] / 100 for p in pillars]
    coupling = math.prod(levels) ** (1 / 4) / (sum(levels) / 4)
    wanted = [str(now[i]), short, text_of(scores[i], 2), arrow, None, None] + \
        [text_of(p[i], 1) for p in pillars] + [text_of(math.sqrt(coupling * sum(levels) / 4), 3), None]
    for seen, want in zip(cells, wanted):
        if want is not None and seen != want:
            problems.append(f"{short}: {seen} is not {want}")
    low, high = (int(end) for end in (cells[5].rstrip("※△").split("—") * 2)[:2])
    if not low <= int(cells[4]) <= high <= 31:
        problems.append(f"{short}: median {cells[4]}, range {cells[5]}")
    mark = "※" if not low <= now[i] <= high else "△" if low < high and now[i] in (low, high) else ""
    if cells[5].rstrip("※△") + mark != cells[5]:
        problems.append(f"{short}: {cells[5]} should be marked {mark}")
    profile = plain(f"province/2023/2023-{areas[name]['code']}.md")
    if f"{short}质量发展环境指数为{text_of(scores[i], 2)}，居31个省（区、市）第{now[i]}位" not in profile:
        problems.append(f"{short}: the profile does not give {text_of(scores[i], 2)}")
    parts = profile[profile.index("质量发展环境指数各指标（2023年）"):].splitlines()
    sums = [number(r.strip("|").split("|")[6]) for r in parts if r.count("|") == 9 and re.match(r"\| [^*:指]", r)]
    if len(sums) != 10 or abs(sum(sums) - scores[i]) > 0.005 * 11:
        problems.append(f"{short}: contributions {sum(sums):.2f} of {len(sums)} do not make {scores[i]:.2f}")
print("\n".join(problems))
sys.exit(1 if problems else 0)
