"""Each name that a template takes from its model stands in templates/README.md, and no
template has a `require` or a `local`. Usage: template_names.py ROOT; prints what is wrong."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
KNOWN = set("""period area report v ref note raw cited cite fmt phrase text areas area_of get records statements series
ipairs function return end if then else for in do and or not true false nil include rows columns notes source items unit
kind total groups highlight change decimals labels series id caption _""".split())
guide = (root / "templates/README.md").read_text(encoding="utf-8")
told = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]*)`", guide.split("## The names of these reports")[1].split("\n## ")[0]))))
templates = sorted((root / "templates").glob("*.md")) + sorted((root / "templates/starter/templates").glob("**/*.md"))
count = 0
for path in templates:
    if path.name == "README.md":
        continue
    text = path.read_text(encoding="utf-8")
    codes = re.findall(r"\{\{(.*?)\}\}", text, re.S) + re.findall(r"\{%(.*?)%\}", text, re.S)
    codes += re.findall(r"^```(?:table|chart|kpi)[^\n]*\n(.*?)^```", text, re.S | re.M)
    for code in codes:
        for word in re.findall(r"\b(require|local)\b", code):
            print(f"{path.name}: {word} in {code.strip()[:60]}")
        bare = re.sub(r'"(?:[^"\\\\]|\\\\.)*"', '""', code)
        own = set(re.findall(r"for ([a-z_, ]+) in", text)) | set(re.findall(r"function\(([a-z_, ]+)\)", bare))
        own = {name.strip() for names in own for name in names.split(",")}
        for name in re.findall(r"(?<![.:\w])([a-z_][a-z_0-9]*)(?!\s*=[^=])\b", bare):
            if name in KNOWN or name in own or re.search(rf"\b{name}\s*=[^=]", bare):
                continue
            count += 1
            if name not in told:
                print(f"{path.name}: the guide does not tell of {name}")
print(f"{count} names in {len(templates) - 1} templates")
