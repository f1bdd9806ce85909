import { expect, test } from "vitest";
import { Failure } from "../../runtime/failure.ts";
import { selectNodes } from "../../runtime/select/selectNodes.ts";
import { column, int64, makePlan, read, source } from "./makePlan.ts";

const from = source("a.parquet", [column("id", int64)]);
const plan = makePlan([
  { id: "bronze/orders.raw", steps: [from], tags: ["nightly"] },
  { id: "bronze/customers.raw", steps: [from] },
  { id: "silver/orders.orders", steps: [read("bronze/orders.raw")], tags: ["nightly"] },
  { id: "silver/orders.lines", steps: [read("silver/orders.orders")] },
  { id: "gold/deep/sales.daily", steps: [read("silver/orders.orders")], tags: ["nightly", "gold"] },
]);
const ids = (select: readonly string[], exclude: readonly string[] = []): string[] =>
  selectNodes(plan, select, exclude).map(node => node.id);

test.each<readonly [selector: string, ids: readonly string[]]>([
  ["silver/orders.orders", ["silver/orders.orders"]],
  ["daily", ["gold/deep/sales.daily"]],
  ["raw", ["bronze/orders.raw", "bronze/customers.raw"]],
  ["silver/orders", ["silver/orders.orders", "silver/orders.lines"]],
  ["silver/*", ["silver/orders.orders", "silver/orders.lines"]],
  ["gold/*", []],
  ["gold/**", ["gold/deep/sales.daily"]],
  ["**/*.raw", ["bronze/orders.raw", "bronze/customers.raw"]],
  ["bronze/[oc]*.raw", ["bronze/orders.raw", "bronze/customers.raw"]],
  ["tag:nightly", ["bronze/orders.raw", "silver/orders.orders", "gold/deep/sales.daily"]],
  ["path:pipelines/silver", ["silver/orders.orders", "silver/orders.lines"]],
  ["path:pipelines/silver/orders.pipeline.ts", ["silver/orders.orders", "silver/orders.lines"]],
  ["path:**/customers.pipeline.ts", ["bronze/customers.raw"]],
  ["+silver/orders.orders", ["bronze/orders.raw", "silver/orders.orders"]],
  ["bronze/orders.raw+", ["bronze/orders.raw", "silver/orders.orders", "silver/orders.lines", "gold/deep/sales.daily"]],
  ["+lines+", ["bronze/orders.raw", "silver/orders.orders", "silver/orders.lines"]],
  ["tag:nightly,tag:gold", ["gold/deep/sales.daily"]],
  ["tag:gold bronze/customers.raw", ["bronze/customers.raw", "gold/deep/sales.daily"]],
  ["+daily,bronze/**", ["bronze/orders.raw"]],
])("%s", (selector, expected) => {
  if (expected.length === 0) expect(() => ids([selector])).toThrow(Failure);
  else expect(ids([selector])).toEqual(expected);
});

test("several selectors are a union, and what is excluded is taken off", () => {
  expect(ids(["lines", "daily"])).toEqual(["silver/orders.lines", "gold/deep/sales.daily"]);
  expect(ids([], ["tag:nightly"])).toEqual(["bronze/customers.raw", "silver/orders.lines"]);
  expect(ids(["silver/orders"], ["lines"])).toEqual(["silver/orders.orders"]);
});

test.each([
  ["silver/order.orders", "silver/orders.orders"],
  ["dayly", "daily"],
  ["tag:nightli", "tag:nightly"],
  ["path:pipelines/silver/order.pipeline.ts", "path:pipelines/silver/orders.pipeline.ts"],
])("%s names the nearest: %s", (selector, near) => {
  try {
    ids([selector]);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ code: "ODB5001", hint: `Did you mean "${near}"?` });
  }
});

test.each(["", "  "])("an empty selector is refused: '%s'", selector => {
  for (const [select, exclude] of [
    [[selector], []],
    [["lines", selector], []],
    [[], [selector]],
  ] as const)
    expect(() => ids(select, exclude)).toThrow(new Failure("ODB5001", "A selector is empty.").message);
});
