import { quoteText } from "../../../sql/duckdb/quote.ts";
import type { Readable } from "../readables.ts";
import type { Session } from "../session.ts";

/** Stages a SELECT's rows as Parquet in the spill folder and says how many they are. */
export async function copyToSpill(session: Session, select: string, path: string, signal: AbortSignal): Promise<number> {
  const [result] = await session.database.execute(`copy (${select}) to ${quoteText(path)} (format parquet, compression snappy)`, {
    signal,
  });
  return Number(result?.["Count"]);
}

export function readSpilled(path: string): Readable {
  return { sql: `select * from read_parquet(${quoteText(path)}, hive_partitioning = false)`, uses: [] };
}
