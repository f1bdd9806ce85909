import type { Attempt, Prepared } from "./attempt.ts";
import { replaceFiles } from "./replaceFiles.ts";
import { writeIncoming } from "./writeFiles.ts";

/** Puts the rows in the place of all that are there; undefined where there are neither rows before nor after. */
export async function prepareOverwrite(attempt: Attempt): Promise<Prepared | undefined> {
  const { request, snapshot, target } = attempt;
  const written = await writeIncoming(attempt);
  const isEmpty = written.adds.length === 0 && snapshot?.files.length === 0;
  if (isEmpty && !target.changesMetadata && request.transaction === undefined) return undefined;
  const parameters = { mode: "Overwrite", partitionBy: JSON.stringify(target.metadata.partitionColumns) };
  return replaceFiles(attempt, written, () => true, parameters);
}
