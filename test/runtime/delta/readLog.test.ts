import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Action, AddFile } from "../../../runtime/delta/action.ts";
import { writeCheckpoint } from "../../../runtime/delta/checkpoint/writeCheckpoint.ts";
import { openSnapshot, type SnapshotOptions } from "../../../runtime/delta/log/openSnapshot.ts";
import { updateSnapshot } from "../../../runtime/delta/log/updateSnapshot.ts";
import type { Snapshot } from "../../../runtime/delta/snapshot.ts";
import { localStore } from "../../../runtime/delta/store/localStore.ts";
import { type Database, openDatabase } from "../../../runtime/engine/duckdb/openDatabase.ts";
import { makeFolder } from "../inFolder.ts";

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ spill: join(import.meta.dirname, "../../../node_modules/.vitest/read-log"), threads: 1 });
});
afterAll(() => database.close());

const name = (version: number): string => String(version).padStart(20, "0");
const protocol: Action = { protocol: { minReaderVersion: 1, minWriterVersion: 2 } };
const schemaString = '{"type":"struct","fields":[{"name":"id","type":"long","nullable":true,"metadata":{}}]}';
const metadata = (configuration: Record<string, string> = {}): Action => ({
  metaData: { id: "t", format: { provider: "parquet", options: {} }, schemaString, partitionColumns: [], configuration },
});
const add = (path: string, size = 1): Action => ({ add: { path, partitionValues: {}, size, modificationTime: 0, dataChange: true } });
const remove = (path: string): Action => ({ remove: { path, deletionTimestamp: 0, dataChange: true } });

function put(root: string, file: string, content: string | readonly unknown[], time?: number): void {
  mkdirSync(join(root, "_delta_log"), { recursive: true });
  const path = join(root, "_delta_log", file);
  writeFileSync(path, typeof content === "string" ? content : `${content.map(action => JSON.stringify(action)).join("\n")}\n`);
  if (time !== undefined) utimesSync(path, time / 1000, time / 1000);
}

/** A table of as many commits, each of which adds a file named as its version. */
function makeTable(commits: number): string {
  const root = makeFolder();
  for (let version = 0; version < commits; version += 1) {
    put(root, `${name(version)}.json`, [...(version === 0 ? [protocol, metadata()] : []), add(String(version))]);
  }
  return root;
}

const open = (root: string, options?: SnapshotOptions): Promise<Snapshot> => openSnapshot(localStore(root), database, options);
const paths = ({ files }: Snapshot): readonly string[] => files.map(({ path }) => path).sort();
const checkpoint = async (root: string, version: number): Promise<void> => {
  await writeCheckpoint(localStore(root), database, await open(root, { version, withTombstones: true }));
};
const refused = (code: string, ...words: readonly string[]) => ({
  code,
  message: expect.stringMatching(new RegExp(words.map(word => word.replace(/[.*+?]/g, "\\$&")).join(".*"))),
});

test("a folder that is no table", async () => {
  await expect(open(makeFolder())).rejects.toMatchObject(refused("ODB8001", "is no Delta table"));
});

test("versions: the newest, each before it, none beyond", async () => {
  const root = makeTable(4);
  expect(paths(await open(root))).toEqual(["0", "1", "2", "3"]);
  expect(paths(await open(root, { version: 1 }))).toEqual(["0", "1"]);
  await expect(open(root, { version: 4 })).rejects.toMatchObject({ ...refused("ODB8002", "version 4"), hint: "Its newest version is 3." });
});

test("a gap is named, before and after a checkpoint", async () => {
  const root = makeTable(8);
  await checkpoint(root, 3);
  rmSync(join(root, "_delta_log", `${name(5)}.json`));
  await expect(open(root)).rejects.toMatchObject(refused("ODB8003", `${name(5)}.json`));
  expect((await open(root, { version: 4 })).version).toBe(4);
  rmSync(join(root, "_delta_log", `${name(1)}.json`));
  await expect(open(root, { version: 2 })).rejects.toMatchObject(refused("ODB8003", `${name(1)}.json`));
  expect((await open(root, { version: 3 })).files).toHaveLength(4);
});

test("a log that was cleaned up says where it begins", async () => {
  const root = makeTable(6);
  await checkpoint(root, 3);
  for (const version of [0, 1, 2]) rmSync(join(root, "_delta_log", `${name(version)}.json`));
  expect(paths(await open(root))).toEqual(["0", "1", "2", "3", "4", "5"]);
  await expect(open(root, { version: 2 })).rejects.toMatchObject({ code: "ODB8002", hint: "The oldest version that can be read is 3." });
});

