import { fitsType } from "../../../compiler/plan/fitsType.ts";
import type { Column, DataType } from "../../../compiler/plan/types.ts";
import { type JsonValue, parseObject } from "./parseObject.ts";

export interface ObjectFault {
  readonly line: number;
  readonly reason: "malformed" | "not UTF-8" | "twice" | "extra" | "null" | "type" | "enum" | "kind" | "digits";
  readonly key?: string;
  readonly value?: string;
  readonly expected?: string;
  readonly type?: DataType;
}

/** One object against the declared columns: its keys, and of each value null, kind and spelling. A number is a number and a text is a text; what the type's texts are, is the grammar's matter. */
export function checkObject(
  text: string,
  line: number,
  columns: ReadonlyMap<string, Column>,
  extraColumns: "fail" | "ignore",
): ObjectFault | undefined {
  const parsed = parseObject(text);
  if ("expected" in parsed)
    return {
      reason: "malformed",
      line: line + text.slice(0, parsed.at).split("\n").length - 1,
      expected: parsed.expected,
      value: text.slice(parsed.at, parsed.at + 20),
    };
  const seen = new Set<string>();
  for (const [key, value] of parsed.entries) {
    const column = columns.get(key);
    if (seen.has(key)) return { reason: "twice", line, key };
    seen.add(key);
    if (column === undefined) {
      if (extraColumns === "fail") return { reason: "extra", line, key };
      continue;
    }
    const reason = valueFault(value, column);
    if (reason !== undefined)
      return { reason, line, key, type: column.type, value: value.kind === "string" ? JSON.stringify(value.text) : value.text };
  }
  for (const [key, { nullable, type }] of columns) if (!nullable && !seen.has(key)) return { reason: "null", line, key, type, value: "" };
  return undefined;
}

function valueFault(value: JsonValue, { type, nullable }: Column): ObjectFault["reason"] | undefined {
  if (value.kind === "null") return nullable ? undefined : "null";
  if (!kindsOf(type).includes(value.kind)) return "kind";
  // The engine reads numbers through a double.
  if (type.kind === "decimal" && value.kind === "number" && value.text.replace(/^-?0*|\./g, "").replace(/^0+/, "").length > 15)
    return "digits";
  if (!fitsType(value.text, type)) return type.kind === "enum" ? "enum" : "type";
  return undefined;
}

function kindsOf(type: DataType): readonly JsonValue["kind"][] {
  switch (type.kind) {
    case "boolean":
      return ["boolean"];
    case "int8":
    case "int16":
    case "int32":
    case "int64":
    case "float32":
    case "float64":
      return ["number"];
    case "decimal":
      return ["number", "string"];
    case "string":
    case "enum":
    case "binary":
    case "date":
    case "timestamp":
    case "timestampNtz":
      return ["string"];
    case "list":
    case "struct":
    case "map":
    case "null":
      return [];
  }
}
