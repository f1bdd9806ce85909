import { argument, literalNumber } from "../../callArgument.ts";
import type { Names } from "../../names.ts";
import type { CallLowering, TypedCall } from "../lowerCall.ts";
import { once } from "../text.ts";
import { lowerArgument } from "./argument.ts";

type ListName = "[]" | ".at" | ".join";

export const lists: { readonly [N in ListName]: CallLowering } = {
  "[]": (call, names) => item(call, names, () => "null"),
  ".at": (call, names) => item(call, names, (list, index) => `try_element_at(${list}, ${index})`),
  ".join": (call, names) => `array_join(${lowerArgument(call, 0, names)}, ${lowerArgument(call, 1, names)})`,
};

/** Spark's brackets raise an error where there is no item; `get` gives null, and counts with an int. */
function item(call: TypedCall, names: Names, negative: (list: string, index: string) => string): string {
  const [list, index] = [lowerArgument(call, 0, names), literalNumber(argument(call, 1))];
  if (index !== undefined && index >= 0) return call.nullable ? `get(${list}, ${index})` : `${list}[${index}]`;
  if (index !== undefined) {
    const found = negative(list, String(index));
    return found === "null" ? "cast(null as string)" : found;
  }
  const { kind } = argument(call, 1).type;
  const narrow = (sql: string) => (kind === "int64" ? `int(least(${sql}, 2147483647))` : sql);
  // The smallest int has no opposite, by which Spark would count from the end.
  const narrowBefore = (sql: string) =>
    kind === "int64" ? `int(greatest(${sql}, -2147483647))` : kind === "int32" ? `greatest(${sql}, -2147483647)` : sql;
  return once([list, lowerArgument(call, 1, names)], (l = "", i = "") => {
    const before = negative(l, narrowBefore(i));
    return `if(${i} >= 0, get(${l}, ${narrow(i)}), ${before})`;
  });
}
