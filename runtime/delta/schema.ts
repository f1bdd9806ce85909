// A table's schema: the protocol's section "Schema Serialization Format".

/** Those of the protocol's text; `void` is a column of nulls that no file holds. */
export const primitiveNames = [
  "string",
  "long",
  "integer",
  "short",
  "byte",
  "float",
  "double",
  "boolean",
  "binary",
  "date",
  "timestamp",
  "timestamp_ntz",
  "void",
] as const;

export type PrimitiveName = (typeof primitiveNames)[number];

export type DeltaType =
  | { readonly kind: "primitive"; readonly name: PrimitiveName }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "struct"; readonly fields: readonly DeltaField[] }
  | { readonly kind: "array"; readonly item: DeltaType; readonly itemNullable: boolean }
  | { readonly kind: "map"; readonly key: DeltaType; readonly value: DeltaType; readonly valueNullable: boolean };

export interface DeltaField {
  readonly name: string;
  readonly type: DeltaType;
  readonly nullable: boolean;
  /** As the log has it: column mapping's id and physical name, type changes, comments, invariants. */
  readonly metadata: Readonly<Record<string, unknown>>;
}
