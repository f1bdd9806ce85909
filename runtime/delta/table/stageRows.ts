import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../failure.ts";
import { quoteName, quoteText } from "../../sql/duckdb/quote.ts";
import type { Query } from "../query.ts";
import type { DeltaField, DeltaType } from "../schema.ts";
import { sqlTypeOf } from "../write/sqlTypeOf.ts";
import { encodeRow, type TableInputRow } from "./value.ts";

/** Rows to write: as objects, as a SELECT of DuckDB's SQL, or as Parquet files. */
export type TableRows =
  | Iterable<TableInputRow>
  | AsyncIterable<TableInputRow>
  | { readonly sql: string }
  | { readonly parquet: string | readonly string[] };

/** Rows as a SELECT, and what was staged for it. */
export interface StagedRows {
  readonly select: string;
  readonly fields: readonly DeltaField[];
  remove(): Promise<void>;
}

/** Rows from Node go through a file of JSON lines in the spill folder, in which every plain value is a text. */
export async function stageRows(
  rows: TableRows,
  schema: readonly DeltaField[],
  engine: Query & { readonly spill: string },
): Promise<StagedRows> {
  const remove = async (): Promise<void> => undefined;
  if ("sql" in rows) return { select: rows.sql, fields: await describeSelect(rows.sql, schema, engine), remove };
  if ("parquet" in rows) {
    const files = typeof rows.parquet === "string" ? [rows.parquet] : rows.parquet;
    const select = `select * from read_parquet([${files.map(quoteText).join(", ")}], hive_partitioning = false)`;
    return { select, fields: await describeSelect(select, schema, engine), remove };
  }
  const lines: string[] = [];
  let at = 0;
  for await (const row of rows) {
    lines.push(JSON.stringify(encodeRow(row, schema, `row ${at}`)));
    at += 1;
  }
  const file = join(engine.spill, `rows-${Date.now()}-${Math.random().toString(36).slice(2)}.jsonl`);
  await writeFile(file, lines.join("\n"));
  const columns = schema.map(({ name }) => `${quoteText(name)}: 'json'`).join(", ");
  const values = schema.map(({ name, type }) => `${fromJson(quoteName(name), type)} as ${quoteName(name)}`);
  const source =
    lines.length === 0
      ? `(select ${schema.map(({ name }) => `null::json as ${quoteName(name)}`).join(", ")} where false)`
      : `read_json(${quoteText(file)}, columns = {${columns}}, format = 'newline_delimited', maximum_object_size = 1000000000)`;
  return { select: `select ${values.join(", ")} from ${source}`, fields: schema, remove: () => rm(file, { force: true }) };
}

/** A value out of JSON, in which every plain value is a text. */
function fromJson(json: string, type: DeltaType): string {
  if (type.kind === "primitive") {
    if (type.name === "binary") return `unhex(${json} ->> '$')`;
    return `cast((${json} ->> '$') as ${sqlTypeOf(type)})`;
  }
  return type.kind === "decimal" ? `cast((${json} ->> '$') as ${sqlTypeOf(type)})` : `cast(${json} as ${sqlTypeOf(type)})`;
}

/** The columns of a SELECT: in the table's own types where they have its names, else in what the engine says. */
async function describeSelect(select: string, schema: readonly DeltaField[], engine: Query): Promise<readonly DeltaField[]> {
  const rows = await engine.execute(`describe ${select}`);
  return rows.map(row => {
    const name = String(row["column_name"]);
    const known = schema.find(field => field.name === name);
    return known ?? { name, type: typeOf(String(row["column_type"]), name), nullable: true, metadata: {} };
  });
}

const names: { readonly [duckdb: string]: DeltaType } = Object.fromEntries(
  Object.entries({
    VARCHAR: "string",
    BIGINT: "long",
    INTEGER: "integer",
    SMALLINT: "short",
    TINYINT: "byte",
    FLOAT: "float",
    DOUBLE: "double",
    BOOLEAN: "boolean",
    BLOB: "binary",
    DATE: "date",
    "TIMESTAMP WITH TIME ZONE": "timestamp",
    TIMESTAMP: "timestamp_ntz",
  } as const).map(([duckdb, name]) => [duckdb, { kind: "primitive", name }]),
);

function typeOf(duckdb: string, column: string): DeltaType {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(duckdb);
  if (decimal !== null) return { kind: "decimal", precision: Number(decimal[1]), scale: Number(decimal[2]) };
  const known = names[duckdb];
  if (known !== undefined) return known;
  throw new Failure(
    "ODB8205",
    `The column "${column}" is ${duckdb}, which no new column of a Delta table is.`,
    "Cast it to a type that the table has.",
  );
}
