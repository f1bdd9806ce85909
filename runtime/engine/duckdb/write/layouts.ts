import type { PlainFormat } from "../../../../compiler/plan/step.ts";
import type { Column, DataType } from "../../../../compiler/plan/types.ts";
import { quoteName, quoteText } from "../../../sql/duckdb/quote.ts";
import { sqlType } from "../../../sql/duckdb/sqlType.ts";
import { cast } from "../../../sql/duckdb/text.ts";
import { textOf } from "../../../sql/duckdb/textOf.ts";
import { raise } from "../raise.ts";

/** How a format's columns are written, and the options of its COPY. */
export interface Layout {
  columns(columns: readonly Column[]): string[];
  options(columns: readonly Column[], compression: string): string[];
}

export function layoutOf(file: PlainFormat): Layout {
  if (file.format === "parquet") return parquet;
  return file.format === "csv" ? csv(file) : json;
}

const parquet: Layout = {
  columns: columns => columns.map(({ name, type }) => `cast(${quoteName(name)} as ${sqlType(type)}) as ${quoteName(name)}`),
  // Spark reads dates before 1582 only from files that name the version which wrote them.
  options: (_, compression) => ["format parquet", `compression ${compression}`, "kv_metadata {'org.apache.spark.version': '3.5.0'}"],
};

type Csv = Extract<PlainFormat, { readonly format: "csv" }>;

function csv(file: Csv): Layout {
  const nullValue = file.nullValue ?? "";
  return {
    columns: columns => columns.map(({ name, type }) => `${fieldText(cast(quoteName(name), sqlType(type)), type)} as ${quoteName(name)}`),
    options: (columns, compression) => {
      // An unquoted field may be read as null, so whatever could be taken for null is quoted.
      const quoted = columns
        .filter(column => nullValue !== "" || column.type.kind === "string" || column.type.kind === "enum")
        .map(column => quoteName(column.name));
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
  columns: columns => [
    `${columns.map(({ name, type }, at) => `${quoteText(`${at === 0 ? "{" : ","}${JSON.stringify(name)}:`)} || ${jsonOf(name, type)}`).join(" || ")} || '}' as line`,
  ],
  // A line is written as it is: a text of JSON holds no control character, so nothing in it is a delimiter.
  options: (_, compression) => ["format csv", "header false", "quote ''", "escape ''", "delimiter '\u0001'", `compression ${compression}`],
};

/** A column's text, the way a template string has it. */
export function fieldText(value: string, type: DataType): string {
  if (type.kind === "binary") return `lower(hex(${value}))`;
  // Twice as fast as the text of a TIMESTAMPTZ, which DuckDB makes by the calendars of ICU.
  return type.kind === "timestamp"
    ? `${textOf({ type: { kind: "timestampNtz" } }, `make_timestamp(epoch_us(${value}))`)} || 'Z'`
    : textOf({ type }, value);
}

function jsonOf(column: string, type: DataType): string {
  return jsonText(cast(quoteName(column), sqlType(type)), type, column, 0);
}

/** A value's JSON; of a part of a nested one too, whose column a message names. */
function jsonText(name: string, type: DataType, column: string, depth: number): string {
  const item = `part${depth}`;
  const value = ((): string => {
    switch (type.kind) {
      case "list":
        return `'[' || array_to_string(list_transform(${name}, lambda ${item} : ${jsonText(item, type.item, column, depth + 1)}), ',') || ']'`;
      case "struct": {
        const fields = type.fields.map(
          (field, at) =>
            `${quoteText(`${at === 0 ? "{" : ","}${JSON.stringify(field.name)}:`)} || ${jsonText(`struct_extract(${name}, ${quoteText(field.name)})`, field.type, column, depth)}`,
        );
        return `case when ${name} is not null then ${fields.join(" || ")} || '}' end`;
      }
      case "map": {
        const key = `to_json(${textOf({ type: type.key }, `${item}.key`)})::varchar`;
        const entry = `${key} || ':' || ${jsonText(`${item}.value`, type.value, column, depth + 1)}`;
        return `case when ${name} is not null then '{' || array_to_string(list_transform(map_entries(${name}), lambda ${item} : ${entry}), ',') || '}' end`;
      }
      case "boolean":
      case "int8":
      case "int16":
      case "int32":
      case "int64":
        return fieldText(name, type);
      case "float32":
      case "float64":
        return `case when not isfinite(${name}) then ${raise("ODB6031", column, fieldText(name, type))} else ${fieldText(name, type)} end`;
      // Readers take a number for a double, which holds 15 digits.
      case "decimal":
        return type.precision <= 15 ? fieldText(name, type) : `'"' || ${fieldText(name, type)} || '"'`;
      case "string":
      case "enum":
        return `to_json(${name})::varchar`;
      default:
        return `'"' || ${fieldText(name, type)} || '"'`;
    }
  })();
  return `coalesce(${value}, 'null')`;
}
