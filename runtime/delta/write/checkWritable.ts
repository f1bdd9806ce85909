import { Failure } from "../../failure.ts";
import type { DeltaField, DeltaType } from "../schema.ts";
import type { Snapshot } from "../snapshot.ts";
import { writerFeatures } from "./protocolFeatures.ts";

/** What a commit does to the rows. */
export interface Effect {
  /** Whether rows are removed or changed. */
  readonly removes: boolean;
  /** Whether files are rewritten of which some rows stay: readers of changes would take those for new. */
  readonly rewrites: boolean;
}

type Table = Pick<Snapshot, "protocol" | "metadata" | "schema">;
/** Why a feature is in the way; undefined where it is not. */
type Judge = (table: Table, effect: Effect) => string | undefined;

const isFine: Judge = () => undefined;
const isUnknown: Judge = () => "it is not known how to keep what it asks of writers";

const judges: Readonly<Record<string, Judge>> = {
  appendOnly: isFine,
  columnMapping: isFine,
  deletionVectors: isFine,
  timestampNtz: isFine,
  domainMetadata: isFine,
  v2Checkpoint: isFine,
  vacuumProtocolCheck: isFine,
  inCommitTimestamp: isFine,
  typeWidening: isFine,
  "typeWidening-preview": isFine,
  clustering: isFine,
  invariants: ({ schema }) => whereMetadata(schema, "delta.invariants", "has an invariant"),
  generatedColumns: ({ schema }) => whereMetadata(schema, "delta.generationExpression", "is generated"),
  identityColumns: ({ schema }) => whereMetadata(schema, "delta.identity.start", "is an identity column"),
  // A default is for columns that a statement does not name; a write here names all of them.
  allowColumnDefaults: isFine,
  checkConstraints: ({ metadata }) => {
    const name = Object.keys(metadata.configuration).find(key => key.startsWith("delta.constraints."));
    return name === undefined ? undefined : `the table has the constraint "${name.slice("delta.constraints.".length)}"`;
  },
  changeDataFeed: ({ metadata }, { rewrites }) =>
    rewrites && metadata.configuration["delta.enableChangeDataFeed"] === "true" ? "the table keeps a feed of changed rows" : undefined,
};

/** Refuses, by the feature's name, what would break a promise that the table makes; nothing has been written then. */
export function checkWritable(table: Table, effect: Effect): void {
  const { protocol, metadata } = table;
  if (protocol.minWriterVersion > 7) throw unknownVersion(protocol.minWriterVersion);
  for (const feature of writerFeatures(protocol)) {
    const reason = (Object.hasOwn(judges, feature) ? (judges[feature] ?? isUnknown) : isUnknown)(table, effect);
    if (reason !== undefined) throw notWritable(feature, reason);
  }
  if (effect.removes && metadata.configuration["delta.appendOnly"] === "true") {
    throw new Failure(
      "ODB8110",
      "The Delta table is only appended to (its property delta.appendOnly is true), and this write changes or removes rows.",
      "Append, or have the property set to false.",
    );
  }
}

function whereMetadata(schema: readonly DeltaField[], key: string, what: string): string | undefined {
  const name = findField(schema, field => Object.hasOwn(field.metadata, key));
  return name === undefined ? undefined : `the column "${name}" ${what}`;
}

function findField(fields: readonly DeltaField[], isWanted: (field: DeltaField) => boolean): string | undefined {
  for (const field of fields) {
    const inner = isWanted(field) ? "" : findInside(field.type, isWanted);
    if (inner !== undefined) return inner === "" ? field.name : `${field.name}.${inner}`;
  }
  return undefined;
}

function findInside(type: DeltaType, isWanted: (field: DeltaField) => boolean): string | undefined {
  switch (type.kind) {
    case "struct":
      return findField(type.fields, isWanted);
    case "array":
      return findInside(type.item, isWanted);
    case "map":
      return findInside(type.key, isWanted) ?? findInside(type.value, isWanted);
    default:
      return undefined;
  }
}

const notWritable = (feature: string, reason: string): Failure =>
  new Failure(
    "ODB8103",
    `The Delta table has the feature "${feature}", which cannot be written: ${reason}.`,
    "Write to it with Spark, or to a table without it.",
  );

const unknownVersion = (version: number): Failure =>
  new Failure(
    "ODB8103",
    `The Delta table asks for writers of version ${version}, and only those up to 7 are known.`,
    "Use a newer release.",
  );
