import type { AddFile, DomainMetadata, Metadata, Protocol, Transaction } from "./action.ts";
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
  readonly transactions: ReadonlyMap<string, Transaction>;
  readonly domains: ReadonlyMap<string, DomainMetadata>;
}
