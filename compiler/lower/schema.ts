import type { DeclaredColumn } from "../plan/step.ts";
import { type Call, reportArgument } from "./call.ts";
import { report } from "./environment.ts";
import type { Value } from "./value.ts";

/** An object of column types as declared columns, with their doc comments. */
export function schemaOf(value: Value, call: Call, index: number): readonly DeclaredColumn[] | undefined {
  if (value.kind !== "object") {
    reportArgument(call, index, value, "an object of column types", "Write `{ order_id: t.int64(), note: t.string().nullable() }`.");
    return undefined;
  }
  const columns: DeclaredColumn[] = [];
  let isFaulty = false;
  for (const [name, entry] of value.entries) {
    if (entry.value.kind === "columnType") {
      columns.push({
        name,
        type: entry.value.type,
        nullable: entry.value.nullable,
        ...(entry.description === undefined ? {} : { description: entry.description }),
      });
      continue;
    }
    isFaulty = true;
    if (entry.value.kind !== "fault")
      report(call.lowering, {
        code: "ODB1023",
        message: `\`${name}\` expects a column type.`,
        hint: "Write `t.int64()`, `t.string()`, …",
        span: entry.valueSpan,
      });
  }
  if (columns.length === 0 && !isFaulty) {
    reportArgument(call, index, value, "at least one column", "Declare the columns that are used.");
    return undefined;
  }
  return isFaulty ? undefined : columns;
}
