#!/usr/bin/python3
"""Counts the filled cells of each file that `nqi check --lang en` lists with Python's
own csv reader, and compares them with the sums that it prints.

usage: nqi check PROJECT --lang en | filled_cells.py PROJECT     prints what is wrong
"""
import csv
import re
import sys

LINE = re.compile(r"^(\S+): rows \d+, observations \d+, left out \d+; filled cells (\d+): "
                  r"values (\d+), heads (\d+), notes (\d+), skipped (\d+), with findings (\d+)$")
BLANK = " \t\r\n\u00a0\u3000\u200b\ufeff"


def text_of(path):
    with open(path, "rb") as file:
        raw = file.read()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def filled(path):
    rows = csv.reader(text_of(path).splitlines(keepends=True))
    return sum(bool(cell.strip(BLANK)) for row in rows for cell in row)


files = cells = 0
for line in sys.stdin:
    found = LINE.match(line)
    if not found:
        continue
    numbers = [int(n) for n in found.groups()[1:]]
    counted = filled(f"{sys.argv[1]}/{found.group(1)}")
    files += 1
    cells += counted
    if numbers[0] != counted or numbers[0] != sum(numbers[1:]):
        print(f"{found.group(1)}: counted {counted}, said {numbers}")
print(f"{files} files, {cells} filled cells")
