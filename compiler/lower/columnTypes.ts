import { nearestName } from "../diagnostics/nearestName.ts";
import { quoteAll } from "../diagnostics/words.ts";
import type { DataType } from "../plan/types.ts";
import { argumentSpan, argumentValue, argumentValues, type Call, hasArguments, reportArgument } from "./call.ts";
import { report } from "./environment.ts";
import { schemaOf } from "./schema.ts";
import { constantNumber, constantText } from "./toExpression.ts";
import { type ColumnTypeValue, fault, type Value } from "./value.ts";

const simple = [
  "boolean",
  "int8",
  "int16",
  "int32",
  "int64",
  "float32",
  "float64",
  "string",
  "binary",
  "date",
  "timestamp",
  "timestampNtz",
] as const;
const names = [...simple, "decimal", "enum", "list", "struct", "map"];

/** A column type, `t.int64()`. A decimal has 1 to 38 digits, an enum each value once. */
export function columnTypeCall(call: Call): Value {
  const kind = simple.find(name => name === call.name);
  if (kind !== undefined) return hasArguments(call, 0) ? columnType({ kind }) : fault;
  if (call.name === "decimal") return decimal(call);
  if (call.name === "enum") return enumeration(call);
  if (call.name === "list") return list(call);
  if (call.name === "struct") return struct(call);
  if (call.name === "map") return map(call);
  const near = nearestName(call.name, names);
  report(call.lowering, {
    code: "ODB1035",
    message: `There is no column type \`${call.name}\`.`,
    hint: near === undefined ? `There are ${quoteAll(names)}.` : `Did you mean \`${near}\`?`,
    span: call.nameSpan,
  });
  return fault;
}

/** `.nullable()` of a column type. */
export function nullableCall(type: ColumnTypeValue, call: Call): Value {
  return hasArguments(call, 0) ? { ...type, nullable: true } : fault;
}

function columnType(type: DataType): Value {
  return { kind: "columnType", type, nullable: false };
}

function list(call: Call): Value {
  const item = hasArguments(call, 1) ? typeArgument(call, 0) : undefined;
  return item === undefined ? fault : columnType({ kind: "list", item: item.type, itemNullable: item.nullable });
}

function struct(call: Call): Value {
  const fields = hasArguments(call, 1) ? schemaOf(argumentValue(call, 0) ?? fault, call, 0) : undefined;
  if (fields === undefined) return fault;
  const names = fields.map(({ name }) => name.toLowerCase());
  const twice = fields.find((_, at) => names.indexOf(names[at] ?? "") < at);
  if (twice !== undefined)
    return reportArgument(
      call,
      0,
      argumentValue(call, 0) ?? fault,
      "each field once",
      `\`${twice.name}\` is there twice, but for its case.`,
    );
  return columnType({ kind: "struct", fields: fields.map(({ name, type, nullable }) => ({ name, type, nullable })) });
}

function map(call: Call): Value {
  if (!hasArguments(call, 2)) return fault;
  const [key, value] = [typeArgument(call, 0), typeArgument(call, 1)];
  if (key === undefined || value === undefined) return fault;
  if (key.nullable || !["string", "int8", "int16", "int32", "int64"].includes(key.type.kind))
    return reportArgument(call, 0, key, "a text or a whole number that is never null, the key", "Write `t.map(t.string(), t.int64())`.");
  return columnType({ kind: "map", key: key.type, value: value.type, valueNullable: value.nullable });
}

function typeArgument(call: Call, index: number): ColumnTypeValue | undefined {
  const value = argumentValue(call, index) ?? fault;
  if (value.kind === "columnType") return value;
  reportArgument(call, index, value, "a column type", "Write `t.int64()`, `t.string().nullable()`, …");
  return undefined;
}

function decimal(call: Call): Value {
  if (!hasArguments(call, 2)) return fault;
  const [first, second] = argumentValues(call);
  if (first === undefined || second === undefined) return fault;
  const precision = constantNumber(first);
  const scale = constantNumber(second);
  if (precision === undefined || !Number.isInteger(precision) || precision < 1 || precision > 38)
    return reportArgument(call, 0, first, "a whole number from 1 to 38, the digits", "A decimal has at most 38 digits.");
  if (scale === undefined || !Number.isInteger(scale) || scale < 0 || scale > precision)
    return reportArgument(
      call,
      1,
      second,
      `a whole number from 0 to ${precision}, the digits after the point`,
      "The digits after the point are among the decimal's digits.",
    );
  return columnType({ kind: "decimal", precision, scale });
}

function enumeration(call: Call): Value {
  const values: string[] = [];
  for (const value of argumentValues(call)) {
    const text = constantText(value);
    if (text === undefined)
      return reportArgument(call, 0, value, "constant texts", "Write the values out, or spread a constant list: `t.enum(...STATUSES)`.");
    if (values.includes(text)) return reportArgument(call, 0, value, "each value once", `\`${text}\` is there twice.`);
    values.push(text);
  }
  if (values.length === 0) {
    report(call.lowering, {
      code: "ODB1020",
      message: "`enum` takes at least 1 argument, and here are 0.",
      hint: 'Write the values out: `t.enum("open", "paid")`.',
      span: argumentSpan(call, 0),
    });
    return fault;
  }
  return columnType({ kind: "enum", values });
}
