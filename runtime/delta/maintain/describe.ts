import { openSnapshot, type SnapshotOptions } from "../log/openSnapshot.ts";
import type { Query } from "../query.ts";
import { countRows } from "../scan/liveRowsOf.ts";
import type { DeltaField } from "../schema.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { writerFeatures } from "../write/protocolFeatures.ts";

/** What there is to know of a table without looking at its rows. */
export interface TableDescription {
  readonly location: string;
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly version: number;
  /** When the version was committed and when the table was made, in milliseconds since 1970. */
  readonly timestamp: number;
  readonly createdTime?: number;
  readonly schema: readonly DeltaField[];
  readonly partitionColumns: readonly string[];
  readonly files: number;
  readonly bytes: number;
  /** By the statistics; undefined where a file has none. */
  readonly rows: number | undefined;
  readonly properties: Readonly<Record<string, string>>;
  readonly minReaderVersion: number;
  readonly minWriterVersion: number;
  /** What readers, and writers, of the table have to know. */
  readonly readerFeatures: readonly string[];
  readonly writerFeatures: readonly string[];
}

/** Describes a table at a version, a time, or as it is. */
export async function describe(
  store: ObjectStore,
  query: Query,
  options: Pick<SnapshotOptions, "version" | "timestamp"> = {},
): Promise<TableDescription> {
  return describeSnapshot(store, await openSnapshot(store, query, options));
}

function describeSnapshot(store: ObjectStore, { version, timestamp, protocol, metadata, schema, files }: Snapshot): TableDescription {
  const { id, name, description, createdTime } = metadata;
  return {
    location: store.root,
    id,
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof description === "string" ? { description } : {}),
    version,
    timestamp,
    ...(typeof createdTime === "number" ? { createdTime } : {}),
    schema,
    partitionColumns: metadata.partitionColumns,
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.size, 0),
    rows: countRows(files),
    properties: metadata.configuration,
    minReaderVersion: protocol.minReaderVersion,
    minWriterVersion: protocol.minWriterVersion,
    readerFeatures: protocol.readerFeatures ?? (protocol.minReaderVersion === 2 ? ["columnMapping"] : []),
    writerFeatures: writerFeatures(protocol),
  };
}
