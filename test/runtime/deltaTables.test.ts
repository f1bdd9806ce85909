import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inferExpression } from "../../compiler/plan/inferExpression.ts";
import type { Column } from "../../compiler/plan/types.ts";
import { openEngine } from "../../runtime/engine/openEngine.ts";
import type { RunEvent } from "../../runtime/event.ts";
import { Failure } from "../../runtime/failure.ts";
import { run } from "../../runtime/run.ts";
import { liveRows } from "../liveFiles.ts";
import { makeFolder, put, query, runPlan } from "./inFolder.ts";
import { column, date, int64, makePlan, parsed, read, select, source, string, writeTo } from "./makePlan.ts";

const delta = { format: "delta" } as const;

function typed(text: string, columns: readonly Column[]) {
  const { typed: found, problems } = inferExpression(parsed(text), {
    columns: { incoming: columns, stored: columns },
    parameters: new Map(),
  });
  if (found === undefined) throw new Error(problems.map(({ message }) => message).join());
  return found;
}

test("a node is a version of its table, with the run's transaction", async () => {
  const folder = makeFolder();
  await query(`copy (select 1::bigint as id, 'a' as name union all select 2, null) to '${folder}/lake/in.parquet'`);
  const plan = makePlan([
    {
      id: "a.rows",
      steps: [source("in.parquet", [column("id", int64), column("name", string, true)])],
      write: writeTo("rows", { file: delta, mode: "append" }),
    },
  ]);
  for (const version of [0, 1]) {
    const { status, events } = await runPlan(folder, plan);
    expect(events.filter(event => event.event === "node.finished")).toEqual([expect.objectContaining({ status: "succeeded", rows: 2 })]);
    expect(status).toBe("succeeded");
    const log = readFileSync(join(folder, `lake/rows/_delta_log/0000000000000000000${version}.json`), "utf8");
    expect(log).toMatch(/"txn":\{"appId":"odibi\/[0-9a-f]{8}\/a\.rows","version":\d{13}/);
  }
  expect(readdirSync(join(folder, "lake/rows")).filter(name => name.endsWith(".parquet"))).toHaveLength(2);
});

test("a csv file streams into its table; one with a wrong value leaves the table as it was, and no file", async () => {
  const folder = makeFolder();
  const rows = {
    id: "a.rows",
    steps: [source("in.csv", [column("id", int64), column("name", string, true)])],
    write: writeTo("rows", { file: delta, mode: "append" }),
  } as const;
  const plan = makePlan([rows]);
  put(folder, "in.csv", "id,name\n1,a\n2,\n");
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  const before = readdirSync(join(folder, "lake/rows"), { recursive: true });
  put(folder, "in.csv", "id,name\n1,a\nx,b\n");
  const { status, events } = await runPlan(folder, plan);
  expect(status).toBe("failed");
  expect(events).toContainEqual(expect.objectContaining({ event: "node.finished", error: expect.objectContaining({ code: "ODB6001" }) }));
  expect(readdirSync(join(folder, "lake/rows"), { recursive: true })).toEqual(before);
  expect(readdirSync(join(folder, "lake"))).toEqual(["in.csv", "rows"]);
});

test("a run that ends between a commit and its record: the next one applies the write once, unless the source changed", async () => {
  const folder = makeFolder();
  const plan = makePlan([
    {
      id: "a.rows",
      steps: [source("in.csv", [column("id", int64), column("name", string, true)])],
      write: writeTo("rows", { file: delta, mode: "append" }),
    },
  ]);
  put(folder, "in.csv", "id,name\n1,a\n2,\n");
  const versions = () => readdirSync(join(folder, "lake/rows/_delta_log")).filter(name => name.endsWith(".json")).length;
  const die = () =>
    run(
      plan,
      { root: folder, planDirectory: folder },
      {
        async openEngine(name, job) {
          const engine = await openEngine(name, job);
          return {
            ...engine,
            async commit(...given) {
              await engine.commit(...given);
              throw new Failure("ODB5050", "the power fails");
            },
          };
        },
      },
    );
  const finished = (events: readonly RunEvent[]) => events.filter(event => event.event === "node.finished");
  expect((await die()).status).toBe("failed");
  expect(versions()).toBe(1);
  const again = await runPlan(folder, plan);
  expect(finished(again.events)).toEqual([
    expect.objectContaining({ status: "succeeded", warnings: [expect.objectContaining({ code: "ODB8201", severity: "warning" })] }),
  ]);
  expect(versions()).toBe(1);
  // What ran to its end is another write the next time.
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  expect(versions()).toBe(2);
  await die();
  put(folder, "in.csv", "id,name\n1,a\n2,\n3,c\n");
  expect(finished((await runPlan(folder, plan)).events)[0]).not.toHaveProperty("warnings");
  expect(versions()).toBe(4);
});

test("a Delta table is neither read nor written as plain files", async () => {
  const folder = makeFolder();
  put(folder, "in.csv", "id\n1\n");
  const columns = [column("id", int64)];
  const make = makePlan([{ id: "a.rows", steps: [source("in.csv", columns)], write: writeTo("rows", { file: delta }) }]);
  expect((await runPlan(folder, make)).status).toBe("succeeded");
  const plan = makePlan([
    { id: "a.folder", steps: [source("rows", columns)], write: writeTo("a") },
    { id: "a.glob", steps: [source("*/*.parquet", columns)], write: writeTo("b") },
    { id: "a.written", steps: [source("in.csv", columns)], write: writeTo("rows") },
  ]);
  const { events } = await runPlan(folder, plan);
  const codes = events.flatMap(event =>
    event.event === "node.finished" && event.status === "failed" ? [`${event.node} ${event.error.code}`] : [],
  );
  expect(codes.sort()).toEqual(["a.folder ODB8203", "a.glob ODB8203", "a.written ODB8204"]);
});

const columns = [column("id", int64), column("name", string, true), column("day", date)];
async function rowsOf(folder: string, table: string, order = "id"): Promise<Record<string, unknown>[]> {
  return query(`from ${liveRows(join(folder, "lake", table))} order by ${order}`);
}

test("bronze append, silver merge, gold overwrite: dependants read what their run wrote", async () => {
  const folder = makeFolder();
  const plan = makePlan([
    { id: "bronze.orders", steps: [source("in.csv", columns)], write: writeTo("bronze", { file: delta, mode: "append" }) },
    {
      id: "silver.orders",
      steps: [read("bronze.orders"), { kind: "deduplicate", by: ["id"], orderBy: [{ expression: parsed("day"), direction: "desc" }] }],
      write: writeTo("silver", {
        file: delta,
        mode: "merge",
        keys: ["id"],
        updateWhen: typed("incoming.day > stored.day", columns),
        deleteWhen: typed("incoming.name === 'gone'", columns),
      }),
    },
    {
      id: "gold.names",
      steps: [read("silver.orders"), select({ id: "id", label: "name ?? 'none'" })],
      write: writeTo("gold", { file: delta }),
    },
  ]);
  put(folder, "in.csv", "id,name,day\n1,a,2024-01-01\n2,,2024-01-02\n3,c,2024-01-03\n");
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  expect(await rowsOf(folder, "gold")).toEqual([
    { id: "1", label: "a" },
    { id: "2", label: "none" },
    { id: "3", label: "c" },
  ]);
  put(folder, "in.csv", "id,name,day\n1,b,2024-02-01\n2,late,2023-01-02\n3,gone,2024-01-04\n4,d,2024-01-01\n");
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  expect(await rowsOf(folder, "bronze", "id, day")).toHaveLength(7);
  expect(await rowsOf(folder, "gold")).toEqual([
    { id: "1", label: "b" },
    { id: "2", label: "none" },
    { id: "4", label: "d" },
  ]);
});

test("a source is read at a version, at an instant, and as it is; its columns, nulls and enums are checked", async () => {
  const folder = makeFolder();
  const make = makePlan([
    { id: "a.rows", steps: [source("in.csv", columns)], write: writeTo("rows", { file: delta, partitionBy: ["day"] }) },
  ]);
  const ids = async (file: { readonly version?: number; readonly at?: string }, declared = columns, more: object = {}) => {
    const plan = makePlan([
      {
        id: "b.read",
        steps: [source("rows", declared, { file: { format: "delta", ...file }, ...more })],
        write: writeTo("out.parquet"),
      },
    ]);
    const { events } = await runPlan(folder, plan);
    const [failed] = events.flatMap(event => (event.event === "node.finished" && event.status === "failed" ? [event.error] : []));
    return failed === undefined
      ? (await query(`select id from '${folder}/lake/out.parquet' order by 1`)).map(row => Number(row["id"]))
      : `${failed.code} ${failed.message}`;
  };
  put(folder, "in.csv", "id,name,day\n1,a,2024-01-01\n2,,2024-01-02\n");
  await runPlan(folder, make);
  await new Promise(resolve => setTimeout(resolve, 20));
  const between = new Date().toISOString();
  await new Promise(resolve => setTimeout(resolve, 20));
  put(folder, "in.csv", "id,name,day\n3,c,2024-01-03\n");
  await runPlan(folder, make);
  expect(await ids({})).toEqual([3]);
  expect(await ids({ version: 0 })).toEqual([1, 2]);
  expect(await ids({ at: between })).toEqual([1, 2]);
  expect(await ids({ version: 7 })).toMatch(/^ODB8002 .*no version 7/);
  expect(await ids({ version: 0 }, [column("id", int64)])).toMatch(/^ODB6010 .*"name" is not declared; "day" is not declared/);
  expect(await ids({ version: 0 }, [column("id", int64)], { extraColumns: "ignore" })).toEqual([1, 2]);
  expect(await ids({ version: 0 }, [column("id", int64), column("name", string), column("day", date)])).toMatch(
    /^ODB6002 .*version 0, column "name": null/,
  );
  expect(await ids({ version: 0 }, [column("id", date), column("nam", string), column("day", date)])).toMatch(
    /^ODB6010 .*"id" is long where date is declared; "nam" is missing \(there is "name"\); "name" is not declared/,
  );
});
