import { Failure } from "../../failure.ts";
import type { DeltaField, DeltaType } from "../schema.ts";

/** Refuses a column whose type was changed in a way that the protocol does not know: its older files might be read wrongly. */
export function checkTypeChanges(fields: readonly DeltaField[]): void {
  for (const field of fields) {
    const changes = field.metadata["delta.typeChanges"];
    for (const change of Array.isArray(changes) ? changes : []) checkChange(field.name, change);
    checkTypeChanges(fieldsIn(field.type));
  }
}

function checkChange(name: string, change: unknown): void {
  const { fromType, toType } = typeof change === "object" && change !== null ? (change as { fromType?: unknown; toType?: unknown }) : {};
  if (typeof fromType === "string" && typeof toType === "string" && isWider(fromType, toType)) return;
  throw new Failure(
    "ODB8005",
    `The column "${name}" was changed from ${JSON.stringify(fromType)} to ${JSON.stringify(toType)}, which is no widening that is known here.`,
    "Read the table with the program that changed it.",
  );
}

const wholes = ["byte", "short", "integer", "long"];

function isWider(from: string, to: string): boolean {
  const [smaller, larger] = [wholes.indexOf(from), wholes.indexOf(to)];
  if (smaller >= 0 && larger >= 0) return smaller <= larger;
  if (to === "double") return from === "float" || (smaller >= 0 && from !== "long");
  if (to === "timestamp_ntz") return from === "date";
  const after = decimalOf(to);
  const before = smaller >= 0 ? { digits: from === "long" ? 20 : 10, scale: 0 } : decimalOf(from);
  if (after === undefined || before === undefined) return false;
  const more = after.scale - before.scale;
  return more >= 0 && after.digits - before.digits >= more;
}

function decimalOf(type: string): { readonly digits: number; readonly scale: number } | undefined {
  const [, digits, scale] = /^decimal\((\d+),\s*(\d+)\)$/.exec(type) ?? [];
  return digits === undefined || scale === undefined ? undefined : { digits: Number(digits), scale: Number(scale) };
}

function fieldsIn(type: DeltaType): readonly DeltaField[] {
  switch (type.kind) {
    case "struct":
      return type.fields;
    case "array":
      return fieldsIn(type.item);
    case "map":
      return [...fieldsIn(type.key), ...fieldsIn(type.value)];
    default:
      return [];
  }
}
