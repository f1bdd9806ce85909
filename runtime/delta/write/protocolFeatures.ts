import type { Protocol } from "../action.ts";
import type { DeltaField, DeltaType } from "../schema.ts";

/** What each writer version before the seventh has asked for, by the names that the features got with it. */
const legacyFeatures: readonly (readonly [version: number, ...features: readonly string[]])[] = [
  [2, "appendOnly", "invariants"],
  [3, "checkConstraints"],
  [4, "changeDataFeed", "generatedColumns"],
  [5, "columnMapping"],
  [6, "identityColumns"],
];

/** The features that the table's writers have to know. */
export function writerFeatures({ minWriterVersion, writerFeatures }: Protocol): readonly string[] {
  if (minWriterVersion >= 7) return writerFeatures ?? [];
  return legacyFeatures.flatMap(([version, ...features]) => (version <= minWriterVersion ? features : []));
}

interface Wanted {
  readonly name: string;
  readonly forReaders: boolean;
}

/** The protocol of a table that has these columns, and these features besides, and all that the table asked for before. */
export function protocolFor(
  fields: readonly DeltaField[],
  before: Protocol = { minReaderVersion: 1, minWriterVersion: 2 },
  wanted: readonly Wanted[] = [],
): Protocol {
  const writers = writerFeatures(before);
  const ntz = fields.some(field => hasLocalTimestamp(field.type)) ? [{ name: "timestampNtz", forReaders: true }] : [];
  const missing = [...wanted, ...ntz].filter(({ name }) => !writers.includes(name));
  if (missing.length === 0) return before;
  const readers = before.readerFeatures ?? (before.minReaderVersion === 2 ? ["columnMapping"] : []);
  const names = [...writers, ...missing.map(({ name }) => name)];
  if (!missing.some(({ forReaders }) => forReaders)) return { ...before, minWriterVersion: 7, writerFeatures: names };
  return {
    minReaderVersion: 3,
    minWriterVersion: 7,
    readerFeatures: [...readers, ...missing.flatMap(({ name, forReaders }) => (forReaders ? [name] : []))],
    writerFeatures: names,
  };
}

function hasLocalTimestamp(type: DeltaType): boolean {
  switch (type.kind) {
    case "primitive":
      return type.name === "timestamp_ntz";
    case "decimal":
      return false;
    case "struct":
      return type.fields.some(field => hasLocalTimestamp(field.type));
    case "array":
      return hasLocalTimestamp(type.item);
    case "map":
      return hasLocalTimestamp(type.key) || hasLocalTimestamp(type.value);
  }
}
