import { dirname, relative } from "node:path";
import { type FileFormat, isPlainFormat } from "../../../../compiler/plan/step.ts";
import type { Column } from "../../../../compiler/plan/types.ts";
import { type FoundFile, listFiles } from "../../../connection/listFiles.ts";
import { Failure } from "../../../failure.ts";
import { quoteName, quoteText } from "../../../sql/duckdb/quote.ts";
import { sqlType } from "../../../sql/duckdb/sqlType.ts";
import type { RunNode } from "../../engine.ts";
import type { Readable } from "../readables.ts";
import { pathOf, type Session, stageName } from "../session.ts";
import { copyToSpill, readSpilled } from "./copyToSpill.ts";
import { emptyTable, readOwnParquet, readParquet } from "./readParquet.ts";
import { readText } from "./readText.ts";

/** A SELECT over what a node wrote: in this run, or in an earlier one, whose columns are then compared with the plan's. Text is staged, as any text file is. */
export async function readStored(session: Session, node: RunNode, signal: AbortSignal): Promise<Readable> {
  const write = node.write;
  if (write === undefined) throw new Error(`"${node.id}" writes nothing`);
  const path = pathOf(session, write);
  const found = storedFiles(path, node);
  if (!isPlainFormat(write.file)) throw new Error(`"${node.id}" is no table of plain files`);
  if (write.file.format !== "parquet")
    return readStoredText(session, node, write.file, { path, found, partitionBy: write.partitionBy }, signal);
  const read = {
    files: found.map(file => file.path),
    columns: node.columns,
    extraColumns: "fail",
    partitionColumns: write.partitionBy,
    what: `The stored file of ${node.id},`,
  } as const;
  const sql = session.written.has(node.id) ? readOwnParquet(read) : await readParquet(read, session.database, signal);
  return { sql, uses: [] };
}

function storedFiles(path: string, node: RunNode): FoundFile[] {
  try {
    return listFiles(path, true);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw notWritten(node, path);
  }
}

export const notWritten = ({ id }: RunNode, path: string): Failure =>
  new Failure(
    "ODB5023",
    `${id} has not been written yet: there is nothing at "${path}".`,
    `Run it too: --select "+${id}", or without --select. A preview computes it with --upstream.`,
  );

interface StoredText {
  readonly path: string;
  readonly found: readonly FoundFile[];
  readonly partitionBy: readonly string[];
}

/** The files of each partition by themselves, which lack the columns that their folders name. */
async function readStoredText(
  session: Session,
  node: RunNode,
  file: FileFormat,
  { path, found, partitionBy }: StoredText,
  signal: AbortSignal,
): Promise<Readable> {
  const partitions = Map.groupBy(found, ({ path: filePath }) => (partitionBy.length === 0 ? "" : relative(path, dirname(filePath))));
  if (partitions.size === 0) return { sql: emptyTable(node.columns), uses: [] };
  const selects: string[] = [];
  for (const [folder, files] of partitions) {
    const { path: staged } = stageName(session, node);
    const columns = node.columns.filter(column => !partitionBy.includes(column.name));
    await readText(
      { file, columns, extraColumns: "fail" },
      files,
      (select, aborted) => copyToSpill(session, select, staged, aborted),
      signal,
    );
    const values = partitionValues(folder);
    const list = node.columns.map(column =>
      partitionBy.includes(column.name) ? partitionColumn(column, values.get(column.name)) : quoteName(column.name),
    );
    selects.push(`select ${list.join(", ")} from (${readSpilled(staged).sql})`);
  }
  return { sql: selects.join(" union all "), uses: [] };
}

/** The values that folders like `country=de/day=2024-01-31` stand for; null for Hive's word for it. */
function partitionValues(folder: string): ReadonlyMap<string, string | null> {
  return new Map(
    folder.split("/").map(part => {
      const [name = "", value = ""] = part.split(/=(.*)/s).map(decodeURIComponent);
      return [name, value === "__HIVE_DEFAULT_PARTITION__" ? null : value];
    }),
  );
}

function partitionColumn({ name, type }: Column, value: string | null | undefined): string {
  if (value === undefined)
    throw new Failure(
      "ODB6010",
      `A stored file lies in a folder that does not name its "${name}".`,
      "Run the node again; what lies there was not written by this plan.",
    );
  return `cast(${value === null ? "null" : quoteText(value)} as ${sqlType(type)}) as ${quoteName(name)}`;
}
