import { Failure } from "../../failure.ts";
import type { Metadata, Protocol } from "../action.ts";
import { printSchema } from "../schema/printSchema.ts";
import type { DeltaField, DeltaType } from "../schema.ts";
import type { Snapshot } from "../snapshot.ts";
import { checkNames } from "./checkNames.ts";
import { checkPartitionColumns } from "./checkPartitionColumns.ts";
import { printType } from "./printType.ts";
import { protocolFor } from "./protocolFeatures.ts";
import { withMapping } from "./withMapping.ts";
import { withoutMetadata } from "./withoutMetadata.ts";
import type { WriteRequest } from "./writeRequest.ts";

/** What the table's columns are once the write is committed. */
export interface TargetSchema {
  readonly fields: readonly DeltaField[];
  readonly metadata: Metadata;
  readonly protocol: Protocol;
  /** Whether the metadata, and the protocol, are other than the snapshot's and go into the commit. */
  readonly changesMetadata: boolean;
  readonly changesProtocol: boolean;
  /** The columns that the rows have. */
  readonly present: ReadonlySet<string>;
}

type Asked = Pick<WriteRequest, "fields" | "partitionBy" | "schemaChanges" | "mode">;

/** Compares the rows' columns with the table's: the table's schema after the write, or a failure that lists each difference. */
export function reconcileSchema(snapshot: Snapshot, asked: Asked): TargetSchema {
  const { metadata, protocol, schema } = snapshot;
  const present = new Set(asked.fields.map(({ name }) => name));
  const changes = asked.schemaChanges ?? "fail";
  if (changes === "replace" && asked.mode === "overwrite") return replaceSchema(snapshot, asked, present);
  const partitionBy = asked.partitionBy ?? metadata.partitionColumns;
  if (!isSameList(partitionBy, metadata.partitionColumns)) {
    throw new Failure(
      "ODB8102",
      `The Delta table is partitioned by ${nameList(metadata.partitionColumns)}, and the write by ${nameList(partitionBy)}.`,
      'Partition by the table\'s own columns; an overwrite with schemaChanges: "replace" may choose others.',
    );
  }
  const staysEmpty = snapshot.files.length === 0 || asked.mode === "overwrite";
  const { differences: found, merged: union } = compare(schema, asked.fields, changes === "addColumns");
  const strict = asked.fields.filter(field => !field.nullable && !schema.some(({ name }) => name === field.name));
  // The rows that stay have none of the new columns.
  const missing =
    changes === "addColumns" && !staysEmpty
      ? strict.map(({ name }) => `${name} is new and never null, and the rows that are there have none`)
      : [];
  const differences = [...found, ...missing];
  const merged = staysEmpty
    ? union.map(field => (strict.some(({ name }) => name === field.name) ? { ...field, nullable: false } : field))
    : union;
  if (differences.length > 0) {
    throw new Failure(
      "ODB8101",
      `The rows do not fit the Delta table: ${differences.join("; ")}.`,
      changes === "fail"
        ? 'Select the table\'s columns, or say schemaChanges: "addColumns", or "replace" in an overwrite.'
        : "Select the table's columns in the table's types.",
    );
  }
  if (union === schema) return { fields: schema, metadata, protocol, changesMetadata: false, changesProtocol: false, present };
  checkNames(merged);
  const { fields, configuration } = withMapping(merged, metadata);
  return changed(snapshot, fields, { ...metadata, schemaString: printSchema(fields), configuration }, present);
}

function replaceSchema(snapshot: Snapshot, asked: Asked, present: ReadonlySet<string>): TargetSchema {
  const { metadata, protocol, schema } = snapshot;
  const partitionBy = asked.partitionBy ?? metadata.partitionColumns.filter(name => present.has(name));
  checkPartitionColumns(asked.fields, partitionBy);
  if (isSameList(partitionBy, metadata.partitionColumns) && isSameSchema(schema, asked.fields)) {
    return { fields: schema, metadata, protocol, changesMetadata: false, changesProtocol: false, present };
  }
  const plain = asked.fields.map(withoutMetadata);
  checkNames(plain);
  const { fields, configuration } = withMapping(plain, metadata);
  return changed(
    snapshot,
    fields,
    { ...metadata, schemaString: printSchema(fields), partitionColumns: partitionBy, configuration },
    present,
  );
}

