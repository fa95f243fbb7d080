"""Runs the examples of lua/RULES.md: below each "## `RULE`" a block `csv` is the data, a
block `csv last` what the last release was made of, `csv issues` the editions, `lua` the
entries of checks.lua, and `text`, which ends an example, all that check finds, in English.
The same is found in Chinese. Usage: rules_examples.py NQI ROOT [accept]; prints what differs."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"```(csv|lua|text)(?: (\w+))?\n(.*?)```\n", re.S)
FINDING = re.compile(r"^(\S.*?): (?:error|warning|accepted): ")
REPORTS = 'return { { name = "r", template = "r.md", title = "R", period = "2023" } }\n'
SOURCE = '{ name = "a", file = "input/data.csv", source = "an office", %s }'


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def layout(data):
    head = data.split("\n")[0].split(",")
    if head[0] == "indicator":
        return 'layout = "long"'
    return f'layout = "area_by_period", indicator = "{head[0]}"'


class Project:
    def __init__(self, nqi, dictionaries):
        self.nqi, self.folder = nqi, tempfile.mkdtemp()
        self.out = self.folder + "/out"
        for name, text in dictionaries.items():
            write(f"{self.folder}/input/{name}.csv", text)
        write(self.folder + "/lua/reports.lua", REPORTS)
        write(self.folder + "/templates/r.md", "# R\n")
        write(self.folder + "/templates/theme.lua", "return {}\n")

    def data(self, text):
        write(self.folder + "/input/data.csv", text)
        write(self.folder + "/input/sources.lua", "return { %s }\n" % (SOURCE % layout(text)))

    def run(self, command, language):
        run = subprocess.run([self.nqi, command, ".", "--out", self.out, "--lang", language,
                              *(["--format", "md"] if command == "build" else [])],
                             capture_output=True, text=True, cwd=self.folder)
        return run.stderr

    def findings(self, language):
        mark = FINDING if language == "en" else re.compile(r": (错误|警告|已接受): ")
        return [line for line in self.run("check", language).split("\n") if mark.search(line)]


def example(nqi, dictionaries, blocks):
    data = [(kind, name, text) for kind, name, text in blocks]
    files = dict(dictionaries)
    files.update({name: text for kind, name, text in data if kind == "csv" and name == "issues"})
    project = Project(nqi, files)
    try:
        last = [text for kind, name, text in data if kind == "csv" and name == "last"]
        now = [text for kind, name, text in data if kind == "csv" and not name]
        if last:
            project.data(last[0])
            said = project.run("build", "en")
            if not os.path.exists(project.out + "/current/series.csv"):
                return ["no release: " + said], []
        project.data(now[0])
        lua = [text for kind, name, text in data if kind == "lua"]
        if lua:
            write(project.folder + "/lua/checks.lua", lua[0])
        return project.findings("en"), project.findings("zh")
    finally:
        shutil.rmtree(project.folder)


def examples(part):
    """The blocks of each example of a section."""
    out, blocks = [], []
    for block in BLOCK.findall(part):
        blocks.append(block)
        if block[0] == "text":
            out.append(blocks)
            blocks = []
    return out


def main():
    nqi, root = os.path.abspath(sys.argv[1]), sys.argv[2]
    guide = root + "/lua/RULES.md"
    with open(guide, encoding="utf-8") as file:
        text = file.read()
    dictionaries = {name: body for kind, name, body in BLOCK.findall(text) if name in ("areas", "indicators")}
    listed = subprocess.run([nqi, "list", "kinds", "--lang", "en"], capture_output=True, text=True,
                            cwd=root).stdout
    rules = [line.split("\t")[1] for line in listed.split("\n") if line.startswith("builtin\t")]
    wrong, shown = 0, []
    for part in re.split(r"(?m)^## ", text):
        name = re.match(r"`(\w+)`", part)
        if not name:
            continue
        shown.append(name.group(1))
        accepted = part
        for blocks in examples(part):
            found, chinese = example(nqi, dictionaries, blocks)
            wanted = blocks[-1][2]
            got = "".join(line + "\n" for line in found)
            if len(found) != len(chinese):
                print(f"{name.group(1)}: {len(found)} findings in English, {len(chinese)} in Chinese")
                wrong += 1
            if got != wanted and "accept" in sys.argv:
                accepted = accepted.replace(f"```text\n{wanted}```", f"```text\n{got}```")
            elif got != wanted:
                print(f"{name.group(1)}: wanted\n{wanted}got\n{got}")
                wrong += 1
        text = text.replace(part, accepted)
    for name in sorted(set(rules) ^ set(shown)):
        print(f"{name}: no example, or no such rule")
        wrong += 1
    if "accept" in sys.argv:
        write(guide, text)
    print(f"{len(rules)} rules, {len(shown)} examples, {wrong} wrong")
    return wrong > 0 or not rules


if __name__ == "__main__":
    sys.exit(main())
