import type { AddFile } from "../action.ts";
import type { Attempt } from "./attempt.ts";
import { checkNulls } from "./checkNulls.ts";
import { copyFiles } from "./copyFiles.ts";
import { layoutOf } from "./layoutOf.ts";

export interface WrittenFiles {
  readonly adds: readonly AddFile[];
  readonly paths: readonly string[];
  readonly rows: number;
  readonly bytes: number;
}

/** Writes the rows of a SELECT, with the request's columns or `present`, as data files of the table. */
export async function writeFiles(attempt: Attempt, select: string, present = attempt.target.present): Promise<WrittenFiles> {
  const { query, target, staging, request, snapshot } = attempt;
  const folder = await staging.folder();
  const layout = layoutOf(target, snapshot);
  const files = await copyFiles(query, folder, {
    select,
    present,
    layout,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
  await checkNulls(query, folder, files, target.fields);
  const { adds, paths } = await staging.keep(folder, files, target.metadata.configuration);
  return {
    adds,
    paths,
    rows: files.reduce((sum, file) => sum + file.rows, 0),
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
  };
}
