import { quoteName } from "../../sql/duckdb/quote.ts";
import type { AddFile } from "../action.ts";
import type { Query } from "../query.ts";
import { type Condition, mayMatch } from "../scan/mayMatch.ts";
import type { PredicateValue } from "../scan/predicate.ts";
import type { DeltaField } from "../schema.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Attempt } from "../write/attempt.ts";
import { timestampText } from "../write/timestampText.ts";
import type { Incoming } from "./stageIncoming.ts";

/** The files that may have rows of the incoming keys, and how to tell of others. */
export interface Candidates {
  readonly files: readonly AddFile[];
  readonly mayMatch: (file: AddFile) => boolean;
}

/** So many values of a partition column are looked for one by one. */
const distinctValues = 1000;

export async function findCandidates({ snapshot, query, request }: Attempt, incoming: Incoming): Promise<Candidates> {
  if (incoming.rows === 0) return { files: [], mayMatch: () => false };
  if (snapshot === undefined) return { files: [], mayMatch: () => true };
  const conditions: Condition[] = [];
  for (const key of request.keys ?? []) {
    const field = snapshot.schema.find(({ name }) => name === key);
    if (field !== undefined) conditions.push(...(await conditionsOf(query, snapshot, incoming, field)));
  }
  const isCandidate = (file: AddFile): boolean => mayMatch(snapshot, file, conditions);
  return { files: snapshot.files.filter(isCandidate), mayMatch: isCandidate };
}

async function conditionsOf(query: Query, { metadata }: Snapshot, { from }: Incoming, field: DeltaField): Promise<readonly Condition[]> {
  const name = quoteName(field.name);
  if (metadata.partitionColumns.includes(field.name)) {
    const rows = await query.execute(`select distinct cast(${name} as varchar) as v from ${from} limit ${distinctValues + 1}`);
    const values = rows.map(row => valueOf(field, row["v"]));
    if (rows.length <= distinctValues && values.every(value => value !== undefined))
      return [{ field, predicate: [field.name, "in", values] }];
  }
  const [row] = await query.execute(`select cast(min(${name}) as varchar) as low, cast(max(${name}) as varchar) as high from ${from}`);
  const low = valueOf(field, row?.["low"]);
  const high = valueOf(field, row?.["high"]);
  return [
    ...(low === undefined ? [] : [{ field, predicate: [field.name, ">=", low] } as const]),
    ...(high === undefined ? [] : [{ field, predicate: [field.name, "<=", high] } as const]),
  ];
}

/** A value of a key to compare files by; undefined where they are not. */
function valueOf({ type }: DeltaField, text: unknown): PredicateValue | undefined {
  if (typeof text !== "string" || (type.kind === "primitive" && type.name === "binary")) return undefined;
  if (type.kind === "primitive" && (type.name === "timestamp" || type.name === "timestamp_ntz")) {
    const exact = timestampText(text, "exact");
    return exact === undefined ? undefined : `${exact.replace(" ", "T")}Z`;
  }
  return text;
}
