import { isFloat } from "../../../../compiler/plan/infer/families.ts";
import type { Names } from "../../names.ts";
import { lowerExpression } from "../lowerExpression.ts";
import { group } from "../text.ts";
import { namesOf, type StepLowering } from "./statement.ts";

/** Keys by their places, then aggregates. -0 and 0 are one key, shown as 0. */
export const lowerAggregate: StepLowering<"aggregate"> = (step, input, statement) => {
  const names = namesOf(statement);
  const keys = new Map(
    step.keys.map(({ name, expression }) => {
      const sql = lowerExpression(expression, names);
      return [name, isFloat(expression.type) ? `${group(sql)} + ${zeroOf(expression.type.kind)}` : sql] as const;
    }),
  );
  const inGroup: Names = {
    ...names,
    column: reference => (reference.side === "key" ? group(keys.get(reference.name) ?? "") : names.column(reference)),
  };
  const aggregates = step.aggregates.map(({ name, expression }) => [name, lowerExpression(expression, inGroup)] as const);
  return { columns: [...keys, ...aggregates], from: input.name, groupBy: step.keys.map((_, index) => String(index + 1)) };
};

/** The zero of a type of floating-point numbers: added to -0 it makes 0, and nothing else of any other number. */
export const zeroOf = (kind: string): string => (kind === "float32" ? "0F" : "0D");
