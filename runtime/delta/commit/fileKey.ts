import type { AddFile, RemoveFile } from "../action.ts";
import { decodePath } from "../log/decodePath.ts";

/** What tells logical files apart: the path, which writers encode differently, and the deletion vector. */
export function fileKey({ path, deletionVector }: Pick<AddFile | RemoveFile, "path" | "deletionVector">): string {
  const decoded = decodePath(path);
  if (deletionVector === undefined || deletionVector === null) return decoded;
  const { storageType, pathOrInlineDv, offset } = deletionVector;
  return `${decoded}\n${storageType}${pathOrInlineDv}${offset === undefined || offset === null ? "" : `@${offset}`}`;
}
