import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Column } from "../../compiler/plan/types.ts";
import { makeFolder, query, runPlan } from "./inFolder.ts";
import {
  boolean,
  column,
  date,
  decimal,
  enumOf,
  filter,
  float64,
  int32,
  int64,
  makePlan,
  source,
  string,
  timestamp,
  timestampNtz,
  writeTo,
} from "./makePlan.ts";

/** Writes a bundle and gives the step that runs it. */
function mapRows(
  folder: string,
  text: string,
  columns: readonly Column[],
): { readonly kind: "mapRows"; readonly bundle: string; readonly columns: readonly Column[] } {
  const hash = createHash("sha256").update(text).digest("hex");
  mkdirSync(join(folder, "functions"), { recursive: true });
  writeFileSync(join(folder, "functions", `${hash}.mjs`), text);
  return { kind: "mapRows", bundle: `functions/${hash}.mjs`, columns };
}

const three = "select i as id, 'n' || i as name from range(3) t(i)";
const input = [column("id", int64), column("name", string)];

async function run(functionText: string, output: readonly Column[], sql = three, columns: readonly Column[] = input): Promise<unknown> {
  const folder = makeFolder();
  await query(`copy (${sql}) to '${folder}/lake/in.parquet'`);
  const plan = makePlan([
    {
      id: "a.rows",
      steps: [source("in.parquet", columns), mapRows(folder, functionText, output)],
      write: writeTo("out"),
      place: {
        file: "a.pipeline.ts",
        line: 1,
        column: 1,
        steps: [
          { line: 2, column: 1 },
          { line: 3, column: 4 },
        ],
      },
    },
  ]);
  const { events } = await runPlan(folder, plan);
  const finished = events.find(event => event.event === "node.finished");
  expect(readdirSync(join(folder, ".odibi/spill"))).toEqual([]);
  if (finished?.event === "node.finished" && finished.status === "failed")
    return { code: finished.error.code, message: finished.error.message, line: finished.error.line };
  return query(`select * from '${folder}/lake/out/*.parquet' order by 1`);
}

test("every type comes as it is promised, and goes back", async () => {
  const columns = [
    column("i", int64),
    column("small", int32, true),
    column("f", float64, true),
    column("d", decimal(30, 2)),
    column("s", string, true),
    column("b", boolean, true),
    column("day", date),
    column("at", timestamp),
    column("wall", timestampNtz),
    column("e", enumOf("x", "y")),
    column("raw", { kind: "binary" }, true),
  ];
  const sql = `select * from (values
    (9007199254740993::bigint, 1::integer, 1.5::double, 12345678901234567890.12::decimal(30,2), 'é', true, date '2024-02-29', timestamptz '2024-01-31 10:00:00.5Z', timestamp '2024-01-31 10:00:00', 'x', '\\x00\\xFF'::blob),
    (9007199254740994, null, null, -1, null, null, date '0001-01-01', timestamptz '1969-12-31 23:59:59.999999Z', timestamp '2024-01-31 10:00:00', 'y', null)) t(i, small, f, d, s, b, day, "at", wall, e, raw)`;
  const text = `export default row => {
    const kinds = Object.entries(row).map(([name, value]) => name + ":" + (value === null ? "null" : value instanceof Uint8Array ? "bytes" : typeof value)).join(" ");
    return { ...row, kinds, texts: row.d + " " + row.day + " " + row.at + " " + row.wall };
  };`;
  const back = await run(text, [...columns, column("kinds", string), column("texts", string)], sql, columns);
  expect(back).toMatchObject([
    {
      i: "9007199254740993",
      small: 1,
      f: 1.5,
      d: "12345678901234567890.12",
      s: "é",
      b: true,
      day: "2024-02-29",
      at: "2024-01-31 10:00:00.5+00",
      wall: "2024-01-31 10:00:00",
      e: "x",
      kinds: "i:bigint small:number f:number d:string s:string b:boolean day:string at:string wall:string e:string raw:bytes",
      texts: "12345678901234567890.12 2024-02-29 2024-01-31T10:00:00.500000Z 2024-01-31T10:00:00.000000",
    },
    {
      i: "9007199254740994",
      small: null,
      f: null,
      d: "-1.00",
      s: null,
      b: null,
      kinds: "i:bigint small:null f:null d:string s:null b:null day:string at:string wall:string e:string raw:null",
    },
  ]);
});

