import type { TypedExpression } from "../../../../compiler/plan/expression.ts";
import { type FunctionEntry, functions } from "../../../../compiler/plan/functions.ts";
import { printExpression } from "../../../../compiler/plan/notation/printExpression.ts";
import type { Step, Typed } from "../../../../compiler/plan/step.ts";
import type { Column } from "../../../../compiler/plan/types.ts";
import { lowerExpression } from "../../../sql/duckdb/lowerExpression.ts";
import { quoteName } from "../../../sql/duckdb/quote.ts";
import { isAboutData } from "../explainError.ts";
import { lowerSteps, surroundingsOf } from "../lowerSteps.ts";
import type { Session, TypedRelation } from "../session.ts";
import { statementOf } from "../statementOf.ts";
import { findRow, type Search } from "./findRow.ts";
import { formatRow } from "./formatRow.ts";
import { locateJoin } from "./locateJoin.ts";
import { typedParts } from "./typedParts.ts";

/** What fails and for which row: the expression's text, and the values that it was given. */
export interface FoundFault {
  readonly expression?: string;
  readonly row?: string;
  /** The step that fails, in the order of the node's text. */
  readonly step: Step<Typed>;
}

/** Finds the step and the row for which a relation fails, by running parts of it again. Undefined where no part fails by itself. */
export async function locateFault(
  session: Session,
  relation: TypedRelation,
  uses: readonly string[],
  signal: AbortSignal,
): Promise<FoundFault | undefined> {
  const fails = async (sql: string): Promise<boolean> => {
    try {
      await session.database.execute(await statementOf(session, { sql: `select bit_xor(hash(whole)) from (${sql}) as whole`, uses }), {
        signal,
      });
      return false;
    } catch (error) {
      if (isAboutData(error)) return true;
      throw error;
    }
  };
  for (const inner of relation.steps.map(innerOf)) {
    const found = inner === undefined ? undefined : await locateFault(session, inner, uses, signal);
    if (found !== undefined) return found;
  }
  const prefix = (length: number): string => lowerSteps({ steps: relation.steps.slice(0, length) }, session.job);
  const length = await firstFailing(relation.steps.length, count => fails(prefix(count)));
  const step = length === undefined ? undefined : relation.steps[length - 1];
  if (length === undefined || step === undefined) return undefined;
  const input = relation.steps[length - 2]?.output ?? [];
  const before = prefix(length - 1);
  const search: Search = { session, uses, signal, input, before, fails };
  if (step.kind === "aggregate") return { step, ...(await locateGroup(search, step)) };
  if (step.kind === "join" || step.kind === "semiJoin") return { step, ...(await locateJoin(search, step)) };
  for (const expression of expressionsOf(step)) {
    const row = await findRow(search, expression);
    if (row !== undefined) return { step, expression: printExpression(expression), row };
  }
  return { step };
}

function innerOf(step: Step<Typed>): TypedRelation | undefined {
  if (step.kind === "join" || step.kind === "semiJoin") return step.right;
  return step.kind === "union" ? step.other : undefined;
}

/** The smallest count of steps that fails; undefined where all of them together do not. */
async function firstFailing(most: number, fails: (count: number) => Promise<boolean>): Promise<number | undefined> {
  if (most < 1 || !(await fails(most))) return undefined;
  let [low, high] = [1, most];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await fails(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function expressionsOf(step: Step<Typed>): readonly TypedExpression[] {
  switch (step.kind) {
    case "filter":
      return [step.condition];
    case "select":
      return step.columns.map(column => column.expression);
    case "orderBy":
      return step.keys.map(key => key.expression);
    case "deduplicate":
      return step.orderBy.map(key => key.expression);
    default:
      return [];
  }
}

/** The group for which an aggregate fails: by halves of the groups, as their keys' hashes have it. Or the row, where an expression of the keys or below an aggregate fails. */
async function locateGroup(
  search: Search,
  step: Extract<Step<Typed>, { readonly kind: "aggregate" }>,
): Promise<{ readonly expression?: string; readonly row?: string }> {
  const { session, uses, signal, input, before, fails } = search;
  for (const { expression } of step.keys) {
    const row = await findRow(search, expression);
    if (row !== undefined) return { expression: printExpression(expression), row };
  }
  const aggregates = step.aggregates.map(({ expression }) => expression);
  for (const expression of aggregates.flatMap(argumentsOf)) {
    const row = await findRow(search, expression);
    if (row !== undefined) return { expression: printExpression(expression), row };
  }
  if (step.keys.length === 0)
    return aggregates.length === 1 && aggregates[0] !== undefined ? { expression: printExpression(aggregates[0]) } : {};
  const names = { ...surroundingsOf(session.job), column: ({ name }: { readonly name: string }) => `whole.${quoteName(name)}` };
  const keys = step.keys.map(({ name, expression }) => `${lowerExpression(expression, names)} as ${quoteName(name)}`);
  const hash = `hash(${step.keys.map(({ expression }) => lowerExpression(expression, names)).join(", ")})`;
  const part = (mask: bigint, value: bigint): string =>
    `select * from (${before}) as whole where ${hash} & ${mask}::ubigint = ${value}::ubigint`;
  let [mask, value] = [0n, 0n];
  for (let bit = 0n; bit < 24n; bit += 1n) {
    const next = mask | (1n << bit);
    const lowered = lowerOver(session, part(next, value), input, step);
    if (!(await fails(lowered))) value |= 1n << bit;
    mask = next;
    const [counted] = await session.database.execute(
      await statementOf(session, {
        sql: `select count(*) as groups from (select distinct ${keys.join(", ")} from (${part(mask, value)}) as whole)`,
        uses,
      }),
      { signal },
    );
    if (Number(counted?.["groups"]) <= 1) break;
  }
  const shown = formatRow(step.keys.map(({ name, expression }) => ({ name, type: expression.type, nullable: expression.nullable })));
  const [found] = await session.database.execute(
    await statementOf(session, {
      sql: `select ${shown} as found from (select ${keys.join(", ")} from (${part(mask, value)}) as whole limit 1)`,
      uses,
    }),
    { signal },
  );
  return found === undefined
    ? {}
    : {
        row: String(found["found"]),
        ...(aggregates.length === 1 && aggregates[0] !== undefined ? { expression: printExpression(aggregates[0]) } : {}),
      };
}

/** The step's SQL over another input. */
function lowerOver(session: Session, sql: string, input: readonly Column[], step: Step<Typed>): string {
  const over = "#part";
  const lowered = lowerSteps({ steps: [{ kind: "read", node: over, output: input }, step] }, session.job);
  return `with ${quoteName(over)} as not materialized (${sql}) select * from (${lowered})`;
}

/** What the aggregates of an expression are given, row by row. */
function argumentsOf(expression: TypedExpression): readonly TypedExpression[] {
  if (expression.kind === "call" && isAggregate(functions[expression.name])) return typedParts(expression);
  return typedParts(expression).flatMap(argumentsOf);
}

const isAggregate = (entry: FunctionEntry): boolean => entry.aggregate === true;
