import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { SourceStep } from "../../compiler/plan/step.ts";
import type { Column } from "../../compiler/plan/types.ts";
import type { RunEvent } from "../../runtime/event.ts";
import { makeFolder, put, query, runPlan } from "../runtime/inFolder.ts";
import {
  boolean,
  column,
  date,
  decimal,
  enumOf,
  float64,
  int32,
  int64,
  makePlan,
  source,
  string,
  timestamp,
  timestampNtz,
  writeTo,
} from "../runtime/makePlan.ts";
import { onSpark } from "./sparkRun.ts";

// The same files read by both engines, in one run each: the same rows, or the same fault in the same words.

interface Reading {
  readonly files: { readonly [path: string]: string | Uint8Array };
  readonly path?: string;
  readonly columns: readonly Column[];
  readonly more?: Partial<Pick<SourceStep, "file" | "extraColumns">>;
}

const csv = (
  content: string,
  columns: readonly Column[],
  options: object = {},
  more: Partial<Pick<SourceStep, "extraColumns">> = {},
): Reading => ({
  files: { "in.csv": content },
  columns,
  more: { file: { format: "csv", ...options }, ...more },
});
const json = (content: string, columns: readonly Column[], more: Partial<Pick<SourceStep, "extraColumns">> = {}): Reading => ({
  files: { "in.json": content },
  columns,
  more: { file: { format: "json" }, ...more },
});

const id = column("id", int64);
const name = column("name", string, true);
const float32 = column("f", { kind: "float32" }, true);

