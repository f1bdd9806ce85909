import { capital } from "../diagnostics/words.ts";
import type { Program } from "../load/loadProject.ts";
import type { FileSyntax } from "../parse/syntax.ts";
import { reachedDeclarations } from "./assembleFunction.ts";
import { type Lowering, report } from "./environment.ts";
import { type Config, readConfig } from "./readConfig.ts";
import { moduleSpanOf, reportMissingModule } from "./resolveName.ts";
import { startLowering } from "./startLowering.ts";
import { topLevelValue } from "./topLevelValue.ts";
import type { NodeSettings } from "./value.ts";

/** A program read as what it describes: the config, and the nodes with the defaults of their files. */
export interface Lowered {
  readonly lowering: Lowering;
  readonly config: Config | undefined;
  readonly defaults: ReadonlyMap<string, NodeSettings>;
}

/**
 * Reads the config, then every pipeline file: its tables, and what else stands there, so that nothing in it goes unsaid. Where the files are named, it is these
 * alone, and `begin` puts in what is known of the others.
 */
export function lowerProgram(
  program: Program,
  pipelines: readonly string[] = program.pipelines,
  begin: (lowering: Lowering) => void = () => {},
): Lowered {
  const first = startLowering(program, [], []);
  const config = readConfig(program.config, first);
  const lowering = startLowering(program, config?.pipelines ?? [], config?.environments.map(environment => environment.name) ?? []);
  lowering.problems.push(...first.problems);
  begin(lowering);
  const defaults = new Map<string, NodeSettings>();
  for (const path of pipelines) {
    const settings = readDefaults(path, lowering);
    if (settings !== undefined) defaults.set(path, settings);
    for (const declaration of program.files.get(path)?.exports ?? []) {
      if (declaration.kind === "local") readDeclaration(path, declaration.local, lowering);
    }
  }
  // What only functions of `mapRows` use runs later and may be anything; the rest has to mean something.
  const reached = reachedDeclarations(lowering);
  for (const path of pipelines) {
    for (const declaration of program.files.get(path)?.declarations ?? []) {
      if (reached.size === 0 || !reached.has(`${path}\0${declaration.name}`)) readDeclaration(path, declaration.name, lowering);
    }
  }
  reportFiles(lowering, reached);
  return { lowering, config, defaults };
}

function readDeclaration(path: string, name: string, lowering: Lowering): void {
  const declaration = lowering.program.files.get(path)?.declarations.find(entry => entry.name === name);
  // A function says nothing until it is called; a class or a variable is reported where it is used.
  if (declaration?.value === undefined || declaration.value.kind === "function") return;
  topLevelValue(path, name, { file: path, start: declaration.nameStart, end: declaration.nameEnd }, lowering);
}

function readDefaults(path: string, lowering: Lowering): NodeSettings | undefined {
  const exported = lowering.program.files.get(path)?.exports.find(entry => entry.kind === "default");
  if (exported === undefined) return undefined;
  const span = { file: path, start: exported.s, end: exported.e };
  const value = topLevelValue(path, "default", span, lowering);
  if (value.kind === "pipeline") return value.settings;
  if (value.kind !== "fault")
    report(lowering, {
      code: "ODB1018",
      message: "The default export of a pipeline file is `pipeline({ … })` and nothing else.",
      hint: "Give a table a name: `export const orders = …`.",
      span,
    });
  return undefined;
}

// Of every file that a value was taken from: what TypeScript could not parse, modules that are not there, and statements that would have run.
function reportFiles(lowering: Lowering, reached: ReadonlySet<string>): void {
  const used = new Set([lowering.program.config, ...lowering.program.pipelines, ...lowering.topLevel.keys()]);
  const bundled = new Set([...reached].map(key => key.slice(0, key.indexOf("\0"))));
  for (const [path, file] of lowering.program.files) {
    if (used.has(path) || bundled.has(path))
      for (const error of file.errors)
        report(lowering, {
          code: "ODB1001",
          message: `TypeScript can't read this: ${error.message}`,
          span: { file: path, start: error.s, end: error.e },
        });
    if (!used.has(path)) continue;
    reportModules(path, file, lowering);
    for (const statement of file.statements)
      report(lowering, {
        code: "ODB1007",
        message: `${capital(statement.what)} has no meaning in a pipeline.`,
        hint: `${capital(statement.instead)}.`,
        span: { file: path, start: statement.s, end: statement.e },
      });
  }
}

// An import that nothing uses is no dependency yet, and its module is still to be there. Its names may be types, of which nothing is known.
function reportModules(path: string, file: FileSyntax, lowering: Lowering): void {
  for (const entry of file.imports)
    if (isMissing(path, entry.module, lowering)) reportMissingModule(path, entry.module, moduleSpanOf(path, entry), lowering);
  for (const entry of file.exports)
    if ((entry.kind === "from" || entry.kind === "all") && isMissing(path, entry.module, lowering))
      reportMissingModule(path, entry.module, { file: path, start: entry.s, end: entry.e }, lowering);
}

function isMissing(from: string, specifier: string, lowering: Lowering): boolean {
  return lowering.resolve(from, specifier).kind === "missing";
}
