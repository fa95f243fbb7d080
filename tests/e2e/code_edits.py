"""Random edits of a small project: the content code of a report is another one exactly when
what its files print is. Usage: code_edits.py NQI FIXTURE FOLDER COUNT SEED"""
import json
import os
import random
import re
import shutil
import subprocess
import sys

NQI, FIXTURE, FOLDER, COUNT, SEED = sys.argv[1:6]
STEM = "national/2023/2023"


def printed(release):
    """All that the files of the report print, without mark and code."""
    parts = []
    folder = os.path.join(release, "national", "2023")
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name.endswith(".pdf"):
            text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
            # Where lines break is not what is printed.
            text = re.sub(r"\s+", "", text)
        else:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        if name.endswith(".html"):
            text = re.sub(r'\s(?:data-figure|id|href|aria-labelledby)="[^"]*"', "", text[text.index("<body"):])
        text = re.sub(r"内容码：[0-9a-f-]*", "", text)
        parts.append((name, text))
    return parts


def build(project):
    done = subprocess.run([NQI, "build", project, "--report", "national", "--quiet", "--lang", "en"],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return None, done.stderr
    release = os.path.join(project, "drafts", "current")
    with open(os.path.join(release, "receipt.json"), encoding="utf-8") as file:
        receipt = json.load(file)
    (code,) = [r["code"] for r in receipt["reports"] if r["report"] == "national"]
    return code, printed(release)


def edit(project, rng):
    """One random edit; what it was."""
    kind = rng.choice(["cell", "cell", "cell", "quality", "names", "comment", "blank", "words", "caption", "title",
                       "colour", "bars", "order", "unprinted", "issue"])

    def change(path, function):
        path = os.path.join(project, path)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(function(text))

    def number(text):
        found = list(re.finditer(r"(?<=,)\d+(?:\.\d+)?(?=[,\n])", text))
        at = rng.choice(found)
        value = at.group(0)
        new = str(int(value.split(".")[0]) + rng.choice([0, 0, 1, 2])) + (value[value.index("."):] if "." in value else "")
        return text[:at.start()] + new + text[at.end():]

    if kind == "cell":
        change("input/certificates.csv", number)
    elif kind == "quality":  # printed nowhere
        change("input/quality.csv", lambda t: t.replace("92.50", "92.%02d" % rng.randrange(100)))
    elif kind == "names":
        change("input/issues.csv", lambda t: t.replace("张三", rng.choice(["张三", "赵六"])).replace("2024-03-15", "2024-03-1%d" % rng.randrange(10)))
    elif kind == "comment":
        change("lua/reports.lua", lambda t: "-- %d\n" % rng.randrange(1000) + t)
    elif kind == "blank":
        change("templates/national.md", lambda t: t.replace("\n\n", "\n\n\n", 1))
    elif kind == "words":
        change("templates/national.md", lambda t: t + "\n第%d句。\n" % rng.randrange(3))
    elif kind == "caption":
        change("templates/national.md", lambda t: t.replace("各省有效认证证书", rng.choice(["各省有效认证证书", "各省证书"])))
    elif kind == "title":
        change("lua/reports.lua", lambda t: t.replace("认证认可年度概览", rng.choice(["认证认可年度概览", "年度概览"])))
    elif kind == "colour":
        change("templates/theme.lua", lambda t: "return { alert = 0x%06x }\n" % rng.choice([0xB00020, 0xB00021]))
    elif kind == "bars":
        change("templates/national.md", lambda t: t.replace('kind = "bars"', 'kind = "bars"\nfrom_zero = true') if "from_zero" not in t else t)
    elif kind == "order":
        change("input/certificates.csv", lambda t: "\n".join([*t.splitlines()[:2], *rng.sample(t.splitlines()[2:], 3)]) + "\n")
    elif kind == "unprinted":
        change("templates/province.md", lambda t: t + "\n无关。\n")
    elif kind == "issue":
        change("input/issues.csv", lambda t: t.replace("第2期（总第2期）", rng.choice(["第2期（总第2期）", "第3期（总第3期）"])))
    return kind


def main():
    rng = random.Random(int(SEED))
    os.makedirs(FOLDER, exist_ok=True)
    project = os.path.join(FOLDER, "project")
    shutil.copytree(FIXTURE, project)
    with open(os.path.join(project, "lua", "workflow.lua"), "w", encoding="utf-8") as file:
        file.write('return { archive = "../archive" }\n')
    with open(os.path.join(project, "lua", "checks.lua"), "w", encoding="utf-8") as file:
        file.write('return { { builtin = "area_parts", of = { "CERT" }, severity = "off", reason = "随机改动" } }\n')
    with open(os.path.join(project, "templates", "theme.lua"), "w", encoding="utf-8") as file:
        file.write("return { alert = 0xB00020 }\n")
    with open(os.path.join(project, "templates", "national.md"), "a", encoding="utf-8") as file:
        file.write("\n完。\n")
    code, text = build(project)
    changed = same = 0
    for i in range(int(COUNT)):
        kind = edit(project, rng)
        new_code, new_text = build(project)
        if new_code is None:
            print(f"edit {i} ({kind}): {new_text}")
            return 1
        # Names and date are in no file of this report but its PDF's cover.
        differs = [name for (name, a), (_, b) in zip(text, new_text)
                   if a != b and not (kind == "names" and name.endswith((".pdf", ".html")))]
        if (new_code != code) != (differs != []):
            print(f"edit {i} ({kind}): the code is {'another' if new_code != code else 'the same'}, differing: {differs}")
            return 1
        changed += new_code != code
        same += new_code == code
        code, text = new_code, new_text
    print(f"{changed} edits changed the code, {same} did not")
    return 0 if changed > int(COUNT) // 10 and same > int(COUNT) // 10 else 1


sys.exit(main())