const readings: { readonly [title: string]: Reading } = {
  "csv of every type": csv(
    [
      "b,i8,i16,i32,i64,f32,f64,d,s,e,raw,day,at,wall",
      "true,-128,+5,2147483647,-9223372036854775808,1.5,1e-7,0012.50,é😀,open,00fF,0001-01-01,2024-01-31T10:00:00.123456Z,2024-01-31 10:00",
      "FALSE,127,-32768,0,9223372036854775807,3.4e38,Infinity,-99.99,x,paid,,9999-12-31,2024-01-31 10:00:00+0530,1500-03-01T23:59:59.9",
      ",,,,,NaN,-Infinity,0.1000,,,,1582-10-10,1969-12-31T23:59:59.999999Z,",
      "True,1,1,1,1,.5,5.,+7,a b,open,Ab,2024-02-29,2024-01-31T10:00Z,0001-01-01T00:00:00",
      ",,,,,,1.7976931348623157e308,,,,,,2024-06-30 12:00-15:59,",
    ].join("\n"),
    [
      column("b", boolean, true),
      column("i8", { kind: "int8" }, true),
      column("i16", { kind: "int16" }, true),
      column("i32", int32, true),
      column("i64", int64, true),
      column("f32", { kind: "float32" }, true),
      column("f64", float64, true),
      column("d", decimal(4, 2), true),
      column("s", string, true),
      column("e", enumOf("open", "paid"), true),
      column("raw", { kind: "binary" }, true),
      column("day", date, true),
      column("at", timestamp, true),
      column("wall", timestampNtz, true),
    ],
  ),
  "columns in another order, and ignored ones": csv("name,x,id\na,1,2\n", [id, name], {}, { extraColumns: "ignore" }),
  "an ignored name that is there twice": csv("x,id,x\na,1,2\n", [id], {}, { extraColumns: "ignore" }),
  "empty and quoted empty": csv('id,name\n1,\n2,""\n3,"x"\n', [id, name]),
  "quotes, newlines and pairs in quotes": csv('id,name\r\n1,"a ""b"" c"\r\n2,"two\r\nlines"\r\n3,"one\nfeed"\r\n', [id, name]),
  "carriage return alone in quotes": csv('id,name\n1,"a\rb"\n', [id, name]),
  "lines that end by carriage returns": csv("id,name\r1,a\r2,b\r", [id, name]),
  "no line end at the end": csv("id,name\r\n1,a\r\n2,b", [id, name]),
  "a byte order mark": csv("\uFEFFid,name\n1,a\n", [id, name]),
  "blank lines": csv("id,name\n\n1,a\n\n\n2,b\n", [id, name]),
  "a blank line of one column": csv("name\na\n\nb\n", [name]),
  "blanks are kept": csv("id,name\n1, a \n2,\t\n", [id, name]),
  "back slashes are plain": csv('id,name\n1,a\\b\n2,"c\\"\n', [id, name]),
  "another delimiter, quote and no header": csv("1;'a;b'\n2;''''\n", [id, name], { delimiter: ";", quote: "'", header: false }),
  "no quote at all": csv('id,name\n1,"a"\n2,\n', [id, name], { quote: "" }),
  "another null": csv("id,name\n1,NULL\n2,\n3,null\n", [id, name], { nullValue: "NULL" }),
  "another null, quoted": csv('id,name\n1,NULL\n2,"NULL"\n3,""\n4,\n5,"a\r\nb"\n', [id, name], { nullValue: "NULL" }),
  "another null and a quote elsewhere": csv('id,name\n1,NULL\n2,"a,b"\n3,\n', [id, name], { nullValue: "NULL" }),
  "a header alone": csv("id,name\n", [id, name]),
  "an empty file": csv("", [id, name]),
  "a column's odd name": csv("i`d,na.me\n1,x\n", [column("i`d", int64), column("na.me", string)]),
  "many files with other headers, one packed": {
    files: {
      "in/a.csv": "id,name\n1,a\n",
      "in/b.csv": 'name,id\n"b,b",2\n',
      "in/c.csv.gz": gzipSync("id,name\n3,c\n"),
      "in/_d.csv": "x\n",
      "in/e/f.csv": "id,name\n4,d\n",
    },
    path: "in",
    columns: [id, name],
    more: { file: { format: "csv" } },
  },
  "a glob": {
    files: { "in/a1.csv": "id\n1\n", "in/a2.csv": "id\n2\n", "in/b1.csv": "x\n", "in/c/a3.csv": "id\n3\n", "in/a,b [x].csv": "y\n" },
    path: "in/**/a[0-9].csv",
    columns: [id],
    more: { file: { format: "csv" } },
  },
  "names that a glob would take": {
    files: { "in {a,b}/x [1] %20#é.csv": "id\n1\n" },
    path: "in {a,b}",
    columns: [id],
    more: { file: { format: "csv" } },
  },
  // What is wrong.
  "a number that is none": csv("id,name\n1,a\n1e3,b\n", [id, name]),
  "a number too large": csv("id\n9223372036854775808\n", [id]),
  "blanks around a number": csv("id\n 1\n", [id]),
  "a double out of range": csv("f\n1e999\n", [column("f", float64)]),
  "a float out of range": csv("f\n1e39\n", [float32]),
  "digits beyond the scale": csv("d\n1.505\n", [column("d", decimal(4, 2))]),
  "digits beyond the precision": csv("d\n100\n", [column("d", decimal(4, 2))]),
  "a day that is none": csv("day\n2024-02-30\n", [column("day", date)]),
  "year zero": csv("day\n0000-01-01\n", [column("day", date)]),
  "a time that is none": csv("at\n2024-01-01T24:00:00Z\n", [column("at", timestamp)]),
  "a time without a day": csv("at\nT10:00:00\n", [column("at", timestamp)]),
  "a zone where none is": csv("at\n2024-01-01T10:00:00Z\n", [column("at", timestampNtz)]),
  "a boolean that is none": csv("b\nyes\n", [column("b", boolean)]),
  "bytes that are none": csv("raw\nabc\n", [column("raw", { kind: "binary" })]),
  "an enum's other value": csv('id,e\n1,open\n2,"o\'pen"\n', [id, column("e", enumOf("open", "it's"))]),
  "a null where none is declared": csv("id,name\n1,a\n,b\n", [id, name]),
  "a quoted empty text where a number is declared": csv('id\n""\n', [column("id", int64, true)]),
  "the second file's third line": {
    files: { "in/a.csv": "id,name\n1,a\n", "in/b.csv": 'id,name\n1,"a\nb"\nx,b\n', "in/c.csv": "id,name\ny,c\n" },
    path: "in",
    columns: [id, name],
    more: { file: { format: "csv" } },
  },
  "too few fields": csv("id,name\n1,a\n2\n", [id, name]),
  "too many fields": csv("id,name\n1,a\n2,b,c\n", [id, name]),
  "blanks for a line": csv("id,name\n1,a\n  \n", [id, name]),
  "a stray quote": csv('id,name\n1,a"b\n', [id, name]),
  "a stray quote in an ignored column": csv('id,name\n1,a"b\n', [id], {}, { extraColumns: "ignore" }),
  "text after a quote": csv('id,name\n1,"a"b\n', [id, name]),
  "a quote that is never closed": csv('id,name\n1,"ab\n2,c\n', [id, name]),
  "mixed line ends": csv("id,name\n1,a\r\n2,b\n", [id, name]),
  "bytes of another alphabet": { files: { "in.csv": Buffer.from("id,name\n1,caf\xe9\n", "latin1") }, columns: [id, name] },
  "a header with a name missing, and one too many": csv("id,nam\n1,a\n", [id, name]),
  "a name that is there twice": csv("id,id\n1,2\n", [id]),
  "a file that is missing": { files: {}, columns: [id], path: "gone.csv" },
  "a glob without a match": { files: { "x.csv": "id\n" }, columns: [id], path: "y*.csv" },
  // Json.
  "objects line by line": json('{"id": 1, "name": "a"}\n\n{"name": null, "id": 2}\n{"id":3}\n', [id, name]),
  "an array of objects over lines": json('[\n  {"id": 1,\n   "name": "a\\n\\u00e9\\ud83d\\ude00"}, {"id": 2, "name": "]}"}\n]\n', [
    id,
    name,
  ]),
  "json of every type": json(
    '{"b": true, "i": -5, "f": 1e-7, "d": "12345678901234567890.12", "d2": 1.5, "s": "12", "e": "open", "day": "2024-02-29", "at": "2024-01-31T10:00Z", "wall": "2024-01-31 10:00:00"}',
    [
      column("b", boolean),
      column("i", int32),
      column("f", float64),
      column("d", decimal(30, 2)),
      column("d2", decimal(4, 2)),
      column("s", string),
      column("e", enumOf("open")),
      column("day", date),
      column("at", timestamp),
      column("wall", timestampNtz),
    ],
  ),
  "keys that are ignored": json('{"id": 1, "x": {"y": [1, {"z": "}"}]}}\n', [id], { extraColumns: "ignore" }),
  "an empty json file": json("", [id]),
  "an empty array": json("[]", [id]),
  "a packed json file": {
    files: { "in.jsonl.gz": gzipSync('{"id": 1}\n') },
    path: "in.jsonl.gz",
    columns: [id],
    more: { file: { format: "json" } },
  },
  "a text for a number": json('{"id": 1}\n{"id": "2"}\n', [id]),
  "a number for a text": json('{"name": 12}\n', [name]),
  "a fraction for a whole number": json('{"id": 1.5}\n', [id]),
  "an object for a text": json('{"name": {"a": 1}}\n', [name]),
  "a key that is missing": json('{"id": 1}\n{}\n', [id]),
  "a null in json": json('{"id": null}\n', [id]),
  "a key that is not declared": json('{"id": 1, "x": 2}\n', [id]),
  "a key that is there twice": json('{"id": 1, "id": 2}\n', [id]),
  "a trailing comma": json('{"id": 1,}\n', [id]),
  "an object that is cut short": json('[{"id": 1}, {"id": 2', [id]),
  "an array that is cut short": json('[{"id": 1},\n', [id]),
  "something else": json("hello\n", [id]),
  "more digits than a number keeps": json('{"d": 12345678901234567.12}\n', [column("d", decimal(30, 2))]),
  "half of a pair": json('{"name": "\\ud800"}\n', [name]),
};

