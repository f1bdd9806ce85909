import { Failure } from "../../failure.ts";
import type { AddFile, RemoveFile } from "../action.ts";
import { deletedFileRetention } from "../commit/readInterval.ts";
import { vectorPath } from "../deletionVector/vectorPath.ts";
import { decodePath } from "../log/decodePath.ts";
import { openSnapshot } from "../log/openSnapshot.ts";
import type { Query } from "../query.ts";
import type { ObjectStore, StoredObject } from "../store/objectStore.ts";
import { checkWritable } from "../write/checkWritable.ts";

export interface VacuumOptions {
  /** How long removed files, and files that no log names, are kept: the table's own retention where it is left out. */
  readonly retentionHours?: number;
  /** Whether files are only found and not deleted, which is so unless it is false. */
  readonly dryRun?: boolean;
  /** Takes a retention that is shorter than the table's own. Readers of older versions, and writers that are on their way, may lose files. */
  readonly force?: boolean;
}

export interface VacuumResult {
  /** The files that no version within the retention needs. */
  readonly files: readonly StoredObject[];
  readonly bytes: number;
  /** Whether they were deleted. */
  readonly deleted: boolean;
  readonly retentionHours: number;
}

/** Finds, and deletes when told so, the files that were removed from the table, and those that killed writes have left, longer ago than the retention. */
export async function vacuum(store: ObjectStore, query: Query, options: VacuumOptions = {}): Promise<VacuumResult> {
  const now = Date.now();
  // Listed before the log is read: a file that comes later is new, and one that is listed and named later is spared by its age.
  const listed = await store.listBelow("");
  const snapshot = await openSnapshot(store, query, { withTombstones: true });
  checkWritable(snapshot, { removes: false, rewrites: false });
  const own = deletedFileRetention(snapshot.metadata.configuration);
  const retention = options.retentionHours === undefined ? own : options.retentionHours * 3_600_000;
  if (!(retention >= 0)) throw new Failure("ODB8112", "The retention is no number of hours.", "Write 168 for a week.");
  if (retention < own && options.force !== true) {
    throw new Failure(
      "ODB8112",
      `The retention of ${retention / 3_600_000} hours is shorter than the table's, ${own / 3_600_000} hours: readers of older versions, and writers that are on their way, could lose files.`,
      "Keep them longer, or force it while nobody reads or writes the table.",
    );
  }
  const expired = now - retention;
  const kept = new Set<string>();
  const keep = (file: AddFile | RemoveFile): void => {
    kept.add(relativePath(store.root, file.path));
    const vector = file.deletionVector === undefined || file.deletionVector === null ? undefined : vectorPath(file.deletionVector);
    if (vector !== undefined) kept.add(relativePath(store.root, vector));
  };
  for (const file of snapshot.files) keep(file);
  for (const file of snapshot.tombstones ?? []) if ((file.deletionTimestamp ?? 0) > expired) keep(file);
  const files = listed.filter(({ path, modified }) => !isHidden(path) && modified <= expired && !kept.has(path));
  const deleted = options.dryRun === false;
  if (deleted) for (const { path } of files) await store.remove(path);
  return { files, bytes: files.reduce((sum, file) => sum + file.bytes, 0), deleted, retentionHours: retention / 3_600_000 };
}

/** The log and what other programs keep in folders of their own. Feeds of changes, what writes have staged, and a partition column's folder are the table's. */
function isHidden(path: string): boolean {
  const folders = path.split("/");
  const [first = ""] = folders;
  if (/^_change_data$|^_staged_/.test(first)) return false;
  return folders.some(name => /^[._]/.test(name) && !/^_[^/]*=/.test(name));
}

/** A path of the log as a listing has it: absolute ones into the table are relative there. */
function relativePath(root: string, path: string): string {
  const decoded = decodePath(path).replace(/^file:(\/\/)?(?=\/)/, "");
  const folder = root.endsWith("/") ? root : `${root}/`;
  return decoded.startsWith(folder) ? decoded.slice(folder.length) : decoded;
}
