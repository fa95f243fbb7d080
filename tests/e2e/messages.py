"""Every message that the sources of a program folder can print has a Chinese form in
pipeline/words/zh.po with the same conversions in the same order, and every entry there
is one of the sources. Usage: messages.py ROOT; prints what is wrong.

A message is the format given to the functions below, their hints among them, and to
options.fail (and its hint), text.message or error { message = … } in lua/nqi; an entry
is used if its text stands in the sources at all, as a part of a table for example."""
import glob
import os
import re
import sys

C_CALLS = {"diag_error": [2], "diag_warning": [2], "diag_note": [2], "diag_hint": [1],
           "diag_words": [1], "sandbox_raise": [1, 2], "parts_error": [2],
           "fields_fail": [1], "luaL_error": [1], "luaL_argcheck": [3],
           "luaL_argerror": [2], "raise_unknown": [1], "check_words": [1],
           "catalogue_words": [1], "words": [1], "say": [1], "FAIL": [2], "program_set": [1],
           "rule_report": [2], "rule_report_file": [3],
           "act_fail": [1], "act_say": [1], "workflow_fault": [2, 3]}
# What Lua says inside its own messages (sandbox/complaint.c).
OF_LUA = {"<eof>", "no value", "boolean", "initial value", "step", "'for' step is zero",
          "attempt to divide by zero", "attempt to perform 'n//0'", "attempt to perform 'n%0'",
          "table index is nil", "table index is NaN", "invalid order function for sorting",
          "cannot change a protected metatable", "'__tostring' must return a string",
          "value expected", "too many results to unpack", "function arguments", "<name>"}
LUA_CALLS = {"options.fail": [0, 1], "options.check": [0], "text.message": [0], "fail": [1, 2]}
C_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"()?')
LUA_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|' r"'((?:[^'\\\n]|\\.)*)'")
CONVERSION = re.compile(r"%(?:(\d+)\$)?[-+ #0]*(\*|\d+)?(?:\.(\*|\d+))?(hh|h|ll|l|j|z|t)?([a-zA-Z%])")


def unescape(text):
    table = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "'": "'"}
    return re.sub(r"\\(.)", lambda m: table.get(m.group(1), m.group(0)), text)


def arguments(text, at, quotes):
    """The arguments of the call whose bracket opens before `at`."""
    depth, parts = 1, [""]
    while at < len(text):
        c = text[at]
        if c in quotes:
            end = at + 1
            while text[end] != c:
                end += 2 if text[end] == "\\" else 1
            parts[-1] += text[at:end + 1]
            at = end + 1
            continue
        depth += c in "([{"
        depth -= c in ")]}"
        if depth == 0:
            break
        if c == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += c
        at += 1
    return parts


def branches(argument, string):
    """The literals of an argument: one, or those of the branches of a condition."""
    if re.search(r"\w\(", string.sub("", argument)):
        return []  # another call: its own messages are found where it is made
    found, literals = [], []

    def put_away(m):
        literals.append(m.group(1) if m.group(1) is not None else m.group(2))
        return "\0"

    for part in re.split(r"[?:]|\band\b|\bor\b", string.sub(put_away, argument)):
        words = [literals.pop(0) for _ in range(part.count("\0"))]
        if words and not re.search(r"==|~=|!=", part):
            found.append(unescape("".join(words)))
    return found


def calls(text, table, string, quotes):
    for m in re.finditer(r"(?<![\w.])([\w.]+)\(", text):
        for k in table.get(m.group(1), []):
            parts = arguments(text, m.end(), quotes)
            if k < len(parts):
                yield from branches(parts[k], string)


def used(root):
    out = {}
    for path in sorted(glob.glob(root + "/pipeline/**/*.c", recursive=True)):
        with open(path, encoding="utf-8") as file:
            source = file.read()
        for text in calls(source, C_CALLS, C_STRING, '"'):
            out.setdefault(text, path)
        for m in re.finditer(r'\.(?:hint|message) = ((?:"(?:[^"\\\n]|\\.)*"\s*)+),', source):
            out.setdefault(unescape("".join(p[0] for p in C_STRING.findall(m.group(1)))), path)
    for path in sorted(glob.glob(root + "/lua/nqi/**/*.lua", recursive=True)):
        with open(path, encoding="utf-8") as file:
            text = re.sub(r"(?m)^\s*--.*$", "", file.read())
        checked = set(calls(text, {"options.check": [0]}, LUA_STRING, "\"'"))
        for item in calls(text, LUA_CALLS, LUA_STRING, "\"'"):
            if " " in item or item not in checked:  # one word: the name of a function
                out.setdefault(item, path)
        for m in re.finditer(r"text\.message (\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')", text):
            out.setdefault(unescape(m.group(1)[1:-1]), path)
        for m in re.finditer(r"error *\{ *message = (?!text\.message)(.*)", text):
            out.setdefault("not translatable: " + m.group(1), path)
    return out


def entries(path):
    """The entries of a PO file. msgfmt has read it, so the form is right."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    quoted = r'((?:"(?:[^"\\\n]|\\.)*"\n)+)'
    out = {}
    for m in re.finditer(r"(?m)^msgid " + quoted + "msgstr " + quoted, text + "\n"):
        english, chinese = (unescape("".join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', part))) for part in m.groups())
        out[english] = chinese
    out.pop("", None)  # the header
    return out


def literals(root):
    """Every text of the sources, neighbouring ones of C joined, those of Lua as well."""
    out = set()
    for path in glob.glob(root + "/pipeline/**/*.c", recursive=True):
        with open(path, encoding="utf-8") as file:
            text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
        for m in re.finditer(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*', text):
            out.add(unescape("".join(part[0] for part in C_STRING.findall(m.group(0)))))
    for path in glob.glob(root + "/lua/nqi/**/*.lua", recursive=True):
        with open(path, encoding="utf-8") as file:
            text = re.sub(r"(?m)^\s*--.*$", "", file.read())
        one = r"(?:\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
        for m in re.finditer(one + r"(?:\s*\.\.\s*" + one + ")*", text):
            out.add(unescape("".join(a or b for a, b in LUA_STRING.findall(m.group(0)))))
    return out


def conversions(text):
    """Length and type of each, by position, stars as arguments of their own."""
    out, place = {}, 0
    for m in CONVERSION.finditer(text):
        if m.group(5) == "%":
            continue
        for star in (m.group(2), m.group(3)):
            if star == "*":
                out[place] = "*"
                place += 1
        out[int(m.group(1)) - 1 if m.group(1) else place] = (m.group(4) or "") + m.group(5)
        place += 1
    return out


def has_words(text):
    if re.match(r'\w+ = (\{|rank|function)|\w+\("', text):
        return False  # an example in code
    return re.search(r"[A-Za-z]", CONVERSION.sub("", text)) is not None


def main(root):
    known, wrong = entries(root + "/pipeline/words/zh.po"), 0
    found = used(root)
    for english, path in found.items():
        if english not in known and has_words(english):
            print(f"{os.path.relpath(path, root)}: no Chinese form: {english}")
            wrong += 1
    written = literals(root)
    for english, chinese in known.items():
        if english not in written and english not in OF_LUA:
            print(f"said nowhere: {english}")
            wrong += 1
        if conversions(english) != conversions(chinese):
            print(f"conversions differ: {english} | {chinese}")
            wrong += 1
    print(f"{len(found)} messages, {len(known)} Chinese forms, {wrong} wrong")
    return wrong > 0 or len(found) < 100


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
