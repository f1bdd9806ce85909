import { Failure } from "../../failure.ts";

interface Feature {
  readonly name: string;
  readonly forReaders: boolean;
}

/** The features that a property of a new table asks for; those that are not here, and begin with `delta.`, are refused. */
const properties: Readonly<Record<string, (value: string) => Feature | undefined>> = {
  "delta.columnMapping.mode": value =>
    value === "none"
      ? undefined
      : ["name", "id"].includes(value)
        ? { name: "columnMapping", forReaders: true }
        : wrongValue("delta.columnMapping.mode", value),
  "delta.enableInCommitTimestamps": value => (isTrue(value) ? { name: "inCommitTimestamp", forReaders: false } : undefined),
  "delta.enableDeletionVectors": value => (isTrue(value) ? { name: "deletionVectors", forReaders: true } : undefined),
  "delta.enableChangeDataFeed": value => (isTrue(value) ? { name: "changeDataFeed", forReaders: false } : undefined),
  "delta.appendOnly": () => undefined,
  "delta.checkpointInterval": value => (/^[1-9]\d*$/.test(value) ? undefined : wrongValue("delta.checkpointInterval", value)),
  "delta.checkpoint.writeStatsAsJson": () => undefined,
  "delta.checkpoint.writeStatsAsStruct": () => undefined,
  "delta.dataSkippingNumIndexedCols": value =>
    /^(-1|\d+)$/.test(value) ? undefined : wrongValue("delta.dataSkippingNumIndexedCols", value),
  "delta.dataSkippingStatsColumns": () => undefined,
  "delta.deletedFileRetentionDuration": () => undefined,
  "delta.enableExpiredLogCleanup": () => undefined,
  "delta.logRetentionDuration": () => undefined,
  "delta.parquet.compression.codec": () => undefined,
  "delta.randomizeFilePrefixes": () => undefined,
  "delta.targetFileSize": () => undefined,
  "delta.tuneFileSizesForRewrites": () => undefined,
  "delta.autoOptimize.autoCompact": () => undefined,
  "delta.autoOptimize.optimizeWrite": () => undefined,
  "delta.isolationLevel": value => (value === "Serializable" ? undefined : wrongValue("delta.isolationLevel", value)),
};

/** What the properties of a new table ask of its readers and writers. */
export function propertyFeatures(configuration: Readonly<Record<string, string>>): readonly Feature[] {
  return Object.entries(configuration).flatMap(([key, value]) => {
    if (!key.startsWith("delta.")) return [];
    const judge = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (judge === undefined) {
      throw new Failure(
        "ODB8114",
        `The property "${key}" of a new Delta table is not known, or asks for a feature that is not written.`,
        "Leave it out, or make the table with Spark.",
      );
    }
    return judge(value) ?? [];
  });
}

const isTrue = (value: string): boolean => value.toLowerCase() === "true";

function wrongValue(key: string, value: string): never {
  throw new Failure(
    "ODB8114",
    `The property "${key}" of a new Delta table cannot be "${value}".`,
    "Give it another value, or leave it out.",
  );
}
