import { columnsIn } from "../../../../compiler/plan/columnsIn.ts";
import type { ColumnReference, TypedExpression } from "../../../../compiler/plan/expression.ts";
import { printExpression } from "../../../../compiler/plan/notation/printExpression.ts";
import type { JoinStep, SemiJoinStep, Step, Typed } from "../../../../compiler/plan/step.ts";
import { type Column, columnNamed } from "../../../../compiler/plan/types.ts";
import { lowerSteps } from "../lowerSteps.ts";
import { findRow, type Search } from "./findRow.ts";
import { typedParts } from "./typedParts.ts";

type JoinSide = "left" | "right";

interface Found {
  readonly expression?: string;
  readonly row?: string;
}

/** What fails in a join: a part of its condition that is about one side, and that side's row; the condition where no part fails by itself; or a column, and the pair of rows. */
export async function locateJoin(search: Search, step: Step<Typed> & (JoinStep<Typed> | SemiJoinStep<Typed>)): Promise<Found> {
  if (step.kind === "semiJoin") return locateCondition(search, step);
  const [first] = search.input;
  const bare = pairsOf(search, step, first === undefined ? [] : [{ kind: "column", side: "left", name: first.name }]);
  if (await search.fails(bare.before)) return locateCondition(search, step);
  for (const { expression } of step.columns) {
    const row = await findRow(pairsOf(search, step, columnsIn(expression)), expression, nameInPair);
    if (row !== undefined) return { expression: printExpression(expression), row };
  }
  return {};
}

async function locateCondition(search: Search, { on, right }: JoinStep<Typed> | SemiJoinStep<Typed>): Promise<Found> {
  const sides: { readonly [side in JoinSide]: Search } = {
    left: search,
    right: { ...search, input: outputOf(right), before: lowerSteps(right, search.session.job) },
  };
  for (const { side, part } of partsBySide(on)) {
    const row = await findRow(sides[side], part);
    if (row !== undefined) return { expression: printExpression(part), row };
  }
  return { expression: printExpression(on) };
}

/** The largest parts of a condition that are about one side alone. */
function partsBySide(part: TypedExpression): readonly { readonly side: JoinSide; readonly part: TypedExpression }[] {
  const sides = new Set(columnsIn(part).map(sideOf));
  const [side] = sides;
  if (side === undefined) return [];
  return sides.size === 1 ? [{ side, part }] : typedParts(part).flatMap(partsBySide);
}

/** The join's pairs, as the columns that are named. */
function pairsOf(search: Search, step: Step<Typed> & JoinStep<Typed>, references: readonly ColumnReference[]): Search {
  const sides: { readonly [side in JoinSide]: readonly Column[] } = { left: search.input, right: outputOf(step.right) };
  const named = new Map(references.map(reference => [nameInPair(reference), reference]));
  const columns = [...named].flatMap(([name, reference]) => {
    const column = columnNamed(sides[sideOf(reference)], reference.name);
    return column === undefined ? [] : [{ name, expression: { ...reference, type: column.type, nullable: true } }];
  });
  const output = columns.map(({ name, expression: { type, nullable } }) => ({ name, type, nullable }));
  // The rows before the join stand for a node, whose name no node has.
  const left = "#left";
  const pairs = lowerSteps(
    {
      steps: [
        { kind: "read", node: left, output: search.input },
        { ...step, columns, output },
      ],
    },
    search.session.job,
  );
  return { ...search, input: output, before: `with "${left}" as not materialized (${search.before}) select * from (${pairs})` };
}

const sideOf = ({ side }: ColumnReference): JoinSide => (side === "right" ? "right" : "left");
const nameInPair = (reference: ColumnReference): string => `${sideOf(reference)}.${reference.name}`;

function outputOf({ steps }: JoinStep<Typed>["right"]): readonly Column[] {
  return steps.at(-1)?.output ?? [];
}
