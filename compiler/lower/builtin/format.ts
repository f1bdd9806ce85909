import type { FileFormat } from "../../plan/step.ts";
import { argumentSpan, argumentValue, type Call, hasArguments, reportArgument } from "../call.ts";
import { constantAs } from "../constantAs.ts";
import { report } from "../environment.ts";
import { boolean, type OptionReader, oneOf, readOptions, wholeNumber } from "../options.ts";
import { pathOf } from "../path.ts";
import { constantText } from "../toExpression.ts";
import { fault, type Value } from "../value.ts";

const oneCharacter = (of: string): OptionReader<string> => ({
  expected: `one ASCII character, the ${of}`,
  read: value => {
    const text = constantText(value);
    return text !== undefined && /^[\t\x20-\x7e]$/.test(text) ? text : undefined;
  },
});
const nullText: OptionReader<string> = { expected: "a constant text", read: constantText };
const compression = oneOf("none", "gzip", "zstd");

const deltaReaders = {
  version: wholeNumber(0),
  at: {
    expected: 'a constant instant such as timestamp("2024-01-31T10:00:00Z")',
    read: (value: Value) => constantAs(value, { kind: "timestamp" }),
  },
};
const parquetReaders = { compression: oneOf("snappy", "zstd", "none") };
const jsonReaders = { compression };
const csvReaders = {
  delimiter: oneCharacter("delimiter"),
  header: boolean,
  quote: {
    expected: "one ASCII character, or an empty text where nothing is quoted",
    read: (value: Value) => (constantText(value) === "" ? "" : oneCharacter("quote").read(value)),
  },
  nullValue: nullText,
  compression,
};

/** `csv(connection, path, { delimiter, header, quote, nullValue, compression })`. */
export function csvCall(call: Call): Value {
  return format(call, "csv", csvReaders);
}

/** `json(connection, path, { compression })`: an object a line, or one array. */
export function jsonCall(call: Call): Value {
  return format(call, "json", jsonReaders);
}

/** `parquet(connection, path, { compression })`. */
export function parquetCall(call: Call): Value {
  return format(call, "parquet", parquetReaders);
}

/** `delta(connection, path, { version, at })`. */
export function deltaCall(call: Call): Value {
  const value = format(call, "delta", deltaReaders);
  if (value.kind === "format" && value.file.format === "delta" && value.file.version !== undefined && value.file.at !== undefined)
    report(call.lowering, {
      code: "ODB1023",
      message: "`version` and `at` both say which state of the table is read.",
      hint: "Give one of the two.",
      span: argumentSpan(call, 2),
    });
  return value;
}

function format(call: Call, name: FileFormat["format"], readers: { readonly [option: string]: OptionReader<unknown> }): Value {
  if (!hasArguments(call, 2, 3)) return fault;
  const connection = argumentValue(call, 0) ?? fault;
  const path = pathOf(argumentValue(call, 1) ?? fault, argumentSpan(call, 1), call);
  const options = readOptions(
    call.syntax.arguments.length > 2 ? argumentValue(call, 2) : undefined,
    call.name,
    argumentSpan(call, 2),
    readers,
    [],
    call.lowering,
  );
  if (connection.kind !== "connection")
    return reportArgument(call, 0, connection, "a connection", 'Declare one, `export const lake = local("data/lake")`, and name it here.');
  const { delimiter = ",", quote = '"' } = options ?? {};
  if (name === "csv" && delimiter === quote)
    report(call.lowering, {
      code: "ODB1023",
      message: `\`delimiter\` and \`quote\` are the same character.`,
      hint: "A field that holds the delimiter is quoted, so the two differ.",
      span: argumentSpan(call, 2),
    });
  if (path === undefined || options === undefined) return fault;
  return { kind: "format", connection, path, pathSpan: argumentSpan(call, 1), file: { format: name, ...options } as FileFormat };
}
