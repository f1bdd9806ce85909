import fc from "fast-check";
import type { BinaryOperator, Expression, Side } from "../../compiler/plan/expression.ts";
import { type FunctionName, functionEntry, functions } from "../../compiler/plan/functions.ts";
import { precedence } from "../../compiler/plan/notation/precedence.ts";
import type { DataType } from "../../compiler/plan/types.ts";

// Expressions of every kind, well-formed but of any types.

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.string({ unit: "grapheme", maxLength: 8 }),
  fc.constantFrom("", "'", "\\", "`", "${", "$", "\u202e", "\u200b", "\0", "\n\r\t", "\ud800", "\ufeff", "it's", "\u{e0001}"),
);
const name = fc.oneof(
  fc.constantFrom(
    "amount",
    "left",
    "right",
    "key",
    "stored",
    "length",
    "trim",
    "row",
    "t",
    "Math",
    "true",
    "null",
    "count",
    "class",
    "odd name",
    "größe",
    "it's",
    "_",
    "A1",
    "1a",
    "$x",
    "",
    "a-b",
    "constructor",
    "__proto__",
  ),
  text,
);
const side = fc.constantFrom<Side | undefined>(undefined, "left", "right", "key", "incoming", "stored");
const number = fc.oneof(
  fc.nat().map(String),
  fc.constantFrom("0", "9007199254740993", "0.1", "1.50", "1e21", "1.5e-7", "0.000001", "12345678901234567890.5"),
);
const identifier = fc.constantFrom("since", "n", "_x", "where1");
const scalar = fc.constantFrom<DataType>(
  { kind: "int8" },
  { kind: "int64" },
  { kind: "string" },
  { kind: "boolean" },
  { kind: "timestampNtz" },
  { kind: "binary" },
);
const flat: fc.Arbitrary<DataType> = fc.oneof(
  scalar,
  fc
    .tuple(fc.integer({ min: 1, max: 38 }), fc.nat(38))
    .map(([precision, scale]): DataType => ({ kind: "decimal", precision, scale: Math.min(precision, scale) })),
  fc.uniqueArray(text, { minLength: 1, maxLength: 4 }).map((values): DataType => ({ kind: "enum", values })),
);
const type: fc.Arbitrary<DataType> = fc.letrec<{ type: DataType }>(tie => ({
  type: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    flat,
    fc.tuple(tie("type"), fc.boolean()).map(([item, itemNullable]): DataType => ({ kind: "list", item, itemNullable })),
    fc.tuple(flat, tie("type"), fc.boolean()).map(([key, value, valueNullable]): DataType => ({ kind: "map", key, value, valueNullable })),
    fc
      .uniqueArray(fc.tuple(name, tie("type"), fc.boolean()), { minLength: 1, maxLength: 3, selector: ([field]) => field.toLowerCase() })
      .map(
        (fields): DataType => ({
          kind: "struct",
          fields: fields.map(([field, inner, nullable]) => ({ name: field, type: inner, nullable })),
        }),
      ),
  ),
})).type;
const regex = fc
  .tuple(fc.constantFrom("a", "^[A-Z]{2}$", "\\/x[/]", "\\s+", "[\\]]", "(?:a|b)*", "'"), fc.constantFrom("", "g", "i", "gi"))
  .map(([source, flags]): Expression => ({ kind: "regex", source, flags }));
const column = fc
  .tuple(side, name)
  .map(([of, column]): Expression => (of === undefined ? { kind: "column", name: column } : { kind: "column", side: of, name: column }));
const names = Object.keys(functions) as FunctionName[];

export const anyType = type;

export const anyExpression: fc.Arbitrary<Expression> = fc.letrec<{ expression: Expression }>(tie => ({
  expression: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    number.map((value): Expression => ({ kind: "number", text: value })),
    text.map((value): Expression => ({ kind: "string", value })),
    fc.boolean().map((value): Expression => ({ kind: "boolean", value })),
    fc.constant<Expression>({ kind: "null" }),
    column,
    identifier.map((parameter): Expression => ({ kind: "parameter", name: parameter })),
    type.map((dataType): Expression => ({ kind: "type", dataType })),
    regex,
    fc.array(tie("expression"), { maxLength: 3 }).map((items): Expression => ({ kind: "list", items })),
    fc.tuple(fc.constantFrom("!", "-"), tie("expression")).map(([operator, operand]): Expression => ({ kind: "unary", operator, operand })),
    fc
      .tuple(fc.constantFrom(...(Object.keys(precedence) as BinaryOperator[])), tie("expression"), tie("expression"))
      .map(([operator, left, right]): Expression => ({ kind: "binary", operator, left, right })),
    fc
      .tuple(tie("expression"), tie("expression"), tie("expression"))
      .map(([condition, then, otherwise]): Expression => ({ kind: "conditional", condition, then, otherwise })),
    fc.array(fc.tuple(text, tie("expression")), { maxLength: 3 }).chain(pairs =>
      text.map(
        (last): Expression => ({
          kind: "template",
          texts: [...pairs.map(([before]) => before), last],
          values: pairs.map(([, value]) => value),
        }),
      ),
    ),
    fc.tuple(tie("expression"), name).map(([target, field]): Expression => ({ kind: "field", target, name: field })),
    fc
      .tuple(
        fc.constantFrom(...names),
        fc.array(tie("expression"), { minLength: 1, maxLength: 3 }),
        fc.option(tie("expression"), { nil: undefined }),
      )
      .map(([called, values, option]): Expression => {
        const { notation } = functionEntry(called);
        const fixed =
          notation === "property"
            ? values.slice(0, 1)
            : notation === "index"
              ? [values[0], numbered(values.at(-1))].filter(value => value !== undefined)
              : values;
        return {
          kind: "call",
          name: called,
          arguments: fixed,
          ...(option !== undefined && notation !== "property" && notation !== "index" ? { options: { where: option } } : {}),
        };
      }),
  ),
})).expression;

/** A text as an index names a field. */
const numbered = (index: Expression | undefined): Expression | undefined =>
  index?.kind === "string" ? { kind: "number", text: "0" } : index;

/** The same tree without its places. */
export function withoutSpans(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSpans);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([field]) => field !== "span")
      .map(([field, inner]) => [field, withoutSpans(inner)]),
  );
}
