import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { copyOf, odibi, runIn } from "./odibi.ts";

test("each door can be imported and is typed", async () => {
  const folder = join(inject("installed"), "doors");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "use.ts"),
    `import { local, t, type Table } from "odibi";
import { compile, readPlan } from "odibi/compiler";
import { createTable, openTable, type DeltaField, type DeltaTable } from "odibi/delta";
import { run, type RunEvent } from "odibi/runtime";
export const table: Table<{ id: number }> | undefined = undefined;
export const lake = local("data");
export const column = t.int64();
const { plan, text } = await compile(process.argv[2] ?? ".");
const events: RunEvent["event"][] = [];
const read = readPlan(text ?? "");
if (plan && read.plan) await run(read.plan, { root: process.argv[2] ?? ".", planDirectory: ".", onEvent: event => { events.push(event.event); } });
const schema: readonly DeltaField[] = [{ name: "id", type: { kind: "primitive", name: "long" }, nullable: false, metadata: {} }];
const made: DeltaTable = await createTable("made", { schema });
await made.append([{ id: 1n }, { id: 2 }]);
await made.close();
const again = await openTable("made");
const ids = (await again.rows({ where: [["id", ">", 1]] })).map(row => String(row["id"]));
await again.close();
if (ids.join() !== "2") throw new Error(ids.join());
process.stdout.write(JSON.stringify({ nodes: plan?.nodes.length, last: events.at(-1) }));
declare const process: { readonly argv: readonly string[]; readonly stdout: { write(text: string): void } };
`,
  );
  writeFileSync(
    join(folder, "tsconfig.json"),
    '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "nodenext", "target": "ES2023", "types": [], "skipLibCheck": false } }',
  );
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  expect(await runIn(folder, join(inject("installed"), "node_modules/.bin/tsc"), ["-p", "."])).toEqual({ code: 0, out: "", err: "" });
  const project = copyOf("cli/init/template");
  expect(await runIn(folder, process.execPath, ["use.ts", project])).toMatchObject({ code: 0, out: '{"nodes":3,"last":"run.finished"}' });
});

// What a process loads costs its start: the trace of Node's module loader tells.
test.each([
  ["run", ["run", "plan.json"], ["@duckdb/node-bindings"], ["ts-morph", "esbuild"]],
  ["compile", ["compile"], [], ["ts-morph", "esbuild", "@duckdb/node-bindings"]],
  ["--help", ["--help"], ["cac"], ["ts-morph", "esbuild", "@duckdb/node-bindings"]],
])("`odibi %s` loads none of what it does not use", async (_, words, wanted, unwanted) => {
  const project = copyOf("cli/init/template");
  if (words[0] === "run") await odibi(project, ["compile"]);
  const { code, err } = await odibi(project, words, { NODE_DEBUG: "esm,module" });
  expect(code).toBe(0);
  const loads = (name: string) => err.includes(`node_modules/${name}/`);
  expect(wanted.filter(loads)).toEqual(wanted);
  expect(unwanted.filter(loads)).toEqual([]);
});

test("the package holds what it needs and nothing else", () => {
  const files = readdirSync(join(inject("installed"), "node_modules/odibi"), { recursive: true, encoding: "utf8" });
  expect(files).toContain("dist/cli.js");
  expect(files).toContain("dist/types/compiler/dsl/index.d.ts");
  // What a run on Spark lays out: the Python package, and the program that calls functions.
  expect(files).toContain("dist/support/odibi_spark/main.py");
  expect(files).toContain("dist/serveRows.js");
  expect(files.filter(file => /(^|\/)test|\.map$|(?<!\.d|pipeline|config|connections)\.ts$/.test(file))).toEqual([]);
});
