import { printExpression } from "../compiler/plan/notation/printExpression.ts";
import type { Write } from "../compiler/plan/plan.ts";
import type { Typed } from "../compiler/plan/step.ts";

/** A write as data, its conditions as their texts. */
export function describeWrite({ updateWhen, deleteWhen, ...write }: Write<Typed>): object {
  return {
    ...write,
    ...(updateWhen === undefined ? {} : { updateWhen: printExpression(updateWhen) }),
    ...(deleteWhen === undefined ? {} : { deleteWhen: printExpression(deleteWhen) }),
  };
}

/** A write in words: where, as what, and how its rows meet what is stored. */
export function writeInWords({
  connection,
  path,
  file,
  mode,
  keys,
  updateWhen,
  deleteWhen,
  partitionBy,
  schemaChanges,
}: Write<Typed>): string {
  const how = [
    file.format,
    mode,
    ...(keys === undefined ? [] : [`by ${keys.join(" ")}`]),
    ...(updateWhen === undefined ? [] : [`updates when ${printExpression(updateWhen)}`]),
    ...(deleteWhen === undefined ? [] : [`deletes when ${printExpression(deleteWhen)}`]),
    ...(schemaChanges === undefined ? [] : [`schema changes: ${schemaChanges}`]),
    ...(partitionBy.length === 0 ? [] : [`partitioned by ${partitionBy.join(" ")}`]),
  ];
  return `${connection}: ${path} (${how.join(", ")})`;
}
