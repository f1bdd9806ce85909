import type { StoredObject } from "../store/objectStore.ts";

/** A file of the log's folder, told by its name; undefined for all that no reader needs. */
export type LogFile =
  | { readonly kind: "commit"; readonly version: number; readonly object: StoredObject }
  | { readonly kind: "compaction"; readonly from: number; readonly version: number; readonly object: StoredObject }
  | { readonly kind: "checksum"; readonly version: number; readonly object: StoredObject }
  | CheckpointFile;

export interface CheckpointFile {
  readonly kind: "checkpoint";
  readonly version: number;
  readonly object: StoredObject;
  readonly format: "parquet" | "json";
  /** Of a checkpoint in several files: which of how many. */
  readonly part?: { readonly number: number; readonly of: number };
  /** Whether the name has an identifier, as those have that lead to sidecars. */
  readonly isUnique: boolean;
}

export function nameLogFile(object: StoredObject): LogFile | undefined {
  const name = object.path.slice(object.path.lastIndexOf("/") + 1);
  const version = /^\d{20}(?=\.)/.test(name) ? Number(name.slice(0, 20)) : Number.NaN;
  if (!Number.isSafeInteger(version)) return undefined;
  const rest = name.slice(21);
  if (rest === "json") return { kind: "commit", version, object };
  if (rest === "crc") return { kind: "checksum", version, object };
  const compacted = /^(\d{20})\.compacted\.json$/.exec(rest)?.[1];
  if (compacted !== undefined) return { kind: "compaction", from: version, version: Number(compacted), object };
  const checkpoint = /^checkpoint\.(?:(parquet)|(\d{10})\.(\d{10})\.parquet|[0-9a-f-]{36}\.(json|parquet))$/i.exec(rest);
  if (checkpoint === null) return undefined;
  const [, , number, of, format] = checkpoint;
  return {
    kind: "checkpoint",
    version,
    object,
    format: format === "json" ? "json" : "parquet",
    isUnique: format !== undefined,
    ...(number === undefined || of === undefined ? {} : { part: { number: Number(number), of: Number(of) } }),
  };
}