function changed(snapshot: Snapshot, fields: readonly DeltaField[], metadata: Metadata, present: ReadonlySet<string>): TargetSchema {
  const protocol = protocolFor(fields, snapshot.protocol);
  return { fields, metadata, protocol, changesMetadata: true, changesProtocol: protocol !== snapshot.protocol, present };
}

interface Comparison {
  readonly differences: readonly string[];
  /** The table's fields with the new ones behind; the same list where there are none. */
  readonly merged: readonly DeltaField[];
}

function compare(stored: readonly DeltaField[], incoming: readonly DeltaField[], mayAdd: boolean, inside = ""): Comparison {
  const differences: string[] = [];
  const byName = new Map(incoming.map(field => [field.name, field]));
  const kept = stored.map(field => {
    const found = byName.get(field.name);
    if (found === undefined) {
      if (!isVoid(field.type) && !(mayAdd && field.nullable))
        differences.push(`${inside}${field.name} is missing (${printType(field.type)})`);
      return field;
    }
    const type = compareTypes(field.type, found.type, mayAdd, `${inside}${field.name}`);
    differences.push(...type.differences);
    return type.merged === field.type ? field : { ...field, type: type.merged };
  });
  const names = new Map(stored.map(({ name }) => [name.toLowerCase(), name]));
  const added = incoming.filter(({ name }) => !stored.some(field => field.name === name));
  for (const field of added) {
    const twin = names.get(field.name.toLowerCase());
    if (twin !== undefined) differences.push(`${inside}${field.name} is extra, and differs from ${inside}${twin} in case only`);
    else if (!mayAdd) differences.push(`${inside}${field.name} is extra (${printType(field.type)})`);
  }
  // The rows that are there have none of the new columns.
  const fresh = mayAdd ? added.map(field => ({ ...withoutMetadata(field), nullable: true })) : [];
  const isSame = fresh.length === 0 && kept.every((field, index) => field === stored[index]);
  return { differences, merged: isSame ? stored : [...kept, ...fresh] };
}

function compareTypes(
  stored: DeltaType,
  incoming: DeltaType,
  mayAdd: boolean,
  where: string,
): { readonly differences: readonly string[]; readonly merged: DeltaType } {
  if (stored.kind === "struct" && incoming.kind === "struct") {
    const { differences, merged } = compare(stored.fields, incoming.fields, mayAdd, `${where}.`);
    return { differences, merged: merged === stored.fields ? stored : { ...stored, fields: merged } };
  }
  if (stored.kind === "array" && incoming.kind === "array") {
    const { differences, merged } = compareTypes(stored.item, incoming.item, mayAdd, `${where}.element`);
    return { differences, merged: merged === stored.item ? stored : { ...stored, item: merged } };
  }
  if (stored.kind === "map" && incoming.kind === "map") {
    const key = compareTypes(stored.key, incoming.key, mayAdd, `${where}.key`);
    const value = compareTypes(stored.value, incoming.value, mayAdd, `${where}.value`);
    const isSame = key.merged === stored.key && value.merged === stored.value;
    return {
      differences: [...key.differences, ...value.differences],
      merged: isSame ? stored : { ...stored, key: key.merged, value: value.merged },
    };
  }
  const isSame = printType(stored) === printType(incoming);
  return {
    differences: isSame ? [] : [`${where} is ${printType(stored)} in the table and ${printType(incoming)} in the rows`],
    merged: stored,
  };
}

const isSameSchema = (stored: readonly DeltaField[], incoming: readonly DeltaField[]): boolean =>
  stored.length === incoming.length &&
  stored.every((field, index) => {
    const other = incoming[index];
    return other?.name === field.name && other.nullable === field.nullable && printType(field.type) === printType(other.type);
  });

const isVoid = (type: DeltaType): boolean => type.kind === "primitive" && type.name === "void";
const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, index) => name === b[index]);
const nameList = (names: readonly string[]): string => (names.length === 0 ? "no column" : names.join(", "));
