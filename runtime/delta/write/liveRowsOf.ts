import type { AddFile } from "../action.ts";

/** How many rows of a file are the table's, by its statistics; undefined where it has none. */
export function liveRowsOf({ stats, deletionVector }: AddFile): number | undefined {
  const count = /"numRecords"\s*:\s*(\d+)/.exec(stats ?? "")?.[1];
  return count === undefined ? undefined : Number(count) - (deletionVector?.cardinality ?? 0);
}
