import type { FileFormat } from "../../../../compiler/plan/step.ts";
import type { Column, DataType } from "../../../../compiler/plan/types.ts";
import { columnType } from "../columnType.ts";
import { quoteName, quoteText } from "../literal.ts";

/** How a format's columns are written, and the options of its COPY. */
export interface Layout {
  columns(columns: readonly Column[]): string[];
  options(columns: readonly Column[], compression: string): string[];
}

export function layoutOf(file: FileFormat): Layout {
  if (file.format === "parquet") return parquet;
  return file.format === "csv" ? csv(file) : json;
}

const parquet: Layout = {
  columns: columns => columns.map(({ name, type }) => `cast(${quoteName(name)} as ${columnType(type)}) as ${quoteName(name)}`),
  // Spark reads dates before 1582 only from files that name the version which wrote them.
  options: (_, compression) => ["format parquet", `compression ${compression}`, "kv_metadata {'org.apache.spark.version': '3.5.0'}"],
};

type Csv = Extract<FileFormat, { readonly format: "csv" }>;

function csv(file: Csv): Layout {
  const nullValue = file.nullValue ?? "";
  return {
    columns: columns => columns.map(({ name, type }) => `${textOf(quoteName(name), type)} as ${quoteName(name)}`),
    options: (columns, compression) => {
      // An unquoted field may be read as null, so whatever could be taken for null is quoted.
      const quoted = columns.filter(column => nullValue !== "" || column.type.kind === "string" || column.type.kind === "enum").map(column => quoteName(column.name));
      return [
        "format csv",
        `header ${file.header ?? true}`,
        `delimiter ${quoteText(file.delimiter ?? ",")}`,
        `quote ${quoteText(file.quote ?? '"')}`,
        `escape ${quoteText(file.quote ?? '"')}`,
        `nullstr ${quoteText(nullValue)}`,
        ...(quoted.length === 0 ? [] : [`force_quote (${quoted.join(", ")})`]),
        `compression ${compression}`,
      ];
    },
  };
}

const json: Layout = {
  columns: columns => [`${columns.map(({ name, type }, at) => `${quoteText(`${at === 0 ? "{" : ","}${JSON.stringify(name)}:`)} || ${jsonOf(quoteName(name), type)}`).join(" || ")} || '}' as line`],
  // A line is written as it is: a text of JSON holds no control character, so nothing in it is a delimiter.
  options: (_, compression) => ["format csv", "header false", "quote ''", "escape ''", "delimiter '\u0001'", `compression ${compression}`],
};

/** A value as text, the way a template string has it. */
function textOf(name: string, type: DataType): string {
  switch (type.kind) {
    case "timestamp": return `strftime(cast(${name} as timestamptz), '%Y-%m-%dT%H:%M:%S.%fZ')`;
    case "timestampNtz": return `strftime(cast(${name} as timestamp), '%Y-%m-%dT%H:%M:%S.%f')`;
    case "float32": case "float64": return floatText(`cast(${name} as double)`);
    case "binary": return `lower(hex(${name}))`;
    default: return `cast(cast(${name} as ${columnType(type)}) as varchar)`;
  }
}

function jsonOf(name: string, type: DataType): string {
  const value = ((): string => {
    switch (type.kind) {
      case "boolean": case "int8": case "int16": case "int32": case "int64": return `cast(cast(${name} as ${columnType(type)}) as varchar)`;
      case "float32": case "float64": return `case when isfinite(${name}) then ${floatText(`cast(${name} as double)`)} else error('ODB6031 ' || cast(${name} as varchar)) end`;
      // Readers take a number for a double, which holds 15 digits.
      case "decimal": return type.precision <= 15 ? `cast(cast(${name} as ${columnType(type)}) as varchar)` : `'"' || cast(cast(${name} as ${columnType(type)}) as varchar) || '"'`;
      case "string": case "enum": return `cast(to_json(${name}) as varchar)`;
      default: return `'"' || ${textOf(name, type)} || '"'`;
    }
  })();
  return `coalesce(${value}, 'null')`;
}

/** A float as JavaScript writes it: the shortest digits, `e` from 1e21 and below 1e-6. */
function floatText(value: string): string {
  return `cast(${value} as varchar)`;
}
