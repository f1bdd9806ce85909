import type { Metadata } from "../action.ts";
import type { DeltaField, DeltaType } from "../schema.ts";
import { physicalName } from "./physicalName.ts";

/** A column, maybe inside of structs, that a file's statistics tell of. */
export interface StatisticsColumn {
  /** Physical names, from the top. */
  readonly path: readonly string[];
  readonly type: DeltaType;
}

interface Leaf extends StatisticsColumn {
  readonly names: readonly string[];
}

/** Those that the table's properties name, else the first 32 of the data files (a struct counts as its fields), and those that the table is clustered by. */
export function statisticsColumns(
  fields: readonly DeltaField[],
  { configuration, partitionColumns }: Pick<Metadata, "configuration" | "partitionColumns">,
  clusteredBy: readonly (readonly string[])[] = [],
): readonly StatisticsColumn[] {
  const leaves = fields.filter(({ name }) => !partitionColumns.includes(name)).flatMap(field => leavesOf(field, [], []));
  const isClustered = ({ path }: Leaf): boolean => clusteredBy.some(column => isPrefix(column, path));
  const named = configuration["delta.dataSkippingStatsColumns"];
  if (named !== undefined) {
    const columns = readColumnList(named);
    return leaves.filter(leaf => columns.some(column => isPrefix(column, leaf.names)) || isClustered(leaf));
  }
  const count = Number(configuration["delta.dataSkippingNumIndexedCols"] ?? 32);
  return leaves.filter((leaf, index) => count < 0 || index < count || isClustered(leaf));
}

function leavesOf(field: DeltaField, names: readonly string[], path: readonly string[]): readonly Leaf[] {
  const leaf = { names: [...names, field.name], path: [...path, physicalName(field)], type: field.type };
  return field.type.kind === "struct" ? field.type.fields.flatMap(inner => leavesOf(inner, leaf.names, leaf.path)) : [leaf];
}

const isPrefix = (column: readonly string[], path: readonly string[]): boolean =>
  column.length <= path.length && column.every((name, index) => name.toLowerCase() === path[index]?.toLowerCase());

/** Names by commas, inner ones by points, with odd characters in backticks. */
function readColumnList(text: string): readonly (readonly string[])[] {
  const columns: string[][] = [[]];
  for (const [, quoted, plain, mark] of text.matchAll(/`((?:[^`]|``)*)`|([^`.,]+)|([.,])/g)) {
    if (mark === ",") columns.push([]);
    const name = quoted?.replaceAll("``", "`") ?? plain?.trim();
    if (name !== undefined && name !== "") columns.at(-1)?.push(name);
  }
  return columns.filter(column => column.length > 0);
}
