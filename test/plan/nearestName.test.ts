import { expect, test } from "vitest";
import { nearestName } from "../../compiler/diagnostics/nearestName.ts";

test.each([
  ["amuont", ["id", "amount", "amounts"], "amount"],
  ["statsu", ["status", "state"], "status"],
  ["ID", ["id", "ids"], "id"],
  ["days", ["day", "month"], "day"],
  ["x", ["customer", "order"], undefined],
  ["customer_idd", ["customer_id", "customer"], "customer_id"],
  ["ordrs", ["orders"], "orders"],
  ["zzzzzz", ["orders"], undefined],
  ["", ["a"], undefined],
  ["trimm", [".trim", "trim"], "trim"],
  ["order", ["order"], undefined],
] as const)("%s among %j", (name, candidates, expected) => {
  expect(nearestName(name, candidates)).toBe(expected);
});
