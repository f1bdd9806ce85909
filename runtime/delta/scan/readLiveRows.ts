import type { AddFile } from "../action.ts";
import { liveRows } from "../deletionVector/liveRows.ts";
import { readDeletionVector } from "../deletionVector/readDeletionVector.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { chooseByFile } from "./chooseByFile.ts";

/** The condition that a row is not deleted; undefined where no file has a deletion vector. */
export async function readLiveRows(store: ObjectStore, files: readonly AddFile[]): Promise<string | undefined> {
  if (files.every(({ deletionVector }) => isNone(deletionVector))) return undefined;
  const conditions: string[] = [];
  for (const { path, deletionVector } of files) {
    conditions.push(isNone(deletionVector) ? "true" : liveRows(await readDeletionVector(store, deletionVector, path)));
  }
  return chooseByFile(conditions);
}

const isNone = (vector: AddFile["deletionVector"]): vector is null | undefined => vector === undefined || vector === null;