const titles = Object.keys(readings);

test("csv and json: both engines give the same rows, or the same fault in the same words", async () => {
  const folder = makeFolder();
  for (const [at, { files }] of Object.values(readings).entries())
    for (const [path, content] of Object.entries(files)) put(folder, `${at}/${path}`, content);
  const plan = (engine: string) =>
    makePlan(
      Object.values(readings).map(({ files, path = Object.keys(files)[0], columns, more }, at) => ({
        id: `a.reading${at}`,
        steps: [source(`${at}/${path}`, columns, more)],
        write: writeTo(`out-${engine}/${at}`),
        place: {
          file: "a.pipeline.ts",
          line: at + 1,
          column: 1,
          steps: [{ line: at + 1, column: 7 }],
        },
      })),
    );
  const [duckdb, spark] = [await runPlan(folder, plan("duckdb")), await runPlan(folder, onSpark(plan("spark")))];
  const outcomes = async (engine: string, events: readonly RunEvent[]) =>
    Object.fromEntries(await Promise.all(titles.map(async (title, at) => [title, await outcomeOf(folder, engine, at, events)])));
  expect(await outcomes("spark", spark.events)).toEqual(await outcomes("duckdb", duckdb.events));
});

async function outcomeOf(folder: string, engine: string, at: number, events: readonly RunEvent[]): Promise<unknown> {
  const finished = events.find(event => event.event === "node.finished" && event.node === `a.reading${at}`);
  if (finished?.event !== "node.finished") return finished;
  if (finished.status === "failed") return finished.error;
  return query(`select * from read_parquet('${folder}/lake/out-${engine}/${at}/*.parquet', hive_partitioning = false) order by all`);
}
