#!/usr/bin/env python3
"""pages.py NQI PROJECT…: how full the pages of all reports are, and whether their lines
are torn. Builds each project, looks at the pages as pictures (pdftoppm, pdftotext) and at
the lines as laid out (nqi dump layout).

A page counts as short if more than 35 % of its text area, from below, is blank; as holed
if a blank band inside takes more than 12 %. Roles: cover and contents (before page 1),
the last page, and the body between. Exit status 1 if a goal is missed."""
import collections
import os
import re
import subprocess
import sys
import tempfile

TOP, BOTTOM, SHORT, HOLE = 0.085, 0.915, 0.35, 0.12
GOALS = {"short body pages": 0.03, "short pages": 0.08, "holed body pages": 0, "torn lines": 0}
DPI, INK = "40", 200


def pictures(pdf):
    """The pages as (width, height, grey bytes)."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", DPI, "-gray", pdf, f"{folder}/p"], check=True)
        for name in sorted(os.listdir(folder)):
            with open(f"{folder}/{name}", "rb") as file:
                magic, size, _, data = file.read().split(b"\n", 3)
            assert magic == b"P5", name
            width, height = map(int, size.split())
            yield width, height, data


def fullness(picture):
    """Shares of the text area: blank at its foot, and the widest blank band inside."""
    width, height, data = picture
    rows = range(int(height * TOP), int(height * BOTTOM))
    inked = [i for i, y in enumerate(rows) if min(data[y * width:(y + 1) * width]) < INK]
    if not inked:
        return 1.0, 1.0
    band = max(b - a for a, b in zip([0] + inked, inked))
    return 1 - (inked[-1] + 1) / len(rows), band / len(rows)


def fronts(pdf, count):
    """Pages before page 1: the last page says of how many it is."""
    text = subprocess.run(["pdftotext", "-f", str(count), pdf, "-"], check=True,
                          capture_output=True, text=True).stdout
    total = re.search(r"共\s*(\d+)\s*页|of\s+(\d+)", text)
    return count - int(total[1] or total[2]) if total else 0


def torn(nqi, project, report, stem):
    """Lines that justification tore, of one job."""
    command = [nqi, "dump", "layout", project, "--report", report]
    area = re.search(r"-(\d{6})$", stem)
    if area:
        command += ["--area", area[1]]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [line for line in text.splitlines() if re.search(r" wide=\d", line)]


def measure(nqi, project, counts, faults):
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([nqi, "build", project, "--out", out, "--format", "pdf", "--quiet"],
                       check=True, stderr=subprocess.DEVNULL)
        for folder, _, names in sorted(os.walk(os.path.join(out, "current"), followlinks=True)):
            for name in sorted(n for n in names if n.endswith(".pdf")):
                pdf, stem = os.path.join(folder, name), name[:-4]
                report = os.path.basename(os.path.dirname(folder))
                look_at(pdf, report, counts[report], faults)
                lines = torn(nqi, project, report, stem)
                counts[report]["torn lines"] += len(lines)
                faults += [f"{report} {stem}: torn: {line}" for line in lines]


def look_at(pdf, report, count, faults):
    pages = [fullness(picture) for picture in pictures(pdf)]
    first = fronts(pdf, len(pages))
    count["reports"] += 1
    for number, (blank, band) in enumerate(pages):
        role = "front" if number < first else "last" if number + 1 == len(pages) else "body"
        count["pages"] += 1
        count[f"{role} pages"] += 1
        where = f"{report} {os.path.basename(pdf)} sheet {number + 1}"
        if blank > SHORT:
            count["short pages"] += 1
            count[f"short {role} pages"] += 1
            if role == "body":
                faults.append(f"{where}: {blank:.0%} blank at its foot")
        if role == "body" and band > HOLE and band > blank:
            count["holed body pages"] += 1
            faults.append(f"{where}: a blank band of {band:.0%}")


def main(nqi, *projects):
    counts, faults = collections.defaultdict(collections.Counter), []
    for project in projects:
        measure(nqi, project, counts, faults)
    total = collections.Counter()
    for count in counts.values():
        total.update(count)
    for name, count in [*counts.items(), ("all", total)]:
        print(f"{name:18} reports {count['reports']:3}  pages {count['pages']:4}  short: "
              f"front {count['short front pages']:3} of {count['front pages']:3}, "
              f"body {count['short body pages']:3} of {count['body pages']:4}, "
              f"last {count['short last pages']:3} of {count['last pages']:3}  "
              f"holed {count['holed body pages']}  torn {count['torn lines']}")
    print(*faults[:40], sep="\n")
    of = {"short body pages": total["body pages"], "short pages": total["pages"]}
    missed = 0
    for goal, most in GOALS.items():
        share = total[goal] / of.get(goal, 1)
        missed += share > most
        print(f"{'ok' if share <= most else 'not ok'}: {goal}: {total[goal]}"
              + (f" ({share:.1%} of {of[goal]}, at most {most:.0%})" if goal in of else ""))
    return missed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
