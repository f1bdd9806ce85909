import type { Column, DataType } from "../../../../compiler/plan/types.ts";

export type FileColumns = readonly { readonly name: string; readonly declared?: Column }[];

/** What the fast reader knows a field by. */
export interface Shape {
  readonly type: DataType;
  readonly nullable: boolean;
  /** Whether the field ends its record. */
  readonly isLast: boolean;
}

/** The shapes of a file's fields, each once, and which of them each field has. A column that is ignored is a text. */
export function gatherShapes(columns: FileColumns): { readonly shapes: readonly Shape[]; readonly order: Uint32Array } {
  const known = new Map<string, number>();
  const shapes: Shape[] = [];
  const order = Uint32Array.from(columns, ({ declared }, index) => {
    const { type, nullable } = declared ?? { type: { kind: "string" }, nullable: true };
    const shape = { type, nullable, isLast: index === columns.length - 1 };
    const key = JSON.stringify(shape);
    const at = known.get(key) ?? shapes.push(shape) - 1;
    known.set(key, at);
    return at;
  });
  return { shapes, order };
}
