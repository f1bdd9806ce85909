import type { AddFile, Metadata, Protocol } from "../action.ts";
import type { DeltaField } from "../schema.ts";
import type { Snapshot } from "../snapshot.ts";
import type { FileLayout } from "./copyFiles.ts";
import { writerFeatures } from "./protocolFeatures.ts";

/** How the table's data files are laid out. */
export function layoutOf(
  { fields, metadata, protocol }: { readonly fields: readonly DeltaField[]; readonly metadata: Metadata; readonly protocol: Protocol },
  snapshot: Pick<Snapshot, "domains" | "files"> | undefined,
): FileLayout {
  return {
    fields,
    metadata,
    clusteredBy: clusteringColumns(snapshot?.domains.get("delta.clustering")?.configuration),
    tightBounds: writerFeatures(protocol).includes("deletionVectors"),
    fileBytes: targetFileBytes(metadata.configuration),
    partitions: metadata.partitionColumns.length === 0 ? 0 : countPartitions(snapshot?.files ?? []),
  };
}

const countPartitions = (files: readonly AddFile[]): number =>
  new Set(files.map(({ partitionValues }) => JSON.stringify(partitionValues))).size;

/** Physical names, from the top. */
function clusteringColumns(configuration: string | undefined): readonly (readonly string[])[] {
  if (configuration === undefined) return [];
  const { clusteringColumns } = JSON.parse(configuration) as { readonly clusteringColumns?: readonly (readonly string[])[] };
  return clusteringColumns ?? [];
}

const standardFileBytes = 128 * 1024 * 1024;

/** About how large a data file becomes: by the table's property (`128mb`, or bytes). */
export function targetFileBytes(configuration: Readonly<Record<string, string>>): number {
  const [, number, unit = ""] = /^\s*(\d+)\s*([kmgt]?)b?\s*$/i.exec(configuration["delta.targetFileSize"] ?? "") ?? [];
  if (number === undefined || Number(number) === 0) return standardFileBytes;
  return Number(number) * 1024 ** " kmgt".indexOf(unit.toLowerCase() || " ");
}
