import { Failure } from "../../failure.ts";
import { type DeltaField, type DeltaType, primitiveNames } from "../schema.ts";

/** The columns of a metadata's `schemaString`. */
export function readSchema(schemaString: string): readonly DeltaField[] {
  const type = readType(parseJson(schemaString), "the table");
  if (type.kind !== "struct") throw malformed("the table is no struct");
  return type.fields;
}

function readType(written: unknown, where: string): DeltaType {
  if (typeof written === "string") return readPrimitive(written, where);
  if (!isObject(written)) throw malformed(`the type of ${where} is missing`);
  const readers: { readonly [kind: string]: () => DeltaType } = {
    struct: () => ({ kind: "struct", fields: listOf(written, "fields", where).map(field => readField(field, where)) }),
    array: () => ({
      kind: "array",
      item: readType(written["elementType"], `the items of ${where}`),
      itemNullable: written["containsNull"] !== false,
    }),
    map: () => ({
      kind: "map",
      key: readType(written["keyType"], `the keys of ${where}`),
      value: readType(written["valueType"], `the values of ${where}`),
      valueNullable: written["valueContainsNull"] !== false,
    }),
  };
  const kind = written["type"];
  const read = typeof kind === "string" && Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (read === undefined) throw unknownType(JSON.stringify(kind), where);
  return read();
}

function readPrimitive(name: string, where: string): DeltaType {
  const primitive = primitiveNames.find(known => known === name);
  if (primitive !== undefined) return { kind: "primitive", name: primitive };
  const [, precision, scale] = /^decimal\((\d+),\s*(-?\d+)\)$/.exec(name) ?? (name === "decimal" ? ["", "10", "0"] : []);
  if (precision !== undefined && scale !== undefined) return { kind: "decimal", precision: Number(precision), scale: Number(scale) };
  throw unknownType(`"${name}"`, where);
}

function readField(written: unknown, where: string): DeltaField {
  if (!isObject(written) || typeof written["name"] !== "string") throw malformed(`a field of ${where} has no name`);
  const metadata = written["metadata"] ?? {};
  if (!isObject(metadata)) throw malformed(`the metadata of "${written["name"]}" is no object`);
  return {
    name: written["name"],
    type: readType(written["type"], `"${written["name"]}"`),
    nullable: written["nullable"] !== false,
    metadata,
  };
}

function listOf(written: Readonly<Record<string, unknown>>, key: string, where: string): readonly unknown[] {
  const list = written[key];
  if (!Array.isArray(list)) throw malformed(`${where} has no list of ${key}`);
  return list;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(error instanceof Error ? error.message : "it is no JSON");
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const malformed = (reason: string): Failure => new Failure("ODB8006", `The table's schema in its log cannot be read: ${reason}.`);

const unknownType = (name: string, where: string): Failure =>
  new Failure(
    "ODB8006",
    `The table has the type ${name} (${where}), which cannot be read.`,
    "Make a table without that column, as Spark can.",
  );
