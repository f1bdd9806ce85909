/** The type of a column or an expression: the system that Parquet, Arrow, DuckDB and Spark share. Whether a value may be null stands beside the type, never in it. */
export type DataType =
  | { readonly kind: "boolean" }
  | { readonly kind: "int8" }
  | { readonly kind: "int16" }
  | { readonly kind: "int32" }
  | { readonly kind: "int64" }
  | { readonly kind: "float32" }
  | { readonly kind: "float64" }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "string" }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "binary" }
  | { readonly kind: "date" }
  | { readonly kind: "timestamp" }
  | { readonly kind: "timestampNtz" }
  | { readonly kind: "list"; readonly item: DataType; readonly itemNullable: boolean }
  | { readonly kind: "struct"; readonly fields: readonly Column[] }
  | { readonly kind: "map"; readonly key: DataType; readonly value: DataType; readonly valueNullable: boolean }
  /** The type of the literal `null`, which fits any other. */
  | { readonly kind: "null" };

export type TypeKind = DataType["kind"];

/** A column of a schema. */
export interface Column {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
}

/** Whether values of the type are made of others. They are passed on whole: no keys, no order, no comparison. */
export function isNested({ kind }: DataType): boolean {
  return kind === "list" || kind === "struct" || kind === "map";
}

/** The column of a name. */
export function columnNamed<C extends Column>(columns: readonly C[], name: string): C | undefined {
  // Asked for every column of every step: an iterator took a good part of the inference.
  for (let index = 0; index < columns.length; index += 1) if (columns[index]?.name === name) return columns[index];
  return undefined;
}
