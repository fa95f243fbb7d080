// node duckdb.mjs FILE: the same sums by DuckDB with two threads, in seconds. The
// module stands in the current folder's node_modules.
import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/");
const { DuckDBInstance } = require("@duckdb/node-api");
const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
const connection = await instance.connect();
const query = `SELECT indicator, period, area, sum(value) FROM read_csv(
  '${process.argv[2]}', header = true, delim = ',', quote = '"', columns = {
    'area': 'VARCHAR', 'indicator': 'VARCHAR', 'period': 'VARCHAR',
    'value': 'DOUBLE', 'unit': 'VARCHAR'}) GROUP BY ALL`;
const start = process.hrtime.bigint();
const result = await connection.runAndReadAll(query);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
console.log(`${seconds.toFixed(3)} ${result.getRowsJS().length}`);
