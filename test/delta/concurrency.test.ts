import { expect, test } from "vitest";
import { openSnapshot } from "../../runtime/delta/log/openSnapshot.ts";
import type { WriteRequest } from "../../runtime/delta/write/writeRequest.ts";
import { runWriter } from "./runWriter.ts";
import { field, openBench } from "./setup.ts";

const { newTable, deltaRs, query, storeOf } = await openBench();
const fields = [field("id", "long"), field("n", "long"), field("writer", "string")];
const base = { fields, engineInfo: "odibi/test" };
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

test("8 processes that append and merge into one table lose and double nothing", async () => {
  const path = newTable();
  // Each process appends rows of its own, and counts up rows that all share: an update that is lost, or done twice, is a wrong count.
  const perProcess = 4;
  const requests = (writer: number): readonly WriteRequest[] =>
    numbers(perProcess).flatMap(round => [
      {
        ...base,
        mode: "append",
        select: `select ${1000 + writer * 100 + round} as id, 0 as n, 'w${writer}' as writer`,
        transaction: { appId: `append ${writer} ${round}`, version: 1 },
      },
      {
        ...base,
        mode: "merge",
        keys: ["id"],
        // One key that all meet, and one of its own.
        select: `select 1 as id, 1 as n, 'w${writer}' as writer union all select ${2000 + writer * 100 + round}, 0, 'w${writer}'`,
        transaction: { appId: `merge ${writer} ${round}`, version: 1 },
      },
    ]);
  const ends = await Promise.all(numbers(8).map(writer => runWriter({ path, requests: requests(writer) })));
  const results = ends.flatMap(end => end.results ?? []);
  expect(results.map(({ error }) => error).filter(error => error !== undefined)).toEqual([]);
  expect(results.filter(({ applied }) => applied)).toHaveLength(8 * perProcess * 2);
  // Every write is a version of its own, and none is taken twice.
  expect(results.map(({ version }) => version).sort((a, b) => Number(a) - Number(b))).toEqual(numbers(8 * perProcess * 2));
  const expected = [
    1,
    ...numbers(8).flatMap(writer => numbers(perProcess).flatMap(round => [1000 + writer * 100 + round, 2000 + writer * 100 + round])),
  ];
  const ids = (await deltaRs.rows(path)).map(([id]) => Number(id));
  expect(ids.sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
  const snapshot = await openSnapshot(storeOf(path), query);
  expect(snapshot.transactions.size).toBe(8 * perProcess * 2);
});

test("processes that overwrite, insert only, overwrite partitions and merge at once end as one after the other would", async () => {
  const path = newTable();
  const first: WriteRequest = {
    ...base,
    mode: "append",
    select: "select i as id, 0 as n, 'p' || (i % 4) as writer from range(40) t(i)",
    partitionBy: ["writer"],
  };
  await runWriter({ path, requests: [first] });
  const ends = await Promise.all([
    // Three that insert the same new keys: each key once in the end.
    ...numbers(3).map(writer =>
      runWriter({
        path,
        requests: numbers(3).map(() => ({
          ...base,
          mode: "insertOnly",
          keys: ["id"],
          select: `select 100 + i as id, ${writer} as n, 'p0' as writer from range(10) t(i)`,
        })),
      }),
    ),
    runWriter({
      path,
      requests: numbers(4).map(round => ({
        ...base,
        mode: "overwritePartitions",
        select: `select 200 + i as id, ${round} as n, 'p1' as writer from range(3) t(i)`,
      })),
    }),
    runWriter({
      path,
      requests: numbers(4).map(round => ({
        ...base,
        mode: "merge",
        keys: ["id"],
        select: `select i * 4 + 2 as id, ${round} as n, 'p2' as writer from range(10) t(i)`,
      })),
    }),
  ]);
  expect(ends.flatMap(end => end.results ?? []).filter(({ error }) => error !== undefined)).toEqual([]);
  const rows = await deltaRs.rows(path);
  const of = (partition: string): readonly string[] =>
    rows
      .filter(([, , writer]) => writer === partition)
      .map(([id, n]) => `${id}:${n}`)
      .sort();
  expect(of("p0").filter(text => !text.endsWith(":0") || Number(text.split(":")[0]) >= 100)).toHaveLength(10);
  expect(of("p0")).toHaveLength(20);
  expect(of("p1")).toEqual(["200:3", "201:3", "202:3"]);
  expect(of("p2")).toEqual(
    numbers(10)
      .map(i => `${i * 4 + 2}:3`)
      .sort(),
  );
  expect(of("p3")).toHaveLength(10);
});

test("processes that make one table at once make one", async () => {
  const path = newTable();
  const ends = await Promise.all(
    numbers(5).map(writer =>
      runWriter({ path, requests: [{ ...base, mode: "append", select: `select ${writer} as id, 0 as n, 'x' as writer` }] }),
    ),
  );
  expect(
    ends
      .flatMap(end => end.results ?? [])
      .map(({ version, error }) => error ?? version)
      .sort(),
  ).toEqual([0, 1, 2, 3, 4]);
  expect(await deltaRs.rows(path)).toHaveLength(5);
});
