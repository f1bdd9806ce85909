import { expect, test } from "vitest";
import { inferRelation } from "../../compiler/plan/inferRelation.ts";
import { lineageOf } from "../../compiler/plan/lineage.ts";
import type { Relation, Untyped } from "../../compiler/plan/step.ts";
import {
  aggregate,
  columnsOf,
  deduplicate,
  distinct,
  filter,
  join,
  limit,
  mapRows,
  notNull,
  orderBy,
  read,
  relation,
  select,
  semiJoin,
  source,
  union,
} from "./relationOf.ts";

const tables: { readonly [node: string]: ReturnType<typeof columnsOf> } = {
  a: columnsOf({ id: "int64", x: "int64", y: "int64", z: "int64?" }),
  b: columnsOf({ id: "int64", v: "int64", w: "int64" }),
};

function of(given: Relation<Untyped>): {
  readonly columns: { readonly [name: string]: readonly string[] };
  readonly rows: readonly string[];
} {
  const { typed, problems } = inferRelation(given, { node: id => tables[id], parameters: new Map() });
  if (typed === undefined) throw new Error(problems[0]?.message);
  const { columns, rowsFrom } = lineageOf(typed);
  const names = (typed.steps.at(-1)?.output ?? []).map(({ name }) => name);
  return { columns: Object.fromEntries(names.map(name => [name, columns(name)])), rows: rowsFrom };
}
const other = relation(read("b"), filter("w > 1"));

test("a column comes from what it is computed from, the rows from what is filtered, joined and grouped by", () => {
  expect(of(relation(read("a"), filter("y > 1"), select({ s: "x + id", c: "1", d: "x > 1 ? id : 0" }), filter("s > 2")))).toEqual({
    columns: { s: ["a.id", "a.x"], c: [], d: ["a.id", "a.x"] },
    rows: ["a.id", "a.x", "a.y"],
  });
  expect(of(relation(read("a"), join("left", other, "left.x === right.id", { x: "left.y", v: "(right.v ?? 0) + left.id" })))).toEqual({
    columns: { x: ["a.y"], v: ["a.id", "b.v"] },
    rows: ["a.x", "b.id", "b.w"],
  });
  expect(of(relation(read("a"), semiJoin(true, other, "left.x === right.id"), select({ y: "y" })))).toEqual({
    columns: { y: ["a.y"] },
    rows: ["a.x", "b.id", "b.w"],
  });
  expect(
    of(relation(read("a"), aggregate({ k: "x" }, { n: "count()", s: "sum(y, { where: id > 1 })", again: "key.k + max(id)" }))),
  ).toEqual({ columns: { k: ["a.x"], n: [], s: ["a.id", "a.y"], again: ["a.id", "a.x"] }, rows: ["a.x"] });
});

test("the order counts where a limit or a deduplication cuts by it", () => {
  expect(of(relation(read("a"), select({ id: "id", x: "x" }), orderBy("x"))).rows).toEqual([]);
  expect(of(relation(read("a"), select({ id: "id", x: "x" }), orderBy("x"), limit("3"))).rows).toEqual(["a.x"]);
  expect(of(relation(read("a"), deduplicate(["id"], ["y desc"]), select({ x: "x" })))).toEqual({
    columns: { x: ["a.x"] },
    rows: ["a.id", "a.y"],
  });
});

test("sets, notNull, files and functions", () => {
  expect(of(relation(read("a"), select({ p: "x", q: "y" }), union(relation(read("b"), select({ q: "v", p: "w" })))))).toEqual({
    columns: { p: ["a.x", "b.w"], q: ["a.y", "b.v"] },
    rows: [],
  });
  expect(of(relation(read("a"), select({ p: "x", q: "y" }), distinct)).rows).toEqual(["a.x", "a.y"]);
  expect(of(relation(read("a"), notNull(["z"], "drop"), select({ x: "x" }))).rows).toEqual(["a.z"]);
  expect(of(relation(read("a"), notNull(["z"], "fail"), select({ x: "x" }))).rows).toEqual([]);
  expect(of(relation(source({ f: "int64" }), filter("f > 1"), select({ g: "f + 1" })))).toEqual({ columns: { g: [] }, rows: [] });
  expect(of(relation(read("b"), filter("w > 1"), mapRows({ out: "string" })))).toEqual({
    columns: { out: ["b.id", "b.v", "b.w"] },
    rows: ["b.w"],
  });
});
