import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startDeltaRs } from "./deltaRs.ts";

const folder = mkdtempSync(join(tmpdir(), "odibi-delta-"));
const deltaRs = startDeltaRs();
afterAll(async () => {
  await deltaRs.close();
  rmSync(folder, { recursive: true, force: true });
});

test("delta-rs writes a table and tells its rows, and what fails in it is told", async () => {
  const path = JSON.stringify(join(folder, "table"));
  await deltaRs.run(`write_deltalake(${path}, pa.table({"id": pa.array([2, 1]), "day": pa.array([datetime.date(1970, 1, 2), None])}))`);
  expect(await deltaRs.rows(join(folder, "table"))).toEqual([
    ["1", null],
    ["2", "1"],
  ]);
  await expect(deltaRs.rows(join(folder, "none"))).rejects.toThrow("TableNotFoundError");
});
