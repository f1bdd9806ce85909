import type { AddFile, RemoveFile } from "../action.ts";

/** What tells logical files apart: the path and the deletion vector. */
export function fileKey({ path, deletionVector }: Pick<AddFile | RemoveFile, "path" | "deletionVector">): string {
  if (deletionVector === undefined || deletionVector === null) return path;
  const { storageType, pathOrInlineDv, offset } = deletionVector;
  return `${path}\n${storageType}${pathOrInlineDv}${offset === undefined || offset === null ? "" : `@${offset}`}`;
}
