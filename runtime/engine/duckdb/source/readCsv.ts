import type { SourceStep } from "../../../../compiler/plan/step.ts";
import type { Column, TypeKind } from "../../../../compiler/plan/types.ts";
import type { FoundFile } from "../../../connection/listFiles.ts";
import type { Failure } from "../../../failure.ts";
import type { CsvFile, CsvVerdict } from "../../../source/csv/checkCsvFiles.ts";
import { type CsvDialect, type CsvFormat, dialectOf } from "../../../source/csv/dialect.ts";
import { explainFault } from "../../../source/csv/explainFault.ts";
import { matchHeader } from "../../../source/csv/matchHeader.ts";
import { readHeader } from "../../../source/csv/readHeader.ts";
import { compressionOf } from "../../../source/openBytes.ts";
import { startCheck } from "../../../source/startCheck.ts";
import { quoteName, quoteText } from "../../../sql/duckdb/quote.ts";
import { sqlType } from "../../../sql/duckdb/sqlType.ts";
import { isAboutData, isInterrupt } from "../explainError.ts";
import { quoteTexts } from "../literal.ts";
import { castField } from "./castField.ts";
import { emptyTable } from "./readParquet.ts";

export type TextSource = Pick<SourceStep, "columns" | "extraColumns"> & { readonly file: CsvFormat };

/**
 * Reads csv files whole: the engine by their declared types, which is fast and takes spellings that the grammar refuses; and beside it a checker over the same bytes, whose word counts.
 * `copy` runs a statement over the SELECT that it is given and says how many rows there were; it is run a second time where the engine refuses what the checker finds right.
 */
export async function readCsv(
  source: TextSource,
  found: readonly FoundFile[],
  copy: (select: string, signal: AbortSignal) => Promise<number>,
  signal: AbortSignal,
): Promise<void> {
  const dialect = dialectOf(source.file);
  const files = (await Promise.all(found.map(file => openFile(file, source, dialect)))).filter(file => !file.start.empty);
  if (files.length === 0) return void (await copy(emptyTable(source.columns), signal));
  // The first of the two that fails ends the other.
  const other = new AbortController();
  const both = AbortSignal.any([signal, other.signal]);
  const check = startCheck({ kind: "csv", files, dialect, thorough: false }, both);
  const read = copy(selectTyped(source, files, dialect), both);
  const [checked, copied] = await Promise.allSettled([orAbort(check, other, verdict => !verdict.right), orAbort(read, other, () => false)]);
  signal.throwIfAborted();
  if (checked.status === "fulfilled" && !checked.value.right) throw faultOf(checked.value, files);
  if (copied.status === "rejected" && !isAboutData(copied.reason) && !isInterrupt(copied.reason)) throw copied.reason;
  if (checked.status === "rejected" && copied.status === "fulfilled") throw checked.reason;
  if (checked.status === "fulfilled" && checked.value.right && copied.status === "fulfilled" && !checked.value.unlike)
    return agree(copied.value, checked.value);
  // Either the data is wrong in a way that only its value shows (a day that is none, a number too large), or right in a spelling that the engine's reader lacks.
  const verdict = await startCheck({ kind: "csv", files, dialect, thorough: true }, signal);
  if (!verdict.right) throw faultOf(verdict, files);
  agree(await copy(selectCast(source, files, dialect), signal), verdict);
}

async function openFile(file: FoundFile, source: TextSource, dialect: CsvDialect): Promise<CsvFile> {
  const compression = compressionOf(file.path, source.file.compression);
  const start = await readHeader(file.path, compression, dialect);
  const columns =
    start.names === undefined
      ? source.columns.map(column => ({ name: column.name, declared: column }))
      : matchHeader(file.path, start.names, source.columns, source.extraColumns);
  return { path: file.path, bytes: file.bytes, compression, start, columns };
}

/** Settles as the work does, and ends the other side where it failed. */
async function orAbort<T>(work: Promise<T>, other: AbortController, failed: (result: T) => boolean): Promise<T> {
  try {
    const result = await work;
    if (failed(result)) other.abort();
    return result;
  } catch (error) {
    other.abort();
    throw error;
  }
}

function agree(rows: number, verdict: Extract<CsvVerdict, { readonly right: true }>): void {
  if (rows !== verdict.rows) throw new Error(`the engine read ${rows} rows of csv and the checker ${verdict.rows}`);
}

function faultOf(verdict: Extract<CsvVerdict, { readonly right: false }>, files: readonly CsvFile[]): Failure {
  return explainFault(verdict.path, verdict.fault, files.find(file => file.path === verdict.path)?.columns.length ?? 0);
}

function selectTyped(source: TextSource, files: readonly CsvFile[], dialect: CsvDialect): string {
  return union(
    source,
    files,
    dialect,
    column => readAs[column.type.kind]?.type ?? sqlType(column.type),
    column => {
      const name = quoteName(column.name);
      return readAs[column.type.kind] === undefined ? name : `${readAs[column.type.kind]?.value(name)} as ${name}`;
    },
  );
}

/** The types that the engine's reader does not know, or knows wrongly: as TIMESTAMPTZ it reads what is no timestamp as null. (A cast to it takes a fifth of the whole read, by the epoch nothing.) */
const readAs: { readonly [kind in TypeKind]?: { readonly type: string; readonly value: (name: string) => string } } = {
  binary: { type: "varchar", value: name => `unhex(${name})` },
  timestamp: { type: "timestamp", value: name => `make_timestamptz(epoch_us(${name}))` },
};

function selectCast(source: TextSource, files: readonly CsvFile[], dialect: CsvDialect): string {
  return union(
    source,
    files,
    dialect,
    () => "varchar",
    column => `${castText(column)} as ${quoteName(column.name)}`,
  );
}

/** A pair of line ends inside of quotes is one line feed, as it is for the file's other readers. */
function castText(column: Column): string {
  return column.type.kind === "string" || column.type.kind === "enum"
    ? `replace(${quoteName(column.name)}, chr(13) || chr(10), chr(10))`
    : castField(column);
}

function union(
  source: TextSource,
  files: readonly CsvFile[],
  dialect: CsvDialect,
  type: (column: Column) => string,
  select: (column: Column) => string,
): string {
  const groups = Map.groupBy(files, file => JSON.stringify([file.compression, file.columns.map(column => column.name)]));
  return [...groups.values()]
    .map(group => {
      const [first] = group;
      // A name may be there twice where it is ignored.
      const columns = (first?.columns ?? []).map(
        ({ name, declared }, at) =>
          `${quoteText(declared === undefined ? `#${at}` : name)}: ${quoteText(declared === undefined ? "varchar" : type(declared))}`,
      );
      const options = [
        `columns = {${columns.join(", ")}}`,
        "auto_detect = false",
        `header = ${dialect.header}`,
        `delim = ${quoteText(dialect.delimiter)}`,
        `quote = ${quoteText(dialect.quote)}`,
        `escape = ${quoteText(dialect.quote)}`,
        `nullstr = ${quoteText(dialect.nullValue)}`,
        "allow_quoted_nulls = false",
        "strict_mode = true",
        "hive_partitioning = false",
        `compression = ${quoteText(first?.compression ?? "none")}`,
      ];
      return `select ${source.columns.map(select).join(", ")} from read_csv(${quoteTexts(group.map(file => file.path))}, ${options.join(", ")})`;
    })
    .join(" union all ");
}
