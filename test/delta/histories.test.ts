import fc from "fast-check";
import { expect, test } from "vitest";
import { writeCheckpoint } from "../../runtime/delta/checkpoint/writeCheckpoint.ts";
import { openSnapshot } from "../../runtime/delta/log/openSnapshot.ts";
import { optimize } from "../../runtime/delta/maintain/optimize.ts";
import { restore } from "../../runtime/delta/maintain/restore.ts";
import { vacuum } from "../../runtime/delta/maintain/vacuum.ts";
import { deleteRows } from "../../runtime/delta/merge/deleteRows.ts";
import { scanSelect } from "../../runtime/delta/scan/scanSelect.ts";
import { field, openBench } from "./setup.ts";

// Random histories by two writers, beside a model in plain JavaScript. `ODIBI_FUZZ=200 npm run test:delta -- test/delta/histories` tries more.

const { write, newTable, deltaRs, query, storeOf } = await openBench();
const engineInfo = "odibi/test";
const fields = [field("id", "long"), field("p", "string"), field("v", "integer")];
type Row = readonly [id: number | null, p: string | null, v: number | null];

const row: fc.Arbitrary<Row> = fc.tuple(
  fc.option(fc.integer({ min: 0, max: 12 }), { nil: null }),
  fc.constantFrom("a", "b", "c/d", null),
  fc.option(fc.integer({ min: -5, max: 5 }), { nil: null }),
);
const rows = fc.array(row, { minLength: 1, maxLength: 6 });
const keyed = fc.uniqueArray(
  row.map(([id, p, v]): Row => [id ?? 0, p, v]),
  { minLength: 1, maxLength: 6, selector: ([id]) => id },
);
const step = fc.oneof(
  fc.record({ kind: fc.constant("append" as const), rows, by: fc.constantFrom("us", "delta-rs") }),
  fc.record({ kind: fc.constant("overwrite" as const), rows, by: fc.constantFrom("us", "delta-rs") }),
  fc.record({ kind: fc.constant("overwritePartitions" as const), rows }),
  fc.record({ kind: fc.constant("merge" as const), rows: keyed, by: fc.constantFrom("us", "delta-rs") }),
  fc.record({ kind: fc.constant("merge when" as const), rows: keyed }),
  fc.record({ kind: fc.constant("insertOnly" as const), rows: keyed }),
  fc.record({ kind: fc.constant("delete" as const), below: fc.integer({ min: 0, max: 13 }), by: fc.constantFrom("us", "delta-rs") }),
  fc.record({ kind: fc.constant("optimize" as const), by: fc.constantFrom("us", "delta-rs") }),
  fc.record({ kind: fc.constant("checkpoint" as const), by: fc.constantFrom("us", "delta-rs") }),
  fc.record({ kind: fc.constant("restore" as const), back: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant("vacuum" as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

const text = (value: string | null): string => (value === null ? "null" : `'${value}'`);
const selectOf = (list: readonly Row[]): string =>
  `select * from (values ${list.map(([id, p, v]) => `(${id}::bigint, ${text(p)}::varchar, ${v}::integer)`).join(", ")}) t(id, p, v)`;
const python = (value: unknown): string => JSON.stringify(value).replaceAll("null", "None");
const arrow = (list: readonly Row[]): string =>
  `pa.table({"id": pa.array(${python(list.map(([id]) => id))}, pa.int64()), "p": pa.array(${python(list.map(([, p]) => p))}, pa.string()), "v": pa.array(${python(list.map(([, , v]) => v))}, pa.int32())})`;

/** What a step makes of the rows, by the modes' own words. */
function model(stored: readonly Row[], step: Step, past: readonly (readonly Row[])[]): readonly Row[] {
  switch (step.kind) {
    case "append":
      return [...stored, ...step.rows];
    case "overwrite":
      return step.rows;
    case "overwritePartitions":
      return [...stored.filter(([, p]) => !step.rows.some(([, other]) => other === p)), ...step.rows];
    case "merge":
    case "merge when": {
      const incoming = new Map(step.rows.map(each => [each[0], each]));
      const isConditional = step.kind === "merge when";
      const kept = stored.flatMap((old): readonly Row[] => {
        const found = old[0] === null ? undefined : incoming.get(old[0]);
        if (found === undefined) return [old];
        if (!isConditional) return [found];
        if (found[1] === "b") return [];
        return old[2] !== null && found[2] !== null && found[2] > old[2] ? [found] : [old];
      });
      return [...kept, ...step.rows.filter(([id]) => !stored.some(old => old[0] === id))];
    }
    case "insertOnly":
      return [...stored, ...step.rows.filter(([id]) => !stored.some(old => old[0] === id))];
    case "delete":
      return stored.filter(([id]) => id === null || id >= step.below);
    case "restore":
      return past.at(-1 - step.back) ?? stored;
    default:
      return stored;
  }
}

async function act(path: string, step: Step, versions: readonly number[]): Promise<void> {
  const at = JSON.stringify(path);
  const store = storeOf(path);
  const isOurs = !("by" in step) || step.by === "us";
  switch (step.kind) {
    case "append":
    case "overwrite":
      if (isOurs) await write(path, { mode: step.kind, select: selectOf(step.rows), fields });
      else await deltaRs.run(`write_deltalake(${at}, ${arrow(step.rows)}, mode="${step.kind}")`);
      return;
    case "merge when":
      await write(path, {
        mode: "merge",
        keys: ["id"],
        select: selectOf(step.rows),
        fields,
        updateWhen: "incoming.v > stored.v",
        deleteWhen: "incoming.p = 'b'",
      });
      return;
    case "merge":
      if (isOurs) await write(path, { mode: "merge", keys: ["id"], select: selectOf(step.rows), fields });
      else
        await deltaRs.run(
          `DeltaTable(${at}).merge(${arrow(step.rows)}, "s.id = i.id", source_alias="i", target_alias="s").when_matched_update_all().when_not_matched_insert_all().execute()`,
        );
      return;
    case "insertOnly":
      await write(path, { mode: step.kind, keys: ["id"], select: selectOf(step.rows), fields });
      return;
    case "overwritePartitions":
      await write(path, { mode: step.kind, select: selectOf(step.rows), fields });
      return;
    case "delete":
      if (isOurs) await deleteRows(store, query, { where: [["id", "<", step.below]], engineInfo });
      else await deltaRs.run(`DeltaTable(${at}).delete("id < ${step.below}")`);
      return;
    case "optimize":
      if (isOurs) await optimize(store, query, { engineInfo });
      else await deltaRs.run(`DeltaTable(${at}).optimize.compact()`);
      return;
    case "checkpoint":
      if (isOurs) await writeCheckpoint(store, query, await openSnapshot(store, query, { withTombstones: true }));
      else await deltaRs.run(`DeltaTable(${at}).create_checkpoint()`);
      return;
    case "restore": {
      const version = versions.at(-1 - step.back);
      if (version !== undefined) await restore(store, query, { version, engineInfo });
      return;
    }
    case "vacuum":
      await vacuum(store, query, { dryRun: false });
      return;
  }
}

const sorted = (list: readonly (readonly unknown[])[]): readonly string[] =>
  list.map(each => JSON.stringify(each.map(value => (value === null ? null : String(value))))).sort();

test("random histories of two writers end in the rows that the model has, as both read them", { timeout: 600_000 }, async () => {
  const runs = Number(process.env["ODIBI_FUZZ"] ?? 25);
  await fc.assert(
    fc.asyncProperty(rows, fc.boolean(), fc.array(step, { minLength: 3, maxLength: 14 }), async (first, isPartitioned, steps) => {
      const path = newTable();
      await write(path, {
        select: selectOf(first),
        fields,
        partitionBy: isPartitioned ? ["p"] : [],
        properties: { "delta.checkpointInterval": "4" },
      });
      let expected: readonly Row[] = first;
      const past: (readonly Row[])[] = [expected];
      const versions = [0];
      for (const each of steps) {
        if (each.kind === "overwritePartitions" && !isPartitioned) continue;
        expected = model(expected, each, past);
        await act(path, each, versions);
        past.push(expected);
        const snapshot = await openSnapshot(storeOf(path), query);
        versions.push(snapshot.version);
        const ours = await query.execute((await scanSelect(snapshot, storeOf(path))).sql);
        expect(sorted(ours.map(found => [found["id"], found["p"], found["v"]])), `after ${JSON.stringify(each)}, as we read it`).toEqual(
          sorted(expected),
        );
      }
      expect(sorted(await deltaRs.rows(path)), "as delta-rs reads it").toEqual(sorted(expected));
    }),
    { numRuns: runs, ...(process.env["ODIBI_FUZZ_SEED"] === undefined ? {} : { seed: Number(process.env["ODIBI_FUZZ_SEED"]) }) },
  );
});
