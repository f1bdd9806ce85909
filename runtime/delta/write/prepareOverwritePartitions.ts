import { Failure } from "../../failure.ts";
import type { PartitionValues } from "../action.ts";
import type { Attempt, Prepared } from "./attempt.ts";
import { comparePartitions } from "./comparePartitions.ts";
import { replaceFiles } from "./replaceFiles.ts";
import { writeIncoming } from "./writeFiles.ts";

/** Puts the rows in the place of those in the same partitions. */
export async function prepareOverwritePartitions(attempt: Attempt): Promise<Prepared> {
  const { target } = attempt;
  const { partitionColumns } = target.metadata;
  if (partitionColumns.length === 0) {
    throw new Failure(
      "ODB8102",
      "The Delta table has no partitions that could be overwritten.",
      'Name partition columns, or write with mode "overwrite".',
    );
  }
  const written = await writeIncoming(attempt);
  const keyOf = comparePartitions(target);
  const partitions = new Set(
    written.adds.map(({ partitionValues }: { readonly partitionValues: PartitionValues }) => keyOf(partitionValues)),
  );
  const parameters = { mode: "Overwrite", partitionBy: JSON.stringify(partitionColumns), partitionOverwriteMode: "dynamic" };
  return replaceFiles(attempt, written, file => partitions.has(keyOf(file.partitionValues)), parameters);
}
