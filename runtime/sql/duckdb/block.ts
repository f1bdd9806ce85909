import type { Column } from "../../../compiler/plan/types.ts";
import { quoteName } from "./quote.ts";

export interface Order {
  readonly sql: string;
  readonly descending: boolean;
}

/** One SELECT in the making. */
export interface Block {
  /** What stands after FROM, alias included. */
  readonly from: string;
  /** The conditions of WHERE. Each may rely on those before it. */
  readonly where: readonly string[];
  /** What the last step made of the rows, in a word: the name of the table expression, should it become one. */
  readonly label: string;
  /** The result columns, in order, and what each is. */
  readonly columns: ReadonlyMap<string, string>;
  /** The same columns with their types, as the last step of the block gives them. */
  readonly output: readonly Column[];
  readonly distinct?: true;
  readonly groupBy?: readonly string[];
  readonly qualify?: string;
  readonly orderBy?: readonly Order[];
  readonly limit?: string;
}

/** All columns of a table, under an alias. */
export function blockOf(from: string, alias: string, output: readonly Column[]): Block {
  return {
    from: from === alias ? from : `${from} as ${alias}`,
    where: [],
    label: alias,
    output,
    columns: new Map(output.map(({ name }) => [name, `${alias}.${quoteName(name)}`])),
  };
}

/** Whether a step can work on a block's columns and rows as they are: no column is computed, no row is made of several or cut off. */
export const isPlain = (block: Block): boolean => isOpen(block) && hasOwnColumns(block);

/** Whether every column is one that the block reads. */
export const hasOwnColumns = (block: Block): boolean => [...block.columns.values()].every(sql => /^\w+\.(?:\w+|"(?:[^"]|"")*")$/.test(sql));

/** Whether conditions still act on the rows that the block reads. */
export const isOpen = (block: Block): boolean =>
  block.distinct === undefined && block.groupBy === undefined && block.qualify === undefined && block.limit === undefined;

/** The same rows in any order; where the order decides which rows there are, it stays. */
export function withoutOrder(block: Block): Block {
  if (block.limit !== undefined) return block;
  const { orderBy: _, ...rest } = block;
  return rest;
}

/** The SELECT's text. */
export function printBlock(block: Block): string {
  const columns = [...block.columns].map(([name, sql]) =>
    sql.endsWith(`.${quoteName(name)}`) && /^\w+\./.test(sql) && !sql.includes("(") ? sql : `${sql} as ${quoteName(name)}`,
  );
  const head = `select ${block.distinct === true ? "distinct " : ""}`;
  const list = columns.join(", ").length <= 100 ? columns.join(", ") : `\n  ${columns.join(",\n  ")}`;
  return [
    head.trimEnd() + (list.startsWith("\n") ? list : ` ${list}`),
    `from ${block.from}`,
    ...(block.where.length === 0 ? [] : [`where ${block.where.join("\n  and ")}`]),
    ...(block.groupBy === undefined || block.groupBy.length === 0 ? [] : [`group by ${block.groupBy.join(", ")}`]),
    ...(block.qualify === undefined ? [] : [`qualify ${block.qualify}`]),
    ...(block.orderBy === undefined
      ? []
      : [`order by ${block.orderBy.map(({ sql, descending }) => `${sql}${descending ? " desc" : ""} nulls last`).join(", ")}`]),
    ...(block.limit === undefined ? [] : [`limit ${block.limit}`]),
  ].join("\n");
}
