import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatErrorsPage } from "../../scripts/writeErrorsPage.ts";

test("docs/errors.md is what the catalogue says; mend it with `node scripts/writeErrorsPage.ts`", () => {
  expect(readFileSync(join(import.meta.dirname, "../../docs/errors.md"), "utf8")).toBe(formatErrorsPage());
});
