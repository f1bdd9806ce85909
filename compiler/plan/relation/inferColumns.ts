import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Expression, TypedExpression } from "../expression.ts";
import { isOrderable } from "../infer/families.ts";
import { type Refusal, refuse, show } from "../infer/refusal.ts";
import { inferExpression, type Scope } from "../inferExpression.ts";
import { printType } from "../notation/printType.ts";
import type { NamedExpression, SortKey, Typed, Untyped } from "../step.ts";
import type { Column } from "../types.ts";
import { type Rows, report, rowsOf, type StepInferring } from "./rows.ts";

/** An expression of a step; its faults go to the step's. */
export function inferPart(expression: Expression, scope: Scope, inferring: StepInferring): TypedExpression | undefined {
  const { typed, problems } = inferExpression(expression, scope);
  inferring.problems.push(...problems);
  return typed;
}

/** Result columns, in order: what each is, and the rows they make. */
export function inferColumns(
  columns: readonly NamedExpression<Untyped>[],
  scope: Scope,
  inferring: StepInferring,
  span: Span | undefined,
): { readonly typed: readonly NamedExpression<Typed>[]; readonly rows: Rows; readonly complete: boolean } {
  const typed: NamedExpression<Typed>[] = [];
  const unknown = new Set<string>();
  const output: Column[] = [];
  for (const { name, expression } of columns) {
    const part = inferPart(expression, scope, inferring);
    const refusal = part && storable(part);
    if (refusal !== undefined) report(inferring, refusal, expression.span ?? span);
    if (part === undefined || refusal !== undefined) {
      unknown.add(name);
      output.push({ name, type: { kind: "null" }, nullable: true });
    } else {
      typed.push({ name, expression: part });
      output.push({ name, type: part.type, nullable: part.nullable });
    }
  }
  return { typed, rows: rowsOf(output, unknown), complete: unknown.size === 0 };
}

function storable(part: TypedExpression): Refusal | undefined {
  if (part.type.kind === "null")
    return refuse("ODB2011", "A column of nothing but null has no type.", "Give it one: cast(null, t.string()).");
  return part.type.kind === "list"
    ? refuse("ODB3107", `\`${show(part)}\` is a list, and no column holds one.`, "Take an item, `[0]`, or a text of all, `.join(',')`.")
    : undefined;
}

/** Reports names that are one to most engines; true where all differ. */
export function checkNames(
  names: readonly { readonly name: string; readonly span?: Span | undefined }[],
  inferring: StepInferring,
  span: Span | undefined,
): boolean {
  const seen = new Map<string, string>();
  let fine = true;
  if (names.length === 0) {
    report(inferring, refuse("ODB3102", "The table has no columns."), span);
    return false;
  }
  for (const { name, span: own } of names) {
    const before = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), name);
    const refusal =
      before !== undefined
        ? before === name
          ? refuse("ODB3101", `There are two columns \`${name}\`.`, "Leave one out, or rename it.")
          : refuse("ODB3101", `\`${before}\` and \`${name}\` differ only by case.`, "Rename one of them.")
        : name === ""
          ? refuse("ODB3101", "A column has an empty name.", "Give it a name.")
          : undefined;
    if (refusal === undefined) continue;
    report(inferring, refusal, own ?? span);
    fine = false;
  }
  return fine;
}

/** The keys of an order. */
export function inferSortKeys(
  keys: readonly SortKey<Untyped>[],
  scope: Scope,
  inferring: StepInferring,
  span: Span | undefined,
): readonly SortKey<Typed>[] | undefined {
  if (keys.length === 0) {
    report(inferring, refuse("ODB3111", "The order names nothing."), span);
    return undefined;
  }
  const typed: SortKey<Typed>[] = [];
  for (const { expression, direction } of keys) {
    const part = inferPart(expression, scope, inferring);
    if (part === undefined) continue;
    if (isOrderable(part.type)) typed.push({ expression: part, direction });
    else report(inferring, refuse("ODB3109", `\`${show(part)}\` is ${printType(part.type)}, which has no order.`), expression.span ?? span);
  }
  return typed.length === keys.length ? typed : undefined;
}
