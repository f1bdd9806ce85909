import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createBundler } from "../../cli/bundle.ts";
import { compile, compileText } from "../../compiler/compile.ts";
import { openMemo } from "../../compiler/load/memo.ts";
import { memoryFiles } from "./memoryFiles.ts";

const root = mkdtempSync(join(tmpdir(), "odibi-memo-"));
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
const pipelines = () =>
  readdirSync(join(root, "pipelines"), { recursive: true, encoding: "utf8" })
    .filter(path => path.endsWith(".pipeline.ts"))
    .map(path => `pipelines/${path}`)
    .sort();

const factor = (value: number) => `export const FACTOR = ${value};\nexport const scaled = (amount: number) => amount * FACTOR;\n`;
const table = (name: string, limit: number) => `import { csv, parquet, read, t } from "odibi";
import { lake } from "../../connections";
import { scaled } from "@shared/factor";
export const ${name} = read(csv(lake, "in/${name}.csv"), { id: t.int64(), amount: t.float64(), note: t.string().nullable() })
  .filter(r => scaled(r.amount) > ${limit})
  .write(parquet(lake, "out/${name}"));
`;
const reader = (name: string, from: string) => `import { parquet } from "odibi";
import { lake } from "../../connections";
import { start } from "../bronze";
import { ${from} } from "./${from}.pipeline";
export const ${name} = ${from}.select(r => ({ ...r, start })).write(parquet(lake, "out/${name}"));
`;
const withFunction = `import { t } from "odibi";
import { upper } from "text-tools";
import { t0 } from "./t0.pipeline";
export const scored = t0.mapRows({ id: t.int64(), note: t.string() }, row => ({ id: row.id, note: upper(row.note ?? "") }));
`;
const textTools = (suffix: string) =>
  write("node_modules/text-tools/index.js", `export const upper = text => text.toUpperCase() + ${JSON.stringify(suffix)};\n`);

function makeProject(): void {
  write(
    "odibi.config.ts",
    'import { defineConfig } from "odibi";\nexport default defineConfig({ pipelines: "pipelines/**/*.pipeline.ts" });\n',
  );
  write("connections.ts", 'import { local } from "odibi";\nexport const lake = local("data");\n');
  write("tsconfig.json", '{ "compilerOptions": { "paths": { "@shared/*": ["./shared/*"] } } }');
  write("shared/factor.ts", factor(2));
  write("other/factor.ts", factor(3));
  write("pipelines/bronze/index.ts", "export const start = 1;\n");
  write("node_modules/text-tools/package.json", '{ "name": "text-tools", "type": "module", "main": "index.js" }');
  textTools("!");
  for (let index = 0; index < 48; index += 1) write(`pipelines/all/t${index}.pipeline.ts`, table(`t${index}`, index));
  for (let index = 0; index < 48; index += 1) write(`pipelines/all/r${index}.pipeline.ts`, reader(`r${index}`, `t${index}`));
  write("pipelines/all/scored.pipeline.ts", withFunction);
}

type Edit = (pick: (below: number) => number, round: number) => string;
const anyFile = (pick: (below: number) => number) => pipelines()[pick(pipelines().length)] ?? "";

const edits: readonly Edit[] = [
  (pick, round) => {
    write(`pipelines/all/n${round}.pipeline.ts`, table(`n${round}`, pick(50)));
    return `add n${round}`;
  },
  pick => {
    const path = anyFile(pick);
    rmSync(join(root, path));
    return `delete ${path}`;
  },
  (pick, round) => {
    const path = anyFile(pick);
    renameSync(join(root, path), join(root, `pipelines/all/moved${round}.pipeline.ts`));
    return `rename ${path}`;
  },
  pick => {
    const path = anyFile(pick);
    // Of the same length, and within the moment of the last compile: only the content tells.
    write(
      path,
      readFileSync(join(root, path), "utf8").replace(
        /> (\d+)/,
        (_, digits: string) => `> ${String((Number(digits) + 1) % 10 ** digits.length).padStart(digits.length, "1")}`,
      ),
    );
    return `change ${path}`;
  },
  pick => {
    const path = anyFile(pick);
    write(path, `// a comment\n${readFileSync(join(root, path), "utf8")}`);
    return `comment ${path}`;
  },
  () => {
    const path = "pipelines/bronze.ts";
    if (existsSync(join(root, path))) rmSync(join(root, path));
    else write(path, "export const start = 2;\n");
    return "bronze.ts beside bronze/index.ts";
  },
  pick => {
    write("tsconfig.json", `{ "compilerOptions": { "paths": { "@shared/*": ["./${pick(2) === 0 ? "shared" : "other"}/*"] } } }`);
    return "paths";
  },
  pick => {
    write("shared/factor.ts", factor(pick(5)));
    return "macro";
  },
  pick => {
    textTools(["!", "?", "."][pick(3)] ?? "");
    return "package of a function";
  },
  pick => {
    const path = anyFile(pick);
    write(path, readFileSync(join(root, path), "utf8").replace("export const", "export const ="));
    return `break ${path}`;
  },
  pick => {
    const path = anyFile(pick);
    write(path, readFileSync(join(root, path), "utf8").replace("export const =", "export const"));
    return `mend ${path}`;
  },
];

describe("a kept result is what a cold compile gives", () => {
  test("after each of 200 random edits", { timeout: 240_000 }, async () => {
    makeProject();
    const pick = random(20261124);
    const bundle = createBundler(root);
    const cache = join(root, ".odibi/cache");
    let plans = 0;
    for (let round = 0; round < 200; round += 1) {
      const done = edits[pick(edits.length)]?.(pick, round);
      const [kept, cold] = [await compileText(root, { bundle, cache }), await compile(root, { bundle })];
      expect({ round, done, diagnostics: kept.diagnostics, text: kept.text, functions: [...kept.functions] }).toEqual({
        round,
        done,
        diagnostics: cold.diagnostics,
        text: cold.text,
        functions: [...cold.functions],
      });
      if (kept.text !== undefined) plans += 1;
      // A project that stays broken would show little: every tenth round begins anew.
      if (round % 10 === 9) {
        rmSync(join(root, "pipelines"), { recursive: true, force: true });
        makeProject();
      }
    }
    expect(plans).toBeGreaterThan(40);
  });
});

test("a file that changes between the look at its stamp and its reading is not taken for what was kept", async () => {
  const place = join(mkdtempSync(join(root, "race-")), "files.memo");
  const reader = { readQuickly: (_: string, text: string) => text, loadParser: () => Promise.reject(new Error("not asked")) };
  const stamp = { size: 1, mtime: 1, ctime: 1, inode: 1 };
  const open = (text: string) => openMemo({ ...memoryFiles({ "a.ts": text }), stamp: () => stamp }, place, "1", reader);
  const first = open("old");
  expect(await first.get("a.ts")).toBe("old");
  first.save();
  const second = open("new");
  const kept = second.hash("a.ts");
  expect(kept).toBe(first.hash("a.ts"));
  expect(await second.get("a.ts")).toBe("new");
  expect(second.hash("a.ts")).not.toBe(kept);
  second.save();
  const third = open("old");
  expect(await third.get("a.ts")).toBe("old");
  expect(third.hash("a.ts")).toBe(kept);
});
