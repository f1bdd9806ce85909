import type { Expression } from "../expression.ts";
import { fitsType } from "../fitsType.ts";
import { parseExpression } from "../notation/parseExpression.ts";
import { parseType } from "../notation/parseType.ts";
import type { DeclaredColumn, FileFormat, NamedExpression, Relation, SortKey, Step, Untyped } from "../step.ts";
import type { Column } from "../types.ts";
import { boolean, type Decoding, entries, items, oneOf, record, refuse, text, texts, whole } from "./decode.ts";
import type { Json } from "./parseJson.ts";

type Decoder = (json: Json, decoding: Decoding) => Step<Untyped> | undefined;

// A step is known by the name of one of its entries.
const steps: { readonly [name: string]: Decoder } = {
  read: (json, decoding) => {
    const node = text(record(json, "A read", ["read"], [], decoding)?.read, "A read", decoding);
    return node === undefined ? undefined : { kind: "read", node };
  },
  source: decodeSource,
  filter: (json, decoding) => {
    const condition = expression(record(json, "A filter", ["filter"], [], decoding)?.filter, decoding);
    return condition === undefined ? undefined : { kind: "filter", condition };
  },
  select: (json, decoding) => {
    const columns = named(record(json, "A select", ["select"], [], decoding)?.select, decoding);
    return columns === undefined ? undefined : { kind: "select", columns };
  },
  join: (json, decoding) => decodeJoin(json, "join", decoding),
  leftJoin: (json, decoding) => decodeJoin(json, "leftJoin", decoding),
  semiJoin: (json, decoding) => decodeSemiJoin(json, "semiJoin", decoding),
  antiJoin: (json, decoding) => decodeSemiJoin(json, "antiJoin", decoding),
  aggregate: (json, decoding) => {
    const step = record(json, "An aggregate", ["aggregate"], ["groupBy"], decoding);
    const aggregates = named(step?.aggregate, decoding);
    const keys = step?.groupBy === undefined ? [] : named(step.groupBy, decoding);
    if (step?.groupBy !== undefined && keys?.length === 0) return refuse(decoding, step.groupBy, "A group has no keys.");
    return aggregates === undefined || keys === undefined ? undefined : { kind: "aggregate", keys, aggregates };
  },
  distinct: (json, decoding) => {
    const step = record(json, "A distinct", ["distinct"], [], decoding);
    const value = boolean(step?.distinct, "A distinct", decoding);
    if (step === undefined || value === undefined) return undefined;
    return value ? { kind: "distinct" } : refuse(decoding, step.distinct, "A distinct is `true`.");
  },
  deduplicate: (json, decoding) => {
    const step = record(json, "A deduplicate", ["deduplicate", "orderBy"], [], decoding);
    const by = texts(step?.deduplicate, "A deduplicate", decoding);
    const orderBy = sortKeys(step?.orderBy, decoding);
    return by === undefined || orderBy === undefined ? undefined : { kind: "deduplicate", by, orderBy };
  },
  orderBy: (json, decoding) => {
    const keys = sortKeys(record(json, "An order", ["orderBy"], [], decoding)?.orderBy, decoding);
    return keys === undefined ? undefined : { kind: "orderBy", keys };
  },
  limit: (json, decoding) => {
    const rows = expression(record(json, "A limit", ["limit"], [], decoding)?.limit, decoding);
    return rows === undefined ? undefined : { kind: "limit", rows };
  },
  union: (json, decoding) => {
    const other = table(record(json, "A union", ["union"], [], decoding)?.union, decoding);
    return other === undefined ? undefined : { kind: "union", other };
  },
  notNull: (json, decoding) => {
    const step = record(json, "A notNull", ["notNull", "otherwise"], [], decoding);
    const columns = texts(step?.notNull, "A notNull", decoding);
    const otherwise = oneOf(step?.otherwise, "`otherwise`", ["fail", "drop"], decoding);
    return columns === undefined || otherwise === undefined ? undefined : { kind: "notNull", columns, otherwise };
  },
  mapRows: (json, decoding) => {
    const step = record(json, "A mapRows", ["mapRows", "columns"], [], decoding);
    const bundle = text(step?.mapRows, "A mapRows", decoding);
    const columns = declared(step?.columns, decoding);
    if (step === undefined || bundle === undefined || columns === undefined) return undefined;
    return /^functions\/[0-9a-f]{64}\.mjs$/.test(bundle)
      ? { kind: "mapRows", bundle, columns }
      : refuse(decoding, step.mapRows, "A function is named by its content: `functions/<sha256>.mjs`.");
  },
};

