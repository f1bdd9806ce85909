import { fileEnding, isOneFile, strayCompression } from "../../plan/place.ts";
import { argumentSpan, argumentValue, type Call, hasArguments, reportArgument } from "../call.ts";
import { report } from "../environment.ts";
import { anything, oneOf, readOptions } from "../options.ts";
import { rowOf } from "../row.ts";
import { useConnection } from "../useConnection.ts";
import { type FormatValue, fault, type TableValue, type Value } from "../value.ts";
import { lambdaColumnNames, lambdaOf } from "./lambda.ts";

const readers = { mode: oneOf("overwrite", "append"), partitionBy: anything("a lambda that names columns") };

/** `.write(parquet(lake, "silver/orders"), { mode, partitionBy })`: stores the table; a node of its own begins here. */
export function writeCall(table: TableValue, call: Call): Value {
  if (!hasArguments(call, 1, 2)) return table;
  const target = argumentValue(call, 0) ?? fault;
  if (target.kind !== "format") {
    reportArgument(call, 0, target, "a place of files", 'Write `.write(parquet(lake, "silver/orders"))`.');
    return table;
  }
  const options = readOptions(
    call.syntax.arguments.length > 1 ? argumentValue(call, 1) : undefined,
    "write",
    argumentSpan(call, 1),
    readers,
    [],
    call.lowering,
    "mode",
  );
  const lambda =
    options?.partitionBy === undefined
      ? undefined
      : lambdaOf(options.partitionBy, [rowOf(table.columns, table.isFaulty)], { row: table.columns }, call, 1);
  const partitionBy = lambda === undefined ? [] : (lambdaColumnNames(lambda) ?? []);
  const mode = options?.mode ?? "overwrite";
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
  return { ...table, write: { target, mode, partitionBy, span: call.nameSpan } };
}

function checkPlace(target: FormatValue, call: Call): void {
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
  const compression = target.file.compression ?? (ending.isGzip ? "gzip" : undefined);
  if (ending.isGzip && compression !== "gzip")
    return {
      message: `\`${target.path}\` ends in \`.gz\`, and its compression is \`${compression}\`.`,
      hint: "Leave the compression out, or the ending.",
    };
  return undefined;
}

function checkPartitions(table: TableValue, partitionBy: readonly string[], call: Call): void {
  const columns = table.columns.filter(column => partitionBy.includes(column.name));
  for (const column of columns) {
    if (!["float32", "float64", "binary", "list"].includes(column.type.kind)) continue;
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
