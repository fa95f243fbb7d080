"""The words that reports print. Usage: words.py ROOT; prints what is wrong with the
vocabularies of pipeline/words/ and with the texts in the sources:

- all vocabularies have the same keys, and each text the same {names}; a unit may be
  missing (and a region), it is then printed as the data write it;
- the keys that the sources name exist, and the sources name every key;
- no Chinese in the English one;
- no Chinese text stands in pipeline/ or lua/nqi/ but where HAN says why."""
import glob
import os
import re
import sys

sys.path.insert(0, os.path.dirname(__file__))
from messages import C_STRING, LUA_STRING, entries, unescape  # noqa: E402

WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
# Files that may hold Chinese texts, and why. Everything that is printed comes from the
# vocabulary, everything that is said to the user from zh.po.
HAN = {
    "pipeline/ingest/": "what offices write in their files: numbers, periods, heads, notes, codes",
    "pipeline/dataset/qualifier.c": "qualifiers as data write them",
    "pipeline/rules/possible.c": "words of the names of indicators and units, as data write them",
    "pipeline/rules/rule.c": "what is counted one by one, and words of the names of indicators, as data write them",
    "pipeline/dataset/unit.c": "units of measure and multipliers as data write them",
    "pipeline/dataset/unit_english.c": "the units that English names stand for, as data write them",
    "pipeline/draw/scale.c": "multipliers of units, as data write them",
    "lua/nqi/calendar.lua": "periods as the labels of charts write them",
    "pipeline/text/breaks.c": "units that no line break may part from their number",
    "pipeline/compose/number.c": "the samples of a numbering",
    "pipeline/compose/block_summary.c": "an example of the block",
    "pipeline/compose/lookalike.c": "an example of a heading",
    "pipeline/compose/values.c": "an example of a note",
    "pipeline/compose/wording_rules.c": "the words that are looked for in reports, and examples",
    "pipeline/compose/lookalike.c": "full-width signs that are typed for # and |, and examples",
    "pipeline/compose/borrowed.c": "examples in hints",
    "pipeline/document/printed.c": "signs that have the white after them in themselves",
    "pipeline/render/check.c": "the colon after a rule's name, taken off again",
    "pipeline/render/csv_field.c": "full-width signs that open a formula in a spreadsheet",
    "pipeline/render/markdown_table.c": "an indent: a full-width space",
    "pipeline/sandbox/lexer.c": "full-width signs that are typed for those of Lua",
    "pipeline/script/comparison.c": "words of the names of indicators that are rates of growth, as data write them",
    "pipeline/script/read_workflow.c": "the usual roles that sign, and hints that name them",
    "pipeline/script/read_reports.c": "a hint that names a rule of rounding",
    "lua/nqi/check_walk.lua": "multipliers of units, as data write them",
    "lua/nqi/columns.lua": "names of columns in templates",
    "pipeline/words/chinese.c": "Chinese numerals",
    "lua/nqi/fmt.lua": "multipliers, as units are written in the data",
    "lua/nqi/presets/gongwen.lua": "a theme of Chinese official documents: its numbering",
    "lua/nqi/index_data.lua": "qualifiers as data write them",
    "lua/nqi/index_report.lua": "units of scores and changes, as data write them",
    "lua/nqi/words.lua": "how the names of provinces end",
    "lua/nqi/phrase.lua": "the units of money, as data write them",
    "lua/nqi/signs.lua": "what stands between the items of a note's list",
    "lua/nqi/sources.lua": "how sources are joined and quoted in the data",
    "lua/nqi/table.lua": "a hint that shows names of columns",
}
# A kind says what it is in each language of messages, so that a new one is one file.
KIND = re.compile(r'\.kind =\s*\{"\w+",\s*(?:"[^"]*",?\s*)+\}|english = (["\']).*?\1,\s*chinese = (["\']).*?\2')
# Keys by the names that data give; without one the name itself is printed.
OF_DATA = ("unit.", "region.")
# Their number n is printed beside them.
OF_UNITS = ("unit.",)
NOT_KEYS = re.compile(r"\.(html|css|md|lua|csv|json|svg|pdf|mo)$")


