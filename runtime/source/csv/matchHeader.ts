import { nearestName } from "../../../compiler/diagnostics/nearestName.ts";
import type { Column } from "../../../compiler/plan/types.ts";
import { Failure } from "../../failure.ts";
import type { FileColumn } from "./checkRecords.ts";

/** The declared column of each field of a file, by the names of its header; their order is free. Fails with each name that is missing, extra or there twice. */
export function matchHeader(
  path: string,
  names: readonly string[],
  declared: readonly Column[],
  extraColumns: "fail" | "ignore",
): FileColumn[] {
  const missing = declared
    .filter(column => !names.includes(column.name))
    .map(column => {
      const near = nearestName(
        column.name,
        names.filter(name => !declared.some(other => other.name === name)),
      );
      return `"${column.name}" is missing${near === undefined ? "" : ` (there is "${near}")`}`;
    });
  const twice = [
    ...new Set(
      names.filter((name, at) => names.indexOf(name) !== at && (extraColumns === "fail" || declared.some(column => column.name === name))),
    ),
  ].map(name => `"${name}" is there twice`);
  const extra =
    extraColumns === "ignore"
      ? []
      : [...new Set(names)].filter(name => !declared.some(column => column.name === name)).map(name => `"${name}" is not declared`);
  const faults = [...missing, ...twice, ...extra];
  if (faults.length > 0)
    throw new Failure(
      "ODB6004",
      `"${path}", line 1: the header does not match the declared columns: ${faults.join("; ")}.`,
      missing.length + twice.length === 0
        ? `Declare the columns, or read with { extraColumns: "ignore" }.`
        : "Declare the columns as the file names them.",
    );
  return names.map(name => {
    const column = declared.find(other => other.name === name);
    return column === undefined ? { name } : { name, declared: column };
  });
}
