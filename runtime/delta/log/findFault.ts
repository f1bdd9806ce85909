type Check = readonly [what: string, holds: (value: unknown) => boolean];

const text: Check = ["a text", value => typeof value === "string"];
const number: Check = ["a number", value => typeof value === "number"];
const list: Check = ["a list", Array.isArray];
const object: Check = ["an object", value => isObject(value)];
const optional = ([what, holds]: Check): Check => [what, value => value === undefined || value === null || holds(value)];

type Shape = readonly (readonly [field: string, check: Check])[];

/** The fields without which an action cannot be understood. */
const shapes: ReadonlyMap<string, Shape> = new Map(
  Object.entries({
    add: { path: text, partitionValues: object, size: number, stats: optional(text), deletionVector: optional(object) },
    remove: { path: text, deletionVector: optional(object) },
    metaData: { id: text, format: object, schemaString: optional(text), partitionColumns: list, configuration: object },
    protocol: { minReaderVersion: number, minWriterVersion: number, readerFeatures: optional(list), writerFeatures: optional(list) },
    txn: { appId: text, version: number },
    domainMetadata: { domain: text },
    commitInfo: {},
    sidecar: { path: text },
  }).map(([kind, fields]) => [kind, Object.entries(fields)]),
);

const vector: Shape = Object.entries({ storageType: text, pathOrInlineDv: text, sizeInBytes: number, cardinality: number });

/** What is wrong with an action of a log's line, in words that follow "line 3"; undefined where nothing is. What is not known is never wrong. */
export function findFault(action: unknown): string | undefined {
  if (!isObject(action)) return "is no object";
  // Not over entries: this is done for every file of a table.
  for (const kind in action) {
    const [shape, value] = [shapes.get(kind), action[kind]];
    if (shape === undefined || value === null) continue;
    if (!isObject(value)) return `has an action "${kind}" that is no object`;
    const deletionVector = value["deletionVector"];
    const fault =
      findIn(kind, value, shape) ?? (isObject(deletionVector) ? findIn(`${kind}.deletionVector`, deletionVector, vector) : undefined);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function findIn(kind: string, value: Readonly<Record<string, unknown>>, shape: Shape): string | undefined {
  for (const [field, [what, holds]] of shape) if (!holds(value[field])) return `has an action "${kind}" whose "${field}" is not ${what}`;
  return undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
