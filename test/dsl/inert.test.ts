import { expect, test } from "vitest";
import * as odibi from "../../compiler/dsl/index.ts";

test("a pipeline file evaluated by accident does nothing and does not fail", () => {
  const { avg, byEnvironment, csv, date, defineConfig, desc, local, param, parquet, pipeline, read, sum, t } = odibi;
  const lake = byEnvironment({ dev: local("data") });
  const since = param("since", t.date(), { default: date("2020-01-01") });
  const raw = read(csv(lake, "orders/*.csv"), { id: t.int64().nullable(), status: t.enum("open", "paid"), day: t.date() });
  const lambdas: string[] = [];
  const table = raw
    .filter(o => lambdas.push("filter") > 0 && o.day >= since)
    .deduplicate({ by: o => o.status, orderBy: o => desc(o.day) })
    .groupBy(o => ({ status: o.status }))
    .aggregate(o => ({ n: sum(o.id), mean: avg(o.id) }))
    .write(parquet(lake, "out"))
    .after(raw);
  const { write, ...rest } = table;
  expect(lambdas).toEqual([]);
  expect(write).toBeDefined();
  expect(rest).toEqual({});
  expect(`${since}`).toBe("");
  expect(pipeline({ owner: "x" })).toBeDefined();
  expect(defineConfig({ pipelines: "**" })).toBeDefined();
});

test.each(Object.entries(odibi))("%s runs without an argument", (_, value) => {
  expect(typeof value).toBe("function");
  if (typeof value === "function") expect(() => Reflect.apply(value, undefined, [])).not.toThrow();
});
