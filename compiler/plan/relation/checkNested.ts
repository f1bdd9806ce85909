import type { Span } from "../../diagnostics/diagnostic.ts";
import { refuse } from "../infer/refusal.ts";
import { printType } from "../notation/printType.ts";
import { type Column, isNested } from "../types.ts";
import { report, type StepInferring } from "./rows.ts";

/** Reports columns whose values are made of others, where none may stand: they have no order, and no equality that every engine shares. True where there is none. */
export function checkNested(columns: readonly Column[], role: string, inferring: StepInferring, span: Span | undefined): boolean {
  const nested = columns.filter(({ type }) => isNested(type));
  for (const column of nested) report(inferring, nestedRefusal(column, role), span);
  return nested.length === 0;
}

export const nestedRefusal = ({ name, type }: Column, role: string) =>
  refuse(
    "ODB3107",
    `\`${name}\` is ${printType(type)}, and ${role} holds no list, struct or map.`,
    "Name a field of it, an item, or a text of all: `.join(',')`.",
  );
