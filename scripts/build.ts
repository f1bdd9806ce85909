import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build, type Plugin } from "esbuild";
import manifest from "../package.json" with { type: "json" };

// dist/: the doors and the workers as bundles, and the declarations. Not minified: a stack trace stays readable, and a start with a compile cache is
// faster so. A run is one file, @duckdb/node-api inside: reading a hundred small ones took a tenth of its start. The compiler is apart, and TypeScript
// apart from it, so that each is loaded only where it is used.

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");

async function buildPackage(): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  await bundle(
    { index: "compiler/dsl/index.ts", compiler: "compiler/index.ts", compileSources: "cli/compileSources.ts" },
    { splitting: true },
  );
  const started = new Set<string>();
  await bundle({ cli: "cli/main.ts" }, { plugins: [apart] });
  await bundle(
    { runCommandLine: "cli/runCommandLine.ts", runtime: "runtime/index.ts", delta: "runtime/delta/index.ts" },
    { plugins: [apart, addressedFiles(started)] },
  );
  if (started.size > 0) await bundle(Object.fromEntries([...started].map(path => [basename(path, ".ts"), path])), {});
  execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", join(root, "tsconfig.build.json"), "--checkers", "1"], { stdio: "inherit" });
  await cp(join(root, "cli/init/template"), join(dist, "template"), { recursive: true });
  await cp(join(root, "runtime/pyspark/support/odibi_spark"), join(dist, "support/odibi_spark"), {
    recursive: true,
    filter: source => !source.includes("__pycache__"),
  });
  await mkdir(join(dist, "licenses"));
  await cp(join(root, "node_modules/@duckdb/node-api/LICENSE"), join(dist, "licenses/duckdb-node-api.txt"));
  await chmod(join(dist, "cli.js"), 0o755);
}

async function bundle(
  entryPoints: Record<string, string>,
  { splitting = false, plugins = [] }: { readonly splitting?: boolean; readonly plugins?: Plugin[] },
): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    metafile: true,
    entryPoints,
    outdir: dist,
    bundle: true,
    splitting,
    format: "esm",
    platform: "node",
    target: "node22",
    chunkNames: "chunks-[hash]",
    external: Object.keys(manifest.dependencies),
    define: { ODIBI_BUILD: JSON.stringify(await hashOfCompiler()) },
    // @duckdb/node-api is CommonJS and asks for its native part by `require`.
    banner: { js: 'import { createRequire as createRequireOf } from "node:module"; const require = createRequireOf(import.meta.url);' },
    plugins: [...plugins, namesOfNodeApi, onlyTypescript],
    logLevel: "warning",
  });
  await Promise.all(Object.keys(metafile.outputs).map(file => keepToAscii(join(root, file))));
}

/** What the compiler has kept is used by this very compiler alone. */
async function hashOfCompiler(): Promise<string> {
  const folder = join(root, "compiler");
  const hash = createHash("sha256").update(manifest.version);
  const files = (await readdir(folder, { recursive: true })).filter(name => name.endsWith(".ts")).sort();
  for (const name of files) hash.update(name).update(await readFile(join(folder, name)));
  return hash.digest("hex").slice(0, 16);
}

/** One character beyond Latin in a comment makes V8 hold the whole text in two bytes a character, and a start reads it so. In code esbuild has escaped them. */
async function keepToAscii(file: string): Promise<void> {
  const text = await readFile(file, "utf8");
  const plain = text.replaceAll(/[^\0-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  if (plain !== text) await writeFile(file, plain);
}

/** What is imported when it is needed and has a bundle of its own. */
const apart: Plugin = {
  name: "bundles apart",
  setup: context =>
    context.onResolve({ filter: /\/(runCommandLine|compileSources)\.ts$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path: `./${basename(path, ".ts")}.js`, external: true } : undefined,
    ),
};

/** Files that are started by their address, `new URL("./worker.ts", import.meta.url)`, become bundles of their own. */
function addressedFiles(started: Set<string>): Plugin {
  return {
    name: "files started by their address",
    setup(context) {
      context.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        const contents = text.replaceAll(/new URL\("(\.{1,2}\/[^"]+)\.ts", import\.meta\.url\)/g, (_, file: string) => {
          started.add(join(path, "..", `${file}.ts`));
          return `new URL("./${basename(file)}.js", import.meta.url)`;
        });
        return { contents, loader: "ts" };
      });
    },
  };
}

/** A CommonJS package has no names for `await import(…)` once it is bundled; here it gets them. */
const namesOfNodeApi: Plugin = {
  name: "names of @duckdb/node-api",
  setup(context) {
    const name = "@duckdb/node-api";
    context.onResolve({ filter: /^@duckdb\/node-api$/ }, request =>
      request.namespace === "named" ? undefined : { path: name, namespace: "named" },
    );
    context.onLoad({ filter: /.*/, namespace: "named" }, async () => {
      const names = Object.keys(await import(name)).filter(key => key !== "default" && key !== "module.exports");
      return { contents: `import api from ${JSON.stringify(name)};\nexport const { ${names.join(", ")} } = api;`, resolveDir: root };
    });
  },
};

/** The parser takes TypeScript from what ts-morph brings it with: ts-morph's own classes would be read for nothing. */
const onlyTypescript: Plugin = {
  name: "only the TypeScript of ts-morph",
  setup(context) {
    context.onResolve({ filter: /^ts-morph$/ }, () => ({ path: "ts-morph", namespace: "typescript" }));
    context.onLoad({ filter: /.*/, namespace: "typescript" }, () => ({
      contents: `export const { ts } = createRequireOf(require.resolve("ts-morph"))("@ts-morph/common");`,
    }));
  },
};

await buildPackage();
