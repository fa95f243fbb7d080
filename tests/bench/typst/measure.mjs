// node measure.mjs FILE…: compiles Typst sources in this process and prints the CPU
// milliseconds and kilobytes a document, the first compilation left out.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
// The package is looked up where the bench installed it.
const require = createRequire(process.env.TYPST_MODULES + "/");
const { NodeCompiler } = require("@myriaddreamin/typst-ts-node-compiler");

const compiler = NodeCompiler.create({
  fontArgs: [{ fontPaths: ["/usr/share/fonts/opentype/noto"] }],
});
const sources = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
compiler.pdf({ mainFileContent: sources[0] });
let bytes = 0;
const start = process.cpuUsage();
for (const source of sources.slice(1)) {
  bytes += compiler.pdf({ mainFileContent: source }).length;
}
const used = process.cpuUsage(start);
const count = sources.length - 1;
console.log(
  ((used.user + used.system) / 1000 / count).toFixed(1),
  (bytes / 1000 / count).toFixed(1),
);
