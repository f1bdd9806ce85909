import type { OrderByStep, Step, Typed } from "../../../../compiler/plan/step.ts";
import { lowerExpression } from "../lowerExpression.ts";
import { namesOf, type Statement } from "./statement.ts";

/** The keys of an order that a limit further down still needs, as columns of their own. Spark keeps no order from one SELECT to the next. */
export interface CarriedOrder {
  readonly columns: readonly (readonly [name: string, sql: string])[];
  readonly orderBy: readonly string[];
  /** The index of the last limit that needs it. */
  readonly until: number;
}

/** The order of the step at `index`, where other steps stand between it and its last limit. */
export function carryOrder(steps: readonly Step<Typed>[], index: number, statement: Statement): CarriedOrder | undefined {
  const step = steps[index];
  if (step?.kind !== "orderBy") return undefined;
  const until = lastLimit(steps, index);
  if (until <= index + 1) return undefined;
  const taken = new Set(steps.slice(index, until + 1).flatMap(({ output }) => output.map(({ name }) => name.toLowerCase())));
  let prefix = "sort_";
  while ([...taken].some(name => name.startsWith(prefix))) prefix = `${prefix}_`;
  return { ...lowerCarried(step, prefix, statement), until };
}

function lowerCarried({ keys }: OrderByStep<Typed>, prefix: string, statement: Statement): Omit<CarriedOrder, "until"> {
  const carried = keys.map(({ expression, direction }, at) => ({
    name: `${prefix}${at + 1}`,
    sql: lowerExpression(expression, namesOf(statement)),
    descending: direction === "desc",
  }));
  return {
    columns: carried.map(({ name, sql }) => [name, sql]),
    orderBy: carried.map(({ name, descending }) => `${name}${descending ? " desc" : ""} nulls last`),
  };
}

/** The steps that leave rows in their order. */
const keeping: ReadonlySet<string> = new Set(["select", "filter", "notNull", "limit"]);

function lastLimit(steps: readonly Step<Typed>[], from: number): number {
  let last = from;
  for (let index = from + 1; keeping.has(steps[index]?.kind ?? ""); index += 1) if (steps[index]?.kind === "limit") last = index;
  return last;
}
