import { nearestName } from "../../diagnostics/nearestName.ts";
import type { ColumnReference, Expression, ParameterReference } from "../expression.ts";
import { isAggregate } from "../functions.ts";
import { printExpression } from "../notation/printExpression.ts";
import { columnNamed } from "../types.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { Inferred, Inferring } from "./scope.ts";

export function inferColumn(
  expression: ColumnReference & Pick<Expression, "span">,
  { scope, inside }: Inferring,
): Inferred | Refusal | undefined {
  const { side = "row", name } = expression;
  const columns = scope.columns[side];
  if (columns === undefined)
    return refuse(
      "ODB2003",
      side === "row" ? `\`${name}\` is of no side of the join.` : `There is no \`${side}\` here.`,
      side === "row" ? "Write `left.` or `right.` before it." : undefined,
    );
  const column = columnNamed(columns, name);
  if (column === undefined)
    return unknownColumn(
      name,
      columns.map(candidate => candidate.name),
    );
  if (scope.unknown?.[side]?.has(name) === true) return undefined;
  if (inside === "aggregate" && side === "key")
    return refuse(
      "ODB2032",
      `\`key.${name}\` is the key of the group and stands outside its aggregates.`,
      "Inside an aggregate name the row's own column.",
    );
  if (inside === "group" && side === "row") {
    return refuse(
      "ODB2032",
      `\`${name}\` is neither a key of the group nor inside an aggregate: which row's value would it be?`,
      `Take one, \`max(${printExpression(expression)})\`, or add it to the keys.`,
    );
  }
  const { type, nullable } = column;
  const { side: own, span } = expression;
  // Written out: most expressions are columns, and a copy with more properties is held in two pieces.
  if (span === undefined || own === undefined) return { typed: { ...expression, type, nullable } };
  return { typed: { kind: "column", name, span, side: own, type, nullable } };
}

/** A column that is not there: the near name, else all there are. */
export function unknownColumn(name: string, columns: readonly string[]): Refusal {
  const near = nearestName(name, columns);
  const listed = columns.length <= 12 ? columns.join(", ") : `${columns.slice(0, 12).join(", ")} and ${columns.length - 12} more`;
  return refuse(
    "ODB2003",
    `There is no column \`${name}\`.`,
    near === undefined ? `The columns are ${listed}.` : `Did you mean \`${near}\`? The columns are ${listed}.`,
  );
}

export function inferParameter(expression: ParameterReference & Pick<Expression, "span">, { scope }: Inferring): Inferred | Refusal {
  const type = scope.parameters.get(expression.name);
  if (type !== undefined) return { typed: { ...expression, type, nullable: false } };
  const near = nearestName(expression.name, scope.parameters.keys());
  return refuse(
    "ODB2008",
    `There is no param \`${expression.name}\`.`,
    near === undefined ? "Declare it: param(name, type)." : `Did you mean \`${near}\`?`,
  );
}

/** In a group, an expression of the row that is one of its keys means that key. */
export function matchKey(expression: Expression, { scope, inside }: Inferring): Inferred | undefined {
  const keys = scope.group?.keys;
  if (inside !== "group" || keys === undefined || keys.length === 0 || !mayBeKey(expression)) return undefined;
  const text = printExpression(expression);
  const key = keys.find(candidate => printExpression(candidate.expression) === text);
  if (key === undefined) return undefined;
  const { type, nullable } = key.expression;
  return {
    typed: {
      kind: "column",
      side: "key",
      name: key.name,
      type,
      nullable,
      ...(expression.span === undefined ? {} : { span: expression.span }),
    },
  };
}

const mayBeKey = (expression: Expression): boolean =>
  expression.kind === "column"
    ? expression.side === undefined
    : expression.kind === "call"
      ? !isAggregate(expression.name)
      : expression.kind === "binary" || expression.kind === "conditional" || expression.kind === "template" || expression.kind === "unary";
