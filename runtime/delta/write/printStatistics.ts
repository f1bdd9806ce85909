import type { DeltaType } from "../schema.ts";
import type { StatisticsColumn } from "./statisticsColumns.ts";
import { timestampText } from "./timestampText.ts";

/** What the engine tells of a column of a file it wrote: numbers and bounds as text. */
export type ColumnStatistics = Readonly<Record<string, string>>;

/** The JSON text of a file's statistics. `find` gives a column's, by its path. */
export function printStatistics(
  rows: number,
  columns: readonly StatisticsColumn[],
  find: (path: readonly string[]) => ColumnStatistics | undefined,
  options: { readonly tightBounds: boolean },
): string {
  const minimums: Entry[] = [];
  const maximums: Entry[] = [];
  const nulls: Entry[] = [];
  for (const { path, type } of columns) {
    const found = find(path);
    const nullCount = found?.["null_count"];
    if (found === undefined || nullCount === undefined || type.kind === "array" || type.kind === "map") continue;
    nulls.push([path, nullCount]);
    // Engines disagree where NaN stands among the numbers.
    if (found["has_nan"] === "true") continue;
    const minimum = boundOf(type, found["min"], "min");
    const maximum = boundOf(type, found["max"], "max");
    if (minimum !== undefined) minimums.push([path, minimum]);
    if (maximum !== undefined) maximums.push([path, maximum]);
  }
  const tight = options.tightBounds ? `"tightBounds":true,` : "";
  return `{"numRecords":${rows},${tight}"minValues":${nest(minimums)},"maxValues":${nest(maximums)},"nullCount":${nest(nulls)}}`;
}

type Entry = readonly [path: readonly string[], json: string];

/** The entries as nested JSON objects. Those of one struct stand together. */
function nest(entries: readonly Entry[]): string {
  const groups = new Map<string, Entry[]>();
  for (const [[name = "", ...rest], json] of entries) {
    const group = groups.get(name) ?? [];
    group.push([rest, json]);
    groups.set(name, group);
  }
  const printed = [...groups].map(([name, group]) => {
    const only = group[0];
    return `${JSON.stringify(name)}:${only !== undefined && only[0].length === 0 ? only[1] : nest(group)}`;
  });
  return `{${printed.join(",")}}`;
}

/** A bound as JSON; undefined where none can be told, which means that it is not known. */
function boundOf(type: DeltaType, text: string | undefined, side: "min" | "max"): string | undefined {
  if (text === undefined) return undefined;
  if (type.kind === "decimal") return number(text);
  if (type.kind !== "primitive") return undefined;
  switch (type.name) {
    case "string":
      return stringBound(text, side);
    case "long":
    case "integer":
    case "short":
    case "byte":
      return number(text);
    case "float":
    case "double":
      // Zeros are equal, and which one the engine has kept is chance.
      if (Number(text) === 0) return side === "min" ? "-0.0" : "0.0";
      return number(text);
    case "date":
      return /^\d{4}-\d\d-\d\d$/.test(text) ? `"${text}"` : undefined;
    case "timestamp":
    case "timestamp_ntz": {
      const bound = timestampText(text, side === "min" ? "down" : "up");
      return bound === undefined ? undefined : `"${bound.replace(" ", "T")}${type.name === "timestamp" ? "Z" : ""}"`;
    }
    case "boolean":
    case "binary":
    case "void":
      return undefined;
  }
}

const number = (text: string): string | undefined => (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? text : undefined);

const prefixLength = 32;

function stringBound(text: string, side: "min" | "max"): string | undefined {
  const points = Array.from(text.slice(0, 2 * prefixLength + 2), point => point.codePointAt(0) ?? 0);
  if (points.length <= prefixLength) return JSON.stringify(text);
  const prefix = points.slice(0, prefixLength);
  if (side === "min") return JSON.stringify(String.fromCodePoint(...prefix));
  // The next text of that length is above all that begin with the prefix.
  while (prefix.at(-1) === 0x10ffff) prefix.pop();
  const last = prefix.pop();
  if (last === undefined) return undefined;
  return JSON.stringify(String.fromCodePoint(...prefix, last === 0xd7ff ? 0xe000 : last + 1));
}
