"""figures_beside.py USUAL.csv WITH_IDS.csv PAGE.html: the second has the cells of the
first, and behind them the ids that the page's tables have."""
import csv
import re
import sys

usual, beside = (
    list(csv.reader(open(path, encoding="utf-8-sig", newline=""))) for path in sys.argv[1:3]
)
page = open(sys.argv[3], encoding="utf-8").read()
ids = []
assert len(usual) == len(beside), (len(usual), len(beside))
for row, more in zip(usual, beside):
    assert more[: len(row)] == row, (row, more)
    added = more[len(row) :]
    for cell in added:
        own = [word for word in cell.split() if word.startswith("f-")]
        assert len(own) == len(set(own)), cell
        ids += own
        name = re.sub(r"(?:^| )f-\S+", "", cell)
        assert not name or name.endswith("（数字标识）"), cell
tables = "".join(re.findall(r"<table.*?</table>|<p class=\"source\".*?</p>", page, re.S))
in_tables = re.findall(r'data-figure="([^"]+)"', tables)
assert len(ids) > 5, ids
assert set(ids) == set(in_tables), set(ids) ^ set(in_tables)
