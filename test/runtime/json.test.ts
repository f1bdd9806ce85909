import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { SourceStep } from "../../compiler/plan/step.ts";
import type { Column } from "../../compiler/plan/types.ts";
import { makeFolder, put, query, runPlan } from "./inFolder.ts";
import { boolean, column, date, decimal, enumOf, float64, int64, makePlan, source, string, timestamp, writeTo } from "./makePlan.ts";

const two = [column("id", int64), column("note", string, true)];

async function readJson(
  content: string | Uint8Array,
  declared: readonly Column[] = two,
  more: Partial<Pick<SourceStep, "file" | "extraColumns">> = {},
  name = "a.json",
): Promise<unknown> {
  const folder = makeFolder();
  put(folder, name, content);
  const plan = makePlan([{ id: "a.rows", steps: [source(name, declared, { file: { format: "json" }, ...more })], write: writeTo("out") }]);
  const { events } = await runPlan(folder, plan);
  const finished = events.find(event => event.event === "node.finished");
  if (finished?.event === "node.finished" && finished.status === "failed")
    return { code: finished.error.code, error: finished.error.message.replaceAll(`${folder}/lake/`, "") };
  return query(`select * from '${folder}/lake/out/*.parquet' order by 1`);
}

const rows = [
  { id: "1", note: "x" },
  { id: "2", note: null },
];

test("an object per line, a missing key, blank lines", async () => {
  expect(await readJson('{"id": 1, "note": "x"}\n\n{"id": 2}\n')).toEqual(rows);
});

test("one array, over several lines", async () => {
  expect(await readJson('[\n  {"id": 1,\n   "note": "x"},\n  {"note": null, "id": 2}\n]\n')).toEqual(rows);
  expect(await readJson("[]")).toEqual([]);
  expect(await readJson("")).toEqual([]);
});

test("objects that go over lines", async () => {
  expect(await readJson('{"id": 1,\n "note": "x"} {"id": 2}')).toEqual(rows);
});

test("every type, exactly", async () => {
  const declared = [
    column("i", int64),
    column("d", decimal(12, 2)),
    column("long", decimal(30, 2)),
    column("f", float64),
    column("b", boolean),
    column("e", enumOf("a", "b")),
    column("day", date),
    column("at", timestamp),
  ];
  expect(
    await readJson(
      '{"i": 9007199254740993, "d": 12.50, "long": "12345678901234567890.12", "f": 1e-7, "b": true, "e": "b", "day": "2024-02-29", "at": "2024-01-31T10:00:00+01:00"}\n',
      declared,
    ),
  ).toEqual([
    {
      i: "9007199254740993",
      d: "12.50",
      long: "12345678901234567890.12",
      f: 1e-7,
      b: true,
      e: "b",
      day: "2024-02-29",
      at: "2024-01-31 09:00:00+00",
    },
  ]);
});

test("escapes, and line ends inside of texts", async () => {
  expect(await readJson('{"id": 1, "note": "a\\r\\n\\"b\\" \\u00e9 \\ud83d\\ude00"}\n')).toEqual([{ id: "1", note: 'a\r\n"b" é 😀' }]);
});

test("extra keys where the read ignores them, nested ones too", async () => {
  expect(await readJson('{"id": 1, "more": {"a": [1, {"b": "}"}]}, "note": "x"}\n{"id": 2}\n', two, { extraColumns: "ignore" })).toEqual(
    rows,
  );
});

test("compressed", async () => {
  expect(await readJson(gzipSync('{"id": 1, "note": "x"}\n{"id": 2}\n'), two, {}, "a.jsonl.gz")).toEqual(rows);
});

const faults: readonly (readonly [what: string, text: string, code: string, message: string])[] = [
  ["a text where a number is declared", '{"id": 1}\n{"id": "2"}\n', "ODB6001", '"a.json", line 2, key "id": "2" is no int64.'],
  ["a number where a text is declared", '{"id": 1, "note": 5}\n', "ODB6001", '"a.json", line 1, key "note": 5 is no string.'],
  ["a fraction in a whole number", '{"id": 1.5}\n', "ODB6001", '"a.json", line 1, key "id": 1.5 is no int64.'],
  ["a nested value", '{"id": 1, "note": {"a": 1}}\n', "ODB6001", '"a.json", line 1, key "note": {"a": 1} is no string.'],
  ["null where none is declared", '{"id": null}\n', "ODB6002", '"a.json", line 1, key "id": null, where int64 is declared not null.'],
  [
    "a key that is missing",
    '{"note": "x"}\n',
    "ODB6002",
    '"a.json", line 1, key "id": the key is missing, where int64 is declared not null.',
  ],
  ["a key that is not declared", '{"id": 1, "nota": "x"}\n', "ODB6004", '"a.json", line 1, key "nota": the key is not declared.'],
  ["a key twice", '{"id": 1, "id": 2}\n', "ODB6007", '"a.json", line 1, key "id": the key is there twice.'],
  ["a comma too many", '{"id": 1,}\n', "ODB6007", '"a.json", line 1: a key in double quotes was expected, and "}" was found.'],
  ["NaN", '{"id": NaN}\n', "ODB6007", '"a.json", line 1: a value was expected, and "NaN}" was found.'],
  ["single quotes", "{'id': 1}\n", "ODB6007", `"a.json", line 1: a key in double quotes was expected, and "'id': 1}" was found.`],
  ["a byte order mark", '\uFEFF{"id": 1}\n', "ODB6007", '"a.json", line 1: no byte order mark was expected, and "one" was found.'],
  ["a line cut short", '{"id": 1}\n{"id": 2, "no', "ODB6007", '"a.json", line 2: "}" was expected, and the end of the file was found.'],
  ["an array cut short", '[{"id": 1},\n{"id": 2}', "ODB6007", '"a.json", line 2: "]" was expected, and the end of the file was found.'],
  ["something else after the array", '[{"id": 1}] x', "ODB6007", '"a.json", line 1: the end of the file was expected, and "x" was found.'],
  [
    "half of a pair of surrogates",
    '{"id": 1, "note": "\\ud83d"}\n',
    "ODB6007",
    '"a.json", line 1: a text with right escapes was expected, and "\\"\\\\ud83d\\"}" was found.',
  ],
];

test.each(faults)("%s", async (_, text, code, message) => {
  expect(await readJson(text)).toEqual({ code, error: message });
});

test("more digits than a number keeps", async () => {
  expect(await readJson('{"d": 1234567890123456.78}\n', [column("d", decimal(30, 2))])).toMatchObject({ code: "ODB6001" });
});
