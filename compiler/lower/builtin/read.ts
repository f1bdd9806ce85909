import { argumentSpan, argumentValue, type Call, hasArguments, reportArgument } from "../call.ts";
import { report } from "../environment.ts";
import { oneOf, readOptions } from "../options.ts";
import { schemaOf } from "../schema.ts";
import { appendStep } from "../table/appendStep.ts";
import { formatFault } from "../table/write.ts";
import { useConnection } from "../useConnection.ts";
import { fault, type TableValue, type Value } from "../value.ts";

const readers = { extraColumns: oneOf("fail", "ignore") };

/** `read(csv(landing, "orders/*.csv"), { order_id: t.int64(), … }, { extraColumns })`: the rows of files that no node of the project writes. */
export function readCall(call: Call): Value {
  if (!hasArguments(call, 2, 3)) return fault;
  const from = argumentValue(call, 0) ?? fault;
  const columns = schemaOf(argumentValue(call, 1) ?? fault, call, 1);
  const options = readOptions(
    call.syntax.arguments.length > 2 ? argumentValue(call, 2) : undefined,
    "read",
    argumentSpan(call, 2),
    readers,
    [],
    call.lowering,
  );
  if (from.kind !== "format") {
    reportArgument(call, 0, from, "a place of files", 'Write `read(csv(landing, "orders/*.csv"), { … })`.');
    return columns === undefined ? fault : { ...emptyTable, isFaulty: true };
  }
  const problem = formatFault(from);
  if (problem !== undefined) report(call.lowering, { code: "ODB3014", ...problem, span: from.pathSpan });
  const connection = useConnection(from.connection, argumentSpan(call, 0), call.lowering);
  if (columns === undefined || connection === undefined) return { ...emptyTable, isFaulty: true };
  if (from.file.format === "parquet" && from.file.compression !== undefined)
    report(call.lowering, {
      code: "ODB3019",
      message: "`compression` has no meaning where a Parquet file is read: the file says it.",
      hint: "Leave it out.",
      span: argumentSpan(call, 0),
    });
  return appendStep(
    emptyTable,
    {
      kind: "source",
      connection,
      path: from.path,
      file: from.file,
      extraColumns: options?.extraColumns ?? "fail",
      columns,
      span: call.nameSpan,
    },
    call,
    new Map(columns.flatMap(column => (column.description === undefined ? [] : [[column.name, column.description] as const]))),
  );
}

const emptyTable: TableValue = { kind: "table", steps: [], columns: [], isFaulty: false, settings: {}, after: [], settingSpans: [] };
