import type { TypedExpression } from "./expression.ts";
import type { Refusal } from "./infer/refusal.ts";
import * as rule from "./infer/resultRules.ts";
import type { DataType } from "./types.ts";

// Each function, method and property that an expression may call, in one table: how it is written, what it takes, what it gives.
// The dialect (runtime/sql) has a row for each; test/conformance a case for each.

/** What an argument may be. */
export type Shape =
  | "any"
  | "number"
  | "integer"
  | "string"
  | "boolean"
  | "date"
  | "timestamp"
  | "timestampNtz"
  | "temporal"
  | "instant"
  | "orderable"
  | "list"
  | "regex"
  | "type"
  | "values"
  /** These are written out, never computed. */
  | "stringLiteral"
  | "integerLiteral"
  | "unit"
  | "zone";

export interface ParameterShape {
  readonly name: string;
  readonly shape: Shape;
  /** Whether the argument may be null. */
  readonly nullable?: true;
  readonly optional?: true;
}

export interface Typing {
  readonly type: DataType;
  readonly nullable: boolean;
}

export interface Signature {
  readonly parameters: readonly ParameterShape[];
  /** Whether the last parameter may be given again and again. */
  readonly variadic?: true;
  /** Whether number and text literals among the arguments take the type of the others. */
  readonly unified?: true;
  readonly options?: { readonly [name: string]: ParameterShape };
  readonly result: (call: CallTyping) => Typing | Refusal;
}

/** A call whose arguments fit. `grouped` is false in an aggregate of the whole table, which may be empty. */
export interface CallTyping {
  readonly arguments: readonly TypedExpression[];
  readonly options: { readonly [name: string]: TypedExpression };
  readonly grouped: boolean;
}

export interface FunctionEntry {
  /** How it is written: `f(x)`, `x.f(y)`, `x.f`, `x[y]`. */
  readonly notation: "function" | "method" | "property" | "index";
  readonly aggregate?: true;
  readonly signatures: readonly [Signature, ...Signature[]];
}

const need = (name: string, shape: Shape): ParameterShape => ({ name, shape });
const nullable = (name: string, shape: Shape): ParameterShape => ({ name, shape, nullable: true });
const optional = (name: string, shape: Shape): ParameterShape => ({ name, shape, optional: true });

const where = { where: nullable("where", "boolean") };
const zone = { zone: need("zone", "zone") };
const boolean = rule.fixed({ kind: "boolean" });
const string = rule.fixed({ kind: "string" });
const int32 = rule.fixed({ kind: "int32" });
const int64 = rule.fixed({ kind: "int64" });
const date = rule.fixed({ kind: "date" });
const timestamp = rule.fixed({ kind: "timestamp" });

const aggregate = (parameter: ParameterShape | undefined, result: Signature["result"]): FunctionEntry => ({
  notation: "function",
  aggregate: true,
  signatures: [{ parameters: parameter === undefined ? [] : [parameter], options: where, result }],
});
const condition = (parameter: ParameterShape): FunctionEntry => ({
  notation: "function",
  aggregate: true,
  signatures: [{ parameters: [parameter], result: boolean }],
});
const simple = (parameters: readonly ParameterShape[], result: Signature["result"]): FunctionEntry => ({
  notation: "function",
  signatures: [{ parameters, result }],
});
const unified = (parameters: readonly ParameterShape[], result: Signature["result"]): FunctionEntry => ({
  notation: "function",
  signatures: [{ parameters, result, unified: true }],
});
const extremum = (shape: Shape, result: Signature["result"]): FunctionEntry => ({
  notation: "function",
  signatures: [{ parameters: [need("value", shape), need("value", shape)], variadic: true, unified: true, result }],
});
const method = (parameters: readonly ParameterShape[], result: Signature["result"]): FunctionEntry => ({
  notation: "method",
  signatures: [{ parameters: [need("text", "string"), ...parameters], result }],
});
const part = (parameter: ParameterShape): FunctionEntry => simple([parameter], int32);

