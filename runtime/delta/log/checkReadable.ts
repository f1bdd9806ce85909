import { Failure } from "../../failure.ts";
import type { Metadata, Protocol } from "../action.ts";

/** The features for readers that are understood. */
const known: readonly string[] = [
  "columnMapping",
  "deletionVectors",
  "timestampNtz",
  "typeWidening",
  "typeWidening-preview",
  "v2Checkpoint",
  "vacuumProtocolCheck",
];

/** Refuses a table that would be read wrongly. */
export function checkReadable(protocol: Protocol, metadata: Metadata, root: string): void {
  const { minReaderVersion, readerFeatures = [] } = protocol;
  if (minReaderVersion > 3) {
    throw new Failure(
      "ODB8005",
      `The table "${root}" needs version ${minReaderVersion} of the protocol for readers; 3 is the highest known.`,
      upgrade,
    );
  }
  const unknown = minReaderVersion === 3 ? readerFeatures.filter(feature => !known.includes(feature)) : [];
  if (unknown.length > 0) {
    const names = unknown.map(name => `"${name}"`).join(", ");
    throw new Failure("ODB8005", `The table "${root}" has the feature ${names}, which is not known here.`, upgrade);
  }
  if (metadata.format.provider !== "parquet") {
    throw new Failure("ODB8005", `The table "${root}" keeps its rows as "${metadata.format.provider}" files; only Parquet is read.`);
  }
}

const upgrade = "Drop the feature with the program that made the table (ALTER TABLE … DROP FEATURE), or read it there.";
