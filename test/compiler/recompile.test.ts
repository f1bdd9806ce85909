import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { compile, compileText } from "../../compiler/compile.ts";
import { readKeptPlan } from "../../compiler/kept/keptPlan.ts";
import { recompile } from "../../compiler/kept/recompile.ts";
import { openFiles } from "../../compiler/load/files.ts";
import { openSources } from "../../compiler/load/loadProject.ts";
import { pipelinePatterns } from "../../compiler/lower/pipelinePatterns.ts";
import { compilerStamp } from "../../compiler/version.ts";

const root = mkdtempSync(join(tmpdir(), "odibi-recompile-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

// A small generator of numbers, so that a failure can be run again.
function random(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const edit = (path: string, change: (text: string) => string) => {
  if (existsSync(join(root, path))) write(path, change(readFileSync(join(root, path), "utf8")));
};
const pipelines = () =>
  readdirSync(join(root, "pipelines"), { recursive: true, encoding: "utf8" })
    .filter(path => path.endsWith(".pipeline.ts"))
    .map(path => `pipelines/${path}`)
    .sort();

// Sources, two layers above them, a macro and a constant in a pipeline file, params in a shared and in a pipeline file, a barrel, unexported tables.
const source = (index: number) => `import { csv, parquet, pipeline, read, t } from "odibi";
import { lake } from "../connections";
export default pipeline({ owner: "team", tags: ["bronze"] });
/** Source ${index}. */
export const s${index} = read(csv(lake, "in/s${index}.csv"), {
  id: t.int64(),
  /** What was paid. */
  amount: t.float64(),
  note: t.string().nullable(),
}).write(parquet(lake, "out/s${index}"));
`;
const middle = (index: number) => `import { parquet, sum } from "odibi";
import { lake } from "../connections";
import { since } from "../params";
import { scaled } from "../shared";
import { isLarge } from "./macros.pipeline";
import { s${index} } from "./s${index}.pipeline";
import { s${(index + 1) % 8} } from "../barrel";
const totals = s${(index + 1) % 8}.groupBy(r => ({ id: r.id })).aggregate(r => ({ total: sum(r.amount) }));
export const m${index} = s${index}
  .filter(r => isLarge(scaled(r.amount)) && r.id > ${index}${index % 2 === 0 ? " && r.id > since" : ""})
  .leftJoin(totals, (l, r) => l.id === r.id, (l, r) => ({ ...l, total: r.total ?? 0 }))
  .write(parquet(lake, "out/m${index}"));
`;
const top = (index: number) => `import { parquet } from "odibi";
import { archive } from "../connections";
import { limit } from "./params.pipeline";
import * as middle from "./m${index}.pipeline";
export const g${index} = middle.m${index}.withColumns(r => ({ double: r.amount * 2 }))${index % 3 === 0 ? ".filter(r => r.id < limit)" : ""}.write(parquet(archive, "out/g${index}"));
export const v${index} = g${index}.select(r => ({ id: r.id, total: r.total }));
`;
const config = (environments: readonly string[]) => `import { defineConfig } from "odibi";
export default defineConfig({
  pipelines: ["pipelines/**/*.pipeline.ts", "more/**/*.pipeline.ts"],
  environments: { ${environments.map(name => `${name}: { params: { since: "7" } }`).join(", ")} },
  defaultEnvironment: "dev",
});
`;
const connections = (folder: string, environments: readonly string[]) => `import { byEnvironment, local } from "odibi";
export const lake = local("${folder}");
export const archive = byEnvironment({ ${environments.map(name => `${name}: local("archive/${name}")`).join(", ")} });
export const unused = local("unused");
`;
const shared = (value: number) => `// Scales.\nconst FACTOR = ${value};\nexport const scaled = (amount: number) => amount * FACTOR;\n`;
const params = (value: number, doc: string) => `import { param, t } from "odibi";
${doc}
export const since = param("since", t.int64(), { default: ${value} });
`;
const macros = (value: number) => `import { csv, read, t } from "odibi";
import { lake } from "../connections";
export const LEAST = ${value};
export const isLarge = (amount: number) => amount > LEAST;
export const looked = read(csv(lake, "in/looked.csv"), { id: t.int64() });
`;
const pipelineParams = (value: number) => `import { param, t } from "odibi";
/** The last one. */
export const limit = param("limit", t.int64(), { default: ${value} });
`;

function makeProject(): void {
  rmSync(join(root, "pipelines"), { recursive: true, force: true });
  write("odibi.config.ts", config(["dev"]));
  write("connections.ts", connections("data", ["dev"]));
  write("params.ts", params(1, "/** From when. */"));
  write("shared.ts", shared(2));
  rmSync(join(root, "more"), { recursive: true, force: true });
  write("barrel.ts", Array.from({ length: 8 }, (_, index) => `export * from "./pipelines/s${index}.pipeline";\n`).join(""));
  write("pipelines/macros.pipeline.ts", macros(3));
  write("pipelines/params.pipeline.ts", pipelineParams(100));
  for (let index = 0; index < 8; index += 1) write(`pipelines/s${index}.pipeline.ts`, source(index));
  for (let index = 0; index < 8; index += 1) write(`pipelines/m${index}.pipeline.ts`, middle(index));
  for (let index = 0; index < 8; index += 1) write(`pipelines/g${index}.pipeline.ts`, top(index));
}

type Pick = (below: number) => number;
const of = (layer: string, pick: Pick) => `pipelines/${layer}${pick(8)}.pipeline.ts`;
const toggle = (text: string, one: string, other: string) => (text.includes(one) ? text.replace(one, other) : text.replace(other, one));

const edits: { readonly [what: string]: (pick: Pick) => void } = {
  "a type two files up": pick => edit(of("s", pick), text => toggle(text, "amount: t.float64()", "amount: t.float32()")),
  "a type that makes it not null": pick => edit(of("s", pick), text => toggle(text, "t.string().nullable()", "t.string()")),
  "a column's description": pick => edit(of("s", pick), text => toggle(text, "What was paid.", "The price.")),
  "a node's description": pick => edit(of("s", pick), text => text.replace(/Source \d+/, `Source ${pick(90)}`)),
  "a column more": pick =>
    edit(of("s", pick), text => toggle(text, "  id: t.int64(),\n  /**", "  id: t.int64(),\n  more: t.date(),\n  /**")),
  "a filter": pick => edit(of("m", pick), text => text.replace(/r\.id > \d+/, `r.id > ${pick(90)}`)),
  "a line more above": pick => edit(pipelines()[pick(pipelines().length)] ?? "", text => `// a line\n${text}`),
  "a macro of a pipeline": pick => write("pipelines/macros.pipeline.ts", macros(pick(9))),
  "a shared param's default": pick => write("params.ts", params(pick(3), ["/** From when. */", "/** The first. */", ""][pick(3)] ?? "")),
  "a pipeline's param": pick => write("pipelines/params.pipeline.ts", pipelineParams(100 + pick(3))),
  "a param that is no longer used": pick => edit(of("m", pick), text => toggle(text, " && r.id > since", " && r.id > 0 + 0")),
  "an environment": pick => {
    const names = pick(2) === 0 ? ["dev"] : ["dev", "prod"];
    write("odibi.config.ts", config(names));
    write("connections.ts", connections("data", names));
  },
  "a connection's folder": pick => edit("connections.ts", text => text.replace(/lake = local\("\w+"\)/, `lake = local("data${pick(3)}")`)),
  "a connection no longer used": pick => edit(of("g", pick), text => text.replaceAll("archive", pick(2) === 0 ? "lake" : "unused")),
  "a place of another node": pick =>
    edit(of("m", pick), text => text.replace(/"out\/\w+"/, `"out/${pick(2) === 0 ? "s0" : "m"}${pick(8)}"`)),
  "a place that another reads": pick => edit(of("g", pick), text => text.replace(/archive, "out\/\w+"/, 'lake, "in/s1.csv"')),
  "a node's name": pick =>
    edit(of("s", pick), text => text.replace(/export const s(\d)\b/, pick(2) === 0 ? "export const s$1b" : "export const s$1")),
  "a node that is not exported": pick => edit(of("g", pick), text => toggle(text, "export const v", "const v")),
  "a table that becomes a view": pick => edit(of("m", pick), text => text.replace(/\n {2}\.write\(.*\);/, ";")),
  "an alias": pick => edit(of("s", pick), text => `${text}export const alias = s${/const s(\d)/.exec(text)?.[1] ?? ""};\n`),
  "an owner": pick => edit(of("s", pick), text => text.replace(/owner: "\w+"/, `owner: "team${pick(4)}"`)),
  "another import": pick => edit(of("m", pick), text => text.replace(/from "\.\.\/barrel"/, `from "./s${pick(8)}.pipeline"`)),
  "an export that the barrel has twice": pick =>
    edit(of("s", pick), text => `${text}export const { } = {};\nexport const s${pick(8)} = 1;\n`),
  "a constant in the place of a table": pick => edit(of("s", pick), text => `${text}export const RATE = ${pick(5)};\n`),
  "the constant is used": pick => {
    const index = pick(8);
    edit(`pipelines/m${index}.pipeline.ts`, text =>
      text.replace(`{ s${index} } from "./s`, `{ s${index}, RATE } from "./s`).replace("isLarge(", "r.amount > RATE && isLarge("),
    );
  },
  "a param in a pipeline": pick =>
    edit(of("g", pick), text =>
      text.replace("{ parquet }", "{ param, parquet, t }").concat('export const own = param("own", t.int64());\n'),
    ),
  "a second doc of a param": pick => edit(of("m", pick), text => `${text}/** Name ${pick(9)}. */\nexport const alias = since;\n`),
  "no doc of a param": () => edit("params.ts", text => text.replace(/\/\*\*.*\*\//, "")),
  "a shared macro": pick => write("shared.ts", shared(pick(4))),
  "a line more above a shared macro": () => edit("shared.ts", text => `// a line\n${text}`),
  "a connection of a pipeline": pick =>
    edit(of("g", pick), text =>
      text
        .replace("{ parquet }", "{ local, parquet }")
        .replace("export const g", 'const own = local("own");\nexport const g')
        .replace("write(parquet(archive", "write(parquet(own"),
    ),
  "a node of another's id": pick => {
    const index = pick(8);
    write(`more/s${index}.pipeline.ts`, source(index).replace("../connections", "../connections").replaceAll(`"out/s`, `"more/s`));
  },
  "that node no more": () => rmSync(join(root, "more"), { recursive: true, force: true }),
  "a file less": pick => rmSync(join(root, pipelines()[pick(pipelines().length)] ?? ""), { force: true }),
  "a file of the same id": pick => write(`pipelines/s${pick(8)}.ts`, "export const nothing = 1;\n"),
  "a node of its own": pick => write(`pipelines/n${pick(5)}.pipeline.ts`, source(pick(8)).replaceAll(/\bs(\d)/g, "n$1")),
  "an order of two": pick => edit(of("g", pick), text => text.replace(/(export const g.*\n)(export const v.*\n)/, "$2$1")),
  nothing: () => {},
};

async function isFromKept(cache: string): Promise<boolean> {
  const kept = readKeptPlan(join(cache, "plan.memo"), compilerStamp());
  const sources = await openSources(openFiles(root), { version: compilerStamp() }, pipelinePatterns);
  return kept !== undefined && sources !== undefined && (await recompile(kept, sources, "")) !== undefined;
}

describe("the text from a kept plan is a cold compile's", () => {
  for (const seed of [20261124, 7, 99])
    test(`after each of 150 random edits, from ${seed}`, { timeout: 240_000 }, async () => {
      makeProject();
      const pick = random(seed);
      const cache = join(root, `.odibi/cache${seed}`);
      const names = Object.keys(edits);
      let again = 0;
      expect((await compileText(root, { cache })).diagnostics).toEqual([]);
      for (let round = 0; round < 150; round += 1) {
        const name = names[pick(names.length)] ?? "nothing";
        edits[name]?.(pick);
        if (await isFromKept(cache)) again += 1;
        const [kept, cold] = [await compileText(root, { cache }), await compile(root)];
        expect({ round, name, diagnostics: kept.diagnostics, text: kept.text }).toEqual({
          round,
          name,
          diagnostics: cold.diagnostics,
          text: cold.text,
        });
        // A project that stays broken would show little.
        if (cold.text === undefined || round % 8 === 7) {
          makeProject();
          await compileText(root, { cache });
        }
      }
      expect(again).toBeGreaterThan(40);
    });

  // Its description is the first one's that is read, and what is kept is not read.
  test("where a second and a third constant describe one param", async () => {
    makeProject();
    write("params.ts", params(1, ""));
    const cache = join(root, ".odibi/cacheOfParams");
    for (const index of [undefined, 3, 5, 1]) {
      if (index !== undefined)
        edit(
          `pipelines/s${index}.pipeline.ts`,
          text => `import { since } from "../params";\n${text}/** Name ${index}. */\nconst alias = since;\n`,
        );
      expect({ index, text: (await compileText(root, { cache })).text }).toEqual({ index, text: (await compile(root)).text });
    }
  });
});
