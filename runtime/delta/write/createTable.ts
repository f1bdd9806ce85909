import { Failure } from "../../failure.ts";
import { readsNothing } from "../commit/change.ts";
import { type Ready, retryCommit } from "../commit/retryCommit.ts";
import type { Query } from "../query.ts";
import type { DeltaField } from "../schema.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { checkFolder } from "./checkFolder.ts";
import { newSchema } from "./newSchema.ts";

export interface CreateOptions {
  readonly fields: readonly DeltaField[];
  readonly partitionBy?: readonly string[];
  /** Table properties, `delta.…` and one's own. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly description?: string;
  readonly engineInfo: string;
}

/** Makes a table without rows. Fails where one is. */
export async function createTable(store: ObjectStore, query: Query, options: CreateOptions): Promise<{ readonly version: number }> {
  const done = await retryCommit<Ready>(store, query, options, async snapshot => {
    if (snapshot !== undefined)
      throw new Failure("ODB8115", `"${store.root}" is a Delta table already.`, "Open it, or make the table elsewhere.");
    await checkFolder(store);
    const { metadata, protocol } = newSchema(options);
    const { name, description } = options;
    const named = { ...metadata, ...(name === undefined ? {} : { name }), ...(description === undefined ? {} : { description }) };
    return {
      files: [],
      change: {
        actions: [{ protocol }, { metaData: named }],
        operation: "CREATE TABLE",
        operationParameters: {
          isManaged: "false",
          description: description ?? "null",
          partitionBy: JSON.stringify(metadata.partitionColumns),
          properties: JSON.stringify(metadata.configuration),
        },
        operationMetrics: {},
        reads: readsNothing,
        configuration: metadata.configuration,
      },
    };
  });
  return { version: done.version };
}
