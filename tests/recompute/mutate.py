"""Whether a wrong digit would be found: changes single digits of published cells and of
figures in sentences, at random with a seed, and recomputes the reports.

    python3 tests/recompute/mutate.py RELEASE STARTER_RELEASE [CELLS]
Fails unless 99 % of the cells that are recomputed, and of the figures, are found. The cells
that are left out count apart: the CSV beside the page finds them."""
import pathlib
import random
import re
import shutil
import sys
import tempfile

import run

CELL = re.compile(r"(<t[dh][^>]*>)(.*?)(</t[dh]>)", re.S)
FIGURE = re.compile(r"(<data [^>]*>)([^<]*\d[^<]*)(</data>)")


def bodies(html):
    """(number of the table, number of the row, start, end) of each body row."""
    for number, table in enumerate(re.finditer(r"</thead>(.*?)</table>", html, re.S)):
        for line, row in enumerate(re.finditer(r"<tr[^>]*>.*?</tr>", table[1], re.S)):
            yield number, line, table.start(1) + row.start(), table.start(1) + row.end()


def cells(html):
    """{place: (start, end)} of the texts of cells that hold a digit outside of tags."""
    found = {}
    for number, line, start, end in bodies(html):
        for column, cell in enumerate(CELL.finditer(html, start, end)):
            if re.search(r"\d", re.sub(r"<[^>]*>|&#?\w+;", "", cell[2])):
                found[number, line, column] = cell.span(2)
    return found


def figures(html):
    """{section: [(start, end)]} of the figures in sentences."""
    found, marks = {}, [(m.start(), m[2] or ("summary-" + m[3])) for m in re.finditer(
        r'<(h[2-4]) id="([^"]*)"|<section class="summary" lang="([^"]*)"', html)]
    tables = [m.span() for m in re.finditer(r"<table>.*?</table>|<figure.*?</figure>|<div class=\"notes\">.*?</div>", html, re.S)]
    for figure in FIGURE.finditer(html):
        inside = any(start <= figure.start() < end for start, end in tables)
        before = [section for start, section in marks if start < figure.start()]
        if before and not inside:
            found.setdefault(before[-1], []).append(figure.span(2))
    return found


def altered(text, draw):
    """The text with one of its digits changed, none of a tag's."""
    places = [m.start() for m in re.finditer(r"\d(?![^<]*>)", text)]
    at = draw.choice(places)
    return text[:at] + draw.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1:]


def mutated(path, chosen, draw):
    """Writes the page anew with the chosen spans altered."""
    html = path.read_text("utf-8")
    for start, end in sorted(chosen, reverse=True):
        html = html[:start] + altered(html[start:end], draw) + html[end:]
    path.write_text(html, "utf-8")


def checked(ledgers):
    return {out.title: out for out in ledgers}


def main():
    draw, wanted = random.Random(20240101), int((sys.argv[3:] or ["200"])[0])
    work = pathlib.Path(tempfile.mkdtemp())
    try:
        releases = [work / "project", work / "starter"]
        for source, copy in zip(sys.argv[1:3], releases):
            shutil.copytree(source, copy)
        return judge(releases, draw, wanted)
    finally:
        shutil.rmtree(work)


def judge(releases, draw, wanted):
    """Counts what is found of the alterations of all reports together."""
    whole = checked(run.reports(releases))
    pages = {out.title: out.report.path for out in whole.values()}
    every = [(title, place) for title, path in pages.items() for place in cells(path.read_text("utf-8"))]
    chosen = draw.sample(every, wanted)
    said = [(title, section) for title, path in pages.items() for section in figures(path.read_text("utf-8"))]
    for title, path in pages.items():
        html = path.read_text("utf-8")
        spans = [cells(html)[place] for own, place in chosen if own == title]
        spans += [draw.choice(figures(html)[section]) for own, section in said if own == title]
        mutated(path, spans, draw)
    seen = checked(run.reports(releases))
    known = [(t, place) for t, place in chosen if place in whole[t].recomputed_cells]
    found = [(t, place) for t, place in known if place in seen[t].wrong]
    rest = [(t, place) for t, place in chosen if place not in whole[t].recomputed_cells]
    beside = [(t, place) for t, place in rest if place in seen[t].wrong or place[0] in seen[t].torn]
    sentences = [(t, section) for t, section in said if section in seen[t].wrong]
    print(f"{len(chosen)} of {len(every)} cells changed: {len(found)} of {len(known)} that are recomputed are found, "
          f"{len(beside)} of {len(rest)} that are left out differ from the CSV")
    print(f"{len(said)} figures in sentences changed: {len(sentences)} are found")
    for what in sorted(set(known) - set(found)) + sorted(set(said) - set(sentences)):
        print("not found:", *what)
    good = len(found) >= 0.99 * len(known) and len(sentences) >= 0.99 * len(said) and len(beside) == len(rest)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
