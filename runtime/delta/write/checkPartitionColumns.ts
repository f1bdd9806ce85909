import { Failure } from "../../failure.ts";
import type { DeltaField } from "../schema.ts";

/** Each partition column is one of the columns, of plain values, and some column is none. */
export function checkPartitionColumns(fields: readonly DeltaField[], partitionBy: readonly string[]): void {
  for (const name of partitionBy) {
    const field = fields.find(candidate => candidate.name === name);
    if (field === undefined) throw unfit(`The partition column "${name}" is none of the columns.`, "Select it, or partition by others.");
    const { type } = field;
    if (type.kind !== "decimal" && (type.kind !== "primitive" || type.name === "binary" || type.name === "void")) {
      throw unfit(`The column "${name}" is no plain value, by which a Delta table could be partitioned.`, "Partition by others.");
    }
  }
  if (new Set(partitionBy).size < partitionBy.length) throw unfit("A partition column is named twice.", "Name it once.");
  if (fields.length > 0 && partitionBy.length === fields.length) {
    throw unfit("All columns are partition columns, so that the files would hold none.", "Leave one out.");
  }
}

const unfit = (message: string, hint: string): Failure => new Failure("ODB8102", message, hint);