test.each<[string, string, string]>([
  ["cut short", '{"add":{"path":"1","partitionValu', "line 1 is no JSON, or is cut short"],
  ["empty", "", "it is empty"],
  ["a path that is none", '{"add":{"path":1,"partitionValues":{},"size":1}}', 'line 1 has an action "add" whose "path" is not a text'],
  [
    "no partition values",
    '{"txn":{"appId":"a","version":1}}\n{"add":{"path":"1","size":1}}',
    'line 2 has an action "add" whose "partitionValues"',
  ],
  ["a list", "[]", "line 1 is no object"],
])("a commit that is damaged is named: %s", async (_, content, reason) => {
  const root = makeTable(3);
  put(root, `${name(1)}.json`, content);
  await expect(open(root)).rejects.toMatchObject(refused("ODB8004", `${name(1)}.json`, reason));
});

test("a commit that is no UTF-8, and a table without its first actions", async () => {
  const root = makeTable(3);
  writeFileSync(join(root, "_delta_log", `${name(2)}.json`), Buffer.of(0x7b, 0xff, 0x7d));
  await expect(open(root)).rejects.toMatchObject(refused("ODB8004", `${name(2)}.json`, "no UTF-8"));
  put(root, `${name(0)}.json`, [metadata()]);
  await expect(open(root, { version: 1 })).rejects.toMatchObject(refused("ODB8004", "no protocol"));
  put(root, `${name(0)}.json`, [protocol]);
  await expect(open(root, { version: 1 })).rejects.toMatchObject(refused("ODB8004", "no metadata"));
});

test("a checkpoint that is damaged is named", async () => {
  const root = makeTable(4);
  await checkpoint(root, 3);
  writeFileSync(join(root, "_delta_log", `${name(3)}.checkpoint.parquet`), "PAR1 and no more");
  await expect(open(root)).rejects.toMatchObject(refused("ODB8004", `${name(3)}.checkpoint.parquet`));
});

test("files of a checkpoint keep every field, whatever their paths and texts have in them", async () => {
  const root = makeFolder();
  const deletionVector = {
    storageType: "u",
    pathOrInlineDv: "ab^-aqEH.-t@S}K{vb[*k^",
    offset: 4,
    sizeInBytes: 40,
    cardinality: 2,
  } as const;
  const plain = { partitionValues: {}, size: 1, modificationTime: 7, dataChange: false };
  const files: readonly AddFile[] = [
    { ...plain, path: "1", stats: '{"numRecords":1}' },
    { ...plain, path: "2", partitionValues: { p: "a,\n\u001e" }, stats: '{"numRecords":2,\n"minValues":{}}' },
    { ...plain, path: "3", partitionValues: { p: null }, size: 2 ** 52, tags: { t: "é\u001e" }, deletionVector },
    { ...plain, path: "4", baseRowId: 10, defaultRowCommitVersion: 3, clusteringProvider: "x" },
  ];
  const told = ({ stats, tags, deletionVector: vector, baseRowId, defaultRowCommitVersion, clusteringProvider, ...file }: AddFile) => ({
    ...file,
    ...{ stats: stats ?? null, tags: tags ?? null, vector: vector ?? null, clusteringProvider: clusteringProvider ?? null },
    ...{ baseRowId: baseRowId ?? null, defaultRowCommitVersion: defaultRowCommitVersion ?? null },
  });
  const readCheckpoint = async (version: number): Promise<unknown> => {
    await checkpoint(root, version);
    rmSync(join(root, "_delta_log", `${name(version)}.json`));
    return (await open(root)).files.map(told).sort((a, b) => (a.path < b.path ? -1 : 1));
  };
  put(root, `${name(0)}.json`, [protocol, metadata(), ...files.map(file => ({ add: file }))]);
  expect(await readCheckpoint(0)).toEqual(files.map(told));
  // A path that was not encoded, with what parts the texts.
  const odd = { ...plain, path: "5\u001e6" };
  put(root, `${name(1)}.json`, [{ add: odd }]);
  expect(await readCheckpoint(1)).toEqual([...files, odd].map(told));
});

test("a file without its path or size in a checkpoint is damage", async () => {
  const root = makeTable(2);
  await checkpoint(root, 1);
  const file = join(root, "_delta_log", `${name(1)}.checkpoint.parquet`);
  for (const lacking of ["path", "size"]) {
    const value = (field: string, type: string): string => `${field === lacking ? "null" : `add.${field}`}::${type}`;
    await database.execute(`copy (select * replace (case when add is null then null else struct_pack(path := ${value("path", "varchar")},
      "partitionValues" := add."partitionValues", size := ${value("size", "bigint")}) end as add) from read_parquet('${file}')) to '${file}.new' (format parquet)`);
    const whole = readFileSync(file);
    writeFileSync(file, readFileSync(`${file}.new`));
    await expect(open(root)).rejects.toMatchObject(refused("ODB8004", `${name(1)}.checkpoint.parquet`, lacking));
    writeFileSync(file, whole);
  }
});

