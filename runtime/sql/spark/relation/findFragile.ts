import { columnsIn } from "../../../../compiler/plan/columnsIn.ts";
import type { TypedExpression } from "../../../../compiler/plan/expression.ts";
import type { NamedExpression, Relation, Step, Typed } from "../../../../compiler/plan/step.ts";
import { canFailOnRow } from "../../canFail.ts";

type Names = ReadonlySet<string>;
type ReadStep = Extract<Step<Typed>, { kind: "read" | "source" | "mapRows" }>;

/**
 * The columns that are computed, since the rows were last stored, by what can fail on a value. Spark computes them where it needs them, so that a condition
 * on one may be asked of rows that a step before it leaves out. `read` gives those of what is read.
 */
export function findFragile({ steps }: Relation<Typed>, read: (step: ReadStep) => Names): Names {
  let found: Names = new Set();
  for (const step of steps) found = fragileAfter(step, found, read);
  return found;
}

function fragileAfter(step: Step<Typed>, before: Names, read: (step: ReadStep) => Names): Names {
  switch (step.kind) {
    case "read":
    case "source":
    case "mapRows":
      return read(step);
    case "select":
      return named(step.columns, before, new Set());
    case "join":
      return named(step.columns, before, findFragile(step.right, read));
    case "aggregate":
      return named(step.keys, before, new Set());
    case "union":
      return new Set([...before, ...findFragile(step.other, read)]);
    default:
      return before;
  }
}

const named = (columns: readonly NamedExpression<Typed>[], left: Names, right: Names): Names =>
  new Set(columns.filter(({ expression }) => isFragile(expression, left, right)).map(({ name }) => name));

/** Whether a value can make the expression fail, by itself or by a column in it. */
export const isFragile = (expression: TypedExpression, left: Names, right: Names = new Set()): boolean =>
  canFailOnRow(expression) || columnsIn(expression).some(({ side, name }) => (side === "right" ? right : left).has(name));
