import type { AddFile, DomainMetadata, Metadata, Protocol, RemoveFile, Transaction } from "./action.ts";
import type { DeltaField } from "./schema.ts";

/** A table at one version. */
export interface Snapshot {
  readonly version: number;
  /** When the version was committed, in milliseconds since 1970: its in-commit timestamp, else the log file's. */
  readonly timestamp: number;
  readonly protocol: Protocol;
  readonly metadata: Metadata;
  /** The top columns, parsed from the metadata. */
  readonly schema: readonly DeltaField[];
  /** The live files. Key of a file: its path and its deletion vector. */
  readonly files: readonly AddFile[];
  /** What was removed and the log still tells, only where it was asked for: checkpoints carry it on, and vacuum spares it until it expires. */
  readonly tombstones?: readonly RemoveFile[];
  readonly transactions: ReadonlyMap<string, Transaction>;
  readonly domains: ReadonlyMap<string, DomainMetadata>;
}
