import type { Write } from "../plan.ts";
import type { Typed, Untyped } from "../step.ts";
import type { Column } from "../types.ts";
import { checkNested } from "./checkNested.ts";
import { inferCondition } from "./inferCondition.ts";
import { rowsOf, type StepInferring } from "./rows.ts";

/** A write with its conditions typed, over the columns of the table as they come in and as they are stored; undefined where one has a fault. */
export function inferWrite(write: Write<Untyped>, columns: readonly Column[], inferring: StepInferring): Write<Typed> | undefined {
  const { updateWhen, deleteWhen, ...rest } = write;
  const { parameters } = inferring.context;
  const stored = rowsOf(columns);
  const scope = { columns: { incoming: stored.columns, stored: stored.columns }, parameters };
  const before = inferring.problems.length;
  const typed = {
    ...rest,
    ...conditionOf("updateWhen", updateWhen === undefined ? undefined : inferCondition(updateWhen, scope, inferring, updateWhen.span)),
    ...conditionOf("deleteWhen", deleteWhen === undefined ? undefined : inferCondition(deleteWhen, scope, inferring, deleteWhen.span)),
  };
  for (const name of rest.keys ?? [])
    checkNested(
      columns.filter(column => column.name === name),
      "a key",
      inferring,
      undefined,
    );
  if (rest.file.format === "csv") checkNested(columns, "a csv file that is written", inferring, undefined);
  return inferring.problems.length > before ? undefined : typed;
}

function conditionOf<const N extends string, T>(name: N, condition: T | undefined): { readonly [K in N]?: T } {
  return condition === undefined ? {} : ({ [name]: condition } as { readonly [K in N]?: T });
}

/** What is wrong with a write as a whole, in words that follow its node's name; the compiler tells it at the place of each option. */
export function writeFault(write: Write<Untyped>): string | undefined {
  const { file, mode, keys, partitionBy, schemaChanges, updateWhen, deleteWhen } = write;
  if (file.format !== "delta") {
    if (mode !== "overwrite" && mode !== "append") return `writes by \`${mode}\`, which only a Delta table can`;
    return (keys ?? schemaChanges ?? updateWhen ?? deleteWhen) ? "writes plain files as if they were a Delta table" : undefined;
  }
  if (file.version !== undefined || file.at !== undefined) return "writes to a version of a table that is past";
  const hasKeys = mode === "merge" || mode === "insertOnly";
  if (hasKeys !== (keys !== undefined && keys.length > 0))
    return hasKeys ? `writes by \`${mode}\` without keys` : `has keys, which \`${mode}\` has no use for`;
  if (mode !== "merge" && (updateWhen ?? deleteWhen)) return `has conditions, which \`${mode}\` has no use for`;
  if (schemaChanges === "replace" && mode !== "overwrite") return `replaces the columns of a table that \`${mode}\` only adds to`;
  if (mode === "overwritePartitions" && partitionBy.length === 0) return "overwrites partitions and has none";
  return undefined;
}
