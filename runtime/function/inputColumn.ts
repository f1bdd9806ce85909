import type { Column, DataType } from "../../compiler/plan/types.ts";

/** How a column reaches the function: as numbers, or as a text that becomes the value. */
export type InputKind = "number" | "bigint" | "boolean" | "text" | "binary";
export interface InputColumn {
  readonly name: string;
  readonly kind: InputKind;
  readonly nullable: boolean;
}

/** A column's values by row. `nulls` says with a 1 where a number is null; a text that is null is null itself. */
export interface DecodedColumn {
  readonly items: ArrayLike<unknown>;
  readonly nulls?: ArrayLike<number>;
}

export function inputColumn({ name, type, nullable }: Column): InputColumn {
  return { name, kind: inputKind(type), nullable };
}

/** Texts have their nulls among them. */
export function isText({ kind }: InputColumn): boolean {
  return kind === "text" || kind === "binary";
}

/** A column that says beside its numbers where there is none. */
export function hasNulls(column: InputColumn): boolean {
  return column.nullable && !isText(column);
}

export function inputKind(type: DataType): InputKind {
  switch (type.kind) {
    case "boolean":
      return "boolean";
    case "int8":
    case "int16":
    case "int32":
    case "float32":
    case "float64":
      return "number";
    case "int64":
      return "bigint";
    case "binary":
      return "binary";
    default:
      return "text";
  }
}
