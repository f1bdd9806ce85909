import type { Column, DataType } from "../types.ts";
import { simpleType } from "./parseType.ts";
import { Fault, type Token } from "./tokenize.ts";
import { readList, type TokenReader } from "./tokenReader.ts";

/** What follows `t`: `.decimal(12, 2)`, `.list(t.string().nullable())`. */
export function readType(reader: TokenReader): DataType {
  reader.expect(".");
  const name = reader.next();
  const from = reader.at;
  reader.expect("(");
  const type = (readers[name.text] ?? readSimple)(reader, name.text);
  if (type === undefined) {
    const given = reader.tokens.slice(from + 1, reader.at - 1).map(({ text }) => text);
    throw new Fault("ODB2001", `There is no type \`t.${name.text}(${given.join(" ")})\`.`, name.start, name.end);
  }
  return type;
}

type Reader = (reader: TokenReader, name: string) => DataType | undefined;

const readSimple: Reader = (reader, name) => (readValues(reader).length === 0 ? simpleType(name) : undefined);

const readers: { readonly [name: string]: Reader } = {
  decimal: reader => decimal(readValues(reader)),
  enum: reader => enumeration(readValues(reader)),
  list: reader => {
    const { type, nullable } = readPart(reader);
    reader.expect(")");
    return { kind: "list", item: type, itemNullable: nullable };
  },
  map: reader => {
    const key = readPart(reader);
    reader.expect(",");
    const value = readPart(reader);
    reader.expect(")");
    return key.nullable ? undefined : { kind: "map", key: key.type, value: value.type, valueNullable: value.nullable };
  },
  struct: reader => {
    reader.expect("{");
    const fields = readList(reader, "}", (): Column => {
      const name = reader.next();
      if (name.kind !== "name" && name.kind !== "string") throw new Fault("ODB2001", "A field has a name.", name.start, name.end);
      reader.expect(":");
      return { name: name.kind === "string" ? name.value : name.text, ...readPart(reader) };
    });
    reader.expect(")");
    const names = new Set(fields.map(({ name }) => name.toLowerCase()));
    return fields.length > 0 && names.size === fields.length ? { kind: "struct", fields } : undefined;
  },
};

/** A type with `t`, and `.nullable()` where it may be null. */
function readPart(reader: TokenReader): { readonly type: DataType; readonly nullable: boolean } {
  const word = reader.next();
  if (word.kind !== "name" || word.text !== "t") throw new Fault("ODB2001", "A type stands here, as `t.int64()`.", word.start, word.end);
  const type = readType(reader);
  if (!reader.take(".")) return { type, nullable: false };
  const more = reader.next();
  if (more.text !== "nullable") throw new Fault("ODB2001", "Only `.nullable()` follows a type.", more.start, more.end);
  reader.expect("(");
  reader.expect(")");
  return { type, nullable: true };
}

const readValues = (reader: TokenReader): readonly Token[] => readList(reader, ")", () => reader.next());

function decimal(values: readonly Token[]): DataType | undefined {
  const numbers = values.map(value => (value.kind === "number" ? Number(value.text) : Number.NaN));
  const [precision = Number.NaN, scale = Number.NaN] = numbers;
  return numbers.length === 2 && isDecimal(precision, scale) ? { kind: "decimal", precision, scale } : undefined;
}

const isDecimal = (precision: number, scale: number): boolean =>
  Number.isInteger(precision) && Number.isInteger(scale) && precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision;

function enumeration(values: readonly Token[]): DataType | undefined {
  const texts = values.map(value => (value.kind === "string" ? value.value : undefined)).filter(value => value !== undefined);
  return texts.length === values.length && texts.length > 0 && new Set(texts).size === texts.length
    ? { kind: "enum", values: texts }
    : undefined;
}
