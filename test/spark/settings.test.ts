import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder, put, query, runPlan } from "../runtime/inFolder.ts";
import { column, int64, makePlan, parsed, read, select, source, string, writeTo } from "../runtime/makePlan.ts";
import { onSpark } from "./sparkRun.ts";

// What a session has to be set to, shown by what it gives.

test("no ${…} is replaced, a regular expression reads a long text, and a limit beyond Spark's int is a fault with a code", async () => {
  const folder = makeFolder();
  const name = "${env:HOME} ${spark.app.name}";
  const long = "ab".repeat(4000);
  put(folder, "in.csv", `id,${name}\n1,"${long}"\n2,"${long}x"\n`);
  const plan = makePlan(
    [
      { id: "a.rows", steps: [source("in.csv", [column("id", int64), column(name, string)])], write: writeTo("rows") },
      {
        id: "b.texts",
        steps: [
          read("a.rows"),
          select({
            id: "id",
            found: `/^(?:ab|cd)*$/.test(row['${name}'])`,
            [name]: "id === 1 ? '${spark.app.name}' : '${env:HOME}${system:user.dir}'",
          }),
        ],
        write: writeTo("texts"),
      },
      {
        id: "b.limited",
        steps: [
          read("a.rows"),
          select({ id: "id" }),
          { kind: "orderBy", keys: [{ expression: parsed("id"), direction: "desc" }] },
          { kind: "limit", rows: parsed("$most") },
        ],
        write: writeTo("limited"),
      },
    ],
    { parameters: [{ name: "most", type: int64 }] },
  );
  const found = async () => query(`select * from '${folder}/lake/texts/*.parquet' order by id`);
  expect((await runPlan(folder, plan, { params: { most: "1" } })).status).toBe("succeeded");
  const expected = await found();
  expect(expected).toEqual([
    { id: "1", found: true, [name]: "${spark.app.name}" },
    { id: "2", found: false, [name]: "${env:HOME}${system:user.dir}" },
  ]);
  const { events } = await runPlan(folder, onSpark(plan), { params: { most: "2147483648" } });
  expect(Object.fromEntries(events.flatMap(event => (event.event === "node.finished" ? [[event.node, told(event)]] : [])))).toEqual({
    "a.rows": 2,
    "b.texts": 2,
    "b.limited": "ODB6103",
  });
  expect(await found()).toEqual(expected);
  // The table of before is still there.
  expect(await query(`select * from '${folder}/lake/limited/*.parquet'`)).toEqual([{ id: "2" }]);
  expect(readdirSync(join(folder, "lake")).filter(file => file.startsWith("."))).toEqual([]);
});

const told = (event: { readonly status: string; readonly rows?: number; readonly error?: { readonly code: string } }) =>
  event.error?.code ?? event.rows;
