import type { Span } from "../diagnostics/diagnostic.ts";
import type { FunctionName } from "./functions.ts";
import type { DataType } from "./types.ts";

// The expressions of the plan, in one closed union. The compiler's lambdas and the plan's texts both end here.
// Sugar is gone: no macro, `?.`, `ifNotNull`, destructuring or constant table is left.

/** A number as it was written, without sign: `12`, `0.1`, `9007199254740993`. Its type comes from where it stands. */
export interface NumberLiteral {
  readonly kind: "number";
  readonly text: string;
}
export interface StringLiteral {
  readonly kind: "string";
  readonly value: string;
}
export interface BooleanLiteral {
  readonly kind: "boolean";
  readonly value: boolean;
}
export interface NullLiteral {
  readonly kind: "null";
}
/** A regular expression, as an argument of the methods that take one. */
export interface RegexLiteral {
  readonly kind: "regex";
  readonly source: string;
  readonly flags: string;
}
/** A type, as an argument of `cast` and `tryCast`: `t.int64()`. */
export interface TypeLiteral {
  readonly kind: "type";
  readonly dataType: DataType;
}
/** A column of the row; of one side in a join or a merge; or, in an aggregate, a key of the group. */
export interface ColumnReference {
  readonly kind: "column";
  readonly side?: Side;
  readonly name: string;
}
export const sides = ["left", "right", "key", "incoming", "stored"] as const;
export type Side = (typeof sides)[number];
/** A value that comes at run time, `$since`. */
export interface ParameterReference {
  readonly kind: "parameter";
  readonly name: string;
}
/** The values of `isIn`. */
export interface ListLiteral<E> {
  readonly kind: "list";
  readonly items: readonly E[];
}
export interface Unary<E> {
  readonly kind: "unary";
  readonly operator: UnaryOperator;
  readonly operand: E;
}
export interface Binary<E> {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: E;
  readonly right: E;
}
export interface Conditional<E> {
  readonly kind: "conditional";
  readonly condition: E;
  readonly then: E;
  readonly otherwise: E;
}
/** `texts` has one item more than `values`. */
export interface Template<E> {
  readonly kind: "template";
  readonly texts: readonly string[];
  readonly values: readonly E[];
}
/** A function, method or property of the table in functions.ts. A method's target is its first argument. */
export interface Call<E> {
  readonly kind: "call";
  readonly name: FunctionName;
  readonly arguments: readonly E[];
  /** Named arguments: `{ where: … }`, `{ zone: … }`. */
  readonly options?: { readonly [name: string]: E };
}

/** A field of a struct: `address.city`. */
export interface Field<E> {
  readonly kind: "field";
  readonly target: E;
  readonly name: string;
}

export type UnaryOperator = "!" | "-";
export type BinaryOperator = "+" | "-" | "*" | "/" | "%" | "**" | "===" | "!==" | "<" | "<=" | ">" | ">=" | "&&" | "||" | "??";

/** An expression whose types are not known yet. `span` is its place in the pipeline, or in the plan's text. */
export type Expression = { readonly span?: Span } & (
  | NumberLiteral
  | StringLiteral
  | BooleanLiteral
  | NullLiteral
  | RegexLiteral
  | TypeLiteral
  | ColumnReference
  | ParameterReference
  | ListLiteral<Expression>
  | Unary<Expression>
  | Binary<Expression>
  | Conditional<Expression>
  | Template<Expression>
  | Call<Expression>
  | Field<Expression>
);

/** The same with the exact type of every part: what the dialects lower. A number literal has the type that its place gives it. */
export type TypedExpression = { readonly span?: Span; readonly type: DataType; readonly nullable: boolean } & (
  | NumberLiteral
  | StringLiteral
  | BooleanLiteral
  | NullLiteral
  | RegexLiteral
  | TypeLiteral
  | ColumnReference
  | ParameterReference
  | ListLiteral<TypedExpression>
  | Unary<TypedExpression>
  | Binary<TypedExpression>
  | Conditional<TypedExpression>
  | Template<TypedExpression>
  | Call<TypedExpression>
  | Field<TypedExpression>
);

export type ExpressionKind = Expression["kind"];
