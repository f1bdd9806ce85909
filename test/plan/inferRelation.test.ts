import { describe, expect, test } from "vitest";
import { inferRelation, type RelationContext } from "../../compiler/plan/inferRelation.ts";
import { printType } from "../../compiler/plan/notation/printType.ts";
import type { Relation, Untyped } from "../../compiler/plan/step.ts";
import {
  aggregate,
  columnsOf,
  deduplicate,
  distinct,
  expressionOf,
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
  "b/o.orders": columnsOf({
    id: "int64",
    customer: "int64?",
    amount: "decimal(12,2)",
    status: "enum('open','paid')",
    at: "timestamp",
    note: "string?",
  }),
  "b/o.customers": columnsOf({ id: "int64", mail: "string?", country: "string", rate: "float64" }),
};
const context: RelationContext = {
  node: id => tables[id],
  parameters: new Map([
    ["n", { kind: "int64" }],
    ["share", { kind: "float64" }],
    ["since", { kind: "date" }],
  ]),
};
const orders = read("b/o.orders");
const customers = relation(read("b/o.customers"));

const output = (given: Relation<Untyped>): { readonly [name: string]: string } | string => {
  const { typed, problems } = inferRelation(given, context);
  if (typed === undefined) return problems.map(({ code, message }) => `${code} ${message}`).join(" ");
  return Object.fromEntries(
    (typed.steps.at(-1)?.output ?? []).map(({ name, type, nullable }) => [name, printType(type) + (nullable ? "?" : "")]),
  );
};
const codes = (given: Relation<Untyped>) => inferRelation(given, context).problems.map(({ code }) => code);

describe("the columns after a step", () => {
  test("a left join's right side may be null, an inner join's is as it was", () => {
    const columns = { id: "left.id", country: "right.country", rate: "right.rate" };
    expect(output(relation(orders, join("left", customers, "left.customer === right.id", columns)))).toEqual({
      id: "int64",
      country: "string?",
      rate: "float64?",
    });
    expect(output(relation(orders, join("inner", customers, "left.customer === right.id", columns)))).toEqual({
      id: "int64",
      country: "string",
      rate: "float64",
    });
    expect(output(relation(orders, join("left", customers, "left.customer === right.id", { country: "right.country.trim()" })))).toContain(
      "ODB2010",
    );
    expect(output(relation(orders, semiJoin(true, customers, "left.customer === right.id")))).toHaveProperty("note", "string?");
  });

  test("an aggregate has its keys, then its values, in the types of groups", () => {
    expect(
      output(
        relation(
          orders,
          aggregate(
            { day: "date(at)", customer: "customer" },
            {
              n: "count()",
              last: "max(at)",
              best: "max(amount, { where: status === 'paid' })",
              share: "sum(amount) / count()",
              again: "key.day",
            },
          ),
        ),
      ),
    ).toEqual({ day: "date", customer: "int64?", n: "int64", last: "timestamp", best: "decimal(12,2)?", share: "float64", again: "date" });
    expect(output(relation(orders, aggregate({}, { n: "count()", last: "max(at)", total: "sum(amount)" })))).toEqual({
      n: "int64",
      last: "timestamp?",
      total: "decimal(38,2)",
    });
  });

  test("a union keeps the left order and holds both sides' values", () => {
    const left = select({ key: "id", label: "status", share: "amount" });
    const right = relation(read("b/o.customers"), select({ share: "rate", label: "mail", key: "1" }));
    expect(output(relation(orders, left, union(right)))).toEqual({ key: "int64", label: "string?", share: "float64" });
    expect(
      output(relation(orders, select({ s: "status" }), union(relation(orders, select({ s: "status === 'open' ? 'new' : status" }))))),
    ).toEqual({ s: "enum('open','paid','new')" });
  });

  test("notNull narrows, mapRows and source are as declared, a filter narrows nothing", () => {
    expect(
      output(relation(orders, notNull(["note", "customer"], "fail"), select({ note: "note.trim()", customer: "customer + 1" }))),
    ).toEqual({ note: "string", customer: "int64" });
    expect(output(relation(orders, mapRows({ a: "int8", b: "string?" }), filter("a > 1")))).toEqual({ a: "int8", b: "string?" });
    expect(output(relation(source({ a: "date" }), select({ y: "year(a)" })))).toEqual({ y: "int32" });
    expect(output(relation(orders, filter("note !== null"), select({ n: "note.trim()" })))).toContain("ODB2010");
    expect(output(relation(orders, filter("note === null ? null : note > 'm'")))).toHaveProperty("id");
    expect(output(relation(orders, deduplicate(["id"], ["at desc"]), distinct, orderBy("amount desc"), limit("$n")))).toHaveProperty("id");
  });
});

