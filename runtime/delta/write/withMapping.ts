import { randomUUID } from "node:crypto";
import type { Metadata } from "../action.ts";
import type { DeltaField } from "../schema.ts";
import { isMapped, mapFields } from "./physicalName.ts";

/** Gives new columns their id and physical name where the table maps its columns. */
export function withMapping(
  fields: readonly DeltaField[],
  metadata: Pick<Metadata, "configuration">,
): { readonly fields: readonly DeltaField[]; readonly configuration: Readonly<Record<string, string>> } {
  const { configuration } = metadata;
  if (!isMapped(metadata)) return { fields, configuration };
  let last = Number(configuration["delta.columnMapping.maxColumnId"] ?? 0);
  const mapped = mapFields(
    fields,
    () => ++last,
    () => `col-${randomUUID()}`,
  );
  return { fields: mapped, configuration: { ...configuration, "delta.columnMapping.maxColumnId": String(last) } };
}
