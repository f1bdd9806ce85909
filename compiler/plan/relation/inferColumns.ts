import type { Span } from "../../diagnostics/diagnostic.ts";
import { columnsIn } from "../columnsIn.ts";
import type { Expression, TypedExpression } from "../expression.ts";
import { isOrderable } from "../infer/families.ts";
import { type Refusal, refuse, show } from "../infer/refusal.ts";
import { inferringIn, inferWhole, type Scope } from "../inferExpression.ts";
import { printType } from "../notation/printType.ts";
import type { NamedExpression, SortKey, Typed, Untyped } from "../step.ts";
import { type Column, columnNamed } from "../types.ts";
import { isTypedStep, type Rows, report, rowsOf, type StepInferring } from "./rows.ts";

/** An expression of a step; its faults go to the step's. */
export function inferPart(expression: Expression, scope: Scope, inferring: StepInferring): TypedExpression | undefined {
  return inferWhole(expression, inferringIn(scope, inferring.problems));
}

/** Result columns, in order: what each is, and the rows they make. */
export function inferColumns(
  columns: readonly NamedExpression<Untyped>[],
  scope: Scope,
  inferring: StepInferring,
  span: Span | undefined,
): { readonly typed: readonly NamedExpression<Typed>[]; readonly rows: Rows; readonly complete: boolean } {
  const typed: NamedExpression<Typed>[] = [];
  const output: Column[] = [];
  let unknown: Set<string> | undefined;
  const place = inferringIn(scope, inferring.problems);
  for (const { name, expression } of columns) {
    const part = inferWhole(expression, place);
    const refusal = part && storable(part);
    if (refusal !== undefined) report(inferring, refusal, expression.span ?? span);
    if (part === undefined || refusal !== undefined) {
      unknown ??= new Set();
      unknown.add(name);
      output.push({ name, type: { kind: "null" }, nullable: true });
    } else {
      typed.push({ name, expression: part });
      output.push(passedOn(name, part, scope) ?? { name, type: part.type, nullable: part.nullable });
    }
  }
  return { typed, rows: rowsOf(output, unknown), complete: unknown === undefined };
}

/** The column itself, where it is passed on as it is. */
function passedOn(name: string, part: TypedExpression, { columns }: Scope): Column | undefined {
  if (part.kind !== "column" || part.name !== name) return undefined;
  const column = columnNamed(columns[part.side ?? "row"] ?? [], name);
  return column?.type === part.type && column.nullable === part.nullable ? column : undefined;
}

function storable(part: TypedExpression): Refusal | undefined {
  if (part.type.kind === "null")
    return refuse("ODB2011", "A column of nothing but null has no type.", "Give it one: cast(null, t.string()).");
  return undefined;
}

interface Named {
  readonly name: string;
  readonly expression?: Expression;
}

/** Reports names that are one to most engines; true where all differ. */
export function checkNames(names: readonly Named[], inferring: StepInferring, span: Span | undefined): boolean {
  if (areThoseBefore(names, inferring)) return true;
  const seen = new Map<string, string>();
  let fine = true;
  if (names.length === 0) {
    report(inferring, refuse("ODB3102", "The table has no columns."), span);
    return false;
  }
  for (const { name, expression } of names) {
    const key = name.toLowerCase();
    const before = seen.get(key);
    seen.set(key, name);
    const refusal =
      before !== undefined
        ? before === name
          ? refuse("ODB3101", `There are two columns \`${name}\`.`, "Leave one out, or rename it.")
          : refuse("ODB3101", `\`${before}\` and \`${name}\` differ only by case.`, "Rename one of them.")
        : name === ""
          ? refuse("ODB3101", "A column has an empty name.", "Give it a name.")
          : undefined;
    if (refusal === undefined) continue;
    report(inferring, refusal, expression?.span ?? span);
    fine = false;
  }
  return fine;
}

// They were looked at in the step before, which has no fault.
function areThoseBefore(names: readonly Named[], { before }: StepInferring): boolean {
  const last = before.at(-1);
  if (last === undefined || !isTypedStep(last) || last.output.length !== names.length) return false;
  return names.every(({ name }, index) => last.output[index]?.name === name);
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
    const refusal = unordered(part);
    if (refusal === undefined) typed.push({ expression: part, direction });
    else report(inferring, refusal, expression.span ?? span);
  }
  return typed.length === keys.length ? typed : undefined;
}

function unordered(part: TypedExpression): Refusal | undefined {
  if (!isOrderable(part.type)) return refuse("ODB3109", `\`${show(part)}\` is ${printType(part.type)}, which has no order.`);
  return columnsIn(part).length === 0
    ? refuse("ODB3111", `\`${show(part)}\` is the same for every row, so it orders nothing.`, "Order by a column.")
    : undefined;
}
