#!/usr/bin/env python3
"""pages.py NQI PROJECT…: how full the pages of all reports are, and whether their lines
are torn. Builds each project, looks at the pages as pictures (pdftoppm, pdftotext) and at
the lines as laid out (nqi dump layout).
pages.py NQI --planted PROJECT: the same of a copy of the project in whose templates the
faults are planted, each of which must show.

A page counts as short if more than 35 % of its text area, from below, is blank; as holed
if a blank band between text on the page takes more than 12 %. Roles: cover and contents
(before page 1), the last page, and the body between. The foot of a body page counts as
unfilled if more than 25 % is blank although what the next page begins with would fit: a
figure whole, or a heading with two lines. A figure or table is distant if it stands two
pages after the one that names it first. A line is torn if the white between two Chinese
characters is more than a quarter em. Exit status 1 if a
goal is missed, or a planted fault not found."""
import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP, BOTTOM, SHORT, HOLE, FOOT = 0.085, 0.915, 0.35, 0.12, 0.25
HEIGHT = 841.9  # points: of a page, if it is not turned
ABOVE = 36  # points: most white above what would follow
GOALS = {"short body pages": 0.03, "short pages": 0.06, "holed pages": 0,
         "unfilled feet": 0, "distant figures": 0.03, "torn lines": 0}
DPI, INK = "40", 200
# The white of the headings makes holes, forced pages stay short, and a line of a quarter
# em and more is what no justification of nqi's makes: it is added to the lines laid out.
PLANTED_THEME = "return { heading = { { role = 'sans_bold', size = 16, leading = 150 } } }"
PLANTED_TEXT = "# 一\n\n见{{ ref('tbl-far') }}。\n\n# 二\n\n文字。\n\n```page\n```\n\n文字。\n\n```page\n```\n\n文字。\n" + """
```table id=tbl-far caption=远
rows = { "甲" }
columns = { { head = "乙", get = function(r) return r end } }
```
"""
PLANTED_LINE = "text 76.5 97.6 P 10.50 撕裂 wide=0.26"


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


def torn(layout):
    """Lines of a dump of the layout that justification tore."""
    return [line for line in layout.splitlines()
            if any(float(width) > 0.25 for width in re.findall(r" wide=([\d.]+)$", line))]


def starts(layout):
    """For each page laid out: the height of what it begins with, or infinity if that
    could not stand on the page before: a break, a table, a page that is turned."""
    pages, shape = [], None
    for page in re.split(r"^page ", layout, flags=re.M)[1:]:
        head, *lines = page.split("\n")
        width, height = map(float, head.split()[1:3])
        items = [(float(y), tag, float(size)) for y, tag, size in re.findall(
            r"^text [-\d.]+ ([-\d.]+) (\S+) ([\d.]+)", "\n".join(lines), re.M)
            if tag not in ("running", "-") and height * TOP < float(y) < height * BOTTOM]
        fits = not head.endswith("forced") and shape in (None, (width, height))
        shape = (width, height)
        pages.append(begins(items) - height * TOP + ABOVE if items and fits else float("inf"))
    return pages


def begins(items):
    """Where the first figure ends, or the second line of text below the first headings."""
    if items[0][1] in ("Caption", "Figure"):
        end, figure = items[0][0], False
        for y, tag, _ in items:
            if tag not in ("Caption", "Figure", "Link") and figure:
                return end
            if tag not in ("Caption", "Figure", "Link"):
                return float("inf")  # a table
            end, figure = max(end, y), figure or tag == "Figure"
        return end
    lines = []
    for y, tag, _ in items:
        if re.fullmatch(r"H\d", tag):
            continue
        if tag in ("Caption", "Figure", "TH", "TD"):
            break
        if not lines or y > lines[-1] + 6:
            lines.append(y)
    return lines[1] if len(lines) > 1 else lines[0] if lines else float("inf")


def distances(layout):
    """For each figure and table that the body names: how many pages later it stands."""
    stands = {name: int(page) for name, page in re.findall(
        r"^anchor (\S+) page=(\d+) ", layout, re.M)}
    named = {}
    for number, page in enumerate(re.split(r"^page ", layout, flags=re.M)[1:]):
        for name in re.findall(r"^link (?:\S+ ){5}((?:fig|tbl)-\S+)$", page, re.M):
            if not re.match("[ivx]", page):  # contents
                named.setdefault(name, number)
    return {name: stands[name] - page for name, page in named.items() if name in stands}


