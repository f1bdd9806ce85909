import { nearestName } from "../../../../compiler/diagnostics/nearestName.ts";
import { printType } from "../../../../compiler/plan/notation/printType.ts";
import type { Column } from "../../../../compiler/plan/types.ts";
import { openSnapshot } from "../../../delta/log/openSnapshot.ts";
import type { Predicate } from "../../../delta/scan/predicate.ts";
import { scanSelect } from "../../../delta/scan/scanSelect.ts";
import type { DeltaField } from "../../../delta/schema.ts";
import type { Snapshot } from "../../../delta/snapshot.ts";
import { localStore } from "../../../delta/store/localStore.ts";
import { printType as printDeltaType } from "../../../delta/write/printType.ts";
import { Failure } from "../../../failure.ts";
import { quoteName } from "../../../sql/duckdb/quote.ts";
import { sqlType } from "../../../sql/duckdb/sqlType.ts";
import type { Session } from "../session.ts";
import { nestedFault } from "../source/nestedFault.ts";
import { deltaType } from "./deltaFields.ts";
import { fitsDeltaType } from "./fitsDeltaType.ts";

export interface TableRead {
  readonly path: string;
  readonly columns: readonly Column[];
  readonly extraColumns: "fail" | "ignore";
  /** The newest where neither is named. */
  readonly version?: number;
  readonly at?: string;
  /** What the table is called in a message. */
  readonly what: string;
  /** The run wrote it by this declaration. */
  readonly isOwn?: boolean;
}

/** A Delta table at a version, compared with its declaration: its columns, nulls and values of enums. */
export interface OpenedTable {
  readonly snapshot: Snapshot;
  /** A SELECT of the declared columns, of the rows that may meet the conditions at least. */
  select(where: readonly Predicate[]): Promise<string>;
}

export async function openTable(session: Session, read: TableRead, signal: AbortSignal): Promise<OpenedTable> {
  const { version, at } = read;
  const store = localStore(read.path);
  const snapshot = await openSnapshot(store, session.database, {
    ...(version === undefined ? {} : { version }),
    ...(at === undefined ? {} : { timestamp: Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(at) ? at : `${at.replace(" ", "T")}Z`) }),
  });
  if (read.isOwn !== true) compareColumns(snapshot.schema, read);
  const names = read.columns.map(({ name }) => name);
  const scan = async (columns: readonly string[], where: readonly Predicate[]): Promise<string> =>
    (await scanSelect(snapshot, store, { columns, where })).sql;
  if (read.isOwn !== true) await checkValues(session, read, snapshot, scan, signal);
  const list = read.columns.map(({ name, type }) => `cast(${quoteName(name)} as ${sqlType(type)}) as ${quoteName(name)}`);
  return { snapshot, select: async where => `select ${list.join(", ")} from (${await scan(names, where)})` };
}

/** Fails with each column of the table that is missing, of another type, or not declared. */
function compareColumns(stored: readonly DeltaField[], { columns, extraColumns, path, what }: TableRead): void {
  const names = stored.map(({ name }) => name);
  const differences = columns.flatMap(({ name, type }) => {
    const field = stored.find(found => found.name === name);
    if (field === undefined) {
      const near = nearestName(name, names);
      return [`"${name}" is missing${near === undefined ? "" : ` (there is "${near}")`}`];
    }
    return fitsDeltaType(field.type, deltaType(type))
      ? []
      : [`"${name}" is ${printDeltaType(field.type)} where ${printType(type)} is declared`];
  });
  const extra =
    extraColumns === "ignore"
      ? []
      : names.filter(name => !columns.some(column => column.name === name)).map(name => `"${name}" is not declared`);
  const faults = [...differences, ...extra];
  if (faults.length === 0) return;
  throw new Failure(
    "ODB6010",
    `${what} "${path}" does not match its declaration: ${faults.join("; ")}.`,
    differences.length === 0
      ? `Declare the columns, or read with { extraColumns: "ignore" }.`
      : "Declare what the table holds. A narrower type in the table fits (int32 for int64), a wider one never does.",
  );
}

/** Nulls where none may be, unless the table itself forbids them or its statistics count none, and texts that are none of an enum's: by one scan of these columns. */
async function checkValues(
  session: Session,
  { columns, path, what }: TableRead,
  snapshot: Snapshot,
  scan: (columns: readonly string[], where: readonly Predicate[]) => Promise<string>,
  signal: AbortSignal,
): Promise<void> {
  const checks = columns.flatMap(column => {
    const name = quoteName(column.name);
    const mayBeNull = !column.nullable && snapshot.schema.find(field => field.name === column.name)?.nullable !== false;
    const inside = nestedFault(name, column.type);
    return [...(mayBeNull ? [{ column, fault: `${name} is null` }] : []), ...(inside === undefined ? [] : [{ column, fault: inside }])];
  });
  if (checks.length === 0) return;
  const names = [...new Set(checks.map(({ column }) => column.name))];
  const found = checks.map(({ column, fault }, at) => `(${fault}) as f${at}, cast(${quoteName(column.name)} as varchar) as v${at}`);
  const [row] = await session.database.execute(
    `select ${found.join(", ")} from (${await scan(names, [])}) where ${checks.map(({ fault }) => `(${fault})`).join(" or ")} limit 1`,
    { signal },
  );
  if (row === undefined) return;
  const at = checks.findIndex((_, index) => row[`f${index}`] === true);
  const column = checks[at]?.column;
  const value = row[`v${at}`];
  const where = `${what} "${path}", version ${snapshot.version}, column "${column?.name}"`;
  const type = printType(column?.type ?? { kind: "null" });
  if (value === null)
    throw new Failure("ODB6002", `${where}: null, where ${type} is declared.`, "Declare the column .nullable(), or mend the data.");
  throw new Failure(
    "ODB6003",
    `${where}: "${String(value).slice(0, 200)}" holds what ${type} does not allow.`,
    "Add the value to the enum, declare the part .nullable(), or mend the data.",
  );
}
