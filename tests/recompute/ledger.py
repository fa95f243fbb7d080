"""What was compared with what: counts, differences, and what is left out and why."""
import collections
import re

FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
UP, DOWN = "增长|增加|提高|上升|扩大|up ", "下降|减少|降低|缩小|down "


class Left(str):
    """Stands for a cell or a number that cannot be recomputed; the text is the reason."""


class Fits:
    """A cell of which only the form can be judged: a predicate of its text."""

    def __init__(self, predicate, reason):
        self.predicate, self.reason = predicate, reason


class Ledger:
    """One report. names: words whose presence in a sentence is a fact (areas)."""

    def __init__(self, title, report, names):
        self.title, self.report, self.differences = title, report, []
        self.cells = self.figures = self.marks = 0
        self.left, self.seen, self.recomputed_cells = collections.Counter(), set(), set()
        self.wrong, self.torn = set(), set()  # cells and sections with a difference; tables that the CSV has otherwise
        self.names, self.token = list(names), self.pattern(names)

    @staticmethod
    def pattern(names, terms=()):
        """terms count where something is said of them: 标准位次最前, not 标准化."""
        def longest(words):
            return [re.escape(word) for word in sorted(words, key=len, reverse=True)]
        return re.compile("|".join([r"〈[^〉]*〉", rf"(?:{UP}|{DOWN})?[-−]?{FIGURE}"] + longest(names)
                                   + [term + r"(?=[（位最是只需若\s]|$)" for term in longest(terms)]))

    def differs(self, where, found, wanted):
        self.differences.append(f"{self.title}: {where}: {found} is not {wanted}")

    # ---- tables

    def table(self, own, rows):
        """The next table of this id has these rows, in the HTML and in the CSV."""
        for number, table in enumerate(self.report.tables):
            if number not in self.seen and table.id == own:
                break
        else:
            self.differences.append(f"{self.title}: no table “{own}”")
            return
        self.seen.add(number)
        if len(table.rows) != len(rows):
            self.differs(own, f"{len(table.rows)} rows", len(rows))
        for line, (found, wanted) in enumerate(zip(table.rows, rows)):
            if len(found) != len(wanted):
                self.differs(f"{own} row {line + 1}", found, wanted)
                continue
            for column, (text, want) in enumerate(zip(found, wanted)):
                self.cell(f"{own} row {line + 1} “{found[0]}” column {column + 1}",
                          (number, line, column), text, want)
        self.table_of_csv(own, number, table.rows)

    def cell(self, where, place, text, want):
        if isinstance(want, Left):
            self.left[str(want)] += 1
            return
        if isinstance(want, Fits):
            self.left[want.reason] += 1
            if not want.predicate(text):
                self.wrong.add(place)
                self.differs(where, text, "of the form that it must have")
            return
        self.recomputed_cells.add(place)
        if text or want:
            self.cells += 1
        if text != want:
            self.wrong.add(place)
            self.differs(where, text or "nothing", want or "nothing")

    def table_of_csv(self, own, number, rows):
        """The same cells stand in the CSV, with a hyphen for minus."""
        def plain(cell):
            return re.sub(r"^'(?=[-=+@])", "", cell).replace("−", "-").strip().lstrip("　")
        wanted = [[plain(cell) for cell in row] for row in rows]
        lines = self.report.csv_rows
        for start in range(len(lines) - len(wanted) + 1):
            if all([plain(c) for c in lines[start + i]][:len(row)] == row
                   and not any(lines[start + i][len(row):]) for i, row in enumerate(wanted)):
                return
        self.torn.add(number)
        self.differences.append(f"{self.title}: {own}: the CSV has other cells")

    def left_table(self, own, reason):
        for number, table in enumerate(self.report.tables):
            if number not in self.seen and table.id == own:
                self.seen.add(number)
                self.left[reason] += sum(1 for row in table.rows for cell in row if cell)
                self.table_of_csv(own, number, table.rows)
                return
        self.differences.append(f"{self.title}: no table “{own}”")

    # ---- sentences

    def tokens(self, text, token=None):
        text = re.sub(r"[表图]\d+|附录.|\[\d+\]", "", text)
        found = [re.sub(rf"^(?:{UP})(?=.)", "↑", re.sub(rf"^(?:{DOWN})(?=.)", "↓", token)).replace("−", "-")
                 for token in (token or self.token).findall(text)]
        return found

    def left_prose(self, section, reason):
        """A section none of whose facts is worked out again."""
        self.seen.add(section)
        facts = [fact for at, text in self.report.prose if at == section for fact in self.tokens(text)]
        self.left[reason] += len(facts)

    def prose(self, section, wanted, terms=(), rest=None):
        """The numbers and names of a section's text, in their order, are those of
        `wanted`; 〈reason〉 there stands for one that is left out. terms: names of
        indicators and the like that are facts in this section. rest: why the facts
        behind the wanted ones are left out."""
        token = self.pattern(self.names, terms)
        texts = [text for at, text in self.report.prose if at == section]
        self.seen.add(section)
        if not texts:
            self.differences.append(f"{self.title}: no section {section}")
            return
        found, want = self.tokens("\n".join(texts), token), self.tokens(wanted, token)
        if rest and len(found) > len(want):
            self.left[rest] += len(found) - len(want)
            found = found[:len(want)]
        for place, (a, b) in enumerate(zip(found, want)):
            if b.startswith("〈"):
                self.left[b[1:-1]] += 1
            elif a != b:
                self.wrong.add(section)
                self.differs(f"{section}, fact {place + 1} of {' '.join(found[max(place - 3, 0):place + 2])}", a, b)
                return
            else:
                self.figures += 1
        if len(found) != len(want):
            self.wrong.add(section)
            self.differs(f"{section}, facts after {' '.join(want[:len(found)][-3:])}",
                         f"{len(found)}: {found[len(want):][:4]}", f"{len(want)}: {want[len(found):][:4]}")

    # ---- charts

    def chart(self, kind, own, marks=None, describes=None):
        """Marks: [texts] of each mark of the drawing, in any order of drawing for lines;
        describes: the numbers and names of the text for those who cannot see it."""
        for number, chart in enumerate(self.report.charts):
            if ("chart", number) not in self.seen and chart.id == own and chart.kind == kind:
                break
        else:
            self.differences.append(f"{self.title}: no {kind} “{own}”")
            return None
        self.seen.add(("chart", number))
        if marks is not None:
            if chart.marks != marks:
                for a, b in zip(chart.marks, marks):
                    if a != b:
                        self.differs(f"chart {own}", a, b)
                        break
                else:
                    self.differs(f"chart {own}", f"{len(chart.marks)} marks", len(marks))
            self.marks += sum(len(mark) - 1 for mark in marks)
        if describes is not None:
            a, b = self.tokens(chart.describes), self.tokens(describes)
            self.figures += len(b)
            if a != b:
                self.differs(f"description of {own}", a, b)
        return chart

    def lines(self, own, lines, describes):
        """A line chart: [(name, [value of each period])]. The heights of the drawing are in
        the proportion of the values, to a hundredth of a point."""
        chart = self.chart("lines", own, None, describes)
        if chart is None:
            return
        drawn, lines = {}, [(name[:2] if name.startswith("31") else name, values) for name, values in lines]
        for name, path in chart.paths:  # a line that breaks has several
            if path:
                drawn.setdefault(name[:2] if name.startswith("31") else name, []).extend(path)
        points = [(drawn[name], values) for name, values in lines if name in drawn]
        if len(points) != len(lines):
            self.differs(f"chart {own}", sorted(drawn), sorted(name for name, _ in lines))
            return
        pairs = [(height, value) for path, values in points
                 for height, value in zip(path, [v for v in values if v is not None])]
        (top, high), (bottom, low) = min(pairs), max(pairs)
        for (path, values), (name, _) in zip(points, lines):
            known = [v for v in values if v is not None]
            self.marks += len(known)
            if len(path) != len(known):
                self.differs(f"chart {own}, {name}", f"{len(path)} points", len(known))
            for height, value in zip(path, known):
                wanted = bottom + (top - bottom) * float(value - low) / float(high - low)
                if abs(height - wanted) > 0.011:
                    self.differs(f"chart {own}, {name}", f"a height of {height}", f"{wanted:.2f} ({float(value)})")

    def tiles(self, own, cells, describes):
        """A tile map: {label: text}; tiles without a value print only their label. The
        legend's classes are checked for their ends: each is a printed value."""
        chart = self.chart("tiles", own, None, describes)
        if chart is None:
            return
        self.marks += len(cells)
        found = {mark[0]: mark[2] for mark in chart.marks if len(mark) == 3 and mark[0] == mark[1]}
        if found != cells:
            wrong = {k: (found.get(k), cells.get(k)) for k in set(found) | set(cells) if found.get(k) != cells.get(k)}
            self.differs(f"chart {own}", wrong, "as it must be")
        for legend in (mark for mark in chart.marks if mark[0] == "图例"):
            values = sorted(set(cells.values()), key=lambda t: float(t.replace(",", "")))
            ends = [end for item in legend[1:] if "—" in item for end in item.split("—")]
            self.marks += len(ends)
            if ends[0] != values[0] or ends[-1] != values[-1] or any(end not in values for end in ends):
                self.differs(f"legend of {own}", ends, f"made of printed values from {values[0]} to {values[-1]}")

    def finish(self):
        """Whatever was not looked at is a difference."""
        for number, table in enumerate(self.report.tables):
            if number not in self.seen:
                self.differences.append(f"{self.title}: the table “{table.id}” is not known here")
        for number, chart in enumerate(self.report.charts):
            if ("chart", number) not in self.seen:
                self.differences.append(f"{self.title}: the figure “{chart.id}” is not known here")
        for section in dict.fromkeys(at for at, _ in self.report.prose):
            if section not in self.seen:
                self.differences.append(f"{self.title}: the text of {section or 'the top'} is not known here")