test("texts of every kind come whole: marks, byte order marks, astral characters, empty ones", async () => {
  const values = ["", "\uFEFFbom", "a\u001fb", "\u001e", "😀", "x".repeat(5000), "two\nlines"];
  const sql = `select (row_number() over ()) - 1 as id, name from (select unnest([${values.map(value => `'${value}'`).join(", ")}]) as name)`;
  const back = await run(
    "export default row => ({ id: row.id, name: row.name, units: row.name.length });",
    [...input, column("units", int32)],
    sql,
  );
  // The bindings drop a byte order mark that begins a text, for this test too: its length tells.
  expect(back).toEqual(values.map((name, id) => ({ id: String(id), name: name.replace(/^\uFEFF/, ""), units: name.length })));
});

test("texts that hold what separates texts, in some of many blocks, with nulls beside them", async () => {
  const folder = makeFolder();
  const note = `case when i % 7 = 0 then null when i between 5000 and 5100 then chr((30 + i % 4)::int) when i between 9000 and 9100 then chr(31) || i || chr(32) when i % 5000 = 4999 then '' else 'n' || i end`;
  const sql = `select i as id, ${note} as note, chr((31 + i % 200)::int) || i as name from range(130000) t(i)`;
  await query(`copy (${sql}) to '${folder}/lake/in.parquet'`);
  const columns = [column("id", int64), column("note", string, true), column("name", string)];
  const map = mapRows(
    folder,
    "export default row => ({ id: row.id, note: row.note, name: row.name, again: row.note === null ? null : row.note + row.name + '\\u001e' });",
    [...columns, column("again", string, true)],
  );
  const plan = makePlan([{ id: "a.rows", steps: [source("in.parquet", columns), map], write: writeTo("out") }]);
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  expect(
    await query(
      `select count(*)::int as n, count(*) filter (o.note is distinct from s.note or o.name is distinct from s.name or o.again is distinct from s.note || s.name || chr(30))::int as wrong from (${sql}) s full join '${folder}/lake/out/*.parquet' o using (id)`,
    ),
  ).toEqual([{ n: 130000, wrong: 0 }]);
});

test("results of numbers alone, with nulls, and of texts alone", async () => {
  expect(await run("export default row => ({ a: row.id === 1n ? null : 2 * Number(row.id) });", [column("a", float64, true)])).toEqual([
    { a: 0 },
    { a: 4 },
    { a: null },
  ]);
  expect(
    await run("export default row => ({ a: row.name, b: row.id === 1n ? null : '' });", [column("a", string), column("b", string, true)]),
  ).toEqual([
    { a: "n0", b: "" },
    { a: "n1", b: null },
    { a: "n2", b: "" },
  ]);
});

test("an async function, numbers for int64 and decimal, undefined for null", async () => {
  const text = "export default async row => { await null; return { id: Number(row.id), price: 0.1 + 0.2, note: undefined }; };";
  expect(await run(text, [column("id", int64), column("price", decimal(10, 2)), column("note", string, true)])).toEqual(
    [0, 1, 2].map(id => ({ id: String(id), price: "0.30", note: null })),
  );
});

test("more rows than one piece holds, and steps after the function", async () => {
  const folder = makeFolder();
  await query(`copy (select i as id, 'n' || i as name from range(200000) t(i)) to '${folder}/lake/in.parquet'`);
  const map = mapRows(folder, "export default row => ({ twice: row.id * 2n, name: row.name });", [
    column("twice", int64),
    column("name", string),
  ]);
  const plan = makePlan([
    { id: "a.rows", steps: [source("in.parquet", input), filter("id >= 10"), map, filter("twice < 399990")], write: writeTo("out") },
  ]);
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  expect(
    await query(
      `select count(*)::int as n, sum(twice)::bigint as s, count(*) filter (name <> 'n' || twice // 2)::int as wrong from '${folder}/lake/out/*.parquet'`,
    ),
  ).toEqual([{ n: 199985, s: String(Array.from({ length: 199985 }, (_, i) => 2 * (i + 10)).reduce((a, b) => a + b, 0)), wrong: 0 }]);
});

test("no rows at all", async () => {
  expect(await run("export default row => row;", input, `${three} where false`)).toEqual([]);
});

