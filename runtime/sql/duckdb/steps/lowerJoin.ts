import type { ColumnReference } from "../../../../compiler/plan/expression.ts";
import type { JoinStep, SemiJoinStep, Step, Typed } from "../../../../compiler/plan/step.ts";
import type { Names } from "../../names.ts";
import { type Block, isPlain, withoutOrder } from "../block.ts";
import { lowerCondition } from "../lowerCondition.ts";
import { lowerExpression } from "../lowerExpression.ts";
import { closeBlock, lowerSteps, missing, type Statement } from "../lowerRelation.ts";

/** Both sides under their names; the result is open: filters and selections after it join it. */
export function lowerJoin(step: Step<Typed> & JoinStep<Typed>, input: Block, statement: Statement): Block {
  const { from, names } = lowerSides(step, step.type === "left" ? "left join" : "join", input, statement);
  return {
    from,
    where: [],
    label: "joined",
    output: step.output,
    columns: new Map(step.columns.map(({ name, expression }) => [name, lowerExpression(expression, names)])),
  };
}

export function lowerSemiJoin(step: Step<Typed> & SemiJoinStep<Typed>, input: Block, statement: Statement): Block {
  const { from, left } = lowerSides(step, step.anti ? "anti join" : "semi join", input, statement);
  return { from, where: [], label: "joined", output: step.output, columns: left.columns };
}

function lowerSides(
  step: JoinStep<Typed> | SemiJoinStep<Typed>,
  words: string,
  input: Block,
  statement: Statement,
): { readonly from: string; readonly left: Block; readonly names: Names } {
  const left = asTable(input, statement, true);
  const right = asTable(lowerSteps(step.right, statement), statement, false);
  const sides: { readonly [side: string]: Block } = { left, right };
  const names: Names = {
    ...statement.surroundings,
    column: ({ side = "left", name }: ColumnReference) => sides[side]?.columns.get(name) ?? missing(name),
  };
  return { from: `${left.from} ${words} ${right.from} on ${lowerCondition(step.on, names).join(" and ")}`, left, names };
}

/** A block that stands after FROM as it is. */
function asTable(block: Block, statement: Statement, mayBeJoin: boolean): Block {
  const plain = withoutOrder(block);
  const bare = isPlain(plain) && plain.where.length === 0 && (mayBeJoin || !/ join /.test(plain.from));
  return bare ? plain : withoutOrder(closeBlock(plain, statement));
}
