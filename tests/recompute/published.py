"""A published report read back: its tables, its charts and the numbers of its prose,
from the HTML, and the rows of its CSV."""
import csv
import html.parser
import re


def heights(path):
    """The y of each point of a path of straight lines; none of another path."""
    points = re.findall(r"([A-Za-z])([\d.]+) ([\d.]+)", path)
    return [float(y) for kind, _, y in points] if all(kind in "ML" for kind, _, _ in points) else []


class Table:
    """Its id, and the body rows as lists of cell texts."""

    def __init__(self, own):
        self.id, self.rows = own, []


class Chart:
    """A figure: its id and kind, its description, the texts of each mark (the title
    first), and the heights of each line with the title of its mark."""

    def __init__(self, own, kind):
        self.id, self.kind, self.describes, self.marks, self.paths = own, kind, "", [], []


class Report(html.parser.HTMLParser):
    """path, tables, charts, and prose: (section, text) for each paragraph, item and key
    figure, in the order of the page."""

    VOID = {"meta", "br", "link", "hr", "img", "input", "path", "rect", "circle", "line"}

    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.path, self.tables, self.charts, self.prose = path, [], [], []
        self.section, self.stack, self.text, self.into = "", [], None, None
        self.feed(path.read_text("utf-8"))
        with open(path.with_suffix(".csv"), encoding="utf-8-sig", newline="") as file:
            self.csv_rows = list(csv.reader(file))

    def inside(self, *names):
        return any(name in names for name, _ in self.stack)

    def has_class(self, name):
        return any(name in (a.get("class") or "").split() for _, a in self.stack)

    def begin(self, into):
        self.text, self.into = "", into

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "br" and self.text is not None:
            self.text += "\n"
        if tag == "path" and self.inside("g") and given.get("fill") == "none" and self.charts[-1].marks[-1]:
            self.charts[-1].paths.append((self.charts[-1].marks[-1][0], heights(given["d"])))
        if tag in self.VOID:
            return
        self.stack.append((tag, given))
        if tag == "section" and given.get("class") == "summary":
            self.section = "summary-" + given["lang"]
        elif tag == "section":
            self.section = given.get("class", "")
        if tag == "table":
            self.tables.append(Table(next((a["id"] for _, a in self.stack[::-1] if (a.get("class") or "").startswith("table") and "id" in a), "")))
        elif tag == "figure":
            self.charts.append(Chart(given.get("id", ""), (given.get("class") or "").split()[0]))
        elif tag == "tr" and self.inside("tbody"):
            self.tables[-1].rows.append([])
        elif tag in ("td", "th") and self.inside("tbody"):
            self.begin("cell")
        elif tag in ("h2", "h3", "h4") and given.get("id"):
            self.section = given["id"]
        elif self.inside("svg"):
            if tag == "g" and not self.text:
                self.charts[-1].marks.append([])
            elif tag in ("text", "desc", "title"):
                self.begin("svg " + tag)
        elif (tag in ("p", "li", "dd", "dt") and self.text is None
              and not self.has_class("notes") and not self.inside("nav", "header", "footer")):
            self.begin(tag)

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        text = (self.text or "").strip()
        if self.into == "cell" and tag in ("td", "th"):
            self.tables[-1].rows[-1].append(text)
        elif self.into == "svg " + tag:
            chart = self.charts[-1]
            if tag == "desc":
                chart.describes = text
            elif self.inside("g"):
                chart.marks[-1].append(text)
        elif self.into == tag and tag in ("p", "li", "dd", "dt"):
            self.prose.append((self.section, text))
        else:
            tag = self.pop(tag)
            return
        self.text = self.into = None
        self.pop(tag)

    def pop(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass
        return tag

    def handle_data(self, data):
        if self.text is not None and not self.inside("sup"):
            self.text += data
