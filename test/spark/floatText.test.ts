import fc from "fast-check";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { textOf } from "../../runtime/sql/spark/textOf.ts";
import { textOfValue } from "./compare.ts";
import { openSpark, type Spark } from "./evaluate.ts";

let spark: Spark;
beforeAll(async () => {
  spark = await openSpark(inject("sparkSocket"));
});
afterAll(() => spark.close());

/** Of a float64's bits: those of its exponent, and so many of its fraction, the others zero. Java writes the sparse ones with a digit too many. */
const float = (least: number, most: number): fc.Arbitrary<number> =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.nat(0xfffff), fc.nat(0xffffffff), fc.nat(52)).map(([exponent, high, low, bits]) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setUint32(0, ((exponent + 1023) << 20) | (bits >= 20 ? high : high & ~((1 << (20 - bits)) - 1)));
    view.setUint32(4, bits <= 20 ? 0 : (low & ~(2 ** (52 - bits) - 1)) >>> 0);
    return view.getFloat64(0);
  });

test.each([
  ["of all sizes", float(-1022, 1023)],
  ["near 1", float(-12, 24)],
  ["up to 2^53", float(23, 52)],
  ["from 2^53 to 2^63", float(53, 63)],
  ["small", float(-60, -9)],
  ["powers of two", fc.integer({ min: -1074, max: 1023 }).map(power => 2 ** power)],
  ["cents", fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map(cents => cents / 100)],
])("the text of a float64 is JavaScript's: %s", async (_, values) => {
  const numbers = fc.sample(values, { seed: 20261125, numRuns: 15_000 });
  const [answer] = await spark.evaluate(
    [{ name: "input", columns: [{ name: "a", type: "double" }], rows: numbers.map(value => [textOfValue(value)]) }],
    [{ sql: "a", text: textOf({ type: { kind: "float64" } }, "a") }],
  );
  if (answer === undefined || "error" in answer) throw new Error(answer?.error);
  const wrong = numbers.flatMap((value, index) => (String(value) === answer.values[index] ? [] : [[String(value), answer.values[index]]]));
  expect(wrong.slice(0, 5)).toEqual([]);
});