def laid_out(nqi, project, report, stem):
    command = [nqi, "dump", "layout", project, "--report", report]
    area = re.search(r"-(\d{6})$", stem)
    if area:
        command += ["--area", area[1]]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def measure(nqi, project, counts, faults, planted=""):
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([nqi, "build", project, "--out", out, "--format", "pdf", "--quiet"],
                       check=True, stderr=subprocess.DEVNULL)
        for folder, _, names in sorted(os.walk(os.path.join(out, "current"), followlinks=True)):
            for name in sorted(n for n in names if n.endswith(".pdf")):
                pdf, stem = os.path.join(folder, name), name[:-4]
                report = os.path.basename(os.path.dirname(folder))
                layout = laid_out(nqi, project, report, stem)
                if planted:
                    layout = layout.replace(" forced\n", "\n") + planted
                look_at(pdf, report, starts(layout), counts[report], faults)
                away = distances(layout)
                counts[report]["figures"] += len(away)
                counts[report]["distant figures"] += sum(d > 1 for d in away.values())
                faults += [f"{report} {stem}: {name} stands {d} pages after it is named"
                           for name, d in away.items() if d > 1]
                lines = torn(layout)
                counts[report]["torn lines"] += len(lines)
                faults += [f"{report} {stem}: torn: {line}" for line in lines]


def look_at(pdf, report, begin, count, faults):
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
        room = blank * (BOTTOM - TOP) * HEIGHT
        if role == "body" and blank > FOOT and begin[number + 1] <= room:
            count["unfilled feet"] += 1
            faults.append(f"{where}: {blank:.0%} blank, what follows needs "
                          f"{begin[number + 1]:.0f} of {room:.0f} points")
        if role != "front" and band > HOLE:
            count["holed pages"] += 1
            faults.append(f"{where}: a blank band of {band:.0%}")


def show(counts, total, faults):
    for name, count in [*counts.items(), ("all", total)]:
        print(f"{name:18} reports {count['reports']:3}  pages {count['pages']:4}  short: "
              f"front {count['short front pages']:3} of {count['front pages']:3}, "
              f"body {count['short body pages']:3} of {count['body pages']:4}, "
              f"last {count['short last pages']:3} of {count['last pages']:3}  "
              f"holed {count['holed pages']}  unfilled {count['unfilled feet']}  "
              f"distant {count['distant figures']} of {count['figures']:3}  torn {count['torn lines']}")
    print(*faults[:40], sep="\n")


def missed(total):
    """The goals, each with what was counted and whether it is missed."""
    of = {"short body pages": total["body pages"], "short pages": total["pages"],
          "distant figures": total["figures"]}
    for goal, most in GOALS.items():
        share = total[goal] / of.get(goal, 1)
        yield goal, share > most, f"{goal}: {total[goal]}" + (
            f" ({share:.1%} of {of[goal]}, at most {most:.0%})" if goal in of else "")


def plant(nqi, project, counts, faults):
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "planted")
        shutil.copytree(project, copy)
        for name in os.listdir(os.path.join(copy, "templates")):
            if name.endswith(".md"):
                with open(os.path.join(copy, "templates", name), "w") as file:
                    file.write(PLANTED_TEXT)
        with open(os.path.join(copy, "templates", "theme.lua"), "w") as file:
            file.write(PLANTED_THEME)
        measure(nqi, copy, counts, faults, PLANTED_LINE)


def main(nqi, *projects):
    counts, faults, bad = collections.defaultdict(collections.Counter), [], 0
    planted = projects[0] == "--planted"
    for project in projects[planted:]:
        (plant if planted else measure)(nqi, project, counts, faults)
    total = collections.Counter()
    for count in counts.values():
        total.update(count)
    if not planted:
        show(counts, total, faults)
    for goal, miss, words in missed(total):
        bad += miss != planted
        print(f"{'ok' if miss == planted else 'not ok'}: {'planted: ' * planted}{words}")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