describe("faults of steps", () => {
  test.each<readonly [string, Relation<Untyped>, readonly string[]]>([
    ["two names", relation(orders, select({ id: "id", ID: "customer" })), ["ODB3101"]],
    ["an empty name", relation(orders, select({ "": "id" })), ["ODB3101"]],
    ["a key and an aggregate of one name", relation(orders, aggregate({ n: "status" }, { n: "count()" })), ["ODB3101"]],
    ["no columns", relation(orders, select({})), ["ODB3102"]],
    ["a join of nulls", relation(orders, join("inner", customers, "left.note === right.mail", { id: "left.id" })), ["ODB3103"]],
    [
      "a join of nulls among others",
      relation(orders, semiJoin(false, customers, "left.id === right.id && (left.note === right.mail || left.id > 3)")),
      ["ODB3103"],
    ],
    [
      "a union that differs",
      relation(orders, select({ a: "id", b: "status" }), union(relation(orders, select({ a: "at", c: "id" })))),
      ["ODB3104"],
    ],
    ["a union of numbers and texts", relation(orders, select({ a: "id" }), union(relation(orders, select({ a: "status" })))), ["ODB3104"]],
    ["a limit of no order", relation(orders, limit("10")), ["ODB3105"]],
    ["a limit after the order is gone", relation(orders, orderBy("id"), distinct, limit("10")), ["ODB3105"]],
    ["a limit that is a fraction", relation(orders, orderBy("id"), limit("1.5")), ["ODB3106"]],
    ["a limit below 0", relation(orders, orderBy("id"), limit("-1")), ["ODB3106"]],
    ["a limit by a share", relation(orders, orderBy("id"), limit("$share")), ["ODB3106"]],
    ["a limit by a column", relation(orders, orderBy("id"), limit("id")), ["ODB2003"]],
    ["a list that is compared", relation(orders, select({ a: "(note ?? '').split(',')" }), { kind: "distinct" }), ["ODB3107"]],
    ["a null column", relation(orders, select({ a: "null" })), ["ODB2011"]],
    ["a key twice", relation(orders, deduplicate(["id", "id"], ["at"])), ["ODB3108"]],
    ["an unknown key", relation(orders, deduplicate(["idd"], ["at"])), ["ODB2003"]],
    ["an unknown column in notNull", relation(orders, notNull(["nte"], "drop")), ["ODB2003"]],
    ["notNull of nothing", relation(orders, notNull([], "drop")), ["ODB3111"]],
    ["no order", relation(orders, orderBy()), ["ODB3111"]],
    ["an order by a list", relation(orders, orderBy("(note ?? '').split(',')")), ["ODB3109"]],
    ["a filter by a number", relation(orders, filter("amount")), ["ODB2012"]],
    ["a join condition that is none", relation(orders, semiJoin(false, customers, "right.id")), ["ODB2012"]],
    ["an aggregate in a filter", relation(orders, filter("sum(amount) > 100")), ["ODB2030"]],
    ["a column that is no key", relation(orders, aggregate({ status: "status" }, { a: "note" })), ["ODB2032"]],
    ["no read", relation(filter("true")), ["ODB3110"]],
    ["two reads", relation(orders, orders), ["ODB3110"]],
    ["no steps", relation(), ["ODB3110"]],
    ["a column of no side", relation(orders, join("inner", customers, "left.id === right.id", { id: "id" })), ["ODB2003"]],
    ["a source with two names", relation(source({ a: "int64", A: "int64" })), ["ODB3101"]],
  ])("%s", (_, given, expected) => {
    expect(codes(given)).toEqual(expected);
  });

  test("all at once, each once: a faulty column is there for the steps after it", () => {
    expect(
      codes(
        relation(
          orders,
          select({ a: "amuont", b: "note.trim()", c: "id" }),
          filter("a > 1 && d > 2"),
          aggregate({ a: "a", k: "nope" }, { s: "sum(b)", t: "sum(x)", u: "c" }),
          orderBy("a", "z"),
        ),
      ),
    ).toEqual(["ODB2003", "ODB2010", "ODB2003", "ODB2003", "ODB2003", "ODB2003"]);
    expect(
      codes(
        relation(
          orders,
          join("left", relation(read("b/o.customers"), filter("nope")), "left.idd === right.id", { a: "right.id + 1", b: "left.note" }),
        ),
      ),
    ).toEqual(["ODB2003", "ODB2003", "ODB2010"]);
  });

  test("a node with a fault of its own is told there, not by who reads it", () => {
    expect(inferRelation(relation(read("b/o.broken"), filter("x > 1")), context)).toEqual({ problems: [] });
    expect(codes(relation(orders, join("inner", relation(read("b/o.broken")), "left.id === right.id", { id: "left.id" })))).toEqual([]);
  });

  test("a fault stands at its expression", () => {
    const { problems } = inferRelation(
      relation(orders, { kind: "filter", condition: expressionOf("status === 'payd'"), span: { file: "x", start: 0, end: 1 } }),
      context,
    );
    expect(problems[0]?.span).toEqual({ file: "status === 'payd'", start: 0, end: 17 });
    const { problems: named } = inferRelation(
      relation(orders, { ...notNull(["nte"], "drop"), span: { file: "x", start: 3, end: 7 } }),
      context,
    );
    expect(named[0]?.span).toEqual({ file: "x", start: 3, end: 7 });
    expect(named[0]?.hint).toContain("`note`");
  });
});
