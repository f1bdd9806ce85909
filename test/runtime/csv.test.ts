import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { SourceStep } from "../../compiler/plan/step.ts";
import type { Column } from "../../compiler/plan/types.ts";
import { makeFolder, put, query, runPlan } from "./inFolder.ts";
import { boolean, column, date, decimal, enumOf, float64, int64, makePlan, source, string, timestamp, writeTo } from "./makePlan.ts";

const columns = [
  column("id", int64),
  column("amount", decimal(12, 2), true),
  column("status", enumOf("open", "paid")),
  column("at", timestamp, true),
];

/** Reads csv texts and gives what was stored, or the error. */
async function readCsv(
  files: { readonly [name: string]: string | Uint8Array },
  declared: readonly Column[] = columns,
  more: Partial<Pick<SourceStep, "file" | "extraColumns">> = {},
): Promise<{ readonly rows?: readonly Record<string, unknown>[]; readonly error?: string; readonly code?: string }> {
  const folder = makeFolder();
  for (const [name, content] of Object.entries(files)) put(folder, `in/${name}`, content);
  const path = Object.keys(files).length === 1 ? `in/${Object.keys(files)[0]}` : "in/*.csv";
  const plan = makePlan([{ id: "a.rows", steps: [source(path, declared, { file: { format: "csv" }, ...more })], write: writeTo("out") }]);
  const { events, status } = await runPlan(folder, plan);
  const finished = events.find(event => event.event === "node.finished");
  if (finished?.event === "node.finished" && finished.status === "failed")
    return { code: finished.error.code, error: finished.error.message.replaceAll(`${folder}/lake/in/`, "") };
  expect(status).toBe("succeeded");
  return { rows: await query(`select * from '${folder}/lake/out/*.parquet' order by 1`) };
}

test("every type, null and a quoted text", async () => {
  const read = await readCsv({ "a.csv": `id,amount,status,at\n1,12.50,open,2024-01-31T10:00:00Z\n2,,"paid",2024-01-31 10:00:00.123456\n` });
  expect(read).toEqual({
    rows: [
      { id: "1", amount: "12.50", status: "open", at: "2024-01-31 10:00:00+00" },
      { id: "2", amount: null, status: "paid", at: "2024-01-31 10:00:00.123456+00" },
    ],
  });
});

test("a path that is a folder stands for the files below it, also where its name ends like a file's", async () => {
  const folder = makeFolder();
  put(folder, "in.csv/part-0.csv", "id\n1\n");
  put(folder, "in.csv/deeper/part-1.csv", "id\n2\n");
  put(folder, "in.csv/_SUCCESS", "");
  const read = source("in.csv", [column("id", int64)], { file: { format: "csv" } });
  const plan = makePlan([{ id: "a.rows", steps: [read], write: writeTo("out") }]);
  expect((await runPlan(folder, plan)).status).toBe("succeeded");
  expect(await query(`select * from '${folder}/lake/out/*.parquet' order by 1`)).toEqual([{ id: "1" }, { id: "2" }]);
});

test("columns in another order, a byte order mark, pairs of line ends, no last line end, blank lines", async () => {
  const read = await readCsv({ "a.csv": "\uFEFFstatus,at,amount,id\r\nopen,,1,1\r\n\r\npaid,,2,2" });
  expect(read).toEqual({
    rows: [
      { id: "1", amount: "1.00", status: "open", at: null },
      { id: "2", amount: "2.00", status: "paid", at: null },
    ],
  });
});

test("line ends, doubled quotes and delimiters inside of quotes", async () => {
  const read = await readCsv({ "a.csv": `id,note\n1,"a,b"\n2,"x ""y"" z"\n3,"two\nlines"\n4,""\n5,\n` }, [
    column("id", int64),
    column("note", string, true),
  ]);
  expect(read.rows).toEqual([
    { id: "1", note: "a,b" },
    { id: "2", note: 'x "y" z' },
    { id: "3", note: "two\nlines" },
    { id: "4", note: "" },
    { id: "5", note: null },
  ]);
});

test("pairs of line ends inside of quotes are line feeds", async () => {
  const read = await readCsv({ "a.csv": `id,note\r\n1,"two\r\nlines"\r\n` }, [column("id", int64), column("note", string)]);
  expect(read.rows).toEqual([{ id: "1", note: "two\nlines" }]);
});

test("a null value of its own never matches a quoted field, and leaves the empty field a text", async () => {
  const read = await readCsv({ "a.csv": `id,note\n1,NA\n2,"NA"\n3,\n4,""\n` }, [column("id", int64), column("note", string, true)], {
    file: { format: "csv", nullValue: "NA" },
  });
  expect(read.rows).toEqual([
    { id: "1", note: null },
    { id: "2", note: "NA" },
    { id: "3", note: "" },
    { id: "4", note: "" },
  ]);
});

test("spellings that the engine's own reader lacks", async () => {
  const read = await readCsv({ "a.csv": "id,at\n+5,2024-01-31T10:00+0100\n" }, [column("id", int64), column("at", timestamp)]);
  expect(read.rows).toEqual([{ id: "5", at: "2024-01-31 09:00:00+00" }]);
});

test("compressed, without a header, with another delimiter and quote", async () => {
  const two = [column("id", int64), column("note", string)];
  expect((await readCsv({ "a.csv.gz": gzipSync("id,note\n1,x\n") }, two)).rows).toEqual([{ id: "1", note: "x" }]);
  expect((await readCsv({ "a.CSV.GZ": gzipSync("id,note\n1,x\n") }, two)).rows).toEqual([{ id: "1", note: "x" }]);
  expect(
    (await readCsv({ "a.csv": "1;'x;y'\n" }, two, { file: { format: "csv", header: false, delimiter: ";", quote: "'" } })).rows,
  ).toEqual([{ id: "1", note: "x;y" }]);
});