test("the hint of the last checkpoint is never trusted over the log", async () => {
  const root = makeTable(6);
  await checkpoint(root, 2);
  for (const hint of ['{"version":4,"size":1}', '{"version":99,"size":1}', '{"versi', '{"version":"x"}', "", '{"version":-1}']) {
    put(root, "_last_checkpoint", hint);
    expect(paths(await open(root))).toEqual(["0", "1", "2", "3", "4", "5"]);
    expect(paths(await open(root, { version: 1 }))).toEqual(["0", "1"]);
  }
});

test("what no reader needs is left alone: staged commits, temporary files, strange names, unknown actions", async () => {
  const root = makeTable(2);
  mkdirSync(join(root, "_delta_log/_staged_commits"));
  put(root, `_staged_commits/${name(2)}.5c0e9a1e-0000-4000-8000-000000000000.json`, [add("staged")]);
  put(root, `.${name(2)}.json.tmp`, "{");
  put(root, `${name(2)}.json.bak`, "{");
  put(root, "2.json", "{");
  put(root, `${name(1)}.json`, [{ somethingNew: { path: "x" } }, add("1"), { cdc: { path: "c" } }, { add: null, remove: null }]);
  expect(paths(await open(root))).toEqual(["0", "1"]);
});

test("a checkpoint with a missing part is not there", async () => {
  const root = makeTable(4);
  await checkpoint(root, 2);
  const log = join(root, "_delta_log");
  writeFileSync(join(log, `${name(3)}.checkpoint.0000000001.0000000002.parquet`), "not looked at");
  put(root, "_last_checkpoint", '{"version":3,"size":4,"parts":2}');
  expect(paths(await open(root))).toEqual(["0", "1", "2", "3"]);
  expect(readdirSync(log)).toContain(`${name(2)}.checkpoint.parquet`);
});

test("a checksum that does not fit its version is told, and one that cannot be read is none", async () => {
  const root = makeTable(2);
  put(root, `${name(1)}.crc`, '{"numFiles":2,"tableSizeBytes":2,"numMetadata":1,"numProtocol":1}');
  expect((await open(root)).version).toBe(1);
  put(root, `${name(1)}.crc`, '{"numFiles":3,"tableSizeBytes":2}');
  await expect(open(root)).rejects.toMatchObject(refused("ODB8004", `${name(1)}.crc`));
  put(root, `${name(1)}.crc`, '{"numFiles":2,"tableSizeBytes":7}');
  await expect(open(root)).rejects.toMatchObject(refused("ODB8004", `${name(1)}.crc`));
  put(root, `${name(1)}.crc`, '{"numFi');
  expect((await open(root)).version).toBe(1);
});

test.each([
  [{ minReaderVersion: 4, minWriterVersion: 7 }, "version 4"],
  [
    { minReaderVersion: 3, minWriterVersion: 7, readerFeatures: ["deletionVectors", "variantType", "catalogManaged"] },
    '"variantType", "catalogManaged"',
  ],
])("a table that needs more than is known is refused by name: %o", async (unknown, named) => {
  const root = makeTable(2);
  put(root, `${name(1)}.json`, [{ protocol: unknown }]);
  await expect(open(root)).rejects.toMatchObject(refused("ODB8005", named));
});

test("by time: of clocks that differ, a later version never counts as older", async () => {
  const root = makeTable(5);
  for (const [version, time] of [1000, 5000, 3000, 4000, 9000].entries()) {
    put(root, `${name(version)}.json`, [...(version === 0 ? [protocol, metadata()] : []), add(String(version))], time);
  }
  const at = async (timestamp: number): Promise<number> => (await open(root, { timestamp })).version;
  expect(await Promise.all([1000, 4999, 5000, 5001, 5002, 8999, 9000, 1e12].map(at))).toEqual([0, 0, 1, 2, 3, 3, 4, 4]);
  expect((await open(root, { version: 3 })).timestamp).toBe(5002);
  await expect(at(999)).rejects.toMatchObject({
    ...refused("ODB8002", "1970-01-01T00:00:00.999Z"),
    hint: expect.stringContaining("1970-01-01T00:00:01.000Z"),
  });
});

