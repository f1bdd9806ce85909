import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { DeletionVectorDescriptor } from "../../../runtime/delta/action.ts";
import { liveRows } from "../../../runtime/delta/deletionVector/liveRows.ts";
import { readDeletionVector } from "../../../runtime/delta/deletionVector/readDeletionVector.ts";
import { vectorPath } from "../../../runtime/delta/deletionVector/vectorPath.ts";
import { localStore } from "../../../runtime/delta/store/localStore.ts";
import { makeFolder, query } from "../inFolder.ts";

const rowsOf = async (vector: DeletionVectorDescriptor, root = "/nowhere"): Promise<readonly number[]> =>
  (await readDeletionVector(localStore(root), vector, "a.parquet")).flatMap(({ base, ranges }) =>
    ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => base + first + index)),
  );

/** The rows of the protocol's example, which itself is in an older format that no table has. */
const inline: DeletionVectorDescriptor = {
  storageType: "i",
  pathOrInlineDv: "^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L",
  sizeInBytes: 44,
  cardinality: 6,
};

test("the rows of an inline vector, and the path of one in a file", async () => {
  expect(await rowsOf(inline)).toEqual([3, 4, 7, 11, 18, 29]);
  const file = { storageType: "u", pathOrInlineDv: "ab^-aqEH.-t@S}K{vb[*k^", offset: 4, sizeInBytes: 40, cardinality: 6 } as const;
  expect(vectorPath(file)).toBe("ab/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin");
  expect(vectorPath({ ...file, storageType: "p", pathOrInlineDv: "file:///a%20b/c.bin" })).toBe("file:///a b/c.bin");
});

/** Writes rows in Roaring's portable format, as its specification has it: each container as the kind that is asked for, where it can be. */
function encode(rows: readonly number[], kinds: readonly ("runs" | "plain")[]): Buffer {
  const number = (bytes: 2 | 4 | 8, value: number): Buffer => {
    const buffer = Buffer.alloc(bytes);
    if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value));
    else buffer.writeUIntLE(value, 0, bytes);
    return buffer;
  };
  const bitmaps = [...Map.groupBy(rows, row => Math.floor(row / 2 ** 32))].sort(([a], [b]) => a - b);
  const parts = bitmaps.map(([upper, inBitmap]) => {
    const containers = [...Map.groupBy(inBitmap, row => Math.floor((row % 2 ** 32) / 65536))].sort(([a], [b]) => a - b);
    const chosen = containers.map((_, index) => kinds[index % kinds.length] ?? "plain");
    const hasRuns = chosen.includes("runs");
    const bodies = containers.map(([, values], index) => {
      const low = values.map(value => value % 65536).sort((a, b) => a - b);
      if (chosen[index] === "runs") {
        const runs = low.reduce<[number, number][]>((all, value) => {
          const last = all.at(-1);
          if (last !== undefined && last[0] + last[1] + 1 === value) last[1] += 1;
          else all.push([value, 0]);
          return all;
        }, []);
        return Buffer.concat([number(2, runs.length), ...runs.flatMap(([start, length]) => [number(2, start), number(2, length)])]);
      }
      if (low.length <= 4096) return Buffer.concat(low.map(value => number(2, value)));
      const bits = Buffer.alloc(8192);
      for (const value of low) bits[value >> 3] = (bits[value >> 3] ?? 0) | (1 << (value & 7));
      return bits;
    });
    const keys = containers.flatMap(([key, values]) => [number(2, key), number(2, values.length - 1)]);
    const flags = Buffer.alloc((containers.length + 7) >> 3);
    for (const [index, kind] of chosen.entries()) if (kind === "runs") flags[index >> 3] = (flags[index >> 3] ?? 0) | (1 << (index & 7));
    const head = hasRuns ? [number(4, 12347 + ((containers.length - 1) << 16)), flags] : [number(4, 12346), number(4, containers.length)];
    const withOffsets = !hasRuns || containers.length >= 4;
    return Buffer.concat([number(4, upper), ...head, ...keys, ...(withOffsets ? containers.map(() => number(4, 0)) : []), ...bodies]);
  });
  return Buffer.concat([number(4, 1681511377), number(8, bitmaps.length), ...parts]);
}

