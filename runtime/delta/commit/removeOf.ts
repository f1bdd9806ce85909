import type { AddFile, RemoveFile } from "../action.ts";

/** The action that takes a file out of the table. */
export function removeOf(file: AddFile, { dataChange = true } = {}): RemoveFile {
  const { path, partitionValues, size, tags, deletionVector, baseRowId, defaultRowCommitVersion } = file;
  return {
    path,
    deletionTimestamp: Date.now(),
    dataChange,
    extendedFileMetadata: true,
    partitionValues,
    size,
    ...(tags === undefined || tags === null ? {} : { tags }),
    ...(deletionVector === undefined || deletionVector === null ? {} : { deletionVector }),
    ...(baseRowId === undefined || baseRowId === null ? {} : { baseRowId }),
    ...(defaultRowCommitVersion === undefined || defaultRowCommitVersion === null ? {} : { defaultRowCommitVersion }),
  };
}
