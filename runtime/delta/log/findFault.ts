type Check = readonly [what: string, holds: (value: unknown) => boolean];

const text: Check = ["a text", value => typeof value === "string"];
const number: Check = ["a number", value => typeof value === "number"];
const list: Check = ["a list", Array.isArray];
const object: Check = ["an object", value => isObject(value)];
const optional = ([what, holds]: Check): Check => [what, value => value === undefined || value === null || holds(value)];

/** The fields without which an action cannot be understood. */
const shapes: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  add: { path: text, partitionValues: object, size: number, stats: optional(text), deletionVector: optional(object) },
  remove: { path: text, deletionVector: optional(object) },
  metaData: { id: text, format: object, schemaString: optional(text), partitionColumns: list, configuration: object },
  protocol: { minReaderVersion: number, minWriterVersion: number, readerFeatures: optional(list), writerFeatures: optional(list) },
  txn: { appId: text, version: number },
  domainMetadata: { domain: text },
  commitInfo: {},
  sidecar: { path: text },
};

const vector = { storageType: text, pathOrInlineDv: text, sizeInBytes: number, cardinality: number };

/** What is wrong with an action of a log's line, in words that follow "line 3"; undefined where nothing is. What is not known is never wrong. */
export function findFault(action: unknown): string | undefined {
  if (!isObject(action)) return "is no object";
  for (const [kind, value] of Object.entries(action)) {
    const shape = shapes[kind];
    if (shape === undefined || value === null) continue;
    if (!isObject(value)) return `has an action "${kind}" that is no object`;
    const fault = findIn(kind, value, shape);
    if (fault !== undefined) return fault;
    if (isObject(value["deletionVector"])) {
      const inVector = findIn(`${kind}.deletionVector`, value["deletionVector"], vector);
      if (inVector !== undefined) return inVector;
    }
  }
  return undefined;
}

function findIn(kind: string, value: Readonly<Record<string, unknown>>, shape: Readonly<Record<string, Check>>): string | undefined {
  for (const field in shape) {
    const check = shape[field];
    if (check !== undefined && !check[1](value[field])) return `has an action "${kind}" whose "${field}" is not ${check[0]}`;
  }
  return undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
