/** A file of a store. */
export interface StoredObject {
  /** Relative to the table's root, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** When it was last written, in milliseconds since 1970. */
  readonly modified: number;
}

/** Where a Delta table lies: what the protocol asks of a storage, one function each. Paths are relative to the table's root, with `/`, not encoded; one that begins with a scheme or `/` is absolute. A crash test wraps it. */
export interface ObjectStore {
  /** The root, as people write it. */
  readonly root: string;
  /** The files right in a folder whose names come at or after `from`, in the order of their names; none where there is no such folder. */
  list(folder: string, from?: string): Promise<readonly StoredObject[]>;
  /** The files below a folder, in no order. */
  listBelow(folder: string): Promise<readonly StoredObject[]>;
  /** The whole file; undefined where there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** A part of a file; undefined where there is no such file. */
  readRange(path: string, offset: number, length: number): Promise<Uint8Array | undefined>;
  /** Writes a file, whole and durably, unless one is there: false then, and nothing is changed. Of two that do it at once, one gets true. */
  putIfAbsent(path: string, content: Uint8Array): Promise<boolean>;
  /** Writes a file, whole and durably, in the place of one that is there. */
  put(path: string, content: Uint8Array): Promise<void>;
  /** A file that is not there is fine. */
  remove(path: string): Promise<void>;
  /** Where the engine reads files from: a local path for each, in the same order. One that is not there is an error that names it. */
  localPaths(paths: readonly string[]): Promise<readonly string[]>;
  /** A local folder for new data files; what is in it is the table's only after `keep`. */
  stage(): Promise<string>;
  /** Makes files of the staged folder, which the engine wrote, durable files of the table; both paths are relative. */
  keep(staged: string, files: readonly { readonly from: string; readonly to: string }[]): Promise<void>;
}
