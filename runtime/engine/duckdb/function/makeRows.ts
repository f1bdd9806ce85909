import type { JsRow } from "../../../function/callFunction.ts";
import type { DecodedColumn } from "./decodeColumns.ts";
import type { InputColumn } from "./inputColumns.ts";

/**
 * How the row at an index is made. The code is put together from the columns' names, so that every row is one literal of one shape, which costs a third of
 * setting properties by name. A name stands in it as a JSON text, so nothing of it can be code.
 */
export function makeRows(columns: readonly InputColumn[], values: readonly DecodedColumn[]): (index: number) => JsRow {
  const arrays = values.map((_, at) => `const v${at} = values[${at}].items, n${at} = values[${at}].nulls;`);
  const properties = columns.map(({ name, kind }, at) => {
    const item = kind === "boolean" ? `v${at}[i] === 1` : `v${at}[i]`;
    // A plain `"__proto__":` would set the object's prototype.
    const key = name === "__proto__" ? '["__proto__"]' : JSON.stringify(name);
    return `${key}: ${values[at]?.nulls === undefined ? item : `n${at}[i] === 1 ? null : ${item}`}`;
  });
  return new Function("values", `${arrays.join(" ")} return i => ({ ${properties.join(", ")} });`)(values);
}
