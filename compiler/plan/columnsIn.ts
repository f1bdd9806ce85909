import type { ColumnReference, Expression, ExpressionKind } from "./expression.ts";

/** Every column that an expression names, in the order of its text. */
export function columnsIn(expression: Expression): readonly ColumnReference[] {
  const found: ColumnReference[] = [];
  collect(expression, found);
  return found;
}

function collect(expression: Expression, found: ColumnReference[]): void {
  if (expression.kind === "column") found.push(expression);
  else for (const part of partsOf(expression)) collect(part, found);
}

type Parts<K extends ExpressionKind> = (expression: Extract<Expression, { kind: K }>) => readonly Expression[];

const nothing: readonly Expression[] = [];
const none = () => nothing;

const parts: { readonly [K in ExpressionKind]: Parts<K> } = {
  number: none,
  string: none,
  boolean: none,
  null: none,
  regex: none,
  type: none,
  column: none,
  parameter: none,
  list: ({ items }) => items,
  unary: ({ operand }) => [operand],
  binary: ({ left, right }) => [left, right],
  conditional: ({ condition, then, otherwise }) => [condition, then, otherwise],
  template: ({ values }) => values,
  field: ({ target }) => [target],
  call: call => (call.options === undefined ? call.arguments : [...call.arguments, ...Object.values(call.options)]),
};

/** The expressions directly inside an expression. */
export function partsOf<K extends ExpressionKind>(expression: Extract<Expression, { kind: K }>): readonly Expression[] {
  return (parts[expression.kind as K] as Parts<K>)(expression);
}
