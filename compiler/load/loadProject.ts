import { readPlainFile } from "../parse/plain/readPlainFile.ts";
import { readPlainTsconfig } from "../parse/plain/readPlainTsconfig.ts";
import type { FileSyntax } from "../parse/syntax.ts";
import type { TsconfigText } from "../parse/tsconfigText.ts";
import type { Files } from "./files.ts";
import { findFiles } from "./findFiles.ts";
import { openMemo } from "./memo.ts";
import { type Resolution, resolveModule } from "./resolveModule.ts";
import { type PathMapping, pathMapping } from "./tsconfig.ts";

/** A project as it was read: its files as syntax, and what their imports mean. */
export interface Program {
  readonly config: string;
  /** The pipeline files, sorted by path. */
  readonly pipelines: readonly string[];
  isPipeline(path: string): boolean;
  readonly files: ReadonlyMap<string, FileSyntax>;
  resolve(from: string, specifier: string): Resolution;
  /** A file's text, for code frames and bundles. */
  text(path: string): string;
}

export interface LoadOptions {
  /** Where results are kept between runs; nothing is kept without it. */
  readonly memo?: string;
  /** Names this version of the compiler. */
  readonly version: string;
}

export const configFile = "odibi.config.ts";

type Parsed = { readonly file: FileSyntax } | { readonly tsconfig: TsconfigText };

/** A project whose config was read, and of whose other files nothing yet. */
export interface Sources {
  readonly pipelines: readonly string[];
  /** A file's syntax; undefined where there is no such file. */
  file(path: string): Promise<FileSyntax | undefined>;
  /** What tells a file's content from any other. */
  hash(path: string): string | undefined;
  resolve(from: string, specifier: string): Resolution;
  /** A program of the files that were read for it. */
  program(files: ReadonlyMap<string, FileSyntax>): Program;
  /** Keeps what was parsed. */
  save(): void;
}

/**
 * Reads the config and finds the pipeline files, by the patterns that `pipelinesOf` finds in it. TypeScript is loaded only when a file has to be parsed.
 * Undefined where there is no config.
 */
export async function openSources(
  files: Files,
  options: LoadOptions,
  pipelinesOf: (config: FileSyntax) => readonly string[],
): Promise<Sources | undefined> {
  const memo = openMemo<Parsed>(files, options.memo, options.version, { readQuickly, loadParser });
  const file = async (path: string): Promise<FileSyntax | undefined> => {
    const parsed = await memo.get(path);
    return parsed !== undefined && "file" in parsed ? parsed.file : undefined;
  };
  const config = await file(configFile);
  if (config === undefined) return undefined;

  const tsconfigs = new Map<string, TsconfigText>();
  const mapping = await loadMapping(async path => {
    const parsed = await memo.get(path);
    return parsed !== undefined && "tsconfig" in parsed ? parsed.tsconfig : undefined;
  }, tsconfigs);

  const resolved = new Map<string, Resolution>();
  const resolve = (from: string, specifier: string): Resolution => {
    const key = `${from.slice(0, from.lastIndexOf("/") + 1)}\0${specifier}`;
    let known = resolved.get(key);
    if (known === undefined) {
      known = resolveModule(from, specifier, mapping, files);
      resolved.set(key, known);
    }
    return known;
  };

  const pipelines = findFiles(pipelinesOf(config), files);
  const isPipeline = new Set(pipelines);
  return {
    pipelines,
    file,
    hash: memo.hash,
    resolve,
    program: found => ({
      config: configFile,
      pipelines,
      isPipeline: path => isPipeline.has(path),
      files: found,
      resolve,
      text: path => files.read(path) ?? "",
    }),
    save: memo.save,
  };
}

/** Reads a whole project: its config, its pipeline files, and every file of the project that they import, directly or not. */
export async function loadProject(sources: Sources): Promise<Program> {
  const found = await loadFiles([configFile, ...sources.pipelines], sources);
  sources.save();
  return sources.program(found);
}

/** Some files, and every file of the project that they import. What `known` has is not read, and followed as far as it says. */
export async function loadFiles(
  paths: readonly string[],
  sources: Sources,
  known: (path: string) => FileSyntax | undefined = () => undefined,
): Promise<ReadonlyMap<string, FileSyntax>> {
  const found = new Map<string, FileSyntax>();
  const queue = [...paths];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path) || !/\.[mc]?[jt]sx?$/.test(path)) continue;
    const file = known(path) ?? (await sources.file(path));
    if (file === undefined) continue;
    found.set(path, file);
    for (const specifier of modulesOf(file)) {
      const target = sources.resolve(path, specifier);
      if (target.kind === "file") queue.push(target.path);
    }
  }
  return found;
}

function readQuickly(path: string, text: string): Parsed | undefined {
  if (path.endsWith(".json")) {
    const tsconfig = readPlainTsconfig(text);
    return tsconfig === undefined ? undefined : { tsconfig };
  }
  const file = readPlainFile(path, text);
  return file === undefined ? undefined : { file };
}

async function loadParser(): Promise<(path: string, text: string) => Parsed> {
  const [{ parseFile }, { parseTsconfig }] = await Promise.all([import("../parse/parseFile.ts"), import("../parse/parseTsconfig.ts")]);
  return (path, text) => (path.endsWith(".json") ? { tsconfig: parseTsconfig(path, text) } : { file: parseFile(path, text) });
}

// `pathMapping` is synchronous and asks for one tsconfig after the other; those it asks for are loaded until none is missing.
async function loadMapping(
  load: (path: string) => Promise<TsconfigText | undefined>,
  known: Map<string, TsconfigText>,
): Promise<PathMapping> {
  const absent = new Set<string>();
  for (;;) {
    let missing: string | undefined;
    const mapping = pathMapping(path => {
      if (!known.has(path) && !absent.has(path)) missing ??= path;
      return known.get(path);
    });
    if (missing === undefined) return mapping;
    const config = await load(missing);
    if (config === undefined) absent.add(missing);
    else known.set(missing, config);
  }
}

/** The modules that a file imports from or passes on, each once. */
export function modulesOf(file: Pick<FileSyntax, "imports" | "exports">): readonly string[] {
  const modules = new Set(file.imports.map(entry => entry.module));
  for (const entry of file.exports) if (entry.kind === "from" || entry.kind === "all") modules.add(entry.module);
  return [...modules];
}
