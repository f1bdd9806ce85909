import type { Problem } from "../../diagnostics/diagnostic.ts";
import { fileEnding, isOneFile, strayCompression } from "../../plan/place.ts";
import { nestedRefusal } from "../../plan/relation/checkNested.ts";
import { inferCondition } from "../../plan/relation/inferCondition.ts";
import { type SchemaChanges, schemaChanges, writeModes } from "../../plan/step.ts";
import { isNested } from "../../plan/types.ts";
import { argumentSpan, argumentValue, type Call, hasArguments, reportArgument } from "../call.ts";
import { report } from "../environment.ts";
import { anything, type OptionReader, type OptionsOf, oneOf, readOptions } from "../options.ts";
import { rowOf } from "../row.ts";
import { useConnection } from "../useConnection.ts";
import { type FormatValue, fault, type TableValue, type Value, type WriteDraft } from "../value.ts";
import { reportFrom, stepScope } from "./appendStep.ts";
import { lambdaColumnNames, lambdaExpression, lambdaOf } from "./lambda.ts";

const names = anything("a lambda that names columns");
const condition = anything("a lambda over the incoming and the stored row");
const fileReaders = { mode: oneOf("overwrite", "append"), partitionBy: names };
const addedColumns: OptionReader<SchemaChanges> = oneOf("fail", "addColumns");
const anyColumns: OptionReader<SchemaChanges> = oneOf(...schemaChanges);
const deltaReaders = { mode: oneOf(...writeModes), schemaChanges: addedColumns, partitionBy: names };
const readersOf = {
  append: deltaReaders,
  overwrite: { ...deltaReaders, schemaChanges: anyColumns },
  overwritePartitions: deltaReaders,
  merge: { ...deltaReaders, keys: names, updateWhen: condition, deleteWhen: condition },
  insertOnly: { ...deltaReaders, keys: names },
} as const;
type AllOptions = OptionsOf<typeof readersOf.merge>;

/** `.write(parquet(lake, "silver/orders"), { mode, partitionBy })`: stores the table; a node of its own begins here. */
export function writeCall(table: TableValue, call: Call): Value {
  if (!hasArguments(call, 1, 2)) return table;
  const target = argumentValue(call, 0) ?? fault;
  if (target.kind !== "format") {
    reportArgument(call, 0, target, "a place of files", 'Write `.write(parquet(lake, "silver/orders"))`.');
    return table;
  }
  const options = optionsOf(target, call);
  const mode = options?.mode ?? "overwrite";
  const partitionBy = columnsNamed(options?.partitionBy, table, call) ?? [];
  const keys = columnsNamed(options?.keys, table, call);
  checkPlace(target, call);
  useConnection(target.connection, argumentSpan(call, 0), call.lowering);
  if (isOneFile(target.path) && (mode === "append" || partitionBy.length > 0)) {
    const what = mode === "append" ? "can't be appended to" : "has no partitions";
    report(call.lowering, {
      code: "ODB3015",
      message: `\`${target.path}\` is one file, which ${what}.`,
      hint: `Write to a folder: \`${target.path.replace(/\.[a-z.]+$/, "")}\`.`,
      span: argumentSpan(call, 1),
    });
  }
  checkPartitions(table, partitionBy, call);
  checkFlat(table, keys ?? [], target, call);
  return {
    ...table,
    write: {
      target,
      mode,
      partitionBy,
      ...(keys === undefined ? {} : { keys }),
      ...mergeConditions(table, options, call),
      ...(options?.schemaChanges === undefined ? {} : { schemaChanges: options.schemaChanges }),
      span: call.nameSpan,
    },
  };
}

function optionsOf(target: FormatValue, call: Call): AllOptions | undefined {
  const given = call.syntax.arguments.length > 1 ? argumentValue(call, 1) : undefined;
  const span = argumentSpan(call, 1);
  if (target.file.format !== "delta") return readOptions(given, "write", span, fileReaders, [], call.lowering, "mode");
  const chosen = given?.kind === "object" ? given.entries.get("mode") : undefined;
  const mode = (chosen && deltaReaders.mode.read(chosen.value)) ?? "overwrite";
  const required =
    mode === "overwritePartitions" ? (["partitionBy"] as const) : mode === "merge" || mode === "insertOnly" ? (["keys"] as const) : [];
  return readOptions<Partial<typeof readersOf.merge>>(given, "write", span, readersOf[mode], required, call.lowering, "mode");
}

function columnsNamed(value: Value | undefined, table: TableValue, call: Call): readonly string[] | undefined {
  const lambda = value && lambdaOf(value, [rowOf(table.columns, table.isFaulty)], { row: table.columns }, call, 1);
  return lambda && lambdaColumnNames(lambda);
}

