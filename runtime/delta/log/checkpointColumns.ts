import type { FileColumn } from "../scan/readParquet.ts";

// The protocol's section "Checkpoint Schema", without what repeats other fields in another form. A checkpoint may lack any of them.

const vector = `struct("storageType" varchar, "pathOrInlineDv" varchar, "offset" integer, "sizeInBytes" integer, cardinality bigint)`;
const values = "map(varchar, varchar)";
const rowTracking = `"baseRowId" bigint, "defaultRowCommitVersion" bigint`;

const column = (name: string, fields: string): FileColumn => ({ key: name, name, sqlType: `struct(${fields})` });

/** The actions that are none of files. */
export const actionColumns: readonly FileColumn[] = [
  column("protocol", `"minReaderVersion" integer, "minWriterVersion" integer, "readerFeatures" varchar[], "writerFeatures" varchar[]`),
  column(
    "metaData",
    `id varchar, name varchar, description varchar, format struct(provider varchar, options ${values}), "schemaString" varchar,` +
      ` "partitionColumns" varchar[], "createdTime" bigint, configuration ${values}`,
  ),
  column("txn", `"appId" varchar, version bigint, "lastUpdated" bigint`),
  column("domainMetadata", "domain varchar, configuration varchar, removed boolean"),
  column("sidecar", `path varchar, "sizeInBytes" bigint, "modificationTime" bigint`),
];

/** The live files. */
export const addColumn = column(
  "add",
  `path varchar, "partitionValues" ${values}, size bigint, "modificationTime" bigint, "dataChange" boolean, stats varchar, tags ${values},` +
    ` "deletionVector" ${vector}, ${rowTracking}, "clusteringProvider" varchar`,
);

/** Those that were removed. */
export const removeColumn = column(
  "remove",
  `path varchar, "deletionTimestamp" bigint, "dataChange" boolean, "extendedFileMetadata" boolean, "partitionValues" ${values}, size bigint,` +
    ` "deletionVector" ${vector}, ${rowTracking}`,
);
