import type { JoinStep, SemiJoinStep, Typed } from "../../../../compiler/plan/step.ts";
import type { Names } from "../../names.ts";
import { lowerCondition } from "../lowerCondition.ts";
import { lowerExpression } from "../lowerExpression.ts";
import { quoteName } from "../quote.ts";
import { freeName, type Statement, type StepLowering, type Table } from "./statement.ts";

export const lowerJoin: StepLowering<"join"> = (step, input, statement) => {
  const { from, names } = lowerSides(step, step.type === "left" ? "left join" : "join", input, statement);
  return { columns: step.columns.map(({ name, expression }) => [name, lowerExpression(expression, names)] as const), from };
};

export const lowerSemiJoin: StepLowering<"semiJoin"> = (step, input, statement) => {
  const { from } = lowerSides(step, step.anti ? "left anti join" : "left semi join", input, statement);
  return { columns: "all", from };
};

function lowerSides(
  step: JoinStep<Typed> | SemiJoinStep<Typed>,
  words: string,
  left: Table,
  statement: Statement,
): { readonly from: string; readonly names: Names } {
  const right = statement.lowerTable(step.right, statement);
  const taken = new Set<string>();
  const [leftAlias, rightAlias] = [left, right].map(table => freeName(table.alias, { taken }));
  const names: Names = {
    ...statement.surroundings,
    column: ({ side = "left", name }) => `${side === "left" ? leftAlias : rightAlias}.${quoteName(name)}`,
  };
  const conditions = lowerCondition(step.on, names).join("\n  and ");
  return { from: `${called(left, leftAlias)}\n${words} ${called(right, rightAlias)}\n  on ${conditions}`, names };
}

const called = ({ name }: Table, alias = ""): string => (name === alias ? name : `${name} as ${alias}`);
