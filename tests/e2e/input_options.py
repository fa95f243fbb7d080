"""Every field of an entry of sources.lua and every name of its `options` stands in an
example of input/README.md that runs as a test, and in one of the guide's tables. The
program's own tables are the list. Usage: input_options.py ROOT; prints what is missing."""
import os
import re
import sys

root = sys.argv[1]


def names(path, start, end):
    """The first string of each entry of a table in a C file."""
    text = open(os.path.join(root, path), encoding="utf-8").read()
    table = text[text.index(start):]
    table = table[:table.index(end)]
    return re.findall(r'^\s+\{"([a-z_]+)"', table, re.MULTILINE)


fields = names("pipeline/script/read_sources.c", "profile_fields[] = {", "\n};")
options = names("pipeline/ingest/declared.c", "options[] = {", "\n};")
guide = open(os.path.join(root, "input/README.md"), encoding="utf-8").read()
examples = re.findall(r"```csv\n[^`]*```\n+```lua\n([^`]*)```\n+```text\n", guide)
examples += re.findall(r"^profile (.*)$", guide, re.MULTILINE)
tables = "\n".join(line for line in guide.splitlines() if line.startswith("|"))
assert len(fields) > 30 and len(options) > 10 and len(examples) > 20
for name in fields + options:
    used = any(re.search(rf"\b{name}\s*=", example) for example in examples)
    if not used and name not in ("file", "source"):  # every example has these
        print(f"input/README.md has no example with {name}")
    if not re.search(rf"`[^`]*\b{name}\b[^`]*`", tables):
        print(f"no table of input/README.md has {name}")
print(f"{len(fields) + len(options)} names")
