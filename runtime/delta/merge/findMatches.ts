import { join } from "node:path";
import { quoteText } from "../../sql/duckdb/quote.ts";
import type { AddFile } from "../action.ts";
import type { Query } from "../query.ts";
import { quotePath } from "../scan/readParquet.ts";
import type { Staging } from "../write/staging.ts";
import type { Incoming } from "./stageIncoming.ts";

/** Which stored rows the incoming ones meet. */
export interface Matches {
  /** The keys of the matched rows, once for each stored row: what stands after FROM; undefined where there is none. */
  readonly from: string | undefined;
  /** The files in which a row is updated or deleted. */
  readonly files: readonly AddFile[];
  readonly updated: number;
  readonly deleted: number;
  /** Incoming rows that met one. */
  readonly incoming: number;
  /** Whether some incoming row met several stored ones. */
  readonly isMany: boolean;
}

/** Looks for the incoming keys in files. `stored` is a SELECT of them, with the column `odibi_file`; the conditions are SQL over `incoming` and `stored`. */
export async function findMatches(
  query: Query,
  staging: Staging,
  {
    incoming,
    stored,
    files,
    updateWhen,
    deleteWhen,
    signal,
  }: {
    readonly incoming: Incoming;
    readonly stored: string;
    readonly files: readonly AddFile[];
    readonly updateWhen: string | undefined;
    readonly deleteWhen: string | undefined;
    readonly signal: AbortSignal | undefined;
  },
): Promise<Matches> {
  const none = { from: undefined, files: [], updated: 0, deleted: 0, incoming: 0, isMany: false };
  if (files.length === 0 || incoming.rows === 0) return none;
  const { keys } = incoming;
  const options = signal === undefined ? {} : { signal };
  const folder = join(await staging.folder(), "matched");
  const columns = [
    ...keys.map(key => `stored.${key}`),
    "stored.odibi_file",
    `${deleteWhen === undefined ? "false" : `coalesce(${deleteWhen}, false)`} as odibi_deletes`,
    `${updateWhen === undefined ? "true" : `coalesce(${updateWhen}, false)`} as odibi_updates`,
  ];
  await query.execute(
    `copy (select ${columns.join(", ")} from (${stored}) as stored join ${incoming.from} as incoming on ${onKeys(keys)}) ` +
      `to ${quoteText(folder)} (format parquet, compression snappy, per_thread_output)`,
    options,
  );
  const from = `read_parquet(${quotePath(folder)} || '/*.parquet', hive_partitioning = false)`;
  const perFile = await query.execute(
    `select odibi_file, count(*) as met, count(*) filter (odibi_deletes) as deleted, count(*) filter (odibi_updates and not odibi_deletes) as updated ` +
      `from ${from} group by odibi_file`,
    options,
  );
  const sum = (name: string): number => perFile.reduce((total, row) => total + Number(row[name]), 0);
  const met = sum("met");
  if (met === 0) return none;
  const [distinct] = await query.execute(`select count(*) as n from (select distinct ${keys.join(", ")} from ${from})`, options);
  const rewritten = new Set(
    perFile.filter(row => Number(row["deleted"]) + Number(row["updated"]) > 0).map(row => Number(row["odibi_file"])),
  );
  return {
    from,
    files: files.filter((_, index) => rewritten.has(index)),
    updated: sum("updated"),
    deleted: sum("deleted"),
    incoming: Number(distinct?.["n"]),
    isMany: met > Number(distinct?.["n"]),
  };
}

/** Keys of incoming rows are never null. */
export const onKeys = (keys: readonly string[], left = "stored", right = "incoming"): string =>
  keys.map(key => `${left}.${key} = ${right}.${key}`).join(" and ");
