import { commonType } from "../infer/commonType.ts";
import { refuse } from "../infer/refusal.ts";
import { inferRelationRows } from "../inferRelation.ts";
import { printType } from "../notation/printType.ts";
import type { Step, UnionStep, Untyped } from "../step.ts";
import type { Column } from "../types.ts";
import { type Rows, report, rowsOf, type StepInferring, type StepResult } from "./rows.ts";

/** A union goes by column name, in the order of the left table; types that go together are widened, and so is null. */
export function inferUnion(step: Step<Untyped> & UnionStep<Untyped>, left: Rows, inferring: StepInferring): StepResult {
  const { typed: other, rows: right, problems } = inferRelationRows(step.other, inferring.context);
  inferring.problems.push(...problems);
  if (right === undefined) return { rows: left };
  const faults: string[] = [];
  const unknown = new Set([...left.unknown, ...right.unknown]);
  const output: Column[] = left.columns.map(column => {
    const match = right.columns.find(({ name }) => name === column.name);
    if (match === undefined) {
      faults.push(`\`${column.name}\` is missing in the other table`);
      return column;
    }
    if (unknown.has(column.name)) return column;
    const type = widen(column, match);
    if (type === undefined) faults.push(`\`${column.name}\` is ${printType(column.type)} here and ${printType(match.type)} there`);
    return { name: column.name, type: type ?? column.type, nullable: column.nullable || match.nullable };
  });
  for (const { name } of right.columns)
    if (!left.columns.some(column => column.name === name)) faults.push(`\`${name}\` is in the other table only`);
  const rows = rowsOf(output, unknown);
  if (faults.length > 0)
    report(
      inferring,
      refuse(
        "ODB3104",
        `The tables of the union differ: ${faults.join("; ")}.`,
        "Give both the same columns with `select`, converted with `cast` where the types differ.",
      ),
      step.span,
    );
  return other === undefined || faults.length > 0 ? { rows } : { typed: { ...step, other, output }, rows };
}

function widen(a: Column, b: Column): Column["type"] | undefined {
  return a.type.kind !== b.type.kind && (a.type.kind === "binary" || b.type.kind === "binary") ? undefined : commonType(a.type, b.type);
}
