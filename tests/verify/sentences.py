"""How much of the text of reports comes back as it was written.

sentences.py TOOL FILE.pdf …: the sentences, headings and captions that the JSON beside
each PDF prints, looked for in what TOOL (pdftotext, pdfium, mutool) extracts from it.
Line ends count as nothing beside Chinese and as a space between Latin words. Prints what
is not found, then the totals. Exit 1 if any is lost, but by mutool, which takes the white
of stretched lines for spaces and does not read ActualText.
"""
import json
import re
import subprocess
import sys

QUOTES = re.compile(" ?[\u2018-\u201d] ?")  # of either language
NEAR = 2500  # characters of a picture, notes and running heads between
WIDE = "[\u2014\u2026\u2018-\u201d\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"


def join(lines):
    text = "\n".join(line.rstrip(" ") for line in lines)
    text = text.replace("\ufffe\n", "-\n").replace("\ufffe", "-")
    text = re.sub(f"(?<={WIDE})\n+|\n+(?={WIDE})|(?<=-)\n+", "", text)
    return re.sub("\n+", " ", text)


def extracted(tool, path):
    if tool == "pdftotext":
        out = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
        pages = out.stdout.decode().split("\f")
    elif tool == "mutool":
        out = subprocess.run(["mutool", "draw", "-q", "-F", "txt", path],
                             capture_output=True, check=True)
        pages = out.stdout.decode().split("\f")
    else:
        import pypdfium2
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
    return [join(page.replace("\r", "").split("\n")) for page in pages]


def crosses(sentence, pages):
    """True if it begins near the foot of a page and ends near the head of the next."""
    for above, below in zip(pages, pages[1:]):
        for at in range(1, len(sentence)):
            head, tail = sentence[:at].rstrip(), sentence[at:].lstrip()
            if head in above[-NEAR:] and tail in below[:NEAR]:
                return True
    return False


def words(parts):
    out = []
    for part in parts:
        if isinstance(part, str):
            out.append(part)
        elif "text" in part:
            out.append(part["text"])
        elif "note" in part:
            out.append("\0")
        else:
            out.append(words(part[next(k for k in ("parts", "sup", "sub") if k in part)]))
    return "".join(out)


def texts(block):
    if isinstance(block, list):
        for item in block:
            yield from texts(item)
    elif isinstance(block, dict):
        kind = block.get("kind")
        if kind in ("paragraph", "heading") and "text" in block:
            yield words(block["text"])
        if kind in ("table", "chart") and block.get("caption"):
            yield words(block["caption"])
        for key in ("blocks", "items", "rows", "cells"):
            if key in block:
                yield from texts(block[key])


def sentences(path):
    with open(path) as file:
        report = json.load(file)
    for text in texts(report["blocks"]):
        for part in re.split("(?<=[。！？])|\0", text):
            part = part.strip()
            if part:
                yield join(part.split("\n"))


def found(sentence, pages):
    text = "\f".join(pages)
    return (sentence in text or crosses(sentence, pages)
            or QUOTES.sub("", sentence) in QUOTES.sub("", text))


def main():
    tool, files = sys.argv[1], sys.argv[2:]
    total = lost = 0
    for pdf in files:
        pages = extracted(tool, pdf)
        for sentence in sentences(pdf.removesuffix(".pdf") + ".json"):
            if tool == "mutool":
                sentence = sentence.replace("\u3000", " ")
            total += 1
            if not found(sentence, pages):
                lost += 1
                print(f"{pdf.rsplit('/', 1)[-1]}: {sentence}")
    print(f"{tool}: {total} sentences, {lost} not found")
    return 1 if lost and tool != "mutool" else 0


sys.exit(main())
