import type { Column } from "../../compiler/plan/types.ts";
import { sparkType } from "../sql/spark/sparkType.ts";
import { call, text, tuple, type Value, word } from "./python/value.ts";

export function emitColumn({ name, type, nullable }: Column): Value {
  return call("Column", [text(name), text(sparkType(type))], {
    nullable: nullable ? undefined : word(false),
    values: type.kind === "enum" ? tuple(type.values.map(text)) : undefined,
  });
}
