import { fitsType } from "../../../compiler/plan/fitsType.ts";
import { type Column, type DataType, isNested } from "../../../compiler/plan/types.ts";
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
    const fault = findFault(value, column, key, extraColumns);
    if (fault !== undefined) return { line, ...fault };
  }
  for (const [key, { nullable, type }] of columns) if (!nullable && !seen.has(key)) return { reason: "null", line, key, type, value: "" };
  return undefined;
}

/** The first fault of a value, or of a part of it, whose place is then in the key: `address.city`, `tags[2]`. */
function findFault(
  value: JsonValue,
  column: Pick<Column, "type" | "nullable">,
  key: string,
  extra: "fail" | "ignore",
): Omit<ObjectFault, "line"> | undefined {
  const { type } = column;
  const reason = valueFault(value, column);
  if (reason !== undefined) return { reason, key, type, value: value.kind === "string" ? JSON.stringify(value.text) : value.text };
  if (value.kind === "null") return undefined;
  if (type.kind === "list")
    return firstOf(value.items ?? [], (item, at) =>
      findFault(item, { type: type.item, nullable: type.itemNullable }, `${key}[${at}]`, extra),
    );
  const entries = value.entries ?? [];
  const twice =
    type.kind === "struct" || type.kind === "map"
      ? entries.find(([name], at) => entries.findIndex(([other]) => other === name) < at)
      : undefined;
  if (twice !== undefined) return { reason: "twice", key: `${key}.${twice[0]}` };
  if (type.kind === "map")
    return firstOf(entries, ([name, inner]) => {
      const place = `${key}.${name}`;
      if (!fitsType(name, type.key)) return { reason: "type", key: place, type: type.key, value: JSON.stringify(name) };
      return findFault(inner, { type: type.value, nullable: type.valueNullable }, place, extra);
    });
  if (type.kind !== "struct") return undefined;
  const given = new Map(entries);
  const unknown = extra === "fail" ? entries.find(([name]) => !type.fields.some(field => field.name === name)) : undefined;
  if (unknown !== undefined) return { reason: "extra", key: `${key}.${unknown[0]}` };
  return firstOf(type.fields, field => {
    const inner = given.get(field.name);
    const place = `${key}.${field.name}`;
    if (inner !== undefined) return findFault(inner, field, place, extra);
    return field.nullable ? undefined : { reason: "null", key: place, type: field.type, value: "" };
  });
}

function firstOf<T, R>(items: readonly T[], find: (item: T, at: number) => R | undefined): R | undefined {
  for (const [at, item] of items.entries()) {
    const found = find(item, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function valueFault(value: JsonValue, { type, nullable }: Pick<Column, "type" | "nullable">): ObjectFault["reason"] | undefined {
  if (value.kind === "null") return nullable ? undefined : "null";
  if (!kindsOf(type).includes(value.kind)) return "kind";
  // The engine reads numbers through a double.
  if (type.kind === "decimal" && value.kind === "number" && value.text.replace(/^-?0*|\./g, "").replace(/^0+/, "").length > 15)
    return "digits";
  if (isNested(type)) return undefined;
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
      return ["array"];
    case "struct":
    case "map":
      return ["object"];
    case "null":
      return [];
  }
}