/** The conditions of a merge, over a row as it comes in and as it is stored. */
function mergeConditions(table: TableValue, options: AllOptions | undefined, call: Call): Pick<WriteDraft, "updateWhen" | "deleteWhen"> {
  const sides = [rowOf(table.columns, table.isFaulty, "incoming"), rowOf(table.columns, table.isFaulty, "stored")];
  const columns = { incoming: table.columns, stored: table.columns };
  const typed = (value: Value | undefined) => {
    const lambda = value && lambdaOf(value, sides, columns, call, 1);
    const expression = lambda && lambdaExpression(lambda);
    if (expression === undefined || table.isFaulty) return undefined;
    const problems: Problem[] = [];
    const context = { context: stepScope(call.lowering), problems, before: table.steps };
    const found = inferCondition(expression, { columns, parameters: call.lowering.parameterTypes }, context, expression.span);
    for (const problem of problems) reportFrom(problem, call);
    return found;
  };
  const updateWhen = typed(options?.updateWhen);
  const deleteWhen = typed(options?.deleteWhen);
  return { ...(updateWhen === undefined ? {} : { updateWhen }), ...(deleteWhen === undefined ? {} : { deleteWhen }) };
}

function checkPlace(target: FormatValue, call: Call): void {
  if (target.file.format === "delta" && (target.file.version ?? target.file.at) !== undefined)
    report(call.lowering, {
      code: "ODB3028",
      message: "A write makes a new version of the table; it can't be given one.",
      hint: "Leave `version` and `at` out.",
      span: argumentSpan(call, 0),
    });
  const problem = formatFault(target);
  if (problem !== undefined) report(call.lowering, { code: "ODB3014", ...problem, span: target.pathSpan });
  const stray = strayCompression(target.path);
  if (stray !== undefined)
    report(call.lowering, {
      code: "ODB3027",
      message: `\`${target.path}\` ends in \`${stray}\`, and no such file is written.`,
      hint:
        target.file.format === "parquet"
          ? "Parquet is compressed inside its file: leave the ending out."
          : 'One file ends in `.csv.gz`, `.json.gz` or `.jsonl.gz`; for zstd write a folder, with `{ compression: "zstd" }`.',
      span: target.pathSpan,
    });
  if (/[*?[\]]/.test(target.path))
    report(call.lowering, {
      code: "ODB3016",
      message: "A path that is written to has no wildcards.",
      hint: "Name one file or one folder.",
      span: target.pathSpan,
    });
  if (target.file.format === "csv" && "nullValue" in target.file && target.file.nullValue === "")
    report(call.lowering, {
      code: "ODB1023",
      message: "`nullValue` of a written csv can't be empty: it would look like an empty text.",
      hint: "Leave it out: a null is an empty field, an empty text is quoted.",
      span: target.pathSpan,
    });
}

/** What is wrong between a path's ending and the format, in words. */
export function formatFault(target: FormatValue): { readonly message: string; readonly hint: string } | undefined {
  const ending = fileEnding(target.path);
  if (ending === undefined) return undefined;
  const format = ending.format;
  if (format !== target.file.format)
    return {
      message: `\`${target.path}\` ends like a ${format} file and is given to \`${target.file.format}\`.`,
      hint: `Write \`${format}(…)\`, or change the ending.`,
    };
  const compression = ("compression" in target.file ? target.file.compression : undefined) ?? (ending.isGzip ? "gzip" : undefined);
  if (ending.isGzip && compression !== "gzip")
    return {
      message: `\`${target.path}\` ends in \`.gz\`, and its compression is \`${compression}\`.`,
      hint: "Leave the compression out, or the ending.",
    };
  return undefined;
}

function checkFlat(table: TableValue, keys: readonly string[], target: FormatValue, call: Call): void {
  const { format } = target.file;
  for (const column of table.columns) {
    if (!isNested(column.type)) continue;
    if (format === "csv") report(call.lowering, { ...nestedRefusal(column, "a csv file that is written"), span: argumentSpan(call, 0) });
    if (keys.includes(column.name)) report(call.lowering, { ...nestedRefusal(column, "a key"), span: argumentSpan(call, 1) });
  }
}

function checkPartitions(table: TableValue, partitionBy: readonly string[], call: Call): void {
  const columns = table.columns.filter(column => partitionBy.includes(column.name));
  for (const column of columns) {
    if (!["float32", "float64", "binary", "list", "struct", "map"].includes(column.type.kind)) continue;
    report(call.lowering, {
      code: "ODB3017",
      message: `\`${column.name}\` is ${column.type.kind}, whose values don't name a folder.`,
      hint: "Partition by a text, a date, a boolean or a whole number.",
      span: argumentSpan(call, 1),
    });
  }
  if (!table.isFaulty && columns.length > 0 && columns.length === table.columns.length) {
    report(call.lowering, {
      code: "ODB3018",
      message: "Every column is a partition, so nothing is left for the files.",
      hint: "Leave at least one column out of `partitionBy`.",
      span: argumentSpan(call, 1),
    });
  }
}
