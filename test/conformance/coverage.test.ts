import { expect, test } from "vitest";
import { functions } from "../../compiler/plan/functions.ts";
import { precedence } from "../../compiler/plan/notation/precedence.ts";
import { aggregateCases } from "./aggregates.ts";
import { cases } from "./cases.ts";

test("every operator, function and method has a case", () => {
  const covered = new Set([...cases, ...aggregateCases].flatMap(({ covers }) => covers));
  const all = [...Object.keys(functions), ...Object.keys(precedence), "unary -", "unary !", "conditional", "template"];
  expect(all.filter(name => !covered.has(name))).toEqual([]);
  // And none is about something that is not there.
  expect([...covered].filter(name => !all.includes(name))).toEqual([]);
});

test("a case's text holds what it is said to be about", () => {
  const lost = [...cases, ...aggregateCases].flatMap(({ text, covers }) =>
    covers
      .filter(name => !text.includes(name.replace("unary ", "").replace("[]", "[")) && !["conditional", "template"].includes(name))
      .map(name => `${text}: ${name}`),
  );
  expect(lost).toEqual([]);
});
