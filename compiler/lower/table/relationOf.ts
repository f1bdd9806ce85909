import type { Relation, Untyped } from "../../plan/step.ts";
import { argumentValue, type Call, reportArgument } from "../call.ts";
import { fault, type TableValue } from "../value.ts";

/** The argument as another table: a node by its name, or an unexported table with its own steps. */
export function relationOf(call: Call, index: number): { readonly table: TableValue; readonly relation: Relation<Untyped> } | undefined {
  const value = argumentValue(call, index) ?? fault;
  if (value.kind === "table") return { table: value, relation: { steps: value.steps } };
  reportArgument(
    call,
    index,
    value,
    "a table",
    value.kind === "grouped" ? "A grouped table wants `.aggregate(…)` first." : "Import the table that is meant, or `read(…)` it.",
  );
  return undefined;
}