test("by time: from the version on that says so, the commits' own times count", async () => {
  const root = makeFolder();
  const told = {
    "delta.enableInCommitTimestamps": "true",
    "delta.inCommitTimestampEnablementVersion": "2",
    "delta.inCommitTimestampEnablementTimestamp": "50000",
  };
  const info = (inCommitTimestamp: number) => ({ commitInfo: { inCommitTimestamp } });
  put(root, `${name(0)}.json`, [protocol, metadata(), add("0")], 1000);
  put(root, `${name(1)}.json`, [add("1")], 2000);
  put(root, `${name(2)}.json`, [info(50_000), metadata(told)], 900_000);
  put(root, `${name(3)}.json`, [info(60_000), add("3")], 10);
  const at = async (timestamp: number): Promise<number> => (await open(root, { timestamp })).version;
  expect(await Promise.all([1500, 2000, 49_999, 50_000, 59_999, 60_000].map(at))).toEqual([0, 1, 1, 2, 2, 3]);
  expect((await open(root)).timestamp).toBe(60_000);
  await checkpoint(root, 3);
  expect((await open(root)).timestamp).toBe(60_000);
  put(root, `${name(3)}.json`, [add("3")]);
  await expect(open(root)).rejects.toMatchObject(refused("ODB8004", `${name(3)}.json`, "inCommitTimestamp"));
});

/** What a version is, by the plainest replay there is. */
function replayNaively(commits: readonly (readonly Action[])[]) {
  const live: Record<string, unknown> = {};
  const transactions: Record<string, unknown> = {};
  for (const action of commits.flat()) {
    if ("add" in action) live[decodeURIComponent(action.add.path)] = action.add.size;
    if ("remove" in action) delete live[decodeURIComponent(action.remove.path)];
    if ("txn" in action) transactions[action.txn.appId] = action.txn.version;
  }
  return { live, transactions };
}

const shown = ({ files, transactions }: Snapshot) => ({
  live: Object.fromEntries(files.map(({ path, size }) => [decodeURIComponent(path), size])),
  transactions: Object.fromEntries([...transactions].map(([key, { version }]) => [key, version])),
});

// Two writers encode one path differently.
const path = fc.constantFrom("a", "b", "c", "d%20e", "p%3D1/f", "p=1/f");
const action = fc.oneof(
  fc.tuple(path, fc.nat(99)).map(([at, size]) => add(at, size)),
  path.map(remove),
  fc.tuple(fc.constantFrom("x", "y"), fc.nat(9)).map(([appId, version]): Action => ({ txn: { appId, version } })),
);

test("random histories, with compactions, checkpoints and a log that is cleaned up, are what a plain replay gives", async () => {
  const history = fc.array(fc.uniqueArray(action, { minLength: 1, maxLength: 4, selector: one => JSON.stringify(one).slice(0, 18) }), {
    minLength: 2,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(
      history,
      fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 3 }),
      fc.option(fc.nat(11)),
      fc.boolean(),
      async (rest, ranges, at, isClean) => {
        const root = makeFolder();
        const commits: readonly (readonly Action[])[] = [[protocol, metadata()], ...rest];
        for (const [version, actions] of commits.entries()) put(root, `${name(version)}.json`, actions);
        for (const [a, b] of ranges) {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          if (from === to || to >= commits.length) continue;
          const last = new Map<string, Action>();
          for (const one of commits.slice(from, to + 1).flat()) {
            const key =
              "add" in one
                ? one.add.path
                : "remove" in one
                  ? one.remove.path
                  : "txn" in one
                    ? `txn ${one.txn.appId}`
                    : Object.keys(one).join();
            last.delete(decodeURIComponent(key));
            last.set(decodeURIComponent(key), one);
          }
          put(root, `${name(from)}.${name(to)}.compacted.json`, [...last.values()]);
        }
        const before = await open(root, { version: Math.floor(commits.length / 2) });
        const kept = at !== null && at < commits.length ? at : undefined;
        if (kept !== undefined) await checkpoint(root, kept);
        if (kept !== undefined && isClean)
          for (let version = 0; version < kept; version += 1) rmSync(join(root, "_delta_log", `${name(version)}.json`));
        for (let version = isClean ? (kept ?? 0) : 0; version < commits.length; version += 1) {
          expect(shown(await open(root, { version }))).toEqual(replayNaively(commits.slice(0, version + 1)));
        }
        expect(shown(await open(root))).toEqual(replayNaively(commits));
        expect(shown(await updateSnapshot(before, localStore(root), database))).toEqual(replayNaively(commits));
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);
