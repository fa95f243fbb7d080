// node pdfjs.mjs WORDS FILE…: text as pdf.js gives it, against poppler's reading of the
// structure tree (`pdfinfo -struct-text`), white space aside. The first file must also
// hold WORDS. The module pdfjs-dist stands in the current folder's node_modules. One
// line a fault; the last line is the total; the status is 1 if there was a fault.
//
// pdf.js knows pages only. On each of them:
// - the page's text in the order of drawing is its text in the order of the tags, so a
//   reader that leaves tags alone reads the same; nothing but artifacts is untagged;
// - the elements come in poppler's order, each beginning where it stopped before.
// A figure or table that finds no room moves to the next page and text takes its place:
// an element may be passed over on one page, but must go on upon the next, and a heading
// is never passed over. Notes stand at the foot of a page and at the end of the tree.
// When all pages are read nothing of poppler's text is left.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(process.cwd() + "/");
const pdfjs = await import(pathToFileURL(require.resolve("pdfjs-dist/legacy/build/pdf.mjs")));

const bare = (text) => text.replace(/\s/gu, "");
const short = (text) => (text.length > 40 ? text.slice(0, 40) + "…" : text);

// The children of the document's element: { role, text }, without the empty ones.
function popplerElements(file) {
  const tree = execFileSync("pdfinfo", ["-enc", "UTF-8", "-struct-text", file], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const elements = [];
  for (const line of tree.split("\n")) {
    const role = /^ {2}(\w+)/.exec(line);
    const words = /^ *"(.*)"$/u.exec(line);
    if (role) elements.push({ role: role[1], text: "", page: 0 });
    else if (words && elements.length) elements.at(-1).text += bare(words[1]);
  }
  return elements.filter((element) => element.text !== "");
}

// A page as pdf.js sees it: its text as drawn, the text of each child of the document's
// element, and text that is in no element.
async function readPage(page) {
  const content = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true });
  const marked = new Map();
  const open = [];
  let drawn = "";
  let untagged = "";
  for (const item of content.items) {
    if (item.type === "beginMarkedContent" || item.type === "beginMarkedContentProps") {
      open.push(item);
    } else if (item.type === "endMarkedContent") {
      open.pop();
    } else if (!open.some((mark) => mark.tag === "Artifact")) {
      const text = bare(item.str);
      const id = open.findLast((mark) => mark.id)?.id;
      drawn += text;
      if (id === undefined) untagged += text;
      else marked.set(id, (marked.get(id) ?? "") + text);
    }
  }
  const take = (node) => {
    if (node.type === "content") {
      const text = marked.get(node.id) ?? "";
      marked.delete(node.id);
      return text;
    }
    return (node.children ?? []).map(take).join("");
  };
  const root = await page.getStructTree();
  const parts = (root?.children ?? [])
    .flatMap((node) => (node.role === "Document" ? node.children : [node]))
    .map((node) => ({ role: node.role, text: take(node) }))
    .filter((part) => part.text !== "");
  untagged += [...marked.values()].join("");
  return { drawn, untagged, parts };
}

// Takes a page's parts off the elements; what is wrong, or "".
function takeParts(parts, elements, number) {
  let at = 0;
  for (const part of parts) {
    let found = at;
    while (found < elements.length && !elements[found].text.startsWith(part.text)) found++;
    if (found === elements.length) return `“${short(part.text)}” is not where poppler has it`;
    for (const passed of elements.slice(at, found)) {
      if (passed.text === "") continue;
      if (/^H\d?$/.test(passed.role) || part.role === "Note")
        return `“${short(part.text)}” comes before “${short(passed.text)}”`;
      passed.page ||= number;
    }
    elements[found].text = elements[found].text.slice(part.text.length);
    elements[found].page = number;
    at = found;
  }
  const late = elements.find((element) => element.text !== "" && element.page && element.page < number);
  return late ? `“${short(late.text)}” should go on here` : "";
}

async function check(file, words) {
  const elements = popplerElements(file);
  if (elements.length === 0) return "poppler finds no structure";
  const notes = elements.filter((element) => element.role === "Note");
  const body = elements.filter((element) => element.role !== "Note");
  const task = pdfjs.getDocument({
    data: new Uint8Array(readFileSync(file)),
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
    isEvalSupported: false,
  });
  const document = await task.promise;
  let all = "";
  for (let number = 1; number <= document.numPages; number++) {
    const { drawn, untagged, parts } = await readPage(await document.getPage(number));
    all += drawn;
    if (untagged) return `page ${number}: “${short(untagged)}” is in no element`;
    if (parts.map((part) => part.text).join("") !== drawn)
      return `page ${number}: drawn in another order than the tags have`;
    const fault =
      takeParts(parts.filter((part) => part.role !== "Note"), body, number) ||
      takeParts(parts.filter((part) => part.role === "Note"), notes, number);
    if (fault) return `page ${number}: ${fault}`;
  }
  await task.destroy();
  const left = elements.find((element) => element.text !== "");
  if (left) return `“${short(left.text)}” is missing`;
  return all.includes(bare(words)) ? "" : `“${words}” is missing`;
}

const [words, ...files] = process.argv.slice(2);
let faults = 0;
for (const [i, file] of files.entries()) {
  let fault;
  try {
    fault = await check(file, i === 0 ? words : "");
  } catch (error) {
    fault = error.message;
  }
  if (fault) {
    faults++;
    console.log(`${file}: ${fault}`);
  }
}
console.log(`pdf.js: ${files.length} files, ${faults} out of reading order`);
process.exitCode = faults || files.length === 0 ? 1 : 0;
