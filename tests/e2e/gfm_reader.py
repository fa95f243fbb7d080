"""Every report's Markdown, read again by cmark-gfm, says what its HTML says.

    python3 tests/e2e/gfm_reader.py RELEASE
Each paragraph, item, heading and note of the page stands in the Markdown, in the same
order, and the tables have the same cells. Prints what is wrong; exit 1 if anything is."""
import html.parser
import pathlib
import re
import subprocess
import sys

READER = ["cmark-gfm", "--unsafe", "-e", "table", "-e", "footnotes", "-e",
          "strikethrough", "-e", "autolink"]
VOID = {"br", "hr", "img", "meta", "link", "input", "col"}


class Page(html.parser.HTMLParser):
    """The text of a page's blocks, and its tables as rows of cells."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.page = page  # a report's page: only what is in <main>, without pictures
        self.stack, self.blocks, self.tables, self.struck = [], [], [], []
        self.text, self.all = "", ""

    def within(self, *names):
        return any(tag in names for tag, _ in self.stack)

    def flush(self):
        if self.text.strip():
            self.blocks.append(squeeze(self.text))
        self.text = ""

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("p", "li", "h2", "h3", "h4", "h5", "pre", "blockquote"):
            self.flush()
        if tag == "table":
            self.flush()
            self.tables.append([])
        elif tag == "tr" and self.within("tbody"):
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.within("tbody"):
            self.tables[-1][-1].append(["", int(attributes.get("colspan", 1)),
                                        int(attributes.get("rowspan", 1))])
        elif tag == "del":
            self.struck.append(tag)
        if tag not in VOID:
            self.stack.append((tag, attributes.get("class", "")))

    def handle_endtag(self, tag):
        if tag in VOID:  # <br /> is both
            return
        if tag in ("p", "li", "h2", "h3", "h4", "h5", "pre", "blockquote"):
            self.flush()
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        classes = [c for _, c in self.stack]
        if self.page and (not self.within("main") or self.within("svg", "nav", "style")
                          or any(re.search(r"\b(cover|kpi|signoff|back|unit|skip)\b", c)
                                 for c in classes)):
            return
        if any("backref" in c or "back" == c for c in classes):
            return
        if self.within("tbody") and self.within("td", "th"):
            self.tables[-1][-1][-1][0] += data
        elif not self.within("table", "figure"):
            self.text += data
        self.all += data


def squeeze(text):
    return re.sub(r"\s|　", "", text)


def grid(rows):
    """Rows with what a span covers as empty cells."""
    out, below = [], {}
    for row in rows:
        line, cells = [], list(row)
        while cells or below.get(len(line), 0) > 0:
            if below.get(len(line), 0) > 0:
                below[len(line)] -= 1
                line.append("")
                continue
            text, columns, height = cells.pop(0)
            for k in range(columns):
                if height > 1:
                    below[len(line)] = height - 1
                line.append(squeeze(text) if k == 0 else "")
        out.append(line)
    return out


def read(text, page):
    reader = Page(page)
    reader.feed(text)
    reader.flush()
    return reader


def problems_of(path):
    page = read(path.with_suffix(".html").read_text(encoding="utf-8"), True)
    markdown = subprocess.run(READER + [str(path)], check=True, capture_output=True,
                              text=True).stdout
    again = read(markdown, False)
    if again.struck:
        yield "text is struck through"
    whole, at = squeeze(again.all), 0
    for block in page.blocks:
        found = whole.find(block, at)
        if found < 0:
            yield f"no “{block[:60]}”"
        else:
            at = found + len(block)
    ours, theirs = [grid(t) for t in page.tables], [grid(t) for t in again.tables]
    if len(ours) != len(theirs):
        yield f"{len(ours)} tables on the page, {len(theirs)} in the Markdown"
    for number, (a, b) in enumerate(zip(ours, theirs), 1):
        for row, (left, right) in enumerate(zip(a, b), 1):
            if left != right:
                yield f"table {number}, row {row}: {left} is not {right}"
        if len(a) != len(b):
            yield f"table {number}: {len(a)} rows and {len(b)}"


wrong = count = tables = 0
for file in sorted(pathlib.Path(sys.argv[1]).glob("**/*.md")):
    if not file.with_suffix(".html").exists():
        continue
    count += 1
    for problem in problems_of(file):
        print(f"{file}: {problem}")
        wrong += 1
print(f"{count} reports read again")
sys.exit(1 if wrong or not count else 0)
