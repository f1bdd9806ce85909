import { printType } from "../../compiler/plan/notation/printType.ts";
import { type Column, type DataType, isNested } from "../../compiler/plan/types.ts";
import { nestedFault } from "../sql/spark/nestedFault.ts";
import { quoteName } from "../sql/spark/quote.ts";
import { sparkType } from "../sql/spark/sparkType.ts";
import { call, text, tuple, type Value, word } from "./python/value.ts";

export function emitColumn({ name, type, nullable }: Column): Value {
  const fault = isNested(type) ? nestedFault(quoteName(name), type) : undefined;
  return call("Column", [text(name), text(sparkType(type))], {
    nullable: nullable ? undefined : word(false),
    values: type.kind === "enum" ? tuple(type.values.map(text)) : undefined,
    shown: isNested(type) ? text(printType(type)) : undefined,
    fault: fault === undefined ? undefined : text(fault),
    parts: isNested(type) ? tuple(partsOf(type).map(emitColumn)) : undefined,
  });
}

/** What values of a nested type are made of: items, fields, or keys and values. */
function partsOf(type: DataType): readonly Column[] {
  switch (type.kind) {
    case "list":
      return [{ name: "", type: type.item, nullable: type.itemNullable }];
    case "struct":
      return type.fields;
    case "map":
      return [
        { name: "", type: type.key, nullable: false },
        { name: "", type: type.value, nullable: type.valueNullable },
      ];
    default:
      return [];
  }
}