# "audit.step_" .. name
STEMS = re.compile(r'"([\w.]+[._])" *\.\.').findall


def sources(root):
    """Each source with its texts, neighbouring ones of C joined; comments left out."""
    for path in sorted(glob.glob(root + "/pipeline/**/*.c", recursive=True)):
        with open(path, encoding="utf-8") as file:
            text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
        text = KIND.sub("", text)
        parts = re.findall(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*', text)
        yield path, ["".join(s[0] for s in C_STRING.findall(part)) for part in parts], []
    for path in sorted(glob.glob(root + "/lua/nqi/**/*.lua", recursive=True)):
        with open(path, encoding="utf-8") as file:
            text = re.sub(r"(^|\s)--.*$", "", file.read(), flags=re.M)
        text = KIND.sub("", text)
        found = ["".join(m) for m in LUA_STRING.findall(text)]
        yield path, found, STEMS(text)
    for path in sorted(glob.glob(root + "/lua/nqi/partials/*.md")):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        yield path, ["".join(m) for m in LUA_STRING.findall(text)] + [text], STEMS(text)


def names(text):
    return set(re.findall(r"\{(\w+)\}", text))


def compare(tables):
    first = min(tables)
    keys = set().union(*tables.values())
    for key in sorted(keys):
        for tag, table in tables.items():
            if key not in table and not key.startswith(OF_DATA):
                yield f"{tag} has no {key}"
            if key in table and table[key] == "":
                yield f"{tag}: {key} is empty"
            if key in table and key in tables[first] and names(table[key]) != names(tables[first][key]):
                yield f"{key}: other values in {first} and {tag}"
            forms = set(re.findall(r"\{(\w+)\|", table.get(key, "")))
            if forms - names(table.get(key, "")) and not (forms == {"n"} and key.startswith(OF_UNITS)):
                yield f"{tag}: {key} has forms for a value that it does not print"
            if tag == "en" and not key.startswith("total.") and WIDE.search(table.get(key, "")):
                yield f"{tag}: {key} is Chinese"


def check_uses(root, keys):
    rooms = {key.split(".")[0] for key in keys}
    said, stems = set(), set()
    for path, texts, begun in sources(root):
        stems.update(begun)
        for text in texts:
            said.add(text)
            key = re.fullmatch(r"([a-z]+)(\.[a-z0-9_]+)+", text)
            known = text in keys or text + ".1" in keys or text in begun
            if key and key.group(1) in rooms and not known and not NOT_KEYS.search(text):
                yield f"{os.path.relpath(path, root)}: no vocabulary has {text}"
    stems = {stem for stem in stems if stem.split(".")[0] in rooms}
    for key in sorted(keys):
        form = re.sub(r"\.\d+$", "", key)
        if key not in said and form not in said and not key.startswith(OF_DATA) and not any(
            key.startswith(stem) for stem in stems
        ):
            yield f"printed nowhere: {key}"


def check_texts(root):
    used = set()
    for path, texts, _ in sources(root):
        path = os.path.relpath(path, root)
        why = next((place for place in HAN if path.startswith(place)), None)
        wide = [text for text in texts if WIDE.search(text)]
        if wide and why is None:
            yield f"{path}: Chinese text: {wide[0]}"
        if wide:
            used.add(why)
    for place in HAN:
        if place not in used and os.path.exists(os.path.join(root, place)):
            yield f"{place}: needs no leave for Chinese texts"


def main(root):
    tables = {}
    for path in sorted(glob.glob(root + "/pipeline/words/vocabulary.*.po")):
        tables[path.split(".")[-2]] = entries(path)
    wrong = [*compare(tables), *check_uses(root, set().union(*tables.values())), *check_texts(root)]
    print("\n".join(wrong))
    print(f"{sorted(tables)}, {len(tables['en'])} words, {len(wrong)} wrong")
    return len(wrong) > 0 or len(tables) < 2 or len(tables["en"]) < 300


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
