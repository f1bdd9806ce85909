import type { Problem } from "../diagnostics/diagnostic.ts";
import { partsOf } from "./columnsIn.ts";
import type { Expression, ExpressionKind, TypedExpression } from "./expression.ts";
import { isConstant, typeConstant } from "./infer/constants.ts";
import { inferBinary } from "./infer/inferBinary.ts";
import { inferCall } from "./infer/inferCall.ts";
import { inferColumn, inferParameter, matchKey } from "./infer/inferColumn.ts";
import { asField, inferField } from "./infer/inferField.ts";
import { inferConditional, inferTemplate, inferUnary } from "./infer/inferOthers.ts";
import { isRefusal, type Refusal, refuse } from "./infer/refusal.ts";
import type { Inferred, Inferring, Scope } from "./infer/scope.ts";
import { printExpression } from "./notation/printExpression.ts";
import type { DataType } from "./types.ts";

/** How deep expressions may nest: DuckDB's own limit is a few times this. */
const maximumDepth = 200;

const nothingKnown: ReadonlySet<string> = new Set();

export type { Scope } from "./infer/scope.ts";

/** The exact type of every part of an expression, or each fault in it once. */
export function inferExpression(
  expression: Expression,
  scope: Scope,
): { readonly typed?: TypedExpression; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const typed = inferWhole(expression, inferringIn(scope, problems));
  return typed === undefined ? { problems } : { typed, problems };
}

/** The state in which whole expressions of a scope are inferred, one after the other. */
export function inferringIn(scope: Scope, problems: Problem[]): Inferring {
  return { scope, problems, known: nothingKnown, inside: scope.group === undefined ? "row" : "group" };
}

/** A whole expression; undefined where it has faults, which are then among the problems. */
export function inferWhole(expression: Expression, inferring: Inferring): TypedExpression | undefined {
  const { problems } = inferring;
  const before = problems.length;
  if (isDeeper(expression, maximumDepth)) {
    problems.push(at(expression, tooDeep));
    return undefined;
  }
  const inferred = infer(expression, inferring);
  return problems.length > before ? undefined : inferred?.typed;
}

const text: DataType = { kind: "string" };
const boolean: DataType = { kind: "boolean" };
const nothing: DataType = { kind: "null" };

type Rule<K extends ExpressionKind> = (
  expression: Extract<Expression, { kind: K }>,
  inferring: Inferring,
  place: DataType | undefined,
) => Inferred | Refusal | undefined;

const rules: { readonly [K in ExpressionKind]: Rule<K> } = {
  number: (expression, _, place) => wrap(typeConstant(expression, place)),
  string: expression => ({ typed: { ...expression, type: text, nullable: false } }),
  boolean: expression => ({ typed: { ...expression, type: boolean, nullable: false } }),
  null: expression => ({ typed: { ...expression, type: nothing, nullable: true } }),
  regex: () => refuse("ODB2033", "A regular expression is no value.", "It stands in /…/.test(text), text.replace(/…/, …)."),
  type: () => refuse("ODB2033", "A type is no value.", "It stands in cast(value, t.int64()) and tryCast."),
  list: () => refuse("ODB2033", "A list is no value here.", "It stands in isIn(value, [ … ])."),
  column: inferColumn,
  parameter: inferParameter,
  unary: inferUnary,
  binary: inferBinary,
  conditional: inferConditional,
  template: inferTemplate,
  call: (expression, inferring) => {
    const field = asField(expression, inferring);
    return field === undefined ? inferCall(expression, inferring) : inferField(field, inferring);
  },
  field: inferField,
};

/**
 * Infers one part; undefined where it has a fault, which is then among the problems. `place` is the type that stands beside it: what a written
 * number becomes.
 */
export function infer<K extends ExpressionKind>(
  expression: Extract<Expression, { kind: K }>,
  inferring: Inferring,
  place?: DataType,
): Inferred | undefined {
  const result = isConstant(expression)
    ? wrap(typeConstant(expression, place))
    : (matchKey(expression, inferring) ?? (rules[expression.kind as K] as Rule<K>)(expression, inferring, place));
  if (result === undefined) return undefined;
  if (!isRefusal(result)) return narrow(expression, result, inferring);
  inferring.problems.push(at(expression, result));
  return undefined;
}

const at = (expression: Expression, refusal: Refusal): Problem =>
  expression.span === undefined || refusal.span !== undefined ? refusal : { ...refusal, span: expression.span };

const tooDeep = refuse(
  "ODB2002",
  `This expression nests deeper than ${maximumDepth} levels.`,
  "Give its parts names, in a `withColumns` before it.",
);

/** Goes down no further than the limit, so that no depth is too much for it. */
function isDeeper(expression: Expression, limit: number): boolean {
  if (limit <= 0) return true;
  return partsOf(expression).some(part => isDeeper(part, limit - 1));
}

function wrap(typed: TypedExpression | Refusal): Inferred | Refusal {
  return isRefusal(typed) ? typed : { typed };
}

/** What a condition around has shown not to be null is not null here. */
function narrow(expression: Expression, inferred: Inferred, { known }: Inferring): Inferred {
  return inferred.typed.nullable && known.size > 0 && known.has(printExpression(expression))
    ? { ...inferred, typed: { ...inferred.typed, nullable: false } }
    : inferred;
}
