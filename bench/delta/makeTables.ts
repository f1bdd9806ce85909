import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openDatabase } from "../../runtime/engine/duckdb/openDatabase.ts";
import { deltaPython } from "../../scripts/setupDelta.ts";

// Tables to read, their logs written line by line: neither contestant made them. Each is made once.

const types = {
  order_id: "long",
  country: "string",
  day: "date",
  amount: "double",
  note: "string",
};
const names = Object.keys(types);
const fields = Object.entries(types).map(([name, type]) => ({ name, type, nullable: true, metadata: {} }));

const columns = `i as order_id, 'C' || hash(i) % 20 as country, date '2020-01-01' + (hash(i, 2) % 1000)::int as day,
  (hash(i, 5) % 1000000) / 100.0 as amount, 'note ' || hash(i, 10) % 100000 as note`;

const created = [
  { protocol: { minReaderVersion: 1, minWriterVersion: 2 } },
  {
    metaData: {
      id: "8f6b2d0e-6c1f-4a58-9f6e-0d5d3c1b7a11",
      format: { provider: "parquet", options: {} },
      schemaString: JSON.stringify({ type: "struct", fields }),
      partitionColumns: [],
      configuration: {},
      createdTime: 0,
    },
  },
];

/** A table of many files of 1,000 rows, ordered by `order_id`, in one commit. */
export async function makeManyFiles(folder: string, files: number): Promise<string> {
  const table = join(folder, `files-${files}`);
  if (existsSync(commitPath(table, 0))) return table;
  rmSync(table, { recursive: true, force: true });
  mkdirSync(table, { recursive: true });
  const database = await openDatabase({ spill: join(folder, "spill"), threads: 2 });
  const source = `select ${columns} from range(${files * 1000}) t(i)`;
  await database.execute(`copy (select *, order_id // 1000 as part from (${source}))
    to '${table}' (format parquet, partition_by (part), overwrite_or_ignore, filename_pattern 'data')`);
  const of = (aggregate: (name: string) => string): string => `{${names.map(name => `${name}: ${aggregate(name)}`).join(", ")}}`;
  const statistics =
    await database.execute(`select part, to_json({numRecords: count(*), minValues: ${of(name => `min(${name})`)}, maxValues: ${of(name => `max(${name})`)},
    nullCount: ${of(name => `count(*) - count(${name})`)}}) as stats from (select *, order_id // 1000 as part from (${source})) group by part order by part`);
  await database.close();
  const adds = statistics.map(({ part, stats }) => {
    const path = `part=${part}/data0.parquet`;
    return add(path, statSync(join(table, path)).size, String(stats));
  });
  writeCommit(table, 0, [...created, ...adds]);
  return table;
}

/** A table of as many commits, each of which adds a file; that those are not there, no one sees who only opens it. And the same with a checkpoint at its end. */
export function makeLongLog(folder: string, commits: number): { readonly log: string; readonly checkpoint: string } {
  const [log, checkpoint] = [join(folder, `log-${commits}`), join(folder, `log-${commits}-checkpoint`)];
  if (!existsSync(commitPath(log, commits - 1))) {
    for (let version = 0; version < commits; version += 1) writeCommit(log, version, [...(version === 0 ? created : []), addOf(version)]);
  }
  if (!existsSync(join(checkpoint, "_delta_log/_last_checkpoint"))) {
    cpSync(log, checkpoint, { recursive: true });
    execFileSync(deltaPython, ["-c", "import sys, deltalake; deltalake.DeltaTable(sys.argv[1]).create_checkpoint()", checkpoint]);
  }
  return { log, checkpoint };
}

function addOf(version: number): object {
  const bound = (id: number): object => ({ order_id: id, country: "C0", day: "2024-01-31", amount: 0.5, note: "note 1" });
  const nullCount = Object.fromEntries(names.map(name => [name, 0]));
  const [minValues, maxValues] = [bound(version * 1000), bound(version * 1000 + 999)];
  return add(`part-${version}.parquet`, 20_000, JSON.stringify({ numRecords: 1000, minValues, maxValues, nullCount }));
}

const add = (path: string, size: number, stats: string): object => ({
  add: { path, partitionValues: {}, size, modificationTime: 0, dataChange: true, stats },
});

const commitPath = (table: string, version: number): string => join(table, `_delta_log/${String(version).padStart(20, "0")}.json`);

function writeCommit(table: string, version: number, actions: readonly object[]): void {
  const path = commitPath(table, version);
  mkdirSync(dirname(path), { recursive: true });
  const commitInfo = { timestamp: version, operation: "WRITE", operationParameters: { mode: "Append" } };
  writeFileSync(path, [{ commitInfo }, ...actions].map(action => `${JSON.stringify(action)}\n`).join(""));
}
