"""What the dialogue quotes, from its CSV files by other code, and what every report has.
The numbers of the other reports: tests/recompute.

    python3 tests/e2e/report_facts.py RELEASE     from the top of the project
Prints what is wrong, one line each; exit 1 if anything is."""
import csv
import pathlib
import re
import sys

release = pathlib.Path(sys.argv[1])
problems = []


def expect(what, text, wanted):
    if wanted not in text:
        problems.append(f"{what}: no “{wanted}”")


def plain(path):
    """A report's Markdown without the backslashes that keep text text."""
    return re.sub(r"\\(.)", r"\1", (release / path).read_text(encoding="utf-8"))


# 质量发展环境指数 is no index of quality infrastructure.
for name in ("NQI指数", "质量基础设施指数（NQI"):
    if name in plain("environment/2023/2023.md"):
        problems.append(f"environment: it is called {name}")

# The dialogue: every figure, and each period that is not stated.
forum = plain("forum/2023-09/2023-09.md")
counted = {"stat", "rank", "grade", "target", "forecast"}
statements = [s for s in csv.DictReader(open("input/forum/statements.csv", encoding="utf-8")) if s["section"] != "页面"]
figures = [s for s in statements if s["kind"] in counted]
undated = [s for s in figures if not s["period"] or "未注明" in s["period"]]
expect("forum", forum, f"收录会上的{len(statements)}项数字和数字性表述，其中统计性数字{len(figures)}项")
expect("forum", forum, f"{len(undated)}项统计性数字的来源没有说明时期")
for number, kinds in (("表2", figures), ("表3", [s for s in statements if s not in figures])):
    part = forum.split(f"**{number}　")[1].split("数据来源：")[0]
    for s in kinds:
        lines = [line for line in part.splitlines() if line.startswith(f"| {s['indicator']} |")]
        value = f"{int(s['value']):,}" if s["value"].isdecimal() and s["unit"] not in ("", "年") else s["value"]
        if not lines or value not in lines[0]:
            problems.append(f"forum {number}: {s['indicator']} {s['value']} is not there as said")
        elif ("| 未注明 |" in lines[0]) != (not s["period"] or "未注明" in s["period"]):
            problems.append(f"forum {number}: the period of {s['indicator']}")
for point in csv.DictReader(open("input/forum/points.csv", encoding="utf-8")):
    expect("forum", forum, point["heading"])

# What every report has.
for path in sorted(release.glob("*/*/*.md")):
    text = plain(path.relative_to(release))
    methods = path.parts[-3] == "methods"
    own = ["附录一　指标解释", "附录二　方法与稳健性", "　数据来源和检查"] if methods else ["　数据说明", "### 指标解释"]
    own += ["**图1　"] if not methods and path.parts[-3] != "forum" else []
    for wanted in ["## 摘要", "## Summary", "## 一　", "**表2—1　" if methods else "**表1　", "数据来源：", "### 资料来源", "制表"] + own:
        expect(str(path.relative_to(release)), text, wanted)
    # Each number of a source is told by the list at the end, in which no file or place of code stands.
    cites, _, listing = text.rpartition("### 资料来源")
    listed = [int(n) for n in re.findall(r"^\\?\[(\d+)\\?\]　", listing, re.M)]
    numbers = {int(n) for n in re.findall(r"\[(\d+)\](?!\()", cites)}
    if not numbers or sorted(numbers) != listed or listed != list(range(1, len(listed) + 1)):
        problems.append(f"{path.relative_to(release)}: sources {sorted(numbers)} of {listed}")
    for wrong in ("GitHub", "input/", "稳健z", "z值"):
        if wrong in text:
            problems.append(f"{path.relative_to(release)}: “{wrong}” is for who checks the data")
    if path.parts[-3] in ("environment", "province"):
        expect(str(path.relative_to(release)), text, "未包括香港、澳门特别行政区和台湾省数据")
    for wrong in ("nil", "table: 0x", "userdata", "增长-", "下降-", "{{", "}}", "。。", "，，", "（）", "。（[", "<sup></sup>"):
        if wrong in text:
            problems.append(f"{path.relative_to(release)}: “{wrong}”")

print("\n".join(problems))
sys.exit(1 if problems else 0)
