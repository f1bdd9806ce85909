import type { DeltaType } from "../../../delta/schema.ts";

const wholeNumbers = ["byte", "short", "integer", "long"];

/** Whether every value of a stored type is one of the declared type, unchanged: the same type, a narrower one, or parts for which that holds. */
export function fitsDeltaType(stored: DeltaType, declared: DeltaType): boolean {
  if (stored.kind === "primitive" && declared.kind === "primitive") {
    const [from, to] = [wholeNumbers.indexOf(stored.name), wholeNumbers.indexOf(declared.name)];
    return stored.name === declared.name || (from >= 0 && from <= to) || (stored.name === "float" && declared.name === "double");
  }
  if (stored.kind === "decimal" && declared.kind === "decimal")
    return stored.scale <= declared.scale && stored.precision - stored.scale <= declared.precision - declared.scale;
  if (stored.kind === "array" && declared.kind === "array") return fitsDeltaType(stored.item, declared.item);
  if (stored.kind === "map" && declared.kind === "map")
    return fitsDeltaType(stored.key, declared.key) && fitsDeltaType(stored.value, declared.value);
  if (stored.kind === "struct" && declared.kind === "struct")
    return (
      stored.fields.length === declared.fields.length &&
      stored.fields.every(field => {
        const found = declared.fields.find(other => other.name === field.name);
        return found !== undefined && fitsDeltaType(field.type, found.type);
      })
    );
  return false;
}
