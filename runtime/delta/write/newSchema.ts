import { randomUUID } from "node:crypto";
import { printSchema } from "../schema/printSchema.ts";
import { checkNames } from "./checkNames.ts";
import { checkPartitionColumns } from "./checkPartitionColumns.ts";
import { propertyFeatures } from "./propertyFeatures.ts";
import { protocolFor } from "./protocolFeatures.ts";
import type { TargetSchema } from "./reconcileSchema.ts";
import { withMapping } from "./withMapping.ts";
import { withoutMetadata } from "./withoutMetadata.ts";
import type { WriteRequest } from "./writeRequest.ts";

/** The schema of a new table. */
export function newSchema({
  fields,
  partitionBy = [],
  properties = {},
}: Pick<WriteRequest, "fields" | "partitionBy" | "properties">): TargetSchema {
  checkPartitionColumns(fields, partitionBy);
  const plain = fields.map(withoutMetadata);
  checkNames(plain);
  const features = propertyFeatures(properties);
  const mapped = withMapping(plain, { configuration: properties });
  return {
    fields: mapped.fields,
    metadata: {
      id: randomUUID(),
      format: { provider: "parquet", options: {} },
      schemaString: printSchema(mapped.fields),
      partitionColumns: partitionBy,
      createdTime: Date.now(),
      configuration: mapped.configuration,
    },
    protocol: protocolFor(mapped.fields, undefined, features),
    changesMetadata: true,
    changesProtocol: true,
    present: new Set(fields.map(({ name }) => name)),
  };
}
