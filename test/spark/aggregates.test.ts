import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { lowerRelation } from "../../runtime/sql/spark/relation/lowerRelation.ts";
import { sparkType } from "../../runtime/sql/spark/sparkType.ts";
import { type AggregateCase, aggregateCases } from "../conformance/aggregates.ts";
import { conditionOf, expectedOf, near, prepareAggregate, randomGroups } from "../conformance/prepareAggregate.ts";
import { canonical, textOfValue, textSql } from "./compare.ts";
import { openSpark, type Spark } from "./evaluate.ts";

let spark: Spark;
beforeAll(async () => {
  spark = await openSpark(inject("sparkSocket"));
});
afterAll(() => spark.close());

describe("an aggregate on Spark gives what the reference gives", () => {
  for (const one of aggregateCases)
    test(`${one.text} of ${one.type}`, async () => {
      const groups = one.groups.map(group => group.map((a, index) => ({ a, c: conditionOf(index) })));
      for (const keyed of [false, true]) {
        const asked = groups.filter(rows => !keyed || rows.length > 0);
        expect(await run(one, asked, keyed), keyed ? "by key" : "whole").toEqual(asked.map(rows => expectedOf(one, rows, keyed)));
      }
    });
});

describe("an aggregate of random groups on Spark gives what the reference gives", () => {
  for (const [index, one] of aggregateCases.entries())
    test(`${one.text} of ${one.type}`, async () => {
      const groups = randomGroups(one, 40, 20261125 + index).map(group => group.map((a, at) => ({ a, c: conditionOf(at) })));
      const expected = groups.map(rows => expectedOf(one, rows, true));
      // One that fails fails them all: those are asked apart.
      const failing = groups.filter((_, at) => expected[at] === "error").slice(0, 5);
      const others = groups.filter((_, at) => expected[at] !== "error");
      expect(await run(one, others, true)).toEqual(expected.filter(value => value !== "error"));
      for (const rows of failing) expect(await run(one, [rows], true)).toEqual(["error"]);
    });
});

type Rows = readonly { readonly a: unknown; readonly c: boolean | null }[];

/** The aggregate of each group: of all in one statement, unless one of them fails. */
async function run(one: AggregateCase, groups: readonly Rows[], keyed: boolean): Promise<readonly string[]> {
  const together = await ask(one, groups, keyed);
  if (together !== undefined) return together;
  const values: string[] = [];
  for (const rows of groups) values.push((await ask(one, [rows], keyed))?.[0] ?? "error");
  return values;
}

/** By key the groups are of one table; without, each is a table of its own. */
async function ask(one: AggregateCase, groups: readonly Rows[], keyed: boolean): Promise<readonly string[] | undefined> {
  const { type, typed, output } = prepareAggregate(one, keyed);
  const columns = [
    { name: "k", type: "int" },
    { name: "a", type: sparkType(type) },
    { name: "c", type: "boolean" },
  ];
  const rows = groups.map((group, index) => group.map(({ a, c }) => [String(index), textOfValue(a), textOfValue(c)]));
  const tables = keyed
    ? [{ name: "input", columns, rows: rows.flat() }]
    : rows.map((own, index) => ({ name: `input_${index}`, columns, rows: own }));
  const statements = tables.map(({ name }, index) => {
    const sql = lowerRelation(typed, { table: () => name, parameter: () => "", now: "", place: () => undefined });
    return `select ${keyed ? "key" : index} as id, typeof(value), ${textSql("value", output.type)} from (${sql})`;
  });
  const result = await spark.run(tables, statements.join(" union all "));
  if ("error" in result) {
    if (canonical({ error: result.error }, output.type) !== "error") throw new Error(`${result.error}\n${statements[0]}`);
    return undefined;
  }
  const values = new Array<string>(groups.length).fill("missing");
  for (const [id, found, text] of result.rows) {
    expect(found).toBe(sparkType(output.type).replace(/\s/g, ""));
    if (!output.nullable) expect(text).not.toBeNull();
    values[Number(id)] = near(one, canonical(text === null ? null : String(text), output.type));
  }
  return values;
}
