import { readFileSync, realpathSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, extname, join, relative, sep } from "node:path";
import type { Loader, OnLoadResult, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
import type { Bundle, BundleInput } from "../compiler/bundleFunctions.ts";

// No path may be in the bytes: every module has a name with this mark, and the marked names are taken out at the end.
const mark = "odibi-module-8c1f";
const entryPath = "<function>";

/**
 * Makes a function of `mapRows` one file of JavaScript: the same bytes on every machine. `root` is the project's root on disk. esbuild gets every
 * file from here, and only from the project and the node_modules folders around it.
 */
export function createBundler(root: string): Bundle {
  return async input => {
    const { build } = await import("esbuild");
    const problems = new Set<string>();
    try {
      const { outputFiles } = await build({
        entryPoints: [entryPath],
        absWorkingDir: root,
        bundle: true,
        write: false,
        format: "esm",
        platform: "node",
        target: "node22",
        charset: "utf8",
        legalComments: "none",
        logLevel: "silent",
        tsconfigRaw: {},
        plugins: [ownFiles(realpathSync(root), input, problems)],
      });
      if (problems.size === 0) return { text: takeOutNames(outputFiles[0]?.text ?? "") };
    } catch (error) {
      if (!isBuildFailure(error)) throw error;
      if (problems.size === 0) for (const { text } of error.errors) problems.add(endSentence(text.replaceAll(`${mark}:`, "")));
    }
    return {
      problem: [...problems].sort().join(" "),
      hint: "A function may use its project's files, packages that are installed, and what Node has.",
    };
  };
}

function ownFiles(root: string, input: BundleInput, problems: Set<string>): Plugin {
  return {
    name: "files of the project and its packages",
    setup(context) {
      context.onResolve({ filter: /.*/ }, async (request): Promise<OnResolveResult> => {
        if (request.pluginData === "by esbuild") return {};
        if (request.kind === "entry-point") return { path: entryPath, namespace: mark };
        const { path: specifier } = request;
        if (isBuiltin(specifier)) return builtin(specifier, request.kind);
        const importer = request.importer === entryPath ? input.from : request.importer;
        const isOwn = request.importer === entryPath || !importer.split("/").includes("node_modules");
        const found = isOwn ? input.resolve(importer, specifier) : undefined;
        if (found?.kind === "file") return { path: found.path, namespace: mark };
        if (found && found.kind !== "package") return refuse(problems, `The module "${specifier}" cannot be used in a function`);
        return resolveInPackages(context, request, { root, importer: join(root, importer), problems });
      });
      context.onLoad({ filter: /.*/, namespace: `${mark}-builtin` }, ({ path }) => ({
        contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
        loader: "js",
      }));
      context.onLoad({ filter: /.*/, namespace: mark }, ({ path }): OnLoadResult => {
        const contents = path === entryPath ? input.entry : (input.modules.get(path) ?? readFileSync(join(root, path)));
        return { contents, loader: path === entryPath ? "ts" : loaderOf(path) };
      });
    },
  };
}

interface PackageSearch {
  readonly root: string;
  readonly importer: string;
  readonly problems: Set<string>;
}

async function resolveInPackages(context: PluginBuild, request: OnResolveArgs, search: PackageSearch): Promise<OnResolveResult> {
  const { root, importer, problems } = search;
  const specifier = request.path;
  if (specifier.startsWith("node:")) return refuse(problems, `There is no module "${specifier}" in Node`);
  const options = { importer, resolveDir: dirname(importer), kind: request.kind, namespace: "file", pluginData: "by esbuild" };
  const { path, errors, external, sideEffects } = await context.resolve(specifier, options);
  if (errors.length > 0 || external || path === "") {
    // A package may try what it can do without: inside `try`, esbuild leaves the call, and it fails when it is reached.
    if (request.kind === "require-call" && request.importer.includes("node_modules/")) return { path: specifier, external: true };
    return refuse(problems, `The module "${specifier}" is not installed: there is none in node_modules`);
  }
  const real = realpathSync(path);
  if (!isBelow(root, real) && !real.split(sep).includes("node_modules"))
    return refuse(problems, `The module "${specifier}" lies outside the project and its node_modules`);
  if (real.endsWith(".node") || addonLoaders.has(specifier))
    return refuse(problems, `A package loads a native addon ("${specifier}"), which cannot be part of a plan`);
  return { path: relative(root, real).replaceAll(sep, "/"), namespace: mark, sideEffects };
}

/** Packages whose only use is to find a native addon on disk. */
const addonLoaders: ReadonlySet<string> = new Set([
  "bindings",
  "node-gyp-build",
  "node-pre-gyp",
  "@mapbox/node-pre-gyp",
  "prebuild-install",
]);

function builtin(specifier: string, kind: string): OnResolveResult {
  const path = specifier.startsWith("node:") ? specifier : `node:${specifier}`;
  return kind === "require-call" ? { path, namespace: `${mark}-builtin` } : { path, external: true };
}

function refuse(problems: Set<string>, sentence: string): OnResolveResult {
  problems.add(endSentence(sentence));
  return { errors: [{ text: sentence }] };
}

const loaders: { readonly [extension: string]: Loader } = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".jsx": "jsx",
  ".json": "json",
};
const loaderOf = (path: string): Loader =>
  loaders[extname(path)] ?? ([".js", ".mjs", ".cjs", ""].includes(extname(path)) ? "js" : "default");

/** esbuild writes each module's name above it, and as the key of a CommonJS module: the first goes, the second becomes a number. */
function takeOutNames(text: string): string {
  const names = new Map<string, string>();
  const withoutComments = text.replaceAll(new RegExp(`^ *// ${mark}(-builtin)?:.*\n`, "gm"), "");
  return withoutComments.replaceAll(new RegExp(`${mark}(-builtin)?:[^"'\`\n]*`, "g"), name => {
    const known = names.get(name) ?? `module ${names.size + 1}`;
    names.set(name, known);
    return known;
  });
}

const isBelow = (folder: string, path: string): boolean => path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
const endSentence = (text: string): string => (text.endsWith(".") ? text : `${text}.`);

function isBuildFailure(error: unknown): error is Error & { readonly errors: readonly { readonly text: string }[] } {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}
