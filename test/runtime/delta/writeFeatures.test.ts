import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { optimize } from "../../../runtime/delta/maintain/optimize.ts";
import { vacuum } from "../../../runtime/delta/maintain/vacuum.ts";
import { deleteRows } from "../../../runtime/delta/merge/deleteRows.ts";
import type { DeltaField } from "../../../runtime/delta/schema.ts";
import { localStore } from "../../../runtime/delta/store/localStore.ts";
import { writeDelta } from "../../../runtime/delta/write/writeDelta.ts";
import type { WriteRequest } from "../../../runtime/delta/write/writeRequest.ts";
import { openDatabase } from "../../../runtime/engine/duckdb/openDatabase.ts";

const folder = mkdtempSync(join(tmpdir(), "odibi-features-"));
const database = await openDatabase({ spill: join(folder, "spill") });
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const engineInfo = "odibi/test";
const fields: readonly DeltaField[] = [{ name: "id", type: { kind: "primitive", name: "long" }, nullable: true, metadata: {} }];
let tables = 0;

/** An empty table of one column, as another writer could have made it. */
function tableOf(protocol: object, configuration: Readonly<Record<string, string>> = {}, metadata: object = {}): string {
  const path = join(folder, `table${tables++}`);
  mkdirSync(join(path, "_delta_log"), { recursive: true });
  const schemaString = JSON.stringify({ type: "struct", fields: [{ name: "id", type: "long", nullable: true, metadata }] });
  const lines = [
    { protocol },
    { metaData: { id: "x", format: { provider: "parquet", options: {} }, schemaString, partitionColumns: [], configuration } },
  ];
  writeFileSync(join(path, "_delta_log", `${"0".padStart(20, "0")}.json`), lines.map(line => `${JSON.stringify(line)}\n`).join(""));
  return path;
}

const write = (path: string, request: Partial<WriteRequest> = {}) =>
  writeDelta(localStore(path), database, { mode: "append", select: "select 1 as id", fields, engineInfo, ...request });

const refused: readonly (readonly [
  feature: string,
  protocol: object,
  configuration?: Readonly<Record<string, string>>,
  metadata?: object,
])[] = [
  ...[
    "rowTracking",
    "icebergCompatV1",
    "icebergCompatV2",
    "checkpointProtection",
    "materializePartitionColumns",
    "toString",
    "fancyNewFeature",
  ].map(feature => [feature, { minReaderVersion: 1, minWriterVersion: 7, writerFeatures: [feature] }] as const),
  ["invariants", { minReaderVersion: 1, minWriterVersion: 2 }, {}, { "delta.invariants": `{"expression":{"expression":"id > 3"}}` }],
  ["invariants", { minReaderVersion: 1, minWriterVersion: 7, writerFeatures: ["invariants"] }, {}, { "delta.invariants": "{}" }],
  ["checkConstraints", { minReaderVersion: 1, minWriterVersion: 3 }, { "delta.constraints.positive": "id > 0" }],
  [
    "checkConstraints",
    { minReaderVersion: 1, minWriterVersion: 7, writerFeatures: ["checkConstraints"] },
    { "delta.constraints.positive": "id > 0" },
  ],
  ["generatedColumns", { minReaderVersion: 1, minWriterVersion: 4 }, {}, { "delta.generationExpression": "1" }],
  ["identityColumns", { minReaderVersion: 1, minWriterVersion: 6 }, {}, { "delta.identity.start": 1 }],
];

const cases = refused.map(([feature, protocol, configuration = {}, metadata = {}]) => ({ feature, protocol, configuration, metadata }));

test.each(cases)("$feature is refused by its name, before anything is written", async ({ feature, protocol, configuration, metadata }) => {
  const path = tableOf(protocol, configuration, metadata);
  const work: readonly (() => Promise<unknown>)[] = [
    () => write(path),
    () => write(path, { mode: "merge", keys: ["id"] }),
    () => optimize(localStore(path), database, { engineInfo }),
    () => vacuum(localStore(path), database),
  ];
  for (const one of work) await expect(one()).rejects.toMatchObject({ code: "ODB8103", message: expect.stringContaining(`"${feature}"`) });
  expect(readdirSync(path)).toEqual(["_delta_log"]);
  expect(readdirSync(join(path, "_delta_log"))).toHaveLength(1);
});

test("a writer version that is not known is refused", async () => {
  await expect(write(tableOf({ minReaderVersion: 1, minWriterVersion: 8 }))).rejects.toMatchObject({ code: "ODB8103" });
});

test.each([
  ["versions before features", { minReaderVersion: 2, minWriterVersion: 6 }],
  [
    "features that are written",
    {
      minReaderVersion: 3,
      minWriterVersion: 7,
      readerFeatures: ["timestampNtz", "deletionVectors", "columnMapping", "v2Checkpoint", "vacuumProtocolCheck", "typeWidening"],
      writerFeatures: [
        "appendOnly",
        "invariants",
        "checkConstraints",
        "generatedColumns",
        "identityColumns",
        "allowColumnDefaults",
        "changeDataFeed",
        "timestampNtz",
        "deletionVectors",
        "columnMapping",
        "v2Checkpoint",
        "vacuumProtocolCheck",
        "typeWidening",
        "domainMetadata",
        "clustering",
        "inCommitTimestamp",
      ],
    },
  ],
])("%s, of which the table uses none that cannot be kept, are no obstacle", async (_, protocol) => {
  const path = tableOf(protocol);
  expect(await write(path)).toMatchObject({ version: 1, rows: 1 });
  expect(await write(path, { mode: "merge", keys: ["id"], select: "select 2 as id" })).toMatchObject({ version: 2 });
  expect(await write(path, { mode: "overwrite", select: "select 3 as id" })).toMatchObject({ version: 3 });
});

test("a table with a feed of changed rows takes appends and overwrites, and refuses what rewrites rows that stay", async () => {
  const path = tableOf({ minReaderVersion: 1, minWriterVersion: 4 }, { "delta.enableChangeDataFeed": "true" });
  await write(path, { select: "select i as id from range(10) t(i)" });
  await expect(write(path, { mode: "merge", keys: ["id"] })).rejects.toMatchObject({
    code: "ODB8103",
    message: expect.stringContaining('"changeDataFeed"'),
  });
  await expect(deleteRows(localStore(path), database, { where: [["id", "=", 3]], engineInfo })).rejects.toMatchObject({ code: "ODB8103" });
  expect(await write(path, { mode: "overwrite" })).toMatchObject({ version: 2 });
  expect(await deleteRows(localStore(path), database, { where: [["id", "=", 1]], engineInfo })).toMatchObject({ rows: 1, version: 3 });
});

test("a folder of other files is not made a table, one of what a killed write has left is", async () => {
  const path = join(folder, "other");
  mkdirSync(path);
  writeFileSync(join(path, "part-1.parquet"), "x");
  await expect(write(path)).rejects.toMatchObject({ code: "ODB8108" });
  rmSync(join(path, "part-1.parquet"));
  writeFileSync(join(path, "part-00000000-0000-4000-8000-000000000000.zstd.parquet"), "x");
  expect(await write(path)).toMatchObject({ version: 0 });
});