const faults: readonly (readonly [what: string, text: string, code: string, message: string])[] = [
  [
    "an exception",
    'export default row => { if (row.id === 1n) throw new TypeError("no good"); return row; };',
    "ODB6040",
    'The function threw at the row { id: 1n, name: "n1" }: TypeError: no good.',
  ],
  [
    "a rejected promise",
    'export default async row => { throw new Error("later"); };',
    "ODB6040",
    'The function threw at the row { id: 0n, name: "n0" }: Error: later.',
  ],
  [
    "no object",
    "export default () => 5;",
    "ODB6041",
    'The function\'s result for the row { id: 0n, name: "n0" } does not fit: it returned 5, where an object is wanted.',
  ],
  ["a missing key", "export default row => ({ id: row.id });", "ODB6041", 'does not fit: the result has no "name".'],
  [
    "a key too many",
    "export default row => ({ ...row, more: 1 });",
    "ODB6041",
    'does not fit: the result has "more", which is not declared.',
  ],
  [
    "another type",
    'export default row => ({ ...row, id: "1" });',
    "ODB6041",
    'does not fit: "id" is "1", where a whole number that a double keeps exactly, or a bigint is wanted.',
  ],
  [
    "null where none is declared",
    "export default row => ({ ...row, name: null });",
    "ODB6041",
    'does not fit: "name" is null, where the column is declared not null.',
  ],
  ["a fraction for a whole number", "export default row => ({ ...row, id: 1.5 });", "ODB6041", 'does not fit: "id" is 1.5'],
  ["half of a pair of surrogates", 'export default row => ({ ...row, name: "\\ud83d" });', "ODB6041", 'does not fit: "name" is'],
  ["an exit", "export default () => process.exit(3);", "ODB6040", "The function ended its thread with exit code 3."],
  ["a module that throws", 'throw new Error("at import"); export default 1;', "ODB6040", "The function cannot be loaded: at import."],
  ["no function", "export default 5;", "ODB6040", "The function cannot be loaded: its default export is no function."],
];

test.each(faults)("%s", async (_, text, code, message) => {
  expect(await run(text, input)).toMatchObject({ code, message: expect.stringContaining(message), line: 3 });
});

test("a function that fails while its rows are still being made waits for the engine to let go", async () => {
  const many = "select i as id, 'n' || i as name from range(3000000) t(i)";
  for (let round = 0; round < 3; round += 1) {
    const failed = await run("throw new Error('at once');", [column("id", int64)], many);
    expect(failed).toMatchObject({ code: "ODB6040" });
  }
});

test("a bundle that is missing or is not the one of the plan is never loaded", async () => {
  const folder = makeFolder();
  await query(`copy (${three}) to '${folder}/lake/in.parquet'`);
  const step = mapRows(folder, "export default row => row;", input);
  const plan = makePlan([{ id: "a.rows", steps: [source("in.parquet", input), step], write: writeTo("out") }]);
  writeFileSync(
    join(folder, step.bundle),
    `globalThis.process.getBuiltinModule("node:fs").writeFileSync("${folder}/was-run", ""); export default row => row;`,
  );
  const failed = async (): Promise<unknown> => (await runPlan(folder, plan)).events.find(event => event.event === "node.finished");
  expect(await failed()).toMatchObject({
    error: { code: "ODB6042", message: `"${step.bundle}" is not what the plan was compiled with: its content has another hash.` },
  });
  writeFileSync(join(folder, step.bundle), "");
  expect(readdirSync(folder)).not.toContain("was-run");
  expect(
    (
      await runPlan(
        folder,
        makePlan([
          {
            id: "a.rows",
            steps: [source("in.parquet", input), { ...step, bundle: `functions/${"0".repeat(64)}.mjs` }],
            write: writeTo("out"),
          },
        ]),
      )
    ).events.find(event => event.event === "node.finished"),
  ).toMatchObject({ error: { code: "ODB6042" } });
});

test("a function that never ends is ended by the timeout", async () => {
  const folder = makeFolder();
  await query(`copy (${three}) to '${folder}/lake/in.parquet'`);
  const plan = makePlan([
    {
      id: "a.rows",
      steps: [source("in.parquet", input), mapRows(folder, "export default row => { for (;;); };", input)],
      write: writeTo("out"),
      timeout: 1,
    },
  ]);
  const started = performance.now();
  const { events } = await runPlan(folder, plan);
  expect(events.find(event => event.event === "node.finished")).toMatchObject({ error: { code: "ODB5050" } });
  expect(performance.now() - started).toBeLessThan(5000);
});
