import type { Action } from "../action.ts";
import type { Change } from "./change.ts";
import { fileKey } from "./fileKey.ts";

/** Why a change does not hold after a commit that another writer put first, in words; undefined where it does. */
export function findConflict(change: Change, winner: readonly Action[]): string | undefined {
  const removed = new Set(change.actions.flatMap(action => ("remove" in action ? [fileKey(action.remove)] : [])));
  const applications = new Set(change.actions.flatMap(action => ("txn" in action ? [action.txn.appId] : [])));
  const domains = new Set(change.actions.flatMap(action => ("domainMetadata" in action ? [action.domainMetadata.domain] : [])));
  const { reads } = change;
  for (const action of winner) {
    if ("metaData" in action) return "the table's schema or properties were changed";
    if ("protocol" in action) return "the table's protocol was changed";
    if ("txn" in action && applications.has(action.txn.appId)) return `another writer committed as "${action.txn.appId}"`;
    if ("domainMetadata" in action && domains.has(action.domainMetadata.domain))
      return `the domain "${action.domainMetadata.domain}" was changed`;
    if ("remove" in action) {
      const key = fileKey(action.remove);
      if (removed.has(key)) return "a file that is removed was removed";
      // A compaction has the rows of a file in another one: what was read of it still holds.
      if (action.remove.dataChange && (reads.files === "all" || reads.files.has(key))) return "a file that was read was removed";
    }
    if ("add" in action && action.add.dataChange && reads.added(action.add))
      return "rows were added that the write would have had to look at";
  }
  return undefined;
}
