import type { AddFile } from "../action.ts";

/** How many rows of a file are the table's, by its statistics; undefined where it has none. */
export function liveRowsOf({ stats, deletionVector }: AddFile): number | undefined {
  const count = /"numRecords"\s*:\s*(\d+)/.exec(stats ?? "")?.[1];
  return count === undefined ? undefined : Number(count) - (deletionVector?.cardinality ?? 0);
}

/** Of all files; undefined where one has no statistics. */
export function countRows(files: readonly AddFile[]): number | undefined {
  let sum = 0;
  for (const file of files) {
    const rows = liveRowsOf(file);
    if (rows === undefined) return undefined;
    sum += rows;
  }
  return sum;
}
