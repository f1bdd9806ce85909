import { printType } from "../../../../compiler/plan/notation/printType.ts";
import { type Column, isNested } from "../../../../compiler/plan/types.ts";
import { Failure } from "../../../failure.ts";
import { quoteName } from "../../../sql/duckdb/quote.ts";
import { quoteTexts } from "../literal.ts";
import type { Database } from "../openDatabase.ts";
import { nestedFault } from "./nestedFault.ts";
import type { ParquetRead } from "./readParquet.ts";

/** Nulls that the files' own statistics leave open, and enums, by one scan of these columns. */
export async function checkParquetValues(
  read: ParquetRead,
  columns: readonly Column[],
  mayBeNull: ReadonlySet<string>,
  database: Database,
  signal: AbortSignal | undefined,
): Promise<void> {
  const checks = columns.flatMap(column => [
    ...(mayBeNull.has(column.name) ? [{ column, fault: `${quoteName(column.name)} is null` }] : []),
    ...faultOf(column),
  ]);
  if (checks.length === 0) return;
  const list = quoteTexts(read.files);
  const faults = await database.execute(
    `select filename, file_row_number as row, ${checks.map(({ column, fault }, at) => `(${fault}) as f${at}, cast(${quoteName(column.name)} as varchar) as v${at}`).join(", ")} from read_parquet(${list}, filename = true, file_row_number = true, hive_partitioning = false) where ${checks.map(({ fault }) => `(${fault})`).join(" or ")} limit 1`,
    signal === undefined ? {} : { signal },
  );
  const [found] = faults;
  if (found === undefined) return;
  const at = checks.findIndex((_, index) => found[`f${index}`] === true);
  const column = checks[at]?.column;
  const isInside = column !== undefined && isNested(column.type) && found[`v${at}`] !== null;
  const where = `${read.what} "${String(found["filename"])}", row ${Number(found["row"]) + 1}, column "${column?.name}"`;
  if (found[`v${at}`] === null)
    throw new Failure(
      "ODB6002",
      `${where}: null, where ${printType(column?.type ?? { kind: "null" })} is declared.`,
      "Declare the column .nullable(), or mend the data.",
    );
  if (isInside)
    throw new Failure(
      "ODB6002",
      `${where}: ${String(found[`v${at}`]).slice(0, 200)} holds a null, or a text of no enum, where ${printType(column.type)} allows none.`,
      "Declare the part .nullable(), or mend the data.",
    );
  throw new Failure(
    "ODB6003",
    `${where}: "${String(found[`v${at}`])}" is none of the values of ${printType(column?.type ?? { kind: "null" })}.`,
    "Add the value to the enum, or mend the data.",
  );
}

/** The footers count nulls of plain columns only. */
function faultOf(column: Column): readonly { readonly column: Column; readonly fault: string }[] {
  const name = quoteName(column.name);
  const inside = nestedFault(name, column.type);
  const missing = isNested(column.type) && !column.nullable ? [{ column, fault: `${name} is null` }] : [];
  return inside === undefined ? missing : [...missing, { column, fault: inside }];
}
