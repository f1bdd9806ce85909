import { writeFileSync } from "node:fs";
import { caseDifferences } from "./caseDifferences.ts";
import { openConnection } from "./database.ts";
import { formatCaseTables } from "./formatCaseTables.ts";

// Run by hand after an update of DuckDB or Node.
const connection = await openConnection();
writeFileSync(new URL("../../runtime/sql/duckdb/caseTables.ts", import.meta.url), formatCaseTables(await caseDifferences(connection)));
connection.closeSync();
