import { execFileSync } from "node:child_process";
import { chmod, cp, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { build, type Plugin } from "esbuild";
import manifest from "../package.json" with { type: "json" };

// dist/: a bundle per door and per worker, with what they share in chunks beside them, and the declarations. Not minified: a stack
// trace stays readable, and a start with a compile cache is faster so.

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");

const doors = {
  index: "compiler/dsl/index.ts",
  compiler: "compiler/index.ts",
  runtime: "runtime/index.ts",
  cli: "cli/main.ts",
};

/** Files that are started by their address, `new URL("./worker.ts", import.meta.url)`, become bundles of their own. */
async function buildPackage(): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  const started = new Set<string>();
  await bundle(doors, started);
  if (started.size > 0) await bundle(Object.fromEntries([...started].map(path => [basename(path, ".ts"), path])), new Set());
  execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", join(root, "tsconfig.build.json"), "--checkers", "1"], { stdio: "inherit" });
  await cp(join(root, "cli/init/template"), join(dist, "template"), { recursive: true });
  await chmod(join(dist, "cli.js"), 0o755);
}

async function bundle(entryPoints: Record<string, string>, started: Set<string>): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir: dist,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    chunkNames: "chunks-[hash]",
    external: Object.keys(manifest.dependencies),
    plugins: [addressedFiles(started)],
    logLevel: "warning",
  });
}

function addressedFiles(started: Set<string>): Plugin {
  return {
    name: "files started by their address",
    setup(context) {
      context.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const { readFile } = await import("node:fs/promises");
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

await buildPackage();
