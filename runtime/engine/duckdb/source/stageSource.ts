import type { SourceStep } from "../../../../compiler/plan/step.ts";
import { type FoundFile, listFiles } from "../../../connection/listFiles.ts";
import type { RunNode } from "../../engine.ts";
import { pathOf, type Session, stageName } from "../session.ts";
import { copyToSpill, readSpilled } from "./copyToSpill.ts";
import { readParquet } from "./readParquet.ts";
import { readText } from "./readText.ts";

/** Makes a source readable, checked, and gives the name by which its rows are read: Parquet where it lies, text files staged as Parquet. */
export async function stageSource(session: Session, owner: RunNode, source: SourceStep, signal: AbortSignal): Promise<string> {
  const { name, path } = stageName(session, owner);
  const files = listFiles(pathOf(session, source));
  if (source.file.format === "parquet") {
    const sql = await checkOnce(session, source, files, signal);
    session.readables.set(name, Promise.resolve({ sql, uses: [] }));
  } else {
    await readText({ ...source, file: source.file }, files, (select, aborted) => copyToSpill(session, select, path, aborted), signal);
    session.readables.set(name, Promise.resolve(readSpilled(path)));
  }
  return name;
}

/** One verdict a run on files that several nodes read under the same declaration, as long as they stay as they are. */
async function checkOnce(session: Session, source: SourceStep, files: readonly FoundFile[], signal: AbortSignal): Promise<string> {
  const declared = source.columns.map(({ name, type, nullable }) => ({ name, type, nullable }));
  const key = JSON.stringify([files, declared, source.extraColumns]);
  const known = session.checked.get(key);
  if (known !== undefined) return known;
  const { columns, extraColumns } = source;
  const read = { files: files.map(file => file.path), columns, extraColumns, partitionColumns: [], what: "The Parquet file" };
  const sql = await readParquet(read, session.database, signal);
  session.checked.set(key, sql);
  return sql;
}
