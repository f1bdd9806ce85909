import { argument, literalNumber } from "../../callArgument.ts";
import type { CallLowering } from "../lowerCall.ts";
import { group, once } from "../text.ts";
import { lowerArgument } from "./argument.ts";

type ListName = "[]" | ".at" | ".join";

export const lists: { readonly [N in ListName]: CallLowering } = {
  "[]": (call, names) => item(call, names, () => "null"),
  ".at": (call, names) => item(call, names, (list, index) => `${list}[${index}]`),
  // DuckDB's own takes no separator that is computed.
  ".join": (call, names) =>
    argument(call, 1).kind === "string"
      ? `array_to_string(${lowerArgument(call, 0, names)}, ${lowerArgument(call, 1, names)})`
      : once(
          [lowerArgument(call, 0, names), lowerArgument(call, 1, names)],
          (list, separator) =>
            `array_to_string(list_transform(${list}, lambda x, i: case when i = 1 then x else ${separator} || x end), '')`,
        ),
};

/** DuckDB counts from 1, and from the end below 0, as `.at` does. */
function item(
  call: Parameters<CallLowering>[0],
  names: Parameters<CallLowering>[1],
  negative: (list: string, index: string) => string,
): string {
  const [list, index] = [group(lowerArgument(call, 0, names)), literalNumber(argument(call, 1))];
  if (index !== undefined)
    return index >= 0
      ? `${list}[${index + 1}]`
      : negative(list, String(index)) === "null"
        ? "null::varchar"
        : negative(list, String(index));
  return once(
    [list, lowerArgument(call, 1, names)],
    (l = "", i = "") => `(case when ${i} >= 0 then ${l}[least(${i}, 2147483646) + 1] else ${negative(l, i)} end)`,
  );
}
