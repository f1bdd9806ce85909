import type { DataType } from "../../compiler/plan/types.ts";
import type { Stored } from "./convertValue.ts";

/** A column of a function's results: numbers in an array of the engine's own kind, anything else as a text or null. */
export type ResultColumn = NumberColumn | TextColumn;
interface NumberColumn {
  readonly kind: "numbers";
  readonly items: Int32Array | Float64Array | BigInt64Array;
  /** With a 1 where there is no number. Undefined as long as there is one everywhere. */
  nulls(): Uint8Array | undefined;
  take(index: number, value: Stored): void;
}
interface TextColumn {
  readonly kind: "texts";
  readonly items: (string | null)[];
  take(index: number, value: Stored): void;
}

/** An empty column of `count` results. */
export function resultColumn(type: DataType, count: number): ResultColumn {
  switch (type.kind) {
    case "boolean":
    case "int8":
    case "int16":
    case "int32":
      return numbers(new Int32Array(count));
    case "float32":
    case "float64":
      return numbers(new Float64Array(count));
    case "int64":
      return bigints(new BigInt64Array(count));
    default: {
      const items = new Array<string | null>(count).fill(null);
      return {
        kind: "texts",
        items,
        take: (index, value) => {
          items[index] = value === null ? null : String(value);
        },
      };
    }
  }
}

function numbers(items: Int32Array | Float64Array): NumberColumn {
  let nulls: Uint8Array | undefined;
  return {
    kind: "numbers",
    items,
    nulls: () => nulls,
    take: (index, value) => {
      if (typeof value === "number") items[index] = value;
      else {
        nulls ??= new Uint8Array(items.length);
        nulls[index] = 1;
      }
    },
  };
}

function bigints(items: BigInt64Array): NumberColumn {
  let nulls: Uint8Array | undefined;
  return {
    kind: "numbers",
    items,
    nulls: () => nulls,
    take: (index, value) => {
      if (typeof value === "bigint") items[index] = value;
      else {
        nulls ??= new Uint8Array(items.length);
        nulls[index] = 1;
      }
    },
  };
}
