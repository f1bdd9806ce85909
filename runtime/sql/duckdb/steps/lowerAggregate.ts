import type { ColumnReference } from "../../../../compiler/plan/expression.ts";
import { isFloat } from "../../../../compiler/plan/infer/families.ts";
import type { AggregateStep, Step, Typed } from "../../../../compiler/plan/step.ts";
import type { Names } from "../../names.ts";
import { type Block, isPlain, withoutOrder } from "../block.ts";
import { lowerExpression } from "../lowerExpression.ts";
import { closeBlock, missing, namesOf, type Statement } from "../lowerRelation.ts";
import { group } from "../text.ts";

/** Keys by their places, then aggregates. -0 and 0 are one key, shown as 0. */
export function lowerAggregate(step: Step<Typed> & AggregateStep<Typed>, input: Block, statement: Statement): Block {
  const from = withoutOrder(isPlain(input) ? input : closeBlock(input, statement));
  const names = namesOf(from, statement);
  const keys = new Map(
    step.keys.map(({ name, expression }) => {
      const sql = lowerExpression(expression, names);
      return [name, isFloat(expression.type) ? `${group(sql)} + 0` : sql];
    }),
  );
  const inGroup: Names = {
    ...names,
    column: (reference: ColumnReference) =>
      reference.side === "key" ? group(keys.get(reference.name) ?? missing(reference.name)) : names.column(reference),
  };
  const aggregates = step.aggregates.map(({ name, expression }): readonly [string, string] => [name, lowerExpression(expression, inGroup)]);
  return { ...from, columns: new Map([...keys, ...aggregates]), groupBy: step.keys.map((_, index) => String(index + 1)) };
}
