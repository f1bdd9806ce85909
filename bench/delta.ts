import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openSnapshot } from "../runtime/delta/log/openSnapshot.ts";
import { scanSelect } from "../runtime/delta/scan/scanSelect.ts";
import { localStore } from "../runtime/delta/store/localStore.ts";
import { openDatabase } from "../runtime/engine/duckdb/openDatabase.ts";
import { deltaPython, setupDelta } from "../scripts/setupDelta.ts";
import { deltaJars, setupSpark, sparkPython } from "../scripts/setupSpark.ts";
import { makeLongLog, makeManyFiles } from "./delta/makeTables.ts";
import { type Contestant, type Measured, measure } from "./measure.ts";
import { type Result, ratioOf } from "./report.ts";
import { root, workFolder } from "./work.ts";

const millions = Number(process.env["ODIBI_BENCH_MILLIONS"] ?? 10);
const rounds = Number(process.env["ODIBI_BENCH_ROUNDS"] ?? 3);

/** Writes to Delta tables and reads of them, beside delta-rs and Spark, each by processes of their own. */
export async function benchDelta(): Promise<readonly Result[]> {
  const missing = setupDelta();
  if (missing !== undefined) {
    console.error(`Not measured: Delta tables, because ${missing}.`);
    return [];
  }
  const withoutSpark = setupSpark();
  if (withoutSpark !== undefined) console.error(`Not measured: Spark's Delta tables, because ${withoutSpark}.`);
  const folder = workFolder("delta");
  const sources = await makeOrders(folder);
  const peers = withoutSpark === undefined ? names : names.filter(name => name !== "Spark");
  const own = (name: Name): string => join(folder, name);
  const written = (name: Name): string => join(folder, `${name}-written`);
  const compare = async (what: string, task: Task, atMost = rounds): Promise<readonly Result[]> => {
    const found = await measureAll(peers, folder, task, atMost);
    return peers.slice(1).map(name => ratioOf(`${what}, against ${name}`, found.ours, found[name], name === "Spark" ? 0.33 : 1));
  };
  const results = [
    ...(await compare(`Delta: ${millions} M rows of 12 columns written by partitions within 1 GB`, {
      mode: "append",
      source: sources.orders,
      tableOf: own,
      before: name => rmSync(own(name), { recursive: true, force: true }),
    })),
  ];
  // Each merges into a table that it wrote itself, copied outside of the time.
  for (const name of peers) copyTable(own(name), written(name));
  const merge: Task = { mode: "merge", source: sources.changes, tableOf: own, before: name => copyTable(written(name), own(name)) };
  results.push(...(await compare("… a merge of 1 % of the rows into them within 1 GB", merge)));
  await checkSameRows(folder, peers);
  const read = (mode: string, source: string, table: string): Task => ({ mode, source, tableOf: () => table });
  results.push(...(await compare("… all rows read, and counted and summed by country", read("scan", "-", written("ours")), 7)));
  const files = await makeManyFiles(folder, 2000);
  results.push(...(await compare("… one row looked up in 2,000 files", read("lookup", "1234567", files), 7)));
  const { log, checkpoint } = makeLongLog(folder, 10_000);
  results.push(...(await compare("… a table with 10,000 commits opened, without a checkpoint", read("open", "10000", log), 7)));
  results.push(...(await compare("… with a checkpoint", read("open", "10000", checkpoint), 7)));
  return results;
}

const names = ["ours", "delta-rs", "Spark"] as const;
type Name = (typeof names)[number];

interface Task {
  readonly mode: string;
  readonly source: string;
  readonly tableOf: (name: Name) => string;
  readonly before?: (name: Name) => void;
}

/** Spark runs once: its start alone takes longer than all that the others do. The processor's time of its JVM, which its Python does not wait for, is not known. */
async function measureAll(peers: readonly Name[], folder: string, task: Task, times: number): Promise<Partial<Record<Name, Measured>>> {
  const quick = await measure(
    peers.filter(name => name !== "Spark").map(name => contestant(name, folder, task)),
    times,
  );
  const slow = await measure(
    peers.filter(name => name === "Spark").map(name => contestant(name, folder, task)),
    1,
  );
  const repeated = slow.map(found => ({ ...found, processorSeconds: 0, rounds: Array.from({ length: times }, () => found.seconds) }));
  return Object.fromEntries([...quick, ...repeated].map(found => [found.name, found]));
}

function contestant(name: Name, folder: string, { mode, source, tableOf, before }: Task): Contestant {
  const commands = {
    ours: [process.execPath, join(root, "bench/delta/ours.mjs")],
    "delta-rs": [deltaPython, join(root, "bench/delta/delta_rs.py")],
    Spark: ["env", `ODIBI_DELTA_JARS=${deltaJars}`, sparkPython, join(root, "bench/delta/spark.py")],
  };
  return {
    name,
    command: [...commands[name], mode, source, tableOf(name)],
    directory: folder,
    ...(before === undefined ? {} : { before: () => before(name) }),
  };
}

function copyTable(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}

/** Orders, and 1 % as many changes: nine in ten of an order that is there. */
async function makeOrders(folder: string): Promise<{ readonly orders: string; readonly changes: string }> {
  const orders = join(folder, `orders-${millions}.parquet`);
  const changes = join(folder, `changes-${millions}.parquet`);
  if (existsSync(orders) && existsSync(changes)) return { orders, changes };
  const rows = millions * 1_000_000;
  const columns = (id: string): string => `
    ${id} as order_id, hash(i) % 500000 as customer_id, 'C' || hash(i, 1) % 20 as country, date '2020-01-01' + (hash(i, 2) % 1000)::int as day,
    timestamptz '2024-01-01 00:00:00+00' + to_microseconds((hash(i, 3) % 30000000000000)::bigint) as changed_at,
    ['open', 'paid', 'sent', 'void'][(hash(i, 4) % 4)::bigint + 1] as status, ((hash(i, 5) % 1000000) / 100)::decimal(12, 2) as amount,
    case when hash(i, 6) % 3 = 0 then null else (hash(i, 7) % 100) / 100.0 end::double as discount, (hash(i, 8) % 50)::integer as quantity,
    case when hash(i, 9) % 2 = 0 then null else 'note ' || hash(i, 10) % 100000 end as note, hash(i, 11) % 2 = 0 as is_paid, (hash(i, 12) % 1000000) / 7.0 as score`;
  const database = await openDatabase({ spill: join(folder, "spill"), threads: 2 });
  await database.execute(`copy (select ${columns("i")} from range(${rows}) t(i)) to '${orders}' (format parquet)`);
  await database.execute(
    `copy (select ${columns(`case when i % 10 = 0 then ${rows} + i else i * 100 end`)} from range(${rows / 100}) t(i)) to '${changes}' (format parquet)`,
  );
  await database.close();
  return { orders, changes };
}

async function checkSameRows(folder: string, peers: readonly Name[]): Promise<void> {
  const database = await openDatabase({ spill: join(folder, "spill"), threads: 2 });
  const sums: string[] = [];
  for (const name of peers) {
    const store = localStore(join(folder, name));
    const { sql } = await scanSelect(await openSnapshot(store, database), store);
    sums.push(JSON.stringify(await database.execute(`select count(*) as n, sum(hash(t)::hugeint) as h from (${sql}) t`)));
  }
  await database.close();
  if (new Set(sums).size > 1) throw new Error(`The tables are not the same: ${sums.join(" and ")}`);
}