export const functions = {
  count: aggregate(undefined, int64),
  countDistinct: aggregate(nullable("value", "any"), int64),
  sum: aggregate(nullable("value", "number"), rule.sum),
  avg: aggregate(
    nullable("value", "number"),
    rule.nothingIsNull(() => ({ kind: "float64" })),
  ),
  min: aggregate(
    nullable("value", "orderable"),
    rule.nothingIsNull(value => value.type),
  ),
  max: aggregate(
    nullable("value", "orderable"),
    rule.nothingIsNull(value => value.type),
  ),
  any: condition(nullable("condition", "boolean")),
  every: condition(nullable("condition", "boolean")),

  date: {
    notation: "function",
    signatures: [
      { parameters: [need("text", "stringLiteral")], result: rule.dateLiteral },
      { parameters: [need("value", "timestamp")], options: zone, result: date },
      { parameters: [need("value", "timestampNtz")], result: date },
    ],
  },
  timestamp: {
    notation: "function",
    signatures: [
      { parameters: [need("text", "stringLiteral")], result: rule.timestampLiteral },
      { parameters: [need("value", "date")], options: zone, result: rule.needsZone },
      { parameters: [need("value", "timestampNtz")], options: zone, result: rule.needsZone },
    ],
  },
  now: simple([], timestamp),
  today: simple([], date),
  truncate: simple([nullable("value", "temporal"), need("unit", "unit")], rule.sameDate),
  dateAdd: simple([nullable("value", "temporal"), need("amount", "integer"), need("unit", "unit")], rule.sameDate),
  dateDiff: simple([need("from", "temporal"), need("to", "temporal"), need("unit", "unit")], rule.difference),
  year: part(need("value", "temporal")),
  quarter: part(need("value", "temporal")),
  month: part(need("value", "temporal")),
  week: part(need("value", "temporal")),
  dayOfWeek: part(need("value", "temporal")),
  dayOfMonth: part(need("value", "temporal")),
  hour: part(need("value", "instant")),

  cast: simple([nullable("value", "any"), need("type", "type")], rule.cast),
  tryCast: simple([nullable("value", "any"), need("type", "type")], rule.tryCast),
  round: simple([need("value", "number"), optional("digits", "integerLiteral")], rule.round),
  isIn: unified([nullable("value", "any"), need("values", "values")], rule.isIn),
  nullIf: unified([nullable("value", "any"), nullable("equals", "any")], rule.nullIf),
  greatest: extremum("orderable", rule.common),
  least: extremum("orderable", rule.common),
  sha256: { notation: "function", signatures: [{ parameters: [nullable("value", "any")], variadic: true, result: rule.sha256 }] },

  "Math.abs": simple([need("value", "number")], rule.absolute),
  "Math.floor": simple([need("value", "number")], rule.whole),
  "Math.ceil": simple([need("value", "number")], rule.whole),
  "Math.min": extremum("number", rule.common),
  "Math.max": extremum("number", rule.common),

  ".length": {
    notation: "property",
    signatures: [
      { parameters: [need("text", "string")], result: int64 },
      { parameters: [need("list", "list")], result: int64 },
    ],
  },
  ".trim": method([], string),
  ".toUpperCase": method([], string),
  ".toLowerCase": method([], string),
  ".includes": {
    notation: "method",
    signatures: [
      { parameters: [need("text", "string"), need("part", "string")], result: boolean },
      { parameters: [need("list", "list"), nullable("item", "any")], result: rule.contains },
    ],
  },
  ".startsWith": method([need("start", "string")], boolean),
  ".endsWith": method([need("end", "string")], boolean),
  ".slice": method([need("start", "integer"), optional("end", "integer")], string),
  ".replace": {
    notation: "method",
    signatures: [
      { parameters: [need("text", "string"), need("part", "string"), need("replacement", "string")], result: rule.replace },
      { parameters: [need("text", "string"), need("pattern", "regex"), need("replacement", "stringLiteral")], result: rule.replaceRegex },
    ],
  },
  ".replaceAll": method([need("part", "string"), need("replacement", "string")], rule.replace),
  ".split": method([need("separator", "string")], rule.fixed({ kind: "list", item: { kind: "string" }, itemNullable: false })),
  ".padStart": method([need("length", "integer"), optional("fill", "string")], string),
  ".test": { notation: "method", signatures: [{ parameters: [need("pattern", "regex"), need("text", "string")], result: rule.testRegex }] },
  ".at": { notation: "method", signatures: [{ parameters: [need("list", "list"), need("index", "integer")], result: rule.item }] },
  "[]": { notation: "index", signatures: [{ parameters: [need("list", "list"), need("index", "integer")], result: rule.item }] },
  ".join": { notation: "method", signatures: [{ parameters: [need("list", "list"), need("separator", "string")], result: rule.join }] },
} as const satisfies { readonly [name: string]: FunctionEntry };

/** The functions by the name they are written with: `sum`, `Math.abs`, `.trim` (a method), `.length` (a property), `[]` (an item). */
export type FunctionName = keyof typeof functions;

export const isFunctionName = (name: string): name is FunctionName => Object.hasOwn(functions, name);

/** The entry of a function, with its optional fields. */
export const functionEntry = (name: FunctionName): FunctionEntry => functions[name];

/** Whether a function makes one value of many rows. */
export const isAggregate = (name: FunctionName): boolean => functionEntry(name).aggregate === true;
