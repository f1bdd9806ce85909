import { expect, test } from "vitest";
import { strayCompression } from "../../compiler/plan/place.ts";

test.each([
  ["orders.csv.zst", ".zst"],
  ["orders.parquet.gz", ".gz"],
  ["orders.gz", ".gz"],
  ["2024/orders-${day}.json.BZ2", ".BZ2"],
  ["orders.zip", ".zip"],
])("%s is named like a packed file that is not written", (path, ending) => {
  expect(strayCompression(path)).toBe(ending);
});

test.each(["orders", "orders.csv", "orders.csv.gz", "orders.JSON.gz", "orders.jsonl.gz", "orders.gz/2024", "gz", "orders.v2"])(
  "%s is a file or a folder that is written",
  path => {
    expect(strayCompression(path)).toBeUndefined();
  },
);
