import { join } from "node:path";
import { Failure } from "../../failure.ts";
import { quoteName, quoteText } from "../../sql/duckdb/quote.ts";
import type { Query } from "../query.ts";
import { quotePath } from "../scan/readParquet.ts";
import { sqlTypeOf } from "../write/sqlTypeOf.ts";
import type { Staging } from "../write/staging.ts";
import type { WriteRequest } from "../write/writeRequest.ts";

/** The incoming rows in files of their own: they are looked at several times, and made once. */
export interface Incoming {
  /** What stands after FROM. */
  readonly from: string;
  readonly rows: number;
  /** The keys, in quotes. */
  readonly keys: readonly string[];
}

/** Stages the rows, and fails where keys are null or not each row's own. */
export async function stageIncoming(query: Query, staging: Staging, request: WriteRequest): Promise<Incoming> {
  const { fields, select, keys = [], signal } = request;
  const options = signal === undefined ? {} : { signal };
  const folder = join(await staging.folder(), "incoming");
  const columns = fields.map(({ name, type }) => `cast(${quoteName(name)} as ${sqlTypeOf(type)}) as ${quoteName(name)}`);
  const written = await query.execute(
    `copy (select ${columns.join(", ")} from (${select}) as rows_to_write) to ${quoteText(folder)} (format parquet, compression snappy, per_thread_output)`,
    options,
  );
  const rows = Number(written[0]?.["Count"] ?? 0);
  const incoming = {
    from: `read_parquet(${quotePath(folder)} || '/*.parquet', hive_partitioning = false)`,
    rows,
    keys: keys.map(quoteName),
  };
  await checkIncomingKeys(query, incoming, keys, options);
  return incoming;
}

async function checkIncomingKeys(
  query: Query,
  { from, keys }: Incoming,
  names: readonly string[],
  options: { readonly signal?: AbortSignal },
): Promise<void> {
  const texts = keys.map((key, index) => `cast(${key} as varchar) as k${index}`);
  const [missing] = await query.execute(
    `select ${texts.join(", ")} from ${from} where ${keys.map(key => `${key} is null`).join(" or ")} limit 1`,
    options,
  );
  if (missing !== undefined) {
    throw new Failure("ODB8106", `A row has no key: ${describeKey(names, missing)}.`, "Leave rows without a key out, or give them one.");
  }
  const [twice] = await query.execute(
    `select ${texts.join(", ")}, count(*) as times from ${from} group by ${keys.join(", ")} having count(*) > 1 limit 1`,
    options,
  );
  if (twice !== undefined) {
    throw new Failure(
      "ODB8105",
      `${String(twice["times"])} incoming rows have one key: ${describeKey(names, twice)}.`,
      "Keep one row of each key before the write.",
    );
  }
}

const describeKey = (names: readonly string[], row: Readonly<Record<string, unknown>>): string =>
  names.map((name, index) => `${name} ${row[`k${index}`] === null ? "is null" : `= ${JSON.stringify(row[`k${index}`])}`}`).join(", ");
