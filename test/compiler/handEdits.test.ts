import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { createBundler } from "../../cli/bundle.ts";
import { compile } from "../../compiler/compile.ts";
import { formatPlan } from "../../compiler/plan/formatPlan.ts";
import { readPlan } from "../../compiler/plan/readPlan.ts";

const examples = join(import.meta.dirname, "../../examples");
const plans: { [name: string]: string } = {};
beforeAll(async () => {
  for (const name of ["shop", "tpch"])
    plans[name] = (await compile(join(examples, name), { bundle: createBundler(join(examples, name)) })).text ?? "";
});

// What the text says, as plain data: two texts that say the same differ in white space alone.
const said = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

describe("a plan edited by hand is refused, or means what its text says", () => {
  const name = fc.constantFrom("shop", "tpch");

  test("a character changed, dropped or put in", () => {
    fc.assert(
      fc.property(
        name,
        fc.nat(),
        fc.constantFrom("", "x", " ", '"', ",", "1", "0", "(", "|", "\\", "é"),
        fc.boolean(),
        (plan, where, put, replace) => {
          const text = plans[plan] ?? "";
          const at = where % text.length;
          check(text.slice(0, at) + put + text.slice(at + (replace ? 1 : 0)));
        },
      ),
      { numRuns: 1500, seed: 5 },
    );
  });

  test("a line dropped, doubled or moved", () => {
    fc.assert(
      fc.property(name, fc.nat(), fc.nat(), fc.constantFrom("drop", "double", "move"), (plan, from, to, kind) => {
        const lines = (plans[plan] ?? "").split("\n");
        const at = from % lines.length;
        const line = lines[at] ?? "";
        if (kind === "drop") check(lines.toSpliced(at, 1).join("\n"));
        else if (kind === "double") check(lines.toSpliced(at, 0, line).join("\n"));
        else
          check(
            lines
              .toSpliced(at, 1)
              .toSpliced(to % lines.length, 0, line)
              .join("\n"),
          );
      }),
      { numRuns: 600, seed: 6 },
    );
  });

  test("a word of an expression replaced by another word of the plan", () => {
    fc.assert(
      fc.property(name, fc.nat(), fc.nat(), (plan, from, to) => {
        const text = plans[plan] ?? "";
        const words = [...text.matchAll(/[A-Za-z_$][\w$]*/g)];
        const word = words[from % words.length];
        const other = words[to % words.length]?.[0] ?? "";
        check(text.slice(0, word?.index) + other + text.slice((word?.index ?? 0) + (word?.[0].length ?? 0)));
      }),
      { numRuns: 1500, seed: 7 },
    );
  });
});

function check(edited: string): void {
  const { plan, problems } = readPlan(edited);
  if (plan === undefined) {
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(problem.message).toMatch(/\.$/);
      expect(problem.span?.start).toBeLessThanOrEqual(edited.length);
    }
    return;
  }
  // What was read is what was said: written again it says the same, but for spellings that mean one thing (white space, parentheses, defaults).
  const again = formatPlan(plan);
  const [before, after] = [said(edited), said(again)];
  expect(withoutSpelling(after)).toEqual(withoutSpelling(before));
}

// Expressions are held against each other by their words, since parentheses and blanks may differ.
function withoutSpelling(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/[\s()]/g, "").replace(/\u00e9/g, "é");
  if (Array.isArray(value)) return value.map(withoutSpelling);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSpelling(inner)]));
}

test("the published schema describes the plans of the examples", async () => {
  const { Ajv2020 } = await import("ajv/dist/2020.js");
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, "../../docs/plan.schema.json"), "utf8"));
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
  for (const text of Object.values(plans)) {
    validate(JSON.parse(text));
    expect(validate.errors ?? []).toEqual([]);
  }
  expect(validate({ odibi: "plan", version: 2 })).toBe(false);
});
