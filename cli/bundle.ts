import { readFileSync, realpathSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, extname, join, relative, sep } from "node:path";
import type { Loader, OnLoadResult, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";

/** A function of `mapRows`, put together by the compiler, to be made one file. Paths are from the project's root, with "/". */
export interface BundleInput {
  /** The project's root, as the file system knows it. */
  readonly root: string;
  /** The text of the module whose default export is the function. */
  readonly entry: string;
  /** The file whose imports the entry's imports are. */
  readonly from: string;
  /** The project's files that the function reaches, cut down to what it reaches of them. */
  readonly modules: ReadonlyMap<string, string>;
  /** What a module specifier in a file of the project means. */
  resolve(from: string, specifier: string): { readonly kind: "file"; readonly path: string } | { readonly kind: "package" | "missing" | "odibi" };
}

export interface Bundled {
  /** Undefined where there are problems. The same input gives the same bytes on every machine. */
  readonly text?: string;
  /** The files outside the project's own that were read, and those whose absence decided something, from the project's root. Sorted. */
  readonly inputs: readonly string[];
  /** A sentence each. */
  readonly problems: readonly string[];
}

export type Bundle = (input: BundleInput) => Promise<Bundled>;

// No path may be in the bytes: every module has a name with this mark, and the marked names are taken out at the end.
const mark = "odibi-module-8c1f";
const entryPath = "<function>";

/** Makes a function of `mapRows` one file of JavaScript. esbuild gets every file from here, and only from the project and the node_modules folders around it. */
export const bundle: Bundle = async input => {
  const { build } = await import("esbuild");
  const inputs = new Set<string>();
  const problems = new Set<string>();
  try {
    const { outputFiles } = await build({
      entryPoints: [entryPath],
      absWorkingDir: input.root,
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      target: "node22",
      charset: "utf8",
      legalComments: "none",
      logLevel: "silent",
      tsconfigRaw: {},
      plugins: [ownFiles(input, inputs, problems)],
    });
    const text = outputFiles[0]?.text ?? "";
    return problems.size > 0 ? answer(inputs, problems) : { ...answer(inputs, problems), text: takeOutNames(text) };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    if (problems.size === 0) for (const { text } of error.errors) problems.add(endSentence(text.replaceAll(`${mark}:`, "")));
    return answer(inputs, problems);
  }
};

const answer = (inputs: ReadonlySet<string>, problems: ReadonlySet<string>): Bundled => ({ inputs: [...inputs].sort(), problems: [...problems].sort() });

function ownFiles(input: BundleInput, inputs: Set<string>, problems: Set<string>): Plugin {
  const fromRoot = (path: string) => relative(input.root, path).replaceAll(sep, "/");
  return {
    name: "files of the project and its packages",
    setup(context) {
      context.onResolve({ filter: /.*/ }, async (request): Promise<OnResolveResult> => {
        if (request.pluginData === "by esbuild") return {};
        if (request.kind === "entry-point") return { path: entryPath, namespace: mark };
        const { path: specifier } = request;
        const importer = request.importer === entryPath ? input.from : request.importer;
        if (isBuiltin(specifier)) return builtin(specifier, request.kind);
        const isOwn = request.importer === entryPath || input.modules.has(importer);
        const found = isOwn ? input.resolve(importer, specifier) : undefined;
        if (found?.kind === "file") return { path: found.path, namespace: mark };
        if (found && found.kind !== "package") return refuse(problems, `The module "${specifier}" cannot be used in a function`);
        return resolveInPackages(context, request, { importer: join(input.root, importer), input, inputs, problems, fromRoot });
      });
      context.onLoad({ filter: /.*/, namespace: `${mark}-builtin` }, ({ path }) => ({
        contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
        loader: "js",
      }));
      context.onLoad({ filter: /.*/, namespace: mark }, ({ path }): OnLoadResult => {
        if (path === entryPath) return { contents: input.entry, loader: "ts" };
        const own = input.modules.get(path);
        if (own !== undefined) return { contents: own, loader: loaderOf(path) };
        inputs.add(path);
        return { contents: readFileSync(join(input.root, path)), loader: loaderOf(path) };
      });
    },
  };
}

interface PackageSearch {
  readonly importer: string;
  readonly input: BundleInput;
  readonly inputs: Set<string>;
  readonly problems: Set<string>;
  readonly fromRoot: (path: string) => string;
}

async function resolveInPackages(context: PluginBuild, request: OnResolveArgs, search: PackageSearch): Promise<OnResolveResult> {
  const { importer, input, inputs, problems, fromRoot } = search;
  const specifier = request.path;
  if (specifier.startsWith("node:")) return refuse(problems, `There is no module "${specifier}" in Node`);
  for (const manifest of manifestsOf(specifier, importer)) inputs.add(fromRoot(manifest));
  const options = { importer, resolveDir: dirname(importer), kind: request.kind, namespace: "file", pluginData: "by esbuild" };
  const { path, errors, external, sideEffects } = await context.resolve(specifier, options);
  if (errors.length > 0 || external || path === "") {
    // A package may try what it can do without: inside `try`, esbuild leaves the call, and it fails when it is reached.
    if (request.kind === "require-call" && request.importer.includes("node_modules/")) return { path: specifier, external: true };
    return refuse(problems, `The module "${specifier}" is not installed: there is none in node_modules`);
  }
  const real = realpathSync(path);
  if (!isBelow(input.root, real) && !real.split(sep).includes("node_modules"))
    return refuse(problems, `The module "${specifier}" lies outside the project and its node_modules`);
  if (real.endsWith(".node") || addonLoaders.has(specifier))
    return refuse(problems, `A package loads a native addon ("${specifier}"), which cannot be part of a plan`);
  return { path: fromRoot(real), namespace: mark, sideEffects };
}

/** Packages whose only use is to find a native addon on disk. */
const addonLoaders: ReadonlySet<string> = new Set(["bindings", "node-gyp-build", "node-pre-gyp", "@mapbox/node-pre-gyp", "prebuild-install"]);

/** Where a package's manifest may lie, seen from a file: what is found first decides. */
function manifestsOf(specifier: string, importer: string): readonly string[] {
  const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
  if (specifier.startsWith(".") || specifier.startsWith("/") || name === undefined) return [];
  const folders: string[] = [];
  for (let folder = dirname(importer); ; folder = dirname(folder)) {
    folders.push(join(folder, "node_modules", name, "package.json"));
    if (dirname(folder) === folder) return folders;
  }
}

function builtin(specifier: string, kind: string): OnResolveResult {
  const path = specifier.startsWith("node:") ? specifier : `node:${specifier}`;
  return kind === "require-call" ? { path, namespace: `${mark}-builtin` } : { path, external: true };
}

function refuse(problems: Set<string>, sentence: string): OnResolveResult {
  problems.add(endSentence(sentence));
  return { errors: [{ text: sentence }] };
}

const loaders: { readonly [extension: string]: Loader } = { ".ts": "ts", ".mts": "ts", ".cts": "ts", ".tsx": "tsx", ".jsx": "jsx", ".json": "json" };
const loaderOf = (path: string): Loader => loaders[extname(path)] ?? ([".js", ".mjs", ".cjs", ""].includes(extname(path)) ? "js" : "default");

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
