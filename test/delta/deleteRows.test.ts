import { expect, test } from "vitest";
import { deleteRows } from "../../runtime/delta/merge/deleteRows.ts";
import type { Predicate } from "../../runtime/delta/scan/predicate.ts";
import { field, openBench } from "./setup.ts";

const { write, newTable, deltaRs, query, storeOf } = await openBench();
const fields = [field("id", "long"), field("p", "string"), field("n", "double")];
const engineInfo = "odibi/test";

async function table(): Promise<string> {
  const path = newTable();
  for (const part of [0, 1, 2]) {
    const rows = `select ${part} * 100 + i as id, case i % 3 when 0 then null else 'p' || (i % 3) end as p, case when i % 5 = 0 then 'nan'::double when i % 7 = 0 then null else i end as n from range(100) t(i)`;
    await write(path, { select: rows, fields, partitionBy: ["p"] });
  }
  return path;
}

// What is left of several files of a partition becomes one.
const conditions: readonly {
  readonly where: readonly Predicate[];
  readonly sql: string;
  readonly removedFiles: number;
  readonly files: number;
}[] = [
  { where: [["id", "<", 50]], sql: "id < 50", removedFiles: 3, files: 3 },
  { where: [["p", "=", "p1"]], sql: "p = 'p1'", removedFiles: 3, files: 0 },
  {
    where: [
      ["p", "is null"],
      ["id", ">=", 100],
    ],
    sql: "p is null and id >= 100",
    removedFiles: 2,
    files: 0,
  },
  { where: [["n", ">", 90]], sql: "n > 90", removedFiles: 9, files: 3 },
  { where: [["n", "!=", 6]], sql: "n != 6", removedFiles: 9, files: 3 },
  { where: [["id", "in", [5, 205, 999]]], sql: "id in (5, 205, 999)", removedFiles: 2, files: 1 },
  { where: [], sql: "true", removedFiles: 9, files: 0 },
];

test.each(conditions)(
  "the rows where $sql are deleted, those where it is null stay, and only their files are touched",
  async ({ where, sql, removedFiles, files }) => {
    const path = await table();
    const before = await deltaRs.rows(path);
    const [expected] = await query.execute(
      `select count(*) filter (${sql}) as gone from (select * from (values ${before.map(([id, p, n]) => `(${id}, ${p === null ? "null" : `'${p}'`}, ${n === null ? "null" : `'${n}'::double`})`).join(", ")}) t(id, p, n))`,
    );
    const result = await deleteRows(storeOf(path), query, { where, engineInfo });
    expect(result).toMatchObject({ applied: true, version: 3, rows: Number(expected?.["gone"]), removedFiles, files });
    const after = await deltaRs.rows(path);
    expect(after).toHaveLength(before.length - Number(expected?.["gone"]));
    expect(before).toEqual(expect.arrayContaining([...after]));
    expect(await deleteRows(storeOf(path), query, { where, engineInfo })).toMatchObject({ applied: false, version: 3 });
  },
);

test("a column that is not there, and a table that is only appended to, are refused", async () => {
  const path = newTable();
  await write(path, { select: "select 1 as id, 'a' as p, 1 as n", fields, properties: { "delta.appendOnly": "true" } });
  await expect(deleteRows(storeOf(path), query, { where: [["x", "=", 1]], engineInfo })).rejects.toMatchObject({ code: "ODB8012" });
  await expect(deleteRows(storeOf(path), query, { where: [["id", "=", 1]], engineInfo })).rejects.toMatchObject({ code: "ODB8110" });
  await expect(deleteRows(storeOf(newTable()), query, { where: [], engineInfo })).rejects.toMatchObject({ code: "ODB8001" });
});
