import type { DeletionVectorDescriptor } from "../action.ts";
import { decodePath } from "../log/decodePath.ts";
import { decodeZ85 } from "./decodeZ85.ts";

/** The file of a deletion vector, relative to the table or absolute; undefined for one that is inline or leads nowhere. */
export function vectorPath({ storageType, pathOrInlineDv }: DeletionVectorDescriptor): string | undefined {
  if (storageType === "p") return decodePath(pathOrInlineDv);
  if (storageType !== "u") return undefined;
  const bytes = decodeZ85(pathOrInlineDv.slice(-20));
  if (bytes === undefined || bytes.length !== 16) return undefined;
  const uuid = Buffer.from(bytes)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const prefix = pathOrInlineDv.slice(0, -20);
  return `${prefix === "" ? "" : `${prefix}/`}deletion_vector_${uuid}.bin`;
}
