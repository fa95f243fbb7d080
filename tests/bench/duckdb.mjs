// node duckdb.mjs FILE [dimension|sdmx]: the same sums by DuckDB with two threads, in
// seconds. The module stands in the current folder's node_modules.
import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/");
const { DuckDBInstance } = require("@duckdb/node-api");
const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
const connection = await instance.connect();
// The columns of each form; those in capitals are the key, @ the value.
const forms = {
  plain: "AREA INDICATOR PERIOD @value unit",
  dimension: "AREA INDICATOR SEX PERIOD @value unit",
  sdmx: "dataflow freq AREA INDICATOR SEX PERIOD @value unit status",
};
const names = forms[process.argv[3] ?? "plain"].split(" ");
const columns = names.map((name) => name.startsWith("@")
  ? `'${name.slice(1)}': 'DOUBLE'` : `'${name.toLowerCase()}': 'VARCHAR'`);
const key = names.filter((name) => name === name.toUpperCase()).join(", ");
const query = `SELECT ${key}, sum(value) FROM read_csv('${process.argv[2]}',
  header = true, delim = ',', quote = '"', columns = {${columns.join(", ")}}) GROUP BY ALL`;
const start = process.hrtime.bigint();
const result = await connection.runAndReadAll(query);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
console.log(`${seconds.toFixed(3)} ${result.getRowsJS().length}`);
