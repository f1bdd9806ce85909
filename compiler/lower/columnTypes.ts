import { nearestName } from "../diagnostics/nearestName.ts";
import { quoteAll } from "../diagnostics/words.ts";
import type { DataType } from "../plan/types.ts";
import { argumentSpan, argumentValues, type Call, hasArguments, reportArgument } from "./call.ts";
import { report } from "./environment.ts";
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
const names = [...simple, "decimal", "enum"];

/** A column type, `t.int64()`. A decimal has 1 to 38 digits, an enum each value once. */
export function columnTypeCall(call: Call): Value {
  const kind = simple.find(name => name === call.name);
  if (kind !== undefined) return hasArguments(call, 0) ? columnType({ kind }) : fault;
  if (call.name === "decimal") return decimal(call);
  if (call.name === "enum") return enumeration(call);
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
