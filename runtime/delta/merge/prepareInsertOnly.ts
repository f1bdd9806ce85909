import { quoteName } from "../../sql/duckdb/quote.ts";
import { fileKey } from "../commit/fileKey.ts";
import { scanSelect } from "../scan/scanSelect.ts";
import type { Attempt, Prepared } from "../write/attempt.ts";
import { tableActions } from "../write/tableActions.ts";
import { writeFiles } from "../write/writeFiles.ts";
import { findCandidates } from "./findCandidates.ts";
import { onKeys } from "./findMatches.ts";

/** Adds the incoming rows whose keys are not stored yet; no file is rewritten. */
export async function prepareInsertOnly(attempt: Attempt): Promise<Prepared | undefined> {
  const { store, request, snapshot } = attempt;
  const incoming = await attempt.incoming();
  const { files, mayMatch } = await findCandidates(attempt, incoming);
  const all = `select incoming.* from ${incoming.from} as incoming`;
  const select =
    snapshot === undefined || files.length === 0
      ? all
      : `${all} anti join (${(await scanSelect(snapshot, store, { files, columns: request.keys ?? [] })).sql}) as stored on ${onKeys(incoming.keys)}`;
  const written = await writeFiles(attempt, select);
  if (written.rows === 0 && request.transaction === undefined && !attempt.target.changesMetadata && snapshot !== undefined)
    return undefined;
  return {
    change: {
      actions: [...tableActions(attempt), ...written.adds.map(add => ({ add }))],
      operation: "MERGE",
      operationParameters: {
        predicate: JSON.stringify([onKeys((request.keys ?? []).map(quoteName))]),
        matchedPredicates: "[]",
        notMatchedPredicates: JSON.stringify([{ actionType: "insert" }]),
      },
      operationMetrics: {
        numSourceRows: String(incoming.rows),
        numTargetRowsInserted: String(written.rows),
        numTargetRowsUpdated: "0",
        numTargetRowsDeleted: "0",
        numTargetRowsCopied: "0",
        numOutputRows: String(written.rows),
        numTargetFilesAdded: String(written.adds.length),
        numTargetFilesRemoved: "0",
        numTargetBytesAdded: String(written.bytes),
      },
      reads: { files: new Set(files.map(fileKey)), added: mayMatch },
      configuration: attempt.target.metadata.configuration,
    },
    rows: written.rows,
    files: written.paths,
    bytes: written.bytes,
  };
}
