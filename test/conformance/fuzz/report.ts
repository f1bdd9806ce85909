import { failed } from "../database.ts";
import type { FuzzTable } from "./prepareFuzz.ts";

export interface Finding {
  readonly text: string;
  readonly row: string;
  readonly expected: string;
  readonly found: string;
}

/** Where an engine gives what the references do not: the shortest expressions first, one row of each. */
export function findFindings({ columns, rows, expressions }: FuzzTable, outcomes: readonly (readonly string[])[]): readonly Finding[] {
  return expressions
    .flatMap(({ text, expected, sparesErrors }, index): readonly Finding[] => {
      const own = outcomes[index] ?? [];
      const at = expected.findIndex((value, row) => value !== own[row] && !(sparesErrors && value === failed));
      if (at < 0) return [];
      const used = columns.flatMap(({ name }, column) =>
        new RegExp(`(?<![\\w'.])${name}(?![\\w'(:])`).test(text) ? [`${name}: ${show(rows[at]?.[column])}`] : [],
      );
      return [{ text, row: used.join(", "), expected: expected[at] ?? "", found: own[at] ?? "" }];
    })
    .sort((a, b) => a.text.length - b.text.length);
}

const show = (value: unknown): string => (typeof value === "string" ? JSON.stringify(value) : Object.is(value, -0) ? "-0" : String(value));

/** How many values each operator and function has been tried with. */
export function countUses({ rows, expressions }: FuzzTable): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { uses } of expressions) for (const use of new Set(uses)) counts.set(use, (counts.get(use) ?? 0) + rows.length);
  return counts;
}
