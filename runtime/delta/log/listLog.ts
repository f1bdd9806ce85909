import type { ObjectStore, StoredObject } from "../store/objectStore.ts";
import { type CheckpointFile, nameLogFile } from "./logFile.ts";

/** What a table's log holds, by version. */
export interface Log {
  readonly commits: ReadonlyMap<number, StoredObject>;
  readonly compactions: readonly Compaction[];
  /** The complete ones, the newest first. */
  readonly checkpoints: readonly Checkpoint[];
  readonly checksums: ReadonlyMap<number, StoredObject>;
}

/** One file that stands for the commits from one version to another, both included. */
export interface Compaction {
  readonly from: number;
  readonly version: number;
  readonly object: StoredObject;
}

export interface Checkpoint {
  readonly version: number;
  readonly format: "parquet" | "json";
  readonly files: readonly StoredObject[];
}

/** The log from a version on, or all of it. */
export async function listLog(store: ObjectStore, from = 0): Promise<Log> {
  const objects = await store.list("_delta_log", from === 0 ? "" : `${String(from).padStart(20, "0")}.`);
  const commits = new Map<number, StoredObject>();
  const checksums = new Map<number, StoredObject>();
  const compactions: Compaction[] = [];
  const checkpointFiles: CheckpointFile[] = [];
  for (const object of objects) {
    const file = nameLogFile(object);
    if (file?.kind === "commit") commits.set(file.version, object);
    else if (file?.kind === "checksum") checksums.set(file.version, object);
    else if (file?.kind === "compaction") compactions.push(file);
    else if (file?.kind === "checkpoint") checkpointFiles.push(file);
  }
  return { commits, compactions, checkpoints: completeCheckpoints(checkpointFiles), checksums };
}

/** Parts are written one by one: where one is missing, the checkpoint is not there. */
function completeCheckpoints(files: readonly CheckpointFile[]): readonly Checkpoint[] {
  const groups = Map.groupBy(files, ({ version, part, object }) => (part === undefined ? object.path : `${version} in ${part.of}`));
  const complete = [...groups.values()].flatMap(group => {
    const [first] = group;
    if (first === undefined || group.length !== (first.part?.of ?? 1)) return [];
    const checkpoint = { version: first.version, format: first.format, files: group.map(({ object }) => object) };
    return [{ checkpoint, rank: first.isUnique ? 0 : first.part === undefined ? 1 : 2 }];
  });
  return complete.sort((a, b) => b.checkpoint.version - a.checkpoint.version || a.rank - b.rank).map(({ checkpoint }) => checkpoint);
}
