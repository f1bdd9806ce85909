import type { SourceStep } from "../../../../compiler/plan/step.ts";
import type { Predicate } from "../../../delta/scan/predicate.ts";
import { Failure } from "../../../failure.ts";
import type { RunNode } from "../../engine.ts";
import { pathOf, type Session, stageName } from "../session.ts";
import { notWritten } from "../source/readStored.ts";
import { type OpenedTable, openTable, type TableRead } from "./readTable.ts";

/** Makes a Delta table that no node writes readable, checked, and gives the name by which its rows are read. All of a run read one version of it. */
export async function stageTable(
  session: Session,
  owner: RunNode,
  source: SourceStep,
  where: readonly Predicate[],
  signal: AbortSignal,
): Promise<string> {
  if (source.file.format !== "delta") throw new Error(`"${source.path}" is no Delta table`);
  const { version, at } = source.file;
  const columns = source.columns.map(({ name, type, nullable }) => ({ name, type, nullable }));
  const table = await openOnce(
    session,
    {
      path: pathOf(session, source),
      columns,
      extraColumns: source.extraColumns,
      what: "The Delta table",
      ...(version === undefined ? {} : { version }),
      ...(at === undefined ? {} : { at }),
    },
    signal,
  );
  return nameRows(session, owner, table, where);
}

/** Makes what a node wrote as a Delta table readable: the version that this run wrote, else the newest. */
export async function stageStoredTable(
  session: Session,
  owner: RunNode,
  node: RunNode,
  where: readonly Predicate[],
  signal: AbortSignal,
): Promise<string> {
  return nameRows(session, owner, await openStored(session, node, signal), where);
}

async function openStored(session: Session, node: RunNode, signal: AbortSignal): Promise<OpenedTable> {
  if (node.write === undefined) throw new Error(`"${node.id}" writes nothing`);
  const version = session.versions.get(node.id);
  const columns = node.columns.map(({ name, type, nullable }) => ({ name, type, nullable }));
  const read = {
    path: pathOf(session, node.write),
    columns,
    extraColumns: node.write.schemaChanges === "addColumns" ? "ignore" : "fail",
    what: `The stored table of ${node.id},`,
  } as const;
  // After an overwrite all rows are of this declaration; where rows stayed they are looked at.
  if (version !== undefined) return openOnce(session, { ...read, version, isOwn: node.write.mode === "overwrite" }, signal);
  return openOnce(session, read, signal).catch((error: unknown) => {
    throw error instanceof Failure && error.code === "ODB8001" ? notWritten(node, read.path) : error;
  });
}

async function openOnce(session: Session, read: TableRead, signal: AbortSignal): Promise<OpenedTable> {
  const key = JSON.stringify(read);
  const known = session.tables.get(key);
  if (known !== undefined) return known;
  const opened = openTable(session, read, signal);
  session.tables.set(key, opened);
  // An attempt that failed or was cut off leaves nothing behind.
  opened.catch(() => session.tables.delete(key));
  return opened;
}

async function nameRows(session: Session, owner: RunNode, table: OpenedTable, where: readonly Predicate[]): Promise<string> {
  const { name } = stageName(session, owner);
  session.readables.set(name, Promise.resolve({ sql: await table.select(where), uses: [] }));
  return name;
}
