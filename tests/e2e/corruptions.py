"""Corrupts a copy of a project's input/ in one place at a time, and asks `nqi check`:
a corruption is named if there is an error or a warning about the file that was not there
before. Usage: corruptions.py NQI PROJECT COUNT [alone] [NUMBER]; `alone` compares with
no release. Prints kind by kind how many were named and what was not; status 1 below 95
of a hundred. Each is made of its number alone, so the same numbers corrupt the same
cells."""
import csv
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?$")
PERIOD = re.compile(r"(19|20)\d\d")
UNITS = [("亿元", "万元"), ("万元", "亿元"), ("万人", "人"), ("亿份", "万份"), ("万台套", "台套"),
         ("万平方米", "平方米"), ("张", "万张"), ("家", "万家"), ("项", "万项"), ("件", "万件"),
         ("元", "万元"), ("人", "万人"), ("个", "万个")]
PERIOD_HEADS = {"年份", "年度", "时期", "版次", "period"}
SHARE = 0.95


class Sheet:
    """A CSV file as rows of text, in its own encoding and line ends."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            data = file.read()
        self.bom = data.startswith(b"\xef\xbb\xbf")
        try:
            text, self.encoding = data.decode("utf-8-sig"), "utf-8"
        except UnicodeDecodeError:
            text, self.encoding = data.decode("gb18030"), "gb18030"
        self.end = "\r\n" if "\r\n" in text else "\n"
        self.rows = list(csv.reader(io.StringIO(text, newline="")))
        self.numeric = any(self.has_numbers(i) for i in range(1, len(self.rows)))
        self.first = next(i for i in range(len(self.rows)) if self.has_values(i))
        self.last = max(i for i in range(len(self.rows)) if self.has_values(i))

    def has_numbers(self, i):
        row = self.rows[i]
        return bool(row) and not row[0].startswith("注") and any(NUMBER.match(c.strip()) for c in row[1:])

    def has_values(self, i):
        """Rows with a name and a number; in a table of text, those below the head."""
        row = self.rows[i]
        if i == 0 or not row or not row[0] or row[0].startswith("注"):
            return False
        return self.has_numbers(i) if self.numeric else len(row) == len(self.rows[0])

    def data(self):
        return [i for i in range(self.first, self.last + 1) if self.has_values(i)]

    def is_period_column(self, k):
        return any(k < len(row) and row[k].strip() in PERIOD_HEADS for row in self.rows[:self.first])

    def is_number(self, i, k):
        return (k < len(self.rows[i]) and NUMBER.match(self.rows[i][k].strip()) is not None
                and not self.is_period_column(k))

    def numbers(self):
        return [(i, k) for i in self.data() for k in range(1, len(self.rows[i])) if self.is_number(i, k)]

    def value_columns(self):
        seen = {}
        for i, k in self.numbers():
            seen[k] = seen.get(k, 0) + 1
        return [k for k in sorted(seen) if seen[k] * 2 >= len(self.data())]

    def write(self):
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator=self.end)
        for row in self.rows:
            writer.writerow(row)
        data = out.getvalue().encode(self.encoding)
        with open(self.path, "wb") as file:
            file.write((b"\xef\xbb\xbf" if self.bom else b"") + data)


def scaled(text, power):
    digits = text.replace(",", "")
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    whole, _, part = digits.partition(".")
    if power >= 0:
        part = part.ljust(power, "0")
        whole, part = whole + part[:power], part[power:]
    else:
        whole = whole.rjust(1 - power, "0")
        whole, part = whole[:power], whole[power:] + part
    whole = whole.lstrip("0") or "0"
    return sign + whole + ("." + part if part else "")


def negated(text):
    return text[1:] if text.startswith("-") else "-" + text


# Each takes a sheet, a generator and says what it did; None if it cannot be done here.

def corrupt_row(sheet, rng):
    rows = sheet.data()
    if len(rows) < 2:
        return None
    if rng.random() < 0.5:
        i = rng.choice(rows)
        gone = sheet.rows.pop(i)
        return f"row {i + 1} taken out ({gone[0]})"
    i, j = sorted(rng.sample(rows, 2))
    a, b = sheet.rows[i], sheet.rows[j]
    keys = [k for k in range(min(len(a), len(b))) if not sheet.is_number(i, k) and k < 3]
    differ = [k for k in keys if a[k] != b[k]]
    if not differ or [a[k] for k in range(len(a)) if k not in keys] == [
            b[k] for k in range(len(b)) if k not in keys]:
        return None
    for k in differ:
        a[k], b[k] = b[k], a[k]
    return f"names of rows {i + 1} and {j + 1} swapped ({a[0]}, {b[0]})"


def corrupt_column(sheet, rng):
    columns = sheet.value_columns()
    if not columns:
        return None
    if len(columns) > 1 and rng.random() < 0.5:
        a, b = sorted(rng.sample(columns, 2))
        for i in sheet.data():
            row = sheet.rows[i]
            if max(a, b) < len(row):
                row[a], row[b] = row[b], row[a]
        return f"values of columns {a + 1} and {b + 1} swapped"
    k = rng.choice(columns)
    for row in sheet.rows:
        if k < len(row):
            row.pop(k)
    return f"column {k + 1} taken out"


def corrupt_unit(sheet, rng):
    found = [(i, k, old, new) for i, row in enumerate(sheet.rows) for k, cell in enumerate(row)
             for old, new in UNITS if i < sheet.first and "注" not in cell and re.search(
                 rf"(单位[:：]\s*|[（(]){old}[)）]?$", cell) or i >= sheet.first and cell == old]
    if not found:
        return None
    i, k, old, new = rng.choice(found)
    row = sheet.rows[i]
    at = row[k].rindex(old)
    row[k] = row[k][:at] + new + row[k][at + len(old):]
    return f"{old} became {new} in row {i + 1}"


def corrupt_period(sheet, rng):
    cells = [(i, k) for i, row in enumerate(sheet.rows) for k, cell in enumerate(row)
             if PERIOD.match(cell) and (i < sheet.first and i > 0 or sheet.is_period_column(k)
                                        or k == 0 and i >= sheet.first)
             and (i < sheet.first or i in sheet.data())]
    if not cells:
        return None
    i, k = rng.choice(cells)
    cell = sheet.rows[i][k]
    year = int(cell[:4]) + rng.choice([-10, -1, 1, 10])
    sheet.rows[i][k] = str(year) + cell[4:]
    return f"{cell} became {sheet.rows[i][k]} in row {i + 1}"


def corrupt_scale(sheet, rng):
    power = rng.choice([-4, -1, 1, 2, 3, 4])
    if rng.random() < 0.5:
        cells = [c for c in sheet.numbers() if sheet.rows[c[0]][c[1]].strip("0.-")]
        if not cells:
            return None
        i, k = rng.choice(cells)
        old = sheet.rows[i][k]
        sheet.rows[i][k] = scaled(old, power)
        return f"{old} became {sheet.rows[i][k]} in row {i + 1}"
    columns = sheet.value_columns()
    if not columns:
        return None
    k = rng.choice(columns)
    for i in sheet.data():
        if sheet.is_number(i, k):
            sheet.rows[i][k] = scaled(sheet.rows[i][k], power)
    return f"column {k + 1} times 10^{power}"


def corrupt_sign(sheet, rng):
    cells = [c for c in sheet.numbers() if sheet.rows[c[0]][c[1]].strip("0.-")]
    if not cells:
        return None
    i, k = rng.choice(cells)
    if rng.random() < 0.5:
        sheet.rows[i][k] = negated(sheet.rows[i][k])
        return f"row {i + 1}, column {k + 1} negated: {sheet.rows[i][k]}"
    for j, n in sheet.numbers():
        if n == k:
            sheet.rows[j][n] = negated(sheet.rows[j][n])
    return f"column {k + 1} negated"


def corrupt_cut(sheet, rng):
    rows = sheet.data()
    left = rng.choice([0, int(len(rows) * rng.uniform(0.1, 0.9))])
    if left == len(rows):
        return None
    del sheet.rows[rows[left]:]
    return f"cut to {left} of {len(rows)} rows"


KINDS = [("row", corrupt_row), ("column", corrupt_column), ("unit", corrupt_unit),
         ("period", corrupt_period), ("scale", corrupt_scale), ("sign", corrupt_sign),
         ("file swapped", None), ("cut", corrupt_cut)]


class Trial:
    def __init__(self, nqi, project, with_release):
        self.nqi, self.folder = nqi, tempfile.mkdtemp()
        self.project, self.out = self.folder + "/project", self.folder + "/out"
        for part in ("input", "lua", "templates"):
            shutil.copytree(f"{project}/{part}", f"{self.project}/{part}",
                            ignore=shutil.ignore_patterns("nqi", "starter", "README.md"))
        if with_release:
            subprocess.run([nqi, "build", self.project, "--out", self.out, "--quiet", "--lang",
                            "en", "--report", "forum", "--format", "md"], check=True)
        listed = subprocess.run([nqi, "list", "sources", self.project], check=True,
                                capture_output=True, text=True).stdout
        self.files = [line.split("\t")[0] for line in listed.splitlines()
                      if line.split("\t")[0].count("/") > 1]
        self.known = {e["text"] for e in self.findings()}

    def findings(self):
        run = subprocess.run([self.nqi, "check", self.project, "--out", self.out, "--lang", "en",
                              "--log-json"], capture_output=True, text=True)
        entries = [json.loads(line) for line in (run.stdout + run.stderr).splitlines()
                   if line.startswith("{")]
        return [e for e in entries if e.get("severity") in ("error", "warning")]

    def corrupt(self, i):
        """What was done and the files that may be named, after doing it."""
        kind, function = KINDS[i % len(KINDS)]
        rng = random.Random(f"nqi {i}")
        while True:
            path = rng.choice(self.files)
            full = f"{self.project}/{path}"
            if function is None:
                other = rng.choice([f for f in self.files if f != path
                                    and os.path.dirname(f) == os.path.dirname(path)])
                os.rename(full, full + ".other")
                os.rename(f"{self.project}/{other}", full)
                os.rename(full + ".other", f"{self.project}/{other}")
                return kind, f"{path} and {other} changed places", [path, other]
            sheet = Sheet(full)
            said = function(sheet, rng)
            if said is not None:
                sheet.write()
                return kind, f"{path}: {said}", [path]

    def restore(self, paths, original):
        for path in paths:
            shutil.copy(f"{original}/{path}", f"{self.project}/{path}")

    def try_one(self, i, original):
        kind, said, paths = self.corrupt(i)
        new = [e for e in self.findings() if e["text"] not in self.known]
        self.restore(paths, original)
        about = [e for e in new if any(p == e.get("file") or p in e["text"] for p in paths)]
        return kind, said, about, new


def main():
    nqi, project, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    rest = sys.argv[4:]
    trial = Trial(nqi, project, "alone" not in rest)
    chosen = [int(a) for a in rest if a.isdigit()] or range(count)
    named, total = {}, {}
    try:
        for i in chosen:
            kind, said, about, new = trial.try_one(i, project)
            total[kind] = total.get(kind, 0) + 1
            named[kind] = named.get(kind, 0) + bool(about)
            if not about:
                print(f"not named: {i} {kind}: {said}" + (
                    f" (but {new[0].get('file')}: {new[0]['text']})" if new else ""))
            elif len(chosen) < 10:
                print(said, *(f"{e['severity']}: {e.get('file')}: {e['text']}" for e in new[:8]), sep="\n  ")
    finally:
        shutil.rmtree(trial.folder)
    for kind, _ in KINDS:
        if kind in total:
            print(f"{kind:13} {named[kind]:3} of {total[kind]:3} named")
    hits, all_of = sum(named.values()), sum(total.values())
    print(f"{'all':13} {hits:3} of {all_of:3} named: {100 * hits / all_of:.1f} %; "
          f"untouched: {len(trial.known)} findings")
    return hits < SHARE * all_of


if __name__ == "__main__":
    sys.exit(main())
