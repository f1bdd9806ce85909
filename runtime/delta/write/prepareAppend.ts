import { readsNothing } from "../commit/change.ts";
import type { Attempt, Prepared } from "./attempt.ts";
import { tableActions } from "./tableActions.ts";
import { writeIncoming } from "./writeFiles.ts";

/** Adds the rows to what is there. */
export async function prepareAppend(attempt: Attempt): Promise<Prepared> {
  const { target } = attempt;
  const { adds, paths, rows, bytes } = await writeIncoming(attempt);
  return {
    change: {
      actions: [...tableActions(attempt), ...adds.map(add => ({ add }))],
      operation: "WRITE",
      operationParameters: { mode: "Append", partitionBy: JSON.stringify(target.metadata.partitionColumns) },
      operationMetrics: { numFiles: String(adds.length), numOutputRows: String(rows), numOutputBytes: String(bytes) },
      reads: readsNothing,
      configuration: target.metadata.configuration,
    },
    rows,
    files: paths,
    bytes,
  };
}
