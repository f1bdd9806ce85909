import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openSnapshot } from "../runtime/delta/log/openSnapshot.ts";
import { scanSelect } from "../runtime/delta/scan/scanSelect.ts";
import { localStore } from "../runtime/delta/store/localStore.ts";
import { openDatabase } from "../runtime/engine/duckdb/openDatabase.ts";
import { deltaPython, setupDelta } from "../scripts/setupDelta.ts";
import { type Contestant, measure } from "./measure.ts";
import { type Result, ratioOf } from "./report.ts";
import { root, workFolder } from "./work.ts";

const millions = Number(process.env["ODIBI_BENCH_MILLIONS"] ?? 10);
const rounds = Number(process.env["ODIBI_BENCH_ROUNDS"] ?? 3);

/** Writes to Delta tables beside delta-rs: a partitioned table of 12 columns, and a merge of one row in a hundred into it. */
export async function benchDelta(): Promise<readonly Result[]> {
  const missing = setupDelta();
  if (missing !== undefined) {
    console.error(`Not measured: Delta tables, because ${missing}.`);
    return [];
  }
  const folder = workFolder("delta");
  const sources = await makeOrders(folder);
  const [ours, theirs] = await measure(
    contestants(folder, "append", sources.orders, () => undefined),
    rounds,
  );
  // Each merges into a table that it wrote itself, copied outside of the time.
  for (const name of names) cpSync(join(folder, name), join(folder, `${name}-written`), { recursive: true });
  const [ourMerge, theirMerge] = await measure(
    contestants(folder, "merge", sources.changes, name => cpSync(join(folder, `${name}-written`), join(folder, name), { recursive: true })),
    rounds,
  );
  await checkSameRows(folder);
  return [
    ratioOf(`Delta: ${millions} M rows of 12 columns written by partitions within 1 GB, against delta-rs`, ours, theirs, 1),
    ratioOf("… a merge of 1 % of the rows into them within 1 GB, against delta-rs", ourMerge, theirMerge, 1),
  ];
}

const names = ["ours", "delta-rs"] as const;

function contestants(folder: string, mode: string, source: string, before: (name: string) => void): readonly Contestant[] {
  const commands = {
    ours: [process.execPath, join(root, "bench/delta/ours.ts")],
    "delta-rs": [deltaPython, join(root, "bench/delta/delta_rs.py")],
  };
  return names.map(name => ({
    name,
    command: [...commands[name], mode, source, join(folder, name)],
    directory: folder,
    before: () => {
      rmSync(join(folder, name), { recursive: true, force: true });
      before(name);
    },
  }));
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

async function checkSameRows(folder: string): Promise<void> {
  const database = await openDatabase({ spill: join(folder, "spill"), threads: 2 });
  const sums: string[] = [];
  for (const name of names) {
    const store = localStore(join(folder, name));
    const { sql } = await scanSelect(await openSnapshot(store, database), store);
    sums.push(JSON.stringify(await database.execute(`select count(*) as n, sum(hash(t)::hugeint) as h from (${sql}) t`)));
  }
  await database.close();
  if (sums[0] !== sums[1]) throw new Error(`The tables are not the same: ${sums.join(" and ")}`);
}
