import { printType } from "../../../../compiler/plan/notation/printType.ts";
import type { SourceStep } from "../../../../compiler/plan/step.ts";
import { type Column, isNested } from "../../../../compiler/plan/types.ts";
import type { FoundFile } from "../../../connection/listFiles.ts";
import { Failure } from "../../../failure.ts";
import type { ObjectFault } from "../../../source/json/checkObject.ts";
import type { JsonLayout } from "../../../source/json/splitObjects.ts";
import { compressionOf } from "../../../source/openBytes.ts";
import { startCheck } from "../../../source/startCheck.ts";
import { quoteName, quoteText } from "../../../sql/duckdb/quote.ts";
import { quoteTexts } from "../literal.ts";
import { castField } from "./castField.ts";
import { castJson } from "./castJson.ts";
import { emptyTable } from "./readParquet.ts";

export type JsonSource = Pick<SourceStep, "columns" | "extraColumns"> & {
  readonly file: Extract<SourceStep["file"], { readonly format: "json" }>;
};

/** Reads json files whole: first a checker over their bytes, whose word counts, then the engine, which would take a text for a number. */
export async function readJson(
  source: JsonSource,
  found: readonly FoundFile[],
  copy: (select: string, signal: AbortSignal) => Promise<number>,
  signal: AbortSignal,
): Promise<void> {
  const files = found.map(({ path, bytes }) => ({ path, bytes, compression: compressionOf(path, source.file.compression) }));
  const verdict = await startCheck({ kind: "json", files, columns: source.columns, extraColumns: source.extraColumns }, signal);
  signal.throwIfAborted();
  if (!verdict.right) throw explainFault(verdict.path, verdict.fault);
  const groups = Map.groupBy(
    files.map((file, at) => ({ ...file, layout: verdict.layouts[at] ?? "empty" })).filter(file => file.layout !== "empty"),
    file => `${file.layout} ${file.compression}`,
  );
  const select = [...groups.values()].map(group => selectGroup(source.columns, group)).join(" union all ");
  const rows = await copy(select === "" ? emptyTable(source.columns) : select, signal);
  if (rows !== verdict.rows) throw new Error(`the engine read ${rows} rows of json and the checker ${verdict.rows}`);
}

function selectGroup(
  columns: readonly Column[],
  files: readonly { readonly path: string; readonly compression: string; readonly layout: JsonLayout }[],
): string {
  const [first] = files;
  const options = [
    `columns = {${columns.map(column => `${quoteText(column.name)}: 'varchar'`).join(", ")}}`,
    `format = ${quoteText(first?.layout ?? "array")}`,
    `compression = ${quoteText(first?.compression === "none" ? "uncompressed" : (first?.compression ?? "uncompressed"))}`,
    "hive_partitioning = false",
  ];
  return `select ${columns.map(column => `${castColumn(column)} as ${quoteName(column.name)}`).join(", ")} from read_json(${quoteTexts(files.map(file => file.path))}, ${options.join(", ")})`;
}

const castColumn = (column: Column): string => (isNested(column.type) ? castJson(quoteName(column.name), column.type) : castField(column));

function explainFault(path: string, fault: ObjectFault): Failure {
  const place = `"${path}", line ${fault.line}${fault.key === undefined ? "" : `, key "${fault.key}"`}`;
  const type = fault.type === undefined ? "" : printType(fault.type);
  const value = (fault.value ?? "").length > 80 ? `${(fault.value ?? "").slice(0, 80)}…` : (fault.value ?? "");
  switch (fault.reason) {
    case "malformed":
      return new Failure(
        "ODB6007",
        `${place}: ${fault.expected} was expected, and ${value === "the end of the file" ? value : JSON.stringify(value)} was found.`,
        "Mend the file; it may be cut short.",
      );
    case "not UTF-8":
      return new Failure("ODB6006", `${place}: the bytes are not UTF-8.`, "Convert the file to UTF-8.");
    case "twice":
      return new Failure("ODB6007", `${place}: the key is there twice.`, "Keep one of them.");
    case "extra":
      return new Failure("ODB6004", `${place}: the key is not declared.`, `Declare the column, or read with { extraColumns: "ignore" }.`);
    case "null":
      return new Failure(
        "ODB6002",
        `${place}: ${fault.value === "" ? "the key is missing" : "null"}, where ${type} is declared not null.`,
        "Declare the column .nullable(), or mend the data.",
      );
    case "enum":
      return new Failure("ODB6003", `${place}: ${value} is none of the values of ${type}.`, "Add the value to the enum, or mend the data.");
    case "kind":
    case "type":
      return new Failure("ODB6001", `${place}: ${value} is no ${type}.`, "Mend the value, or declare the column as what it is.");
    case "digits":
      return new Failure(
        "ODB6001",
        `${place}: ${value} has more digits than a JSON number keeps for certain.`,
        "Write a decimal of more than 15 digits as a text.",
      );
  }
}
