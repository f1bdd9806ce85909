import { quoteName } from "../../sql/duckdb/quote.ts";
import type { AddFile } from "../action.ts";
import { fileKey } from "../commit/fileKey.ts";
import { removeOf } from "../commit/removeOf.ts";
import { scanSelect } from "../scan/scanSelect.ts";
import type { Attempt, Prepared } from "../write/attempt.ts";
import { sqlTypeOf } from "../write/sqlTypeOf.ts";
import { tableActions } from "../write/tableActions.ts";
import { writeFiles } from "../write/writeFiles.ts";
import { findCandidates } from "./findCandidates.ts";
import { findMatches, type Matches, onKeys } from "./findMatches.ts";
import type { Incoming } from "./stageIncoming.ts";

/** Updates or deletes the stored rows that incoming ones meet by their keys, and inserts the incoming rows that meet none. Only files with such a row are rewritten. */
export async function prepareMerge(attempt: Attempt): Promise<Prepared | undefined> {
  const { query, request, snapshot, staging } = attempt;
  const { updateWhen, deleteWhen, signal } = request;
  const incoming = await attempt.incoming();
  const candidates = await findCandidates(attempt, incoming);
  const stored = await storedRows(attempt, candidates.files, "odibi_file");
  const matches = await findMatches(query, staging, {
    incoming,
    stored: stored.sql,
    files: stored.files,
    updateWhen,
    deleteWhen,
    signal,
  });
  const inserted = incoming.rows - matches.incoming;
  if (inserted === 0 && matches.files.length === 0 && request.transaction === undefined && !attempt.target.changesMetadata)
    return undefined;
  const select = await mergedRows(attempt, incoming, matches);
  const written = await writeFiles(attempt, select, new Set(attempt.target.fields.map(({ name }) => name)));
  const copied = written.rows - inserted - matches.updated;
  const removes = matches.files.map(file => removeOf(file));
  return {
    change: {
      actions: [...tableActions(attempt), ...removes.map(remove => ({ remove })), ...written.adds.map(add => ({ add }))],
      operation: "MERGE",
      operationParameters: {
        predicate: JSON.stringify([onKeys(incoming.keys)]),
        matchedPredicates: JSON.stringify([
          ...(deleteWhen === undefined ? [] : [{ predicate: deleteWhen, actionType: "delete" }]),
          { ...(updateWhen === undefined ? {} : { predicate: updateWhen }), actionType: "update" },
        ]),
        notMatchedPredicates: JSON.stringify([{ actionType: "insert" }]),
      },
      operationMetrics: {
        numSourceRows: String(incoming.rows),
        numTargetRowsInserted: String(inserted),
        numTargetRowsUpdated: String(matches.updated),
        numTargetRowsDeleted: String(matches.deleted),
        numTargetRowsCopied: String(copied),
        numOutputRows: String(written.rows),
        numTargetFilesAdded: String(written.adds.length),
        numTargetFilesRemoved: String(removes.length),
        numTargetBytesAdded: String(written.bytes),
      },
      reads: { files: new Set(candidates.files.map(fileKey)), added: snapshot === undefined ? () => true : candidates.mayMatch },
      configuration: attempt.target.metadata.configuration,
    },
    rows: inserted + matches.updated,
    files: written.paths,
    bytes: written.bytes,
  };
}

/** The rows of files in the table's new columns; those that are added are null in them. */
async function storedRows(
  { store, snapshot, target }: Attempt,
  files: readonly AddFile[],
  fileColumn?: string,
): Promise<{ readonly sql: string; readonly files: readonly AddFile[] }> {
  if (snapshot === undefined) return { sql: "", files: [] };
  const names = new Set(snapshot.schema.map(({ name }) => name));
  const { sql, scanned } = await scanSelect(snapshot, store, { files, ...(fileColumn === undefined ? {} : { fileColumn }) });
  const values = target.fields.map(({ name, type }) =>
    names.has(name)
      ? `cast(${quoteName(name)} as ${sqlTypeOf(type)}) as ${quoteName(name)}`
      : `cast(null as ${sqlTypeOf(type)}) as ${quoteName(name)}`,
  );
  if (!target.changesMetadata) return { sql, files: scanned };
  return { sql: `select ${[...values, ...(fileColumn === undefined ? [] : [fileColumn])].join(", ")} from (${sql})`, files: scanned };
}

/** All rows of the files that are rewritten, as they are then, and the inserted ones. */
async function mergedRows(attempt: Attempt, incoming: Incoming, matches: Matches): Promise<string> {
  const { target, request } = attempt;
  const { keys, from } = incoming;
  const names = target.fields.map(({ name }) => quoteName(name));
  const values = target.fields.map(({ name, type }) =>
    target.present.has(name) ? `incoming.${quoteName(name)}` : `cast(null as ${sqlTypeOf(type)}) as ${quoteName(name)}`,
  );
  const all = `select ${values.join(", ")} from ${from} as incoming`;
  if (matches.from === undefined) return all;
  const inserts = `${all} anti join ${matches.from} as matched on ${onKeys(keys, "matched")}`;
  if (matches.files.length === 0) return inserts;
  const { sql: stored } = await storedRows(attempt, matches.files);
  const isPlain = request.updateWhen === undefined && request.deleteWhen === undefined && !matches.isMany;
  if (isPlain && target.fields.every(({ name }) => target.present.has(name))) {
    // Each incoming row stands for the one that it met, or is new.
    const kept = `select ${names.map(name => `stored.${name}`).join(", ")} from (${stored}) as stored anti join ${from} as incoming on ${onKeys(keys)}`;
    return `${kept} union all ${all}`;
  }
  const isMet = `incoming.${keys[0] ?? ""} is not null`;
  const updates = `(${isMet} and ${request.updateWhen === undefined ? "true" : `coalesce(${request.updateWhen}, false)`})`;
  const merged = target.fields.map(({ name }) => {
    const column = quoteName(name);
    return target.present.has(name)
      ? `case when ${updates} then incoming.${column} else stored.${column} end as ${column}`
      : `stored.${column}`;
  });
  const deletes = request.deleteWhen === undefined ? "" : ` where not (${isMet} and coalesce(${request.deleteWhen}, false))`;
  return `select ${merged.join(", ")} from (${stored}) as stored left join ${from} as incoming on ${onKeys(keys)}${deletes} union all ${inserts}`;
}
