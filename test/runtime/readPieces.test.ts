import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkCsvFiles } from "../../runtime/source/csv/checkCsvFiles.ts";
import { dialectOf } from "../../runtime/source/csv/dialect.ts";
import { readPieces } from "../../runtime/source/readPieces.ts";
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

test("a file's bytes come whole and in order, a piece good until the one after the next", () => {
  const path = makeFile();
  const copies: Buffer[] = [];
  let before: Uint8Array | undefined;
  for (const bytes of readPieces(path)) {
    if (before !== undefined) copies.push(Buffer.from(before));
    before = bytes;
  }
  expect(before).toBeDefined();
  expect(Buffer.concat([...copies, before ?? Buffer.alloc(0)]).equals(readFileSync(path))).toBe(true);
});

test.each([false, true])("records across pieces are judged as others are (thorough: %s)", async thorough => {
  expect(await check(makeFile(), thorough)).toEqual({ right: true, rows: 3_000, unlike: false });
  for (const row of [0, 1_499, 1_500, 1_501, 2_200, 2_999])
    expect(await check(makeFile(row), thorough)).toMatchObject({
      right: false,
      fault: { line: row + 1, column: "e", reason: "enum", value: "c" },
    });
});
