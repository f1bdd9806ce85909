import type { SourceStep } from "../../../../compiler/plan/step.ts";
import { listFiles } from "../../../connection/listFiles.ts";
import type { RunNode } from "../../engine.ts";
import { pathOf, type Session, stageName } from "../session.ts";
import { readParquet } from "./readParquet.ts";

/** Makes a source readable, checked, and gives the name by which its rows are read: Parquet where it lies, text files staged as Parquet. */
export async function stageSource(session: Session, owner: RunNode, source: SourceStep, signal: AbortSignal): Promise<string> {
  const { name } = stageName(session, owner);
  const files = listFiles(pathOf(session, source)).map(file => file.path);
  if (source.file.format !== "parquet") throw new Error("text files are not there yet");
  const sql = await readParquet({ files, columns: source.columns, extraColumns: source.extraColumns, partitionColumns: [], what: "Parquet file" }, session.database, signal);
  session.readables.set(name, Promise.resolve({ sql, uses: [] }));
  return name;
}
