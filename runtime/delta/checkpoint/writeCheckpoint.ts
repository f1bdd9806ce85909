import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { quoteText } from "../../sql/duckdb/quote.ts";
import type { Action } from "../action.ts";
import { padVersion } from "../commit/logPath.ts";
import type { Query } from "../query.ts";
import { quotePath } from "../scan/readParquet.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { checkpointActions } from "./checkpointActions.ts";

const lastCheckpoint = "_delta_log/_last_checkpoint";

/** Writes the classic checkpoint of a version, and names it in `_last_checkpoint`. The snapshot has its tombstones. False where the table wants a kind that is not written. */
export async function writeCheckpoint(store: ObjectStore, query: Query, snapshot: Snapshot): Promise<boolean> {
  // Its statistics would have to be in columns of their types.
  if (snapshot.metadata.configuration["delta.checkpoint.writeStatsAsStruct"] === "true") return false;
  const actions = checkpointActions(snapshot, Date.now());
  const content = await makeParquet(store, query, actions);
  await store.put(`_delta_log/${padVersion(snapshot.version)}.checkpoint.parquet`, content);
  if (((await readLastVersion(store)) ?? -1) > snapshot.version) return true;
  const hint = { version: snapshot.version, size: actions.length, sizeInBytes: content.length, numOfAddFiles: snapshot.files.length };
  await store.put(lastCheckpoint, new TextEncoder().encode(JSON.stringify(hint)));
  return true;
}

async function makeParquet(store: ObjectStore, query: Query, actions: readonly Action[]): Promise<Uint8Array> {
  const folder = await store.stage();
  try {
    const lines = join(folder, `${randomUUID()}.json`);
    const target = join(folder, `${randomUUID()}.parquet`);
    const longest = await writeLines(lines, actions);
    const columns = Object.entries(checkpointColumns).map(([name, type]) => `'${name}': '${type}'`);
    await query.execute(
      `copy (select * from read_json(${quotePath(lines)}, format = 'newline_delimited', columns = {${columns.join(", ")}}, maximum_object_size = ${Math.max(longest, 16 * 1024 * 1024)})) ` +
        `to ${quoteText(target)} (format parquet, compression snappy)`,
    );
    return await readFile(target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One action a line; the length of the longest, in bytes. */
async function writeLines(path: string, actions: readonly Action[]): Promise<number> {
  let longest = 0;
  function* print(): Generator<string> {
    for (const action of actions) {
      const line = `${JSON.stringify(action)}\n`;
      longest = Math.max(longest, 3 * line.length);
      yield line;
    }
  }
  await pipeline(Readable.from(print()), createWriteStream(path));
  return longest;
}

const deletionVector = 'STRUCT(storageType VARCHAR, pathOrInlineDv VARCHAR, "offset" INTEGER, sizeInBytes INTEGER, cardinality BIGINT)';
const rowIds = "baseRowId BIGINT, defaultRowCommitVersion BIGINT";
const texts = "MAP(VARCHAR, VARCHAR)";

/** The protocol's checkpoint schema. */
const checkpointColumns = {
  txn: "STRUCT(appId VARCHAR, version BIGINT, lastUpdated BIGINT)",
  add: `STRUCT(path VARCHAR, partitionValues ${texts}, size BIGINT, modificationTime BIGINT, dataChange BOOLEAN, stats VARCHAR, tags ${texts}, deletionVector ${deletionVector}, ${rowIds}, clusteringProvider VARCHAR)`,
  remove: `STRUCT(path VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN, extendedFileMetadata BOOLEAN, partitionValues ${texts}, size BIGINT, deletionVector ${deletionVector}, ${rowIds})`,
  metaData: `STRUCT(id VARCHAR, name VARCHAR, description VARCHAR, format STRUCT(provider VARCHAR, options ${texts}), schemaString VARCHAR, partitionColumns VARCHAR[], createdTime BIGINT, configuration ${texts})`,
  protocol: "STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER, readerFeatures VARCHAR[], writerFeatures VARCHAR[])",
  domainMetadata: "STRUCT(domain VARCHAR, configuration VARCHAR, removed BOOLEAN)",
};

async function readLastVersion(store: ObjectStore): Promise<number | undefined> {
  const content = await store.read(lastCheckpoint);
  if (content === undefined) return undefined;
  try {
    const { version } = JSON.parse(new TextDecoder().decode(content)) as { readonly version?: unknown };
    return typeof version === "number" ? version : undefined;
  } catch {
    // A hint that is no JSON is none.
    return undefined;
  }
}
