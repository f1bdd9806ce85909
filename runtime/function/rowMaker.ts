import type { JsRow } from "./callFunction.ts";
import { type DecodedColumn, hasNulls, type InputColumn } from "./inputColumn.ts";

/** How the row at an index is made of the columns' values. */
export type RowMaker = (values: readonly DecodedColumn[]) => (index: number) => JsRow;

/**
 * The code is put together from the columns' names, so that every row is one literal of one shape, which costs a third of setting properties by name.
 * A name stands in it as a JSON text, so nothing of it can be code.
 */
export function rowMaker(columns: readonly InputColumn[]): RowMaker {
  const arrays = columns.map((_, at) => `const v${at} = values[${at}].items, n${at} = values[${at}].nulls;`);
  const properties = columns.map((column, at) => {
    const item = column.kind === "boolean" ? `v${at}[i] === 1` : `v${at}[i]`;
    // A plain `"__proto__":` would set the object's prototype.
    const key = column.name === "__proto__" ? '["__proto__"]' : JSON.stringify(column.name);
    return `${key}: ${hasNulls(column) ? `n${at}[i] === 1 ? null : ${item}` : item}`;
  });
  return new Function("values", `${arrays.join(" ")} return i => ({ ${properties.join(", ")} });`) as RowMaker;
}
