import type { Column } from "../../compiler/plan/types.ts";
import { converterOf, describeValue, type Misfit, type Stored } from "./convertValue.ts";
import { type ResultColumn, resultColumn } from "./resultColumn.ts";

export type JsRow = Record<string, unknown>;
export type RowFunction = (row: JsRow) => unknown;

/** The function threw, or returned what does not fit. */
export interface CallFault {
  readonly kind: "threw" | "result";
  readonly message: string;
  readonly row: string;
}

/** How many calls of an async function are on at once. */
const together = 256;

/** Calls the function for each row and gives the result's columns. The rows are made one by one, so that few are there at once. */
export async function callFunction(
  call: RowFunction,
  count: number,
  rowAt: (index: number) => JsRow,
  columns: readonly Column[],
): Promise<{ readonly columns: readonly ResultColumn[] } | { readonly fault: CallFault }> {
  const results = columns.map(({ type }) => resultColumn(type, count));
  const converters = columns.map(converterOf);
  const names = columns.map(column => column.name);
  const take = (result: unknown, index: number): CallFault | undefined => {
    const problem = takeResult(result, index, names, converters, results);
    return problem === undefined ? undefined : { kind: "result", message: problem, row: describeRow(rowAt(index)) };
  };
  let pending: { readonly index: number; readonly result: PromiseLike<unknown> }[] = [];
  const settle = async (): Promise<CallFault | undefined> => {
    const settled = await Promise.allSettled(pending.map(({ result }) => result));
    for (const [at, outcome] of settled.entries()) {
      const index = pending[at]?.index ?? 0;
      if (outcome.status === "rejected") return { kind: "threw", message: describeThrown(outcome.reason), row: describeRow(rowAt(index)) };
      const fault = take(outcome.value, index);
      if (fault !== undefined) return fault;
    }
    pending = [];
    return undefined;
  };
  for (let index = 0; index < count; index += 1) {
    let result: unknown;
    try {
      result = call(rowAt(index));
    } catch (error) {
      return { fault: { kind: "threw", message: describeThrown(error), row: describeRow(rowAt(index)) } };
    }
    if (isPromise(result)) {
      pending.push({ index, result });
      if (pending.length < together) continue;
      const fault = await settle();
      if (fault !== undefined) return { fault };
      continue;
    }
    const fault = take(result, index);
    if (fault !== undefined) return { fault };
  }
  const fault = await settle();
  return fault === undefined ? { columns: results } : { fault };
}

function takeResult(
  result: unknown,
  index: number,
  names: readonly string[],
  converters: readonly ((value: unknown) => Stored | Misfit)[],
  results: readonly ResultColumn[],
): string | undefined {
  if (typeof result !== "object" || result === null || Array.isArray(result))
    return `it returned ${describeValue(result)}, where an object is wanted`;
  const row = result as JsRow;
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] ?? "";
    const value = row[name];
    if (value === undefined && !Object.hasOwn(row, name)) return `the result has no "${name}"`;
    const stored = converters[at]?.(value);
    if (typeof stored === "object" && stored !== null) return `"${name}" is ${stored.why}`;
    results[at]?.take(index, stored ?? null);
  }
  let keys = 0;
  for (const _ in row) keys += 1;
  if (keys > names.length && Object.keys(row).length > names.length)
    return `the result has "${Object.keys(row).find(key => !names.includes(key))}", which is not declared`;
  return undefined;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

function describeThrown(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  return describeValue(error);
}

/** A row for a message, cut to what a line takes. */
export function describeRow(row: JsRow): string {
  const text = `{ ${Object.entries(row)
    .map(([name, value]) => `${name}: ${describeValue(value)}`)
    .join(", ")} }`;
  return text.length > 300 ? `${text.slice(0, 300)}… }` : text;
}
