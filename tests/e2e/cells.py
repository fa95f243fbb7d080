#!/usr/bin/python3
"""Finds every table cell of a release again, in all four formats, with readers
that are not nqi's: Python's csv and html.parser, markdown-it, and poppler's
structure tree (pdfinfo -struct-text).

usage: cells.py RELEASE [STEM…]     prints TAP, one test a report
"""
import csv
import html.parser
import pathlib
import re
import subprocess
import sys

from markdown_it import MarkdownIt


def squeeze(text):
    """Text without white space: formats wrap and pad, they must not change words."""
    return re.sub(r"[\s\u200b\u2060]+", "", text)


class HtmlTables(html.parser.HTMLParser):
    """tables[i] = body rows, each a list of non-empty cell texts."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tables, self.in_body, self.cell, self.skip = [], False, None, 0

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tbody":
            self.in_body = True
        elif tag == "tr" and self.in_body:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.in_body:
            self.cell = ""
        elif tag == "sup" and self.cell is not None:
            self.skip += 1

    def handle_endtag(self, tag):
        if tag == "tbody":
            self.in_body = False
        elif tag == "sup" and self.skip:
            self.skip -= 1
        elif tag in ("td", "th") and self.cell is not None:
            if squeeze(self.cell):
                self.tables[-1][-1].append(squeeze(self.cell))
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None and not self.skip:
            self.cell += data


def html_tables(path):
    parser = HtmlTables()
    parser.feed(path.read_text("utf-8"))
    return [[row for row in table if row] for table in parser.tables]


def markdown_tables(path):
    """Body rows of the pipe tables."""
    tables, body, cell = [], False, None
    for token in MarkdownIt("commonmark").enable("table").parse(path.read_text("utf-8")):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tbody_open":
            body = True
        elif token.type == "tbody_close":
            body = False
        elif token.type == "tr_open" and body:
            tables[-1].append([])
        elif token.type == "td_open" and body:
            cell = ""
        elif token.type == "inline" and cell is not None:
            cell = "".join(
                child.content if child.type in ("text", "code_inline") else
                " " if child.type in ("softbreak", "hardbreak") else ""
                for child in token.children)
        elif token.type == "td_close" and cell is not None:
            text = squeeze(re.sub(r"\[\^\d+\]", "", cell))
            if text:
                tables[-1][-1].append(text)
            cell = None
    return [[row for row in table if row] for table in tables]


def csv_rows(path):
    """All rows of the file as lists of non-empty cell texts, the guard removed."""
    rows = []
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            cells = [re.sub(r"^'(?=[=+\-@＝＋－＠])", "", cell) for cell in row]
            rows.append([squeeze(cell) for cell in cells if squeeze(cell)])
    return rows


def pdf_tables(path):
    """Body rows of each Table of the structure tree; parts after a page break are
    one Table."""
    text = subprocess.run(["pdfinfo", "-struct-text", str(path)], check=True,
                          capture_output=True).stdout.decode("utf-8")
    tables, stack, cell = [], [], None
    for line in text.split("\n"):
        if not line.strip() or line.lstrip().startswith("/"):
            continue
        depth = len(line) - len(line.lstrip(" "))
        body = line.strip()
        if body.startswith('"'):
            if cell is not None:
                cell.append(body[1:-1] if body.endswith('"') else body[1:])
            continue
        while stack and stack[-1][0] >= depth:
            stack.pop()
        kind = re.match(r"[A-Za-z0-9]+", body)
        kind = kind.group(0) if kind else ""
        stack.append((depth, kind))
        inside = [name for _, name in stack]
        if kind == "Table":
            tables.append([])
        elif kind == "TR" and "THead" not in inside and tables:
            tables[-1].append([])
            cell = None
        elif kind in ("TD", "TH") and "THead" not in inside and tables:
            cell = []
            tables[-1][-1].append(cell)
        elif not {"TD", "TH"} & set(inside) or {"Lbl", "Note"} & set(inside):
            cell = None
    return [[[squeeze("".join(cell)) for cell in row if squeeze("".join(cell))]
             for row in table if any(squeeze("".join(cell)) for cell in row)]
            for table in tables]


def differences(expected, seen, name):
    if len(expected) != len(seen):
        yield f"{name}: {len(seen)} tables, not {len(expected)}"
    for number, (want, got) in enumerate(zip(expected, seen), 1):
        if len(want) != len(got):
            yield f"{name}: table {number} has {len(got)} rows, not {len(want)}"
        for line, (a, b) in enumerate(zip(want, got), 1):
            if a != b:
                yield f"{name}: table {number} row {line}: {b} is not {a}"


def missing_in_csv(expected, rows):
    """Each table's rows must stand in the file, in order and without a gap, with the
    hyphen that programs read for a minus."""
    expected = [[[cell.replace("−", "-") for cell in row] for row in table] for table in expected]
    rows = [[cell.replace("−", "-") for cell in row] for row in rows]
    at = 0
    for number, table in enumerate(expected, 1):
        starts = [i for i in range(at, len(rows)) if rows[i:i + len(table)] == table]
        if not starts:
            yield f"csv: the rows of table {number} do not stand there together"
        else:
            at = starts[0] + len(table)


def check(stem):
    expected = html_tables(stem.with_suffix(".html"))
    found = []
    found += differences(expected, markdown_tables(stem.with_suffix(".md")), "md")
    found += differences(expected, pdf_tables(stem.with_suffix(".pdf")), "pdf")
    found += missing_in_csv(expected, csv_rows(stem.with_suffix(".csv")))
    cells = sum(len(row) for table in expected for row in table)
    if not cells:
        found.append("no table cells at all")
    return cells, found


def main():
    release = pathlib.Path(sys.argv[1])
    stems = [release / name for name in sys.argv[2:]] or sorted(
        path.with_suffix("") for path in release.glob("*/*/*.html"))
    print(f"1..{len(stems)}")
    failed = False
    for number, stem in enumerate(stems, 1):
        cells, found = check(stem)
        failed |= bool(found)
        print(f"{'not ' if found else ''}ok {number} - {stem.relative_to(release)}: "
              f"{cells} cells in four formats")
        for line in found[:8]:
            print(f"# {line}")
    return 1 if failed or not stems else 0


if __name__ == "__main__":
    sys.exit(main())
