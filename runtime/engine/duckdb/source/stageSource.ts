import type { SourceStep } from "../../../../compiler/plan/step.ts";
import { listFiles } from "../../../connection/listFiles.ts";
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
    const sql = await readParquet(
      {
        files: files.map(file => file.path),
        columns: source.columns,
        extraColumns: source.extraColumns,
        partitionColumns: [],
        what: "The Parquet file",
      },
      session.database,
      signal,
    );
    session.readables.set(name, Promise.resolve({ sql, uses: [] }));
  } else {
    await readText({ ...source, file: source.file }, files, (select, aborted) => copyToSpill(session, select, path, aborted), signal);
    session.readables.set(name, Promise.resolve(readSpilled(path)));
  }
  return name;
}
