import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { odibi, runIn } from "./odibi.ts";

test("what `odibi init` makes where odibi is installed compiles, runs and has no type error", async () => {
  const folder = inject("installed");
  const made = await runIn(folder, "npx", ["--no-install", "odibi", "init"]);
  expect(made).toMatchObject({ code: 0, out: "" });
  expect(readdirSync(folder)).toContain(".gitignore");

  expect(await runIn(folder, "npx", ["--no-install", "tsc", "--noEmit"])).toEqual({ code: 0, out: "", err: "" });
  expect(await runIn(folder, "npx", ["--no-install", "odibi", "compile"])).toMatchObject({ code: 0, out: "" });
  expect(existsSync(join(folder, "plan.json"))).toBe(true);

  const run = await odibi(folder, ["run", "plan.json", "--format", "json"]);
  const events = run.out
    .trim()
    .split("\n")
    .map(line => JSON.parse(line));
  expect(run.code).toBe(0);
  expect(events.at(0)).toMatchObject({ event: "run.started", environment: "dev" });
  expect(events.at(-1)).toMatchObject({ event: "run.finished", status: "succeeded", succeeded: 3 });

  const shown = await odibi(folder, ["preview", "dailyRevenue", "--format", "csv"]);
  expect(shown).toMatchObject({
    code: 0,
    out: "day,country,revenue,orders\n2024-01-05,de,19.90,1\n2024-01-05,fr,120.00,1\n2024-01-07,de,38.00,2\n",
  });
  const again = await odibi(folder, ["init"]);
  expect(again.code).toBe(2);
  expect(again.err).toContain("ODB7008");
  expect(again.err).toContain("odibi.config.ts");
});

test("in a new folder it also makes a package.json that asks for this version", async () => {
  const folder = inject("installed");
  expect((await odibi(folder, ["init", "shop", "--format", "json"])).code).toBe(0);
  const { dependencies } = JSON.parse(readFileSync(join(folder, "shop/package.json"), "utf8"));
  const { version } = JSON.parse(readFileSync(join(folder, "node_modules/odibi/package.json"), "utf8"));
  expect(dependencies).toEqual({ odibi: `^${version}` });
});