test("several files, each with its own order of columns; one of no bytes", async () => {
  const two = [column("id", int64), column("note", string)];
  expect(
    (
      await readCsv(
        { "a.csv": "id,note\n1,x\n", "b.csv": "note,id\ny,2\n", "c.csv": "", "_hidden.csv": "nonsense", ".hidden.csv": "nonsense" },
        two,
      )
    ).rows,
  ).toEqual([
    { id: "1", note: "x" },
    { id: "2", note: "y" },
  ]);
});

test("extra columns are ignored where the read says so", async () => {
  const read = await readCsv({ "a.csv": 'id,junk,note\n1,"a,b",x\n' }, [column("id", int64), column("note", string)], {
    extraColumns: "ignore",
  });
  expect(read.rows).toEqual([{ id: "1", note: "x" }]);
});

const head = "id,amount,status,at\n1,1.00,open,\n";
const faults: readonly (readonly [what: string, text: string, code: string, message: string])[] = [
  ["an exponent in a whole number", `${head}1e3,1,open,\n`, "ODB6001", `"a.csv", line 3, column "id": "1e3" is no int64.`],
  ["a blank before a number", `${head} 5,1,open,\n`, "ODB6001", `"a.csv", line 3, column "id": " 5" is no int64.`],
  [
    "a whole number out of range",
    `${head}9223372036854775808,1,open,\n`,
    "ODB6001",
    `"a.csv", line 3, column "id": "9223372036854775808" is no int64.`,
  ],
  [
    "digits that a decimal would lose",
    `${head}2,1.005,open,\n`,
    "ODB6001",
    `"a.csv", line 3, column "amount": "1.005" is no decimal(12,2).`,
  ],
  [
    "a value outside of its enum",
    `${head}2,1,void,\n`,
    "ODB6003",
    `"a.csv", line 3, column "status": "void" is none of the values of enum('open','paid').`,
  ],
  [
    "a null where none is declared",
    `${head},1,open,\n`,
    "ODB6002",
    `"a.csv", line 3, column "id": null, where int64 is declared not null.`,
  ],
  ["a quoted empty number", `${head}"",1,open,\n`, "ODB6001", `"a.csv", line 3, column "id": "" is no int64.`],
  [
    "a day that is none",
    `${head}2,1,open,2024-02-30T00:00:00Z\n`,
    "ODB6001",
    `"a.csv", line 3, column "at": "2024-02-30T00:00:00Z" is no timestamp.`,
  ],
  ["hour 24", `${head}2,1,open,2024-02-01T24:00:00Z\n`, "ODB6001", `"a.csv", line 3, column "at": "2024-02-01T24:00:00Z" is no timestamp.`],
  ["too few fields", `${head}2,1\n`, "ODB6005", `"a.csv", line 3: 2 fields, where the file has 4 columns.`],
  ["too many fields", `${head}2,1,open,,9\n`, "ODB6005", `"a.csv", line 3: 5 fields, where the file has 4 columns.`],
  [
    "a stray quote",
    `${head}2,1,op"en,\n`,
    "ODB6005",
    `"a.csv", line 3, column "status": a quote inside of a value that does not begin with one: "op\\"en,".`,
  ],
  ["text after a quote", `${head}2,1,"op"en,\n`, "ODB6005", `"a.csv", line 3, column "status": text after the closing quote of "op".`],
  [
    "a quote that is never closed",
    `${head}2,1,"open,\n`,
    "ODB6005",
    `"a.csv", line 3, column "status": a quote is never closed: "open,\\n".`,
  ],
  [
    "a header that lacks and adds columns",
    "id,amont,status,at,more\n",
    "ODB6004",
    `"a.csv", line 1: the header does not match the declared columns: "amount" is missing (there is "amont"); "amont" is not declared; "more" is not declared.`,
  ],
  [
    "a column twice",
    "id,amount,status,at,id\n",
    "ODB6004",
    `"a.csv", line 1: the header does not match the declared columns: "id" is there twice.`,
  ],
];

test.each(faults)("%s", async (_, text, code, message) => {
  expect(await readCsv({ "a.csv": text })).toEqual({ code, error: message });
});

test("the line of a fault counts those inside of quotes", async () => {
  const read = await readCsv({ "a.csv": `id,note\n1,"a\nb\nc"\nx,y\n` }, [column("id", int64), column("note", string)]);
  expect(read.error).toBe(`"a.csv", line 5, column "id": "x" is no int64.`);
});

test("bytes that are not UTF-8", async () => {
  const read = await readCsv({ "a.csv": Buffer.from("id,note\n1,caf\xe9\n", "latin1") }, [column("id", int64), column("note", string)]);
  expect(read.code).toBe("ODB6006");
});

test("a compressed file cut short", async () => {
  const whole = gzipSync(`id,note\n${Array.from({ length: 5000 }, (_, id) => `${id},note ${id * 7919}\n`).join("")}`);
  expect((await readCsv({ "a.csv.gz": whole.subarray(0, whole.length / 2) }, [column("id", int64), column("note", string)])).code).toBe(
    "ODB6006",
  );
});

test("booleans, dates and floats", async () => {
  const read = await readCsv({ "a.csv": "b,d,f\nTRUE,2024-02-29,1e3\nfalse,0001-01-01,-Infinity\n" }, [
    column("b", boolean),
    column("d", date),
    column("f", float64),
  ]);
  expect(read.rows).toEqual([
    { b: false, d: "0001-01-01", f: "-Infinity" },
    { b: true, d: "2024-02-29", f: 1000 },
  ]);
});
