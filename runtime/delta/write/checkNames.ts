import { Failure } from "../../failure.ts";
import type { DeltaField } from "../schema.ts";

/** Names are unique whatever their case. */
export function checkNames(fields: readonly DeltaField[]): void {
  const seen = new Map<string, string>();
  for (const { name } of fields) {
    const twin = seen.get(name.toLowerCase());
    if (twin !== undefined) {
      throw new Failure(
        "ODB8101",
        `The columns "${twin}" and "${name}" differ in case only, which a Delta table cannot keep apart.`,
        "Rename one of them.",
      );
    }
    seen.set(name.toLowerCase(), name);
  }
}
