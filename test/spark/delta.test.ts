import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunEvent } from "../../runtime/event.ts";
import { makeFolder, query, runPlan } from "../runtime/inFolder.ts";
import { int64, makePlan, source, writeTo } from "../runtime/makePlan.ts";
import { histories } from "./deltaHistories.ts";
import { onSpark } from "./sparkRun.ts";

// The same writes into a Delta table by DuckDB, by Spark, and by both in turn: the same outcomes, and rows that both read alike.

const titles = Object.keys(histories);
/** Which engine makes which step. */
const writers = { duckdb: ["duckdb"], spark: ["spark"], "duckdb first": ["duckdb", "spark"], "spark first": ["spark", "duckdb"] } as const;
type Writer = keyof typeof writers;
const allWriters = Object.keys(writers) as readonly Writer[];

const parameters = [{ name: "least", type: int64, default: "100" }];

test("each history of writes ends alike, whoever writes and whoever reads", { timeout: 600_000 }, async () => {
  const folder = makeFolder();
  const outcomes: Record<string, Record<string, readonly unknown[]>> = {};
  const most = Math.max(...titles.map(title => histories[title]?.steps.length ?? 0));
  for (const [at, title] of titles.entries()) {
    const history = histories[title];
    for (const writer of allWriters) {
      if (history?.before === undefined) continue;
      mkdirSync(join(folder, `lake/${writer}/${at}`), { recursive: true });
      writeFileSync(join(folder, `lake/${writer}/${at}`, history.before), "x");
    }
    for (const [number, step] of (history?.steps ?? []).entries())
      await query(`copy (${step.rows}) to '${folder}/lake/in-${at}-${number}.parquet'`);
  }
  for (let number = 0; number < most; number += 1) {
    for (const engine of ["duckdb", "spark"] as const) {
      const nodes = titles.flatMap((title, at) =>
        allWriters.flatMap(writer => {
          const step = histories[title]?.steps[number];
          const list = writers[writer];
          if (step === undefined || list[number % list.length] !== engine) return [];
          const write = writeTo(`${writer}/${at}`, { ...step.write, file: { format: "delta" } });
          return [{ id: `t${at}.${writer.replace(" ", "_")}`, steps: [source(`in-${at}-${number}.parquet`, step.columns)], write }];
        }),
      );
      const plan = makePlan(nodes, { parameters });
      const { events } = await runPlan(folder, engine === "spark" ? onSpark(plan) : plan, { params: {} });
      for (const event of events) {
        if (event.event !== "node.finished") continue;
        const [, at = "", writer = ""] = /^t(\d+)\.(.*)$/.exec(event.node) ?? [];
        const title = titles[Number(at)] ?? "";
        const found = told(event, folder, writer.replace("_", " "));
        const byWriter = outcomes[title] ?? {};
        outcomes[title] = { ...byWriter, [writer.replace("_", " ")]: [...(byWriter[writer.replace("_", " ")] ?? []), found] };
      }
    }
  }
  // Another reader each, of what each has written.
  const readings = titles.flatMap((_, at) => allWriters.map(writer => ({ at, writer })));
  const reading = (engine: string) =>
    makePlan(
      readings.map(({ at, writer }) => ({
        id: `r${at}.${writer.replace(" ", "_")}`,
        steps: [source(`${writer}/${at}`, histories[titles[at] ?? ""]?.columns ?? [], { file: { format: "delta" } })],
        write: writeTo(`read-${engine}/${writer}/${at}`),
      })),
    );
  const results = { duckdb: await runPlan(folder, reading("duckdb")), spark: await runPlan(folder, onSpark(reading("spark"))) };
  for (const [at, title] of titles.entries()) {
    const ended: unknown[] = [];
    for (const writer of allWriters)
      for (const engine of ["duckdb", "spark"] as const) {
        const node = `r${at}.${writer.replace(" ", "_")}`;
        const event = results[engine].events.find(found => found.event === "node.finished" && found.node === node);
        const failed = event?.event === "node.finished" && event.status === "failed" ? told(event, folder, writer) : undefined;
        const table = `${folder}/lake/read-${engine}/${writer}/${at}/*.parquet`;
        ended.push(failed ?? (await query(`select * from read_parquet('${table}', hive_partitioning = false) order by all`)));
      }
    expect(outcomes[title]?.["spark"], `${title}, by Spark`).toEqual(outcomes[title]?.["duckdb"]);
    expect(outcomes[title]?.["duckdb first"], `${title}, in turn`).toEqual(outcomes[title]?.["duckdb"]);
    expect(outcomes[title]?.["spark first"], `${title}, in turn`).toEqual(outcomes[title]?.["duckdb"]);
    for (const end of ended) expect(end, title).toEqual(ended[0]);
  }
  expect(Object.fromEntries(titles.map(title => [title, outcomes[title]?.["duckdb"]?.map(codeOf)]))).toMatchInlineSnapshot(`
    {
      "a null for a key": [
        1,
        "ODB8106",
      ],
      "an empty text for a partition": [
        1,
        "ODB8109",
      ],
      "appended to": [
        1,
        2,
        1,
      ],
      "by other partitions": [
        1,
        "ODB8102",
      ],
      "by two keys, of which one is the partition": [
        2,
        2,
      ],
      "inserted only": [
        1,
        1,
        0,
      ],
      "merged": [
        2,
        2,
        2,
      ],
      "merged by conditions": [
        4,
        3,
        1,
      ],
      "odd texts for partitions": [
        3,
        2,
      ],
      "of every type": [
        3,
        3,
        3,
      ],
      "of odd names": [
        1,
        1,
      ],
      "of other columns": [
        1,
        "ODB8101",
        "ODB8101",
      ],
      "overwritten": [
        1,
        2,
        0,
      ],
      "partitions overwritten": [
        3,
        2,
        2,
      ],
      "two rows of one key": [
        1,
        "ODB8105",
      ],
      "two rows of one key into a new table": [
        "ODB8105",
        1,
      ],
      "where other files lie": [
        "ODB8108",
      ],
      "with columns added": [
        1,
        1,
        2,
      ],
      "with columns added by a merge": [
        2,
        2,
      ],
      "with its schema replaced": [
        1,
        1,
      ],
    }
  `);
});

function told(event: RunEvent & { readonly event: "node.finished" }, folder: string, writer: string): unknown {
  if (event.status !== "failed") return event.rows;
  const { code, message, hint } = event.error;
  return { code, message: message.replaceAll(`${folder}/lake/${writer}/`, ""), hint };
}

const codeOf = (outcome: unknown): unknown =>
  typeof outcome === "object" && outcome !== null && "code" in outcome ? outcome.code : outcome;