/** A table's folder with the rows in a file. */
function write(
  encoded: Buffer,
  cardinality: number,
  damage: (file: Buffer) => Buffer = file => file,
): readonly [DeletionVectorDescriptor, string] {
  const root = makeFolder();
  const [size, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeInt32BE(encoded.length);
  checksum.writeUInt32BE(crc32(encoded));
  writeFileSync(join(root, "v.bin"), damage(Buffer.concat([Buffer.of(1), size, encoded, checksum])));
  return [{ storageType: "p", pathOrInlineDv: `file://${root}/v.bin`, offset: 1, sizeInBytes: encoded.length, cardinality }, root];
}

const containers = fc.oneof(
  fc.uniqueArray(fc.nat(65535), { minLength: 1, maxLength: 40 }),
  fc.tuple(fc.nat(60000), fc.integer({ min: 1, max: 5000 })).map(([start, length]) => Array.from({ length }, (_, index) => start + index)),
  fc
    .tuple(fc.integer({ min: 2, max: 9 }), fc.nat(3))
    .map(([step, start]) => Array.from({ length: 6000 }, (_, index) => start + step * index)),
);
const rowSets = fc
  .dictionary(fc.constantFrom("0", "1", "2", "3", "7", "65535"), containers, { minKeys: 1, maxKeys: 5 })
  .map(found => Object.entries(found).flatMap(([key, low]) => low.map(value => Number(key) * 65536 + (value % 65536))))
  .map(rows => [...new Set(rows)].sort((a, b) => a - b));
const kinds = fc.array(fc.constantFrom("runs", "plain"), { minLength: 1, maxLength: 4 }) as fc.Arbitrary<("runs" | "plain")[]>;

test("whatever rows are deleted, they are read again from every kind of container", async () => {
  await fc.assert(
    fc.asyncProperty(rowSets, kinds, fc.boolean(), async (rows, chosen, isFar) => {
      const all = isFar ? [...rows, ...rows.map(row => row + 2 ** 33)] : rows;
      const [vector, root] = write(encode(all, chosen), all.length);
      expect(await rowsOf(vector, root)).toEqual(all);
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("the engine leaves out exactly the deleted rows", async () => {
  await fc.assert(
    fc.asyncProperty(rowSets, kinds, async (rows, chosen) => {
      const near = rows.filter(row => row < 300_000);
      const [vector, root] = write(encode(near, chosen), near.length);
      const condition = liveRows(await readDeletionVector(localStore(root), vector, "a.parquet"));
      const [found] = await query(
        `select count(*) as count, sum(file_row_number) as total, bit_xor(hash(file_row_number)) as all_of_them
         from (select range as file_row_number from range(300000)) where ${condition}`,
      );
      const [wanted] = await query(
        `select count(*) as count, sum(range) as total, bit_xor(hash(range)) as all_of_them from range(300000)
         where range not in (select unnest(${JSON.stringify(near)}::bigint[]))`,
      );
      expect(found).toEqual(wanted);
    }),
    { numRuns: 25 },
  );
}, 60_000);

const changed = (file: Buffer, at: number): Buffer => {
  const copy = Buffer.from(file);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

test.each<[string, (file: Buffer) => Buffer, string]>([
  ["cut short", file => file.subarray(0, -5), "is cut short"],
  ["another size", file => changed(file, 4), "bytes there, not"],
  ["a changed bit", file => changed(file, 20), "its checksum"],
])("a file that is damaged brings no rows back: %s", async (_, damage, message) => {
  const [vector, root] = write(encode([1, 2, 3], ["plain"]), 3, damage);
  await expect(rowsOf(vector, root)).rejects.toMatchObject({ code: "ODB8008", message: expect.stringContaining(message) });
});

test("a wrong count, format, text, path and a missing file are named", async () => {
  const [vector, root] = write(encode([1, 2, 3], ["plain"]), 4);
  await expect(rowsOf(vector, root)).rejects.toMatchObject({ code: "ODB8008", message: expect.stringContaining("it has 3 rows, not 4") });
  const other = encode([1], ["plain"]);
  other.writeInt32LE(1681511376);
  await expect(rowsOf(...write(other, 1))).rejects.toMatchObject({ code: "ODB8008", message: expect.stringContaining("1681511376") });
  await expect(rowsOf(...write(encode([1, 9], ["plain"]).subarray(0, -3), 2))).rejects.toMatchObject({ code: "ODB8008" });
  await expect(rowsOf({ ...inline, pathOrInlineDv: `${inline.pathOrInlineDv.slice(0, -1)}"` })).rejects.toMatchObject({ code: "ODB8008" });
  await expect(rowsOf({ ...inline, storageType: "u" })).rejects.toMatchObject({ code: "ODB8008" });
  await expect(rowsOf({ ...vector, pathOrInlineDv: "file:///nowhere/v.bin" })).rejects.toMatchObject({
    code: "ODB8008",
    message: expect.stringContaining("is missing"),
  });
});
