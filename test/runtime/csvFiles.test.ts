import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type CsvFile, checkCsvFiles } from "../../runtime/source/csv/checkCsvFiles.ts";
import { dialectOf } from "../../runtime/source/csv/dialect.ts";
import { makeFolder, put } from "./inFolder.ts";
import { column, enumOf, int64, string } from "./makePlan.ts";

const piece = 1 << 20;

/** Rows of a number, a text and a letter; the texts so long that records lie across pieces, one of them over several. */
function makeFile(fault?: number): string {
  const rows = Array.from({ length: 3_000 }, (_, row) => {
    const text = row === 1_500 ? "x".repeat(3 * piece + 17) : `${row}`.repeat(1 + (row % 300));
    return `${row},${row % 7 === 0 ? `"${text}, ""${row}"""` : text},${row === fault ? "c" : "ab"[row % 2]}`;
  });
  return put(makeFolder(), "in.csv", `${rows.join("\n")}\n`);
}

const check = (path: string, thorough: boolean): Promise<unknown> =>
  checkCsvFiles({
    kind: "csv",
    files: [
      {
        path,
        bytes: readFileSync(path).length,
        compression: "none",
        start: { bytes: 0, line: 1, empty: false },
        columns: [column("n", int64), column("s", string), column("e", enumOf("a", "b"))].map(declared => ({
          name: declared.name,
          declared,
        })),
      },
    ],
    dialect: dialectOf({ format: "csv", header: false }),
    thorough,
  });

test.each([false, true])("records across pieces, and larger than one, are judged as others are (thorough: %s)", async thorough => {
  expect(await check(makeFile(), thorough)).toEqual({ right: true, rows: 3_000, unlike: false });
  for (const row of [0, 1_499, 1_500, 1_501, 2_200, 2_999])
    expect(await check(makeFile(row), thorough)).toMatchObject({
      right: false,
      fault: { line: row + 1, column: "e", reason: "enum", value: "c" },
    });
});

test.each([false, true])(
  "files of the same columns share what reads them, their contents and those of other columns do not mix (thorough: %s)",
  async thorough => {
    const folder = makeFolder();
    const file = (name: string, content: string, names: readonly ("n" | "e")[]): CsvFile => ({
      path: put(folder, name, content),
      bytes: content.length,
      compression: "none",
      start: { bytes: 0, line: 1, empty: false },
      columns: names.map(column => ({ name: column, declared: declared[column] })),
    });
    const declared = { n: column("n", int64), e: column("e", enumOf("a", "b")) };
    const files = [
      file("1.csv", "1,a\n2,b\n3,b\n", ["n", "e"]),
      file("2.csv", "4,a", ["n", "e"]),
      file("3.csv", "a,5\r\nb,6\r\n", ["e", "n"]),
      file("4.csv", "7,a\r\n8,b\r\n", ["n", "e"]),
    ];
    const dialect = dialectOf({ format: "csv", header: false });
    expect(await checkCsvFiles({ kind: "csv", files, dialect, thorough })).toEqual({ right: true, rows: 8, unlike: false });
    const wrong = file("5.csv", "9,a\n10\n", ["n", "e"]);
    expect(await checkCsvFiles({ kind: "csv", files: [...files, wrong], dialect, thorough })).toEqual({
      right: false,
      path: wrong.path,
      fault: { line: 2, reason: "fields", found: 1 },
    });
  },
);
