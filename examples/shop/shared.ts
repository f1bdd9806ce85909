// Constants, params and macros. The compiler inlines them where they are used; in the plan one sees what they came to.
import { date, desc, isIn, param, type Table, type Timestamp, t } from "odibi";

/** The values of a status. `as const`, so that a wrong one is red in the editor. */
export const STATUSES = ["open", "paid", "shipped", "void"] as const;

/** The statuses that count as revenue. */
const REVENUE_STATUSES = ["paid", "shipped"] as const;

/** Load orders from this day on. It is given when the plan runs: `odibi run --param since=2024-03-01`. */
export const since = param("since", t.date(), { default: date("2024-01-01") });

/** How many products the list of the best ones has. */
export const listLength = param("list_length", t.int64(), { default: 10 });

// A macro over values: a function of one expression.
export const isRevenue = (status: (typeof STATUSES)[number]) => isIn(status, REVENUE_STATUSES);
export const cleanText = (text: string) => text.trim().replace(/\s+/g, " ");

// A macro over tables: the latest row of each key, whatever the other columns are.
export const latest = <R extends { updated_at: Timestamp }>(table: Table<R>, key: (row: R) => number) =>
  table.deduplicate({ by: key, orderBy: r => desc(r.updated_at) });
