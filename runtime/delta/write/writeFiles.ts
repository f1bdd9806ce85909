import type { AddFile } from "../action.ts";
import type { Attempt } from "./attempt.ts";
import { checkNulls } from "./checkNulls.ts";
import { copyFiles, type StagedFile } from "./copyFiles.ts";
import { layoutOf } from "./layoutOf.ts";

export interface WrittenFiles {
  readonly adds: readonly AddFile[];
  readonly paths: readonly string[];
  readonly rows: number;
  readonly bytes: number;
}

/** Writes the request's rows as data files of the table. */
export async function writeIncoming(attempt: Attempt): Promise<WrittenFiles> {
  const { select, feed, signal } = attempt.request;
  if (feed === undefined) return writeFiles(attempt, select);
  let staged: Staged | undefined;
  await feed(async (rows, aborted) => {
    staged = await stageFiles(attempt, rows, attempt.target.present, aborted);
    return rowsOf(staged);
  });
  signal?.throwIfAborted();
  if (staged === undefined) throw new Error("nothing was fed");
  return keepFiles(attempt, staged);
}

/** Writes the rows of a SELECT, with the request's columns or `present`, as data files of the table. */
export async function writeFiles(attempt: Attempt, select: string, present = attempt.target.present): Promise<WrittenFiles> {
  return keepFiles(attempt, await stageFiles(attempt, select, present, attempt.request.signal));
}

interface Staged {
  readonly folder: string;
  readonly files: readonly StagedFile[];
}

const rowsOf = ({ files }: Staged): number => files.reduce((sum, file) => sum + file.rows, 0);

async function stageFiles(
  attempt: Attempt,
  select: string,
  present: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<Staged> {
  const { query, target, staging, snapshot } = attempt;
  const folder = await staging.folder();
  const layout = layoutOf(target, snapshot);
  const files = await copyFiles(query, folder, { select, present, layout, ...(signal === undefined ? {} : { signal }) });
  return { folder, files };
}

async function keepFiles({ query, target, staging }: Attempt, { folder, files }: Staged): Promise<WrittenFiles> {
  await checkNulls(query, folder, files, target.fields);
  const { adds, paths } = await staging.keep(folder, files, target.metadata.configuration);
  return {
    adds,
    paths,
    rows: rowsOf({ folder, files }),
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
  };
}