// Where a step could be known by two names, the first of these is meant.
const precedence = ["deduplicate", "aggregate", ...Object.keys(steps)];

/** The steps of a relation, as they stand in a plan. */
export function decodeRelation(json: Json | undefined, decoding: Decoding): Relation<Untyped> | undefined {
  const found = items(json, "The steps", decoding)?.map(item => decodeStep(item, decoding));
  return found?.every(step => step !== undefined) === true ? { steps: found } : undefined;
}

function decodeStep(json: Json, decoding: Decoding): Step<Untyped> | undefined {
  if (json.kind !== "object") return refuse(decoding, json, "A step is no object.");
  const name = precedence.find(candidate => json.entries.has(candidate));
  const decode = name === undefined ? undefined : steps[name];
  if (decode !== undefined) return decode(json, decoding);
  decoding.problems.push({
    code: "ODB4004",
    message: `There is no step \`${[...json.entries.keys()][0] ?? ""}\`.`,
    hint: "The plan may come from a newer version of odibi; compile it again with this one.",
    span: { file: decoding.file, start: json.start, end: json.end },
  });
  return undefined;
}

function decodeSource(json: Json, decoding: Decoding): Step<Untyped> | undefined {
  const step = record(json, "A source", ["source", "columns"], [], decoding);
  const source = record(
    step?.source,
    "A source",
    ["connection", "path", "format"],
    ["delimiter", "header", "quote", "nullValue", "compression", "version", "at", "extraColumns"],
    decoding,
  );
  const file = decodeFormat(source, decoding);
  const columns = declared(step?.columns, decoding);
  const connection = text(source?.connection, "A connection", decoding);
  const path = text(source?.path, "A path", decoding);
  const extraColumns =
    source?.extraColumns === undefined ? "fail" : oneOf(source.extraColumns, "`extraColumns`", ["fail", "ignore"], decoding);
  if (file === undefined || columns === undefined || connection === undefined || path === undefined || extraColumns === undefined)
    return undefined;
  return { kind: "source", connection, path, file, extraColumns, columns };
}

type FormatEntries = {
  readonly format: Json;
  readonly delimiter?: Json;
  readonly header?: Json;
  readonly quote?: Json;
  readonly nullValue?: Json;
  readonly compression?: Json;
  readonly version?: Json;
  readonly at?: Json;
};
const formatOptions = {
  csv: ["delimiter", "header", "quote", "nullValue", "compression"],
  json: ["compression"],
  parquet: ["compression"],
  delta: ["version", "at"],
} as const;
const options = [...formatOptions.csv, ...formatOptions.delta] as const;

/** A file format with its options; an option that the format does not have is refused. */
export function decodeFormat(source: FormatEntries | undefined, decoding: Decoding): FileFormat | undefined {
  const format = oneOf(source?.format, "`format`", ["csv", "json", "parquet", "delta"], decoding);
  if (source === undefined || format === undefined) return undefined;
  const found: { [name: string]: unknown } = {};
  for (const name of options) {
    const given = source[name];
    if (given === undefined) continue;
    if (!formatOptions[format].some(other => other === name)) return refuse(decoding, given, `\`${format}\` has no \`${name}\`.`);
    const value = decodeOption(format, name, given, decoding);
    if (value === undefined) return undefined;
    found[name] = value;
  }
  return { format, ...found } as FileFormat;
}

function decodeOption(
  format: FileFormat["format"],
  name: (typeof options)[number],
  json: Json,
  decoding: Decoding,
): string | boolean | number | undefined {
  if (name === "version") return whole(json, "`version`", 0, decoding);
  if (name === "at") {
    const instant = text(json, "`at`", decoding);
    return instant === undefined || fitsType(instant, { kind: "timestamp" }) ? instant : refuse(decoding, json, "`at` is no timestamp.");
  }
  if (name === "header") return boolean(json, "`header`", decoding);
  if (name === "nullValue") return text(json, "`nullValue`", decoding);
  if (name === "compression")
    return oneOf(json, "`compression`", format === "parquet" ? ["snappy", "zstd", "none"] : ["none", "gzip", "zstd"], decoding);
  const value = text(json, `\`${name}\``, decoding);
  return value === undefined || /^[\t\x20-\x7e]$/.test(value) || (name === "quote" && value === "")
    ? value
    : refuse(decoding, json, `\`${name}\` is one character.`);
}

