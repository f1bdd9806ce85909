import { quoteName } from "../quote.ts";

/** One SELECT. */
export interface Query {
  /** All columns of what it reads, or each by its name and what it is. */
  readonly columns: "all" | readonly NamedSql[];
  /** Columns beside those. */
  readonly added?: readonly NamedSql[];
  readonly distinct?: true;
  readonly from: string;
  readonly where?: readonly string[];
  readonly groupBy?: readonly string[];
  readonly orderBy?: readonly string[];
  readonly limit?: string;
}

type NamedSql = readonly [name: string, sql: string];

/** The SELECT's text. */
export function printQuery(query: Query): string {
  const { distinct, from, where, groupBy, orderBy, limit } = query;
  return [
    `select${distinct === true ? " distinct" : ""}${printColumns(query)}`,
    `from ${from}`,
    ...(where === undefined ? [] : [`where ${where.join("\n  and ")}`]),
    ...(groupBy === undefined || groupBy.length === 0 ? [] : [`group by ${groupBy.join(", ")}`]),
    ...(orderBy === undefined ? [] : [`order by ${orderBy.join(", ")}`]),
    ...(limit === undefined ? [] : [`limit ${limit}`]),
  ].join("\n");
}

function printColumns({ columns, added = [] }: Query): string {
  const named = [...(columns === "all" ? [] : columns), ...added].map(([name, sql]) =>
    isNamed(sql, name) ? sql : `${sql} as ${quoteName(name)}`,
  );
  const all = columns === "all" ? ["*", ...named] : named;
  const line = all.join(", ");
  return line.length <= 88 && !line.includes("\n") ? ` ${line}` : `\n  ${all.join(",\n  ")}`;
}

/** Whether an expression is a column of that name. */
function isNamed(sql: string, name: string): boolean {
  const quoted = quoteName(name);
  return sql === quoted || (sql.endsWith(`.${quoted}`) && /^\w+$/.test(sql.slice(0, -quoted.length - 1)));
}

export const indent = (sql: string): string => sql.replace(/^(?=.)/gm, "  ");
