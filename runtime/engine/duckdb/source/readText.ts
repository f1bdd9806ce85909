import type { SourceStep } from "../../../../compiler/plan/step.ts";
import type { FoundFile } from "../../../connection/listFiles.ts";
import { readCsv } from "./readCsv.ts";
import { readJson } from "./readJson.ts";

/** Runs a statement over a csv or json source, whose every row and declared column is checked by the time it resolves. The statement may be run more than once; its last run counts. */
export async function readText(
  source: Pick<SourceStep, "file" | "columns" | "extraColumns">,
  files: readonly FoundFile[],
  copy: (select: string, signal: AbortSignal) => Promise<number>,
  signal: AbortSignal,
): Promise<void> {
  const { file } = source;
  if (file.format === "csv") return readCsv({ ...source, file }, files, copy, signal);
  if (file.format === "json") return readJson({ ...source, file }, files, copy, signal);
  throw new Error("a Parquet file is no text");
}
