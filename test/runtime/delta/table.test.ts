import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createTable, type DeltaField, openTable } from "../../../runtime/delta/index.ts";
import type { DeltaType, PrimitiveName } from "../../../runtime/delta/schema.ts";

const primitive = (name: PrimitiveName): DeltaType => ({ kind: "primitive", name });
const field = (name: string, type: DeltaType, nullable = true): DeltaField => ({ name, type, nullable, metadata: {} });

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "odibi-table-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return join(path, "t");
}

const schema = [
  field("id", primitive("long"), false),
  field("byte", primitive("byte")),
  field("float", primitive("float")),
  field("double", primitive("double")),
  field("price", { kind: "decimal", precision: 38, scale: 2 }),
  field("text", primitive("string")),
  field("ok", primitive("boolean")),
  field("bytes", primitive("binary")),
  field("day", primitive("date")),
  field("at", primitive("timestamp")),
  field("wall", primitive("timestamp_ntz")),
  field("tags", { kind: "array", item: primitive("string"), itemNullable: true }),
  field("place", {
    kind: "struct",
    fields: [field("lat", primitive("double")), field("days", { kind: "array", item: primitive("date"), itemNullable: false })],
  }),
  field("counts", { kind: "map", key: primitive("string"), value: primitive("long"), valueNullable: true }),
];
const rows = [
  {
    id: 9007199254740993n,
    byte: -128,
    float: 1.5,
    double: -0,
    price: "123456789012345678901234567890123456.78",
    text: "grüße\n\u{1f600} \"'",
    ok: true,
    bytes: Uint8Array.of(0, 65, 92, 200, 255),
    day: "1066-10-14",
    at: "2024-01-31T10:00:00.123456Z",
    wall: "1899-12-31T23:59:59.5",
    tags: ["a", null, ""],
    place: { lat: 1e-7, days: ["2024-02-29"] },
    counts: new Map([
      ["x", 5n],
      ["y", null],
    ]),
  },
  {
    id: 2n,
    byte: null,
    float: Number.NaN,
    double: Number.POSITIVE_INFINITY,
    price: "-0.05",
    text: "",
    ok: false,
    bytes: new Uint8Array(),
    day: null,
    at: null,
    wall: null,
    tags: [],
    place: null,
    counts: new Map(),
  },
];

test("rows of every type come back as they went in", async () => {
  const path = folder();
  await using table = await createTable(path, { schema, description: "of every type" });
  expect(table.version).toBe(0);
  expect(await table.append(rows)).toMatchObject({ version: 1, rows: 2 });
  const found = await table.rows();
  expect([...found].sort((a, b) => Number(b["id"]) - Number(a["id"]))).toEqual(rows);
  expect(await table.rows({ columns: ["text", "id"], where: [["id", "=", 9007199254740993n]] })).toEqual([
    { text: rows[0]?.text, id: rows[0]?.id },
  ]);
  expect((await table.describe()).description).toBe("of every type");
});

test("a life: append, merge, overwrite, optimize, restore, the past, history, transactions", async () => {
  const path = folder();
  const small = [field("id", primitive("long"), false), field("country", primitive("string")), field("n", primitive("integer"))];
  await using table = await createTable(path, { schema: small, partitionBy: ["country"] });
  await table.append([
    { id: 1, country: "de", n: 1 },
    { id: 2, country: "fr", n: 2 },
  ]);
  await table.append({ sql: "select 3::bigint as id, 'de' as country, 3 as n" }, { transaction: { appId: "me", version: 7 } });
  expect(await table.append([{ id: 4 }], { transaction: { appId: "me", version: 7 } })).toMatchObject({ applied: false, repeated: true });
  expect(table.transactionVersion("me")).toBe(7);
  await table.merge(
    [
      { id: 1, country: "de", n: 10 },
      { id: 5, country: null, n: 5 },
    ],
    { keys: ["id"], updateWhen: "incoming.n > stored.n" },
  );
  const ids = async () => (await table.rows()).map(row => `${row["id"]}${row["country"]}${row["n"]}`).sort();
  expect(await ids()).toEqual(["1de10", "2fr2", "3de3", "5null5"]);
  expect(
    table
      .files()
      .map(file => file.partition["country"])
      .sort(),
  ).toContain("de");
  expect((await table.optimize()).applied).toBe(true);
  expect(await ids()).toEqual(["1de10", "2fr2", "3de3", "5null5"]);
  expect(await table.delete([["country", "=", "fr"]])).toMatchObject({ rows: 1 });
  expect(await ids()).toEqual(["1de10", "3de3", "5null5"]);
  await table.overwrite([{ id: 9, country: "x", n: 0 }]);
  expect(await ids()).toEqual(["9x0"]);
  await table.restore({ version: 2 });
  expect(await ids()).toEqual(["1de1", "2fr2", "3de3"]);
  expect((await table.history()).map(entry => entry.operation)).toEqual([
    "RESTORE",
    "WRITE",
    "DELETE",
    "OPTIMIZE",
    "MERGE",
    "WRITE",
    "WRITE",
    "CREATE TABLE",
  ]);
  expect((await table.vacuum()).files).toEqual([]);
  await using past = await openTable(path, { version: 1 });
  expect((await past.rows()).length).toBe(2);
  await expect(past.append([])).rejects.toMatchObject({ code: "ODB8206" });
});

test("what does not fit is refused by row and column, and nothing is written", async () => {
  const path = folder();
  await using table = await createTable(path, { schema });
  for (const [row, message] of [
    [{ id: "1" }, /row 0\.id is string 1, where .* is wanted/],
    [{ id: 1.5 }, /row 0\.id is number 1\.5/],
    [{ id: 1, nope: 1 }, /row 0 has "nope", which is no column/],
    [{ id: 1, tags: "a" }, /row 0\.tags is string a/],
    [{ id: 1, place: { lat: 1, lon: 2 } }, /row 0\.place has "lon"/],
    [{ id: 1, day: "31.01.2024" }, /row 0\.day/],
  ] as const)
    await expect(table.append([row])).rejects.toMatchObject({ code: "ODB8205", message: expect.stringMatching(message) });
  await expect(table.append([{ id: null }])).rejects.toMatchObject({ code: "ODB8104" });
  expect(table.version).toBe(0);
  await expect(openTable(join(path, "nowhere"))).rejects.toMatchObject({ code: "ODB8001" });
});
