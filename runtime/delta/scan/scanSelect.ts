import { Failure } from "../../failure.ts";
import { quoteName } from "../../sql/duckdb/quote.ts";
import type { AddFile } from "../action.ts";
import { decodePath } from "../log/decodePath.ts";
import type { DeltaField } from "../schema.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { fieldId, physicalFields, physicalName } from "../write/physicalName.ts";
import { sqlTypeOf } from "../write/sqlTypeOf.ts";
import { chooseByFile } from "./chooseByFile.ts";
import { conditionOf } from "./conditionOf.ts";
import { countRows } from "./liveRowsOf.ts";
import { type Condition, mayMatch } from "./mayMatch.ts";
import { partitionValue } from "./partitionValue.ts";
import type { Predicate } from "./predicate.ts";
import { readLiveRows } from "./readLiveRows.ts";
import { type FileColumn, readParquet } from "./readParquet.ts";
import { renameParts } from "./renameParts.ts";

export interface ScanOptions {
  /** The columns, in this order; all of them where none are named. */
  readonly columns?: readonly string[];
  /** Conditions that every row meets. */
  readonly where?: readonly Predicate[];
  /** These files of the table only. */
  readonly files?: readonly AddFile[];
  /** Gives each row's file under this name: its place in the scan's `scanned`. */
  readonly fileColumn?: string;
}

export interface Scan {
  /** For DuckDB, in a session whose time zone is UTC. */
  readonly sql: string;
  /** How many files are read, of how many, and their bytes. */
  readonly files: number;
  readonly of: number;
  readonly bytes: number;
  readonly scanned: readonly AddFile[];
}

/** A SELECT of the table's rows: the names, order and exact types of its schema, from the files that may hold such rows. */
export async function scanSelect(snapshot: Snapshot, store: ObjectStore, options: ScanOptions = {}): Promise<Scan> {
  const { where = [], files = snapshot.files } = options;
  const selected = options.columns?.map(name => fieldOf(snapshot, store, name)) ?? snapshot.schema;
  const compared = where.map(([name]) => fieldOf(snapshot, store, name));
  const conditions = where.flatMap((predicate, index) => {
    const field = compared[index];
    return field === undefined ? [] : [{ field, predicate }];
  });
  // A value that does not compare is refused, also where no file is left to compare it with.
  for (const { field, predicate } of conditions) conditionOf("", field, predicate);
  const kept = conditions.length === 0 ? files : files.filter(file => mayMatch(snapshot, file, conditions));
  const scanned = sortByPartition(kept, snapshot);
  const sql =
    scanned.length === 0
      ? selectNothing(selected, options.fileColumn)
      : await selectFiles(snapshot, store, scanned, selected, conditions, options.fileColumn);
  return { sql, files: scanned.length, of: files.length, bytes: scanned.reduce((sum, { size }) => sum + size, 0), scanned };
}

async function selectFiles(
  snapshot: Snapshot,
  store: ObjectStore,
  files: readonly AddFile[],
  selected: readonly DeltaField[],
  conditions: readonly Condition[],
  fileColumn: string | undefined,
): Promise<string> {
  const fields = [...new Set([...selected, ...conditions.map(({ field }) => field)])];
  const stored = fields.filter(field => isStored(snapshot, field));
  const columns = stored.map((field, index) => fileColumnOf(snapshot, field, `c${index}`));
  const value = (field: DeltaField): string => {
    const column = columns[stored.indexOf(field)];
    if (column !== undefined) return renameParts(column.name, field.type);
    if (!snapshot.metadata.partitionColumns.includes(field.name)) return nullOf(field);
    const name = physicalName(field);
    return chooseByFile(files.map(file => partitionValue(file, name, field.type)));
  };
  const items = selected.map(field => `${value(field)} as ${quoteName(field.name)}`);
  if (fileColumn !== undefined) items.push(`file_index as ${quoteName(fileColumn)}`);
  const live = await readLiveRows(store, files);
  const all = [
    ...(live === undefined ? [] : [live]),
    ...conditions.map(({ field, predicate }) => conditionOf(value(field), field, predicate)),
  ];
  const paths = await store.localPaths(files.map(({ path }) => decodePath(path)));
  // The engine asks for a column of the files even where none is needed.
  const source = readParquet(paths, columns.length === 0 ? [{ key: "none", name: "c0", sqlType: "integer" }] : columns, countRows(files));
  return `select ${items.join(", ")} from ${source}${all.length === 0 ? "" : ` where ${all.join(" and ")}`}`;
}

const isStored = ({ metadata }: Snapshot, { name, type }: DeltaField): boolean =>
  !metadata.partitionColumns.includes(name) && !(type.kind === "primitive" && type.name === "void");

/** Named neither as the column nor as anything that the engine adds to the files' own. */
function fileColumnOf({ metadata }: Snapshot, field: DeltaField, name: string): FileColumn {
  const [physical = field] = physicalFields([field]);
  const id = metadata.configuration["delta.columnMapping.mode"] === "id" ? fieldId(field) : undefined;
  return { key: id ?? physicalName(field), name, sqlType: sqlTypeOf(physical.type) };
}

/** Files of equal values side by side: that keeps the choice between values short. */
function sortByPartition(files: readonly AddFile[], { metadata }: Snapshot): readonly AddFile[] {
  if (metadata.partitionColumns.length === 0) return files;
  const keyed = files.map(file => ({ file, key: JSON.stringify(Object.entries(file.partitionValues).sort()) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ file }) => file);
}

const nullOf = ({ type }: DeltaField): string => `cast(null as ${sqlTypeOf(type)})`;

function selectNothing(selected: readonly DeltaField[], fileColumn: string | undefined): string {
  const items = selected.map(field => `${nullOf(field)} as ${quoteName(field.name)}`);
  if (fileColumn !== undefined) items.push(`cast(null as ubigint) as ${quoteName(fileColumn)}`);
  return `select ${items.join(", ")} where false`;
}

function fieldOf({ schema, version }: Snapshot, store: ObjectStore, name: string): DeltaField {
  const field = schema.find(found => found.name === name);
  if (field !== undefined) return field;
  throw new Failure(
    "ODB8012",
    `The table "${store.root}" has no column "${name}" at version ${version}.`,
    `It has ${schema.map(found => `"${found.name}"`).join(", ")}.`,
  );
}
