import { isFloat } from "../../../../compiler/plan/infer/families.ts";
import type { Column } from "../../../../compiler/plan/types.ts";
import { lowerExpression } from "../lowerExpression.ts";
import { quoteName } from "../quote.ts";
import { sparkType } from "../sparkType.ts";
import { cast } from "../text.ts";
import { zeroOf } from "./lowerAggregate.ts";
import { printQuery, type Query } from "./query.ts";
import { namesOf, type StepLowering, type Table } from "./statement.ts";

export const lowerSelect: StepLowering<"select"> = (step, input, statement) => ({
  columns: step.columns.map(({ name, expression }) => [name, lowerExpression(expression, namesOf(statement))] as const),
  from: input.name,
});

/** -0 and 0 are one value, shown as 0. */
export const lowerDistinct: StepLowering<"distinct"> = (step, input) => ({
  columns: step.output.map(
    ({ name, type }) => [name, isFloat(type) ? `${quoteName(name)} + ${zeroOf(type.kind)}` : quoteName(name)] as const,
  ),
  distinct: true,
  from: input.name,
});

/** Both tables, the other's columns in this one's order, both in the types that hold them. */
export const lowerUnion: StepLowering<"union"> = (step, input, statement) => {
  const other = statement.lowerTable(step.other, statement);
  const [first, second] = [input, other].map(table => inTypes(table, step.output));
  return { columns: first?.columns ?? "all", from: `${first?.from}\nunion all\n${second === undefined ? "" : printQuery(second)}` };
};

function inTypes(table: Table, output: readonly Column[]): Query {
  const columns = output.map(({ name, type }) => {
    const own = table.output.find(column => column.name === name);
    return [
      name,
      own !== undefined && sparkType(own.type) === sparkType(type) ? quoteName(name) : cast(quoteName(name), sparkType(type)),
    ] as const;
  });
  return { columns, from: table.name };
}
