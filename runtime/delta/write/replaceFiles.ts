import type { AddFile } from "../action.ts";
import { readsNothing } from "../commit/change.ts";
import { removeOf } from "../commit/removeOf.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Attempt, Prepared } from "./attempt.ts";
import { tableActions } from "./tableActions.ts";
import type { WrittenFiles } from "./writeFiles.ts";

/** New files in the place of those of the table that are `replaced`, also of such as come while the write is on its way: it does not depend on what they hold. */
export function replaceFiles(
  attempt: Attempt,
  written: WrittenFiles,
  isReplaced: (file: AddFile) => boolean,
  operationParameters: Readonly<Record<string, string>>,
): Prepared {
  const replace = (files: readonly AddFile[]): Prepared => {
    const removes = files.filter(isReplaced).map(file => removeOf(file));
    return {
      change: {
        actions: [...tableActions(attempt), ...removes.map(remove => ({ remove })), ...written.adds.map(add => ({ add }))],
        operation: "WRITE",
        operationParameters,
        operationMetrics: {
          numFiles: String(written.adds.length),
          numOutputRows: String(written.rows),
          numOutputBytes: String(written.bytes),
          numRemovedFiles: String(removes.length),
        },
        reads: { ...readsNothing, added: isReplaced },
        configuration: attempt.target.metadata.configuration,
      },
      rows: written.rows,
      files: written.paths,
      bytes: written.bytes,
      renew: (newer: Snapshot) => replace(newer.files),
    };
  };
  return replace(attempt.snapshot?.files ?? []);
}
