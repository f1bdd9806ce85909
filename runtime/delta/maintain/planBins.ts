import type { AddFile } from "../action.ts";
import type { Snapshot } from "../snapshot.ts";
import { comparePartitions } from "../write/comparePartitions.ts";

/** Which files become one: small ones of a partition up to the target size, and each with deleted rows; or all of a partition. */
export function planBins(
  { files, schema, metadata }: Pick<Snapshot, "files" | "schema" | "metadata">,
  { targetBytes, all }: { readonly targetBytes: number; readonly all: boolean },
): readonly (readonly AddFile[])[] {
  const keyOf = comparePartitions({ fields: schema, metadata });
  const partitions = Map.groupBy(files, ({ partitionValues }) => keyOf(partitionValues));
  if (all) return [...partitions.values()];
  return [...partitions.values()].flatMap(group => {
    const small = group.filter(file => file.size < targetBytes * 0.75 || hasDeletedRows(file));
    return packFiles(small, targetBytes).filter(bin => bin.length > 1 || bin.some(hasDeletedRows));
  });
}

/** In the order of the files, so that rows of one time stay together. */
function packFiles(files: readonly AddFile[], targetBytes: number): readonly (readonly AddFile[])[] {
  const bins: AddFile[][] = [];
  let bytes = 0;
  for (const file of files) {
    const bin = bins.at(-1);
    if (bin === undefined || bytes + file.size > targetBytes) {
      bins.push([file]);
      bytes = file.size;
    } else {
      bin.push(file);
      bytes += file.size;
    }
  }
  return bins;
}

const hasDeletedRows = ({ deletionVector }: AddFile): boolean => deletionVector !== undefined && deletionVector !== null;
