"""The examples of input/README.md: a fence csv with a file, a fence lua with the entry
that reads it, a fence text with what comes of it: the values, then errors and warnings.
Each is read in a project of its own with the dictionaries of this one. Usage:
input_examples.py NQI ROOT; prints what differs. With ACCEPT=1 the results are written
into the guide."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

nqi, root = sys.argv[1:]
guide = os.path.join(root, "input/README.md")
EXAMPLE = re.compile(r"```csv\n([^`]*)```\n+```lua\n([^`]*)```\n+```text\n([^`]*)```\n")


def reading(csv, entry):
    """What nqi makes of one file by one entry, a line each."""
    with tempfile.TemporaryDirectory() as project:
        os.mkdir(project + "/input")
        for name in ("areas.csv", "indicators.csv"):
            shutil.copy(f"{root}/input/{name}", project + "/input")
        with open(project + "/input/t.csv", "w", encoding="utf-8") as f:
            f.write(csv)
        with open(project + "/input/sources.lua", "w", encoding="utf-8") as f:
            fields = entry.strip().rstrip(",").removeprefix("{").removesuffix("}")
            f.write('return {{ file = "input/t.csv", source = "s",' + fields + "}}\n")
        run = subprocess.run([nqi, "dump", "dataset", project, "--lang", "en"],
                             capture_output=True, text=True, check=False)
    lines = []
    for line in run.stdout.splitlines():
        if line.startswith("observation\t"):
            _, *key = line.split("\t")
            facts = dict(part.split("=", 1) for part in key[3:])
            lines.append(" ".join(key[:3] + [facts.get("value", facts.get("text", "-"))]
                                  + [facts[k] for k in ("status", "qualifier") if k in facts]))
    for line in run.stderr.splitlines():
        found = re.match(r"input/t\.csv:(\d+:\d+): ((?:error|warning): .*)", line)
        if found:
            lines.append(f"{found.group(1)}: {found.group(2)}")
        elif line.startswith("    hint: ") and lines:
            lines.append("  " + line.strip())
        elif "error: " in line:
            lines.append(line)
    return "".join(line + "\n" for line in lines)


text = open(guide, encoding="utf-8").read()
count = 0


def compare(found):
    global count
    count += 1
    csv, entry, want = found.groups()
    got = reading(csv, entry)
    if got != want and not os.environ.get("ACCEPT"):
        print(f"this example of input/README.md:\n{csv}{entry}gives:\n{got}instead of:\n{want}")
    return found.group(0).removesuffix(f"{want}```\n") + got + "```\n"


changed = EXAMPLE.sub(compare, text)
if os.environ.get("ACCEPT") and changed != text:
    open(guide, "w", encoding="utf-8").write(changed)
print(f"{count} examples")
