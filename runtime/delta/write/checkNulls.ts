import { join } from "node:path";
import { Failure } from "../../failure.ts";
import { quoteName } from "../../sql/duckdb/quote.ts";
import type { Query } from "../query.ts";
import { quotePath } from "../scan/readParquet.ts";
import type { DeltaField, DeltaType } from "../schema.ts";
import type { StagedFile } from "./copyFiles.ts";
import { physicalFields } from "./physicalName.ts";

/** Fails where staged files have a null in a column that has none. */
export async function checkNulls(query: Query, staged: string, files: readonly StagedFile[], fields: readonly DeltaField[]): Promise<void> {
  if (files.length === 0) return;
  for (const { name, nullable } of fields) {
    if (!nullable && files.some(({ nullColumns }) => nullColumns.includes(name))) throw nullFound(name);
  }
  // The statistics tell nothing of nested values; there the files are asked.
  const asked = physicalFields(fields).flatMap((field, index) => {
    if (field.type.kind === "primitive" || field.type.kind === "decimal") return [];
    const fault = faultOf(field, quoteName(field.name));
    return fault === undefined ? [] : [{ name: fields[index]?.name ?? field.name, fault }];
  });
  if (asked.length === 0) return;
  const list = files.map(({ path }) => quotePath(join(staged, path))).join(", ");
  const faults = asked.map(({ fault }, index) => `coalesce(bool_or(${fault}), false) as c${index}`);
  const [row] = await query.execute(`select ${faults.join(", ")} from read_parquet([${list}], hive_partitioning = false)`);
  const found = asked.find((_, index) => row?.[`c${index}`] === true);
  if (found !== undefined) throw nullFound(found.name);
}

/** When the value, or one inside of it, is null and must not be. */
function faultOf({ nullable, type }: Pick<DeltaField, "nullable" | "type">, value: string): string | undefined {
  const inner = innerFault(type, value);
  const own = nullable ? [] : [`${value} is null`];
  const all = [...own, ...(inner === undefined ? [] : [`(${value} is not null and ${inner})`])];
  return all.length === 0 ? undefined : `(${all.join(" or ")})`;
}

function innerFault(type: DeltaType, value: string): string | undefined {
  switch (type.kind) {
    case "struct": {
      const faults = type.fields.flatMap(field => faultOf(field, `${value}.${quoteName(field.name)}`) ?? []);
      return faults.length === 0 ? undefined : `(${faults.join(" or ")})`;
    }
    case "array":
      return anyItem(value, faultOf({ nullable: type.itemNullable, type: type.item }, "item"));
    case "map": {
      const key = anyItem(`map_keys(${value})`, innerFault(type.key, "item"));
      const item = anyItem(`map_values(${value})`, faultOf({ nullable: type.valueNullable, type: type.value }, "item"));
      return key !== undefined && item !== undefined ? `(${key} or ${item})` : (key ?? item);
    }
    default:
      return undefined;
  }
}

const anyItem = (list: string, fault: string | undefined): string | undefined =>
  fault === undefined ? undefined : `len(list_filter(${list}, lambda item: ${fault})) > 0`;

const nullFound = (name: string): Failure =>
  new Failure(
    "ODB8104",
    `The column "${name}" of the Delta table has no nulls, and the rows have one there.`,
    "Leave those rows out, or fill them; or have the column made nullable.",
  );
