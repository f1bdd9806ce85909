import { Failure } from "../../failure.ts";
import type { WriteRequest } from "./writeRequest.ts";

/** Keys where the mode compares rows by them, each a column of plain values. */
export function checkKeys({ mode, keys = [], fields }: Pick<WriteRequest, "mode" | "keys" | "fields">): void {
  if (mode !== "merge" && mode !== "insertOnly") return;
  if (keys.length === 0) throw new Failure("ODB8111", `The write mode "${mode}" needs keys.`, "Name the columns that identify a row.");
  for (const key of keys) {
    const type = fields.find(({ name }) => name === key)?.type;
    if (type === undefined) throw new Failure("ODB8111", `The key "${key}" is none of the columns.`, "Select it, or take others as keys.");
    if (type.kind !== "primitive" && type.kind !== "decimal") {
      throw new Failure("ODB8111", `The key "${key}" is no plain value, and rows are not compared by it.`, "Take others as keys.");
    }
  }
}