function decodeJoin(json: Json, name: "join" | "leftJoin", decoding: Decoding): Step<Untyped> | undefined {
  const step = record(json, "A join", [name, "on", "columns"], [], decoding);
  const right = table(step?.[name], decoding);
  const on = expression(step?.on, decoding);
  const columns = named(step?.columns, decoding);
  if (right === undefined || on === undefined || columns === undefined) return undefined;
  return { kind: "join", type: name === "join" ? "inner" : "left", right, on, columns };
}

function decodeSemiJoin(json: Json, name: "semiJoin" | "antiJoin", decoding: Decoding): Step<Untyped> | undefined {
  const step = record(json, "A join", [name, "on"], [], decoding);
  const right = table(step?.[name], decoding);
  const on = expression(step?.on, decoding);
  return right === undefined || on === undefined ? undefined : { kind: "semiJoin", anti: name === "antiJoin", right, on };
}

function table(json: Json | undefined, decoding: Decoding): Relation<Untyped> | undefined {
  return json?.kind === "string" ? { steps: [{ kind: "read", node: json.value }] } : decodeRelation(json, decoding);
}

/** An expression from its text. */
export function expression(json: Json | undefined, decoding: Decoding): Expression | undefined {
  const written = text(json, "An expression", decoding);
  return written === undefined || json === undefined ? undefined : parsed(written, json, decoding);
}

// Inside the quotes of JSON places would be off by its escapes, so a fault is reported at the whole text and says where in it.
function parsed(written: string, json: Json, decoding: Decoding): Expression | undefined {
  const { expression: found, problems } = parseExpression(written, decoding.file);
  for (const problem of problems) decoding.problems.push({ ...problem, span: { file: decoding.file, start: json.start, end: json.end } });
  return found === undefined ? undefined : found;
}

function named(json: Json | undefined, decoding: Decoding): readonly NamedExpression<Untyped>[] | undefined {
  const found = entries(json, "The columns", decoding)?.map(([name, value]) => ({ name, expression: expression(value, decoding) }));
  const columns: NamedExpression<Untyped>[] = [];
  for (const { name, expression: value } of found ?? []) if (value !== undefined) columns.push({ name, expression: value });
  return found !== undefined && columns.length === found.length ? columns : undefined;
}

function declared(json: Json | undefined, decoding: Decoding): readonly DeclaredColumn[] | undefined {
  const found = entries(json, "The columns", decoding)?.map(([name, value]) => {
    const type = decodeColumnType(value, decoding);
    return type === undefined ? undefined : { name, ...type };
  });
  return found?.every(column => column !== undefined) === true ? found : undefined;
}

/** A column's type with `| null` where it may be null. */
export function decodeColumnType(json: Json | undefined, decoding: Decoding): Pick<Column, "type" | "nullable"> | undefined {
  const written = text(json, "A column's type", decoding);
  if (written === undefined || json === undefined) return undefined;
  const nullable = written.endsWith(" | null");
  const type = parseType(nullable ? written.slice(0, -" | null".length) : written);
  return type === undefined ? refuse(decoding, json, `There is no column type \`${written}\`.`) : { type, nullable };
}

function sortKeys(json: Json | undefined, decoding: Decoding): readonly SortKey<Untyped>[] | undefined {
  const found = items(json, "An order", decoding)?.map(item => {
    const written = text(item, "A sort key", decoding);
    if (written === undefined) return undefined;
    const isDescending = written.startsWith("desc(") && written.endsWith(")");
    const value = parsed(isDescending ? written.slice(5, -1) : written, item, decoding);
    return value === undefined ? undefined : { expression: value, direction: isDescending ? ("desc" as const) : ("asc" as const) };
  });
  return found?.every(key => key !== undefined) === true ? found : undefined;
}
