"""Every indicator that a report prints, wherever it prints it, has its line in 指标解释, and
each line there is of one that the report prints or names.

definitions.py PROJECT RELEASE: the release was built with --format md,json. An indicator is
explained by its own name, or by that of what it is a part or the rank of. Prints how many
indicators it looked at in how many reports.
"""
import csv, json, pathlib, re, sys

project, release = map(pathlib.Path, sys.argv[1:3])
with open(project / "input/indicators.csv", encoding="utf-8-sig") as file:
    known = {row["code"]: row for row in csv.DictReader(file)}


def names(code):
    """Of the indicator and of what it belongs to."""
    while code:
        yield known[code]["name"]
        code = known[code]["parent"] or known[code].get("rank_of", "")


def named(name, body):
    """A name as a sentence says it: 有效认证证书 of 有效认证证书数."""
    return name in body or name.removesuffix("数") in body or name.removesuffix("等级") in body


looked, reports, wrong = 0, 0, []
for path in sorted(release.glob("*/*/*.json")):
    if path.parts[-3] == "methods":
        continue
    text = path.with_suffix(".md").read_text(encoding="utf-8")
    at = text.rfind("### 指标解释")
    explained = set(re.findall(r"^\*\*(.+?)\*\*", text[at:], re.M)) if at >= 0 else set()
    figures = json.loads(path.read_text(encoding="utf-8"))["figures"]
    codes = {f["series"].split("[")[0] for f in figures.values() if f.get("series")} & known.keys()
    printed = {name for code in codes for name in names(code)}
    wrong += [f"{path.relative_to(release)}: {name} is explained and not printed"
              for name in sorted(explained) if name not in printed and not named(name, text[:at])]
    reports, looked = reports + 1, looked + len(codes)
    wrong += [f"{path.relative_to(release)}: {code} {known[code]['name']}" for code in sorted(codes) if explained.isdisjoint(names(code))]
print("\n".join(wrong) or f"{looked} indicators in {reports} reports")
sys.exit(1 if wrong else 0)
