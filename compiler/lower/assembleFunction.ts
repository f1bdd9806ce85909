import type { Span } from "../diagnostics/diagnostic.ts";
import type { FileSyntax, Reference } from "../parse/syntax.ts";
import { type FunctionDraft, type Lowering, report } from "./environment.ts";

/** The modules of a function that is to be bundled: the entry, and each file of the project that it reaches, cut down to what it reaches of it. */
export interface Assembled {
  readonly entry: string;
  /** The file in whose folder the entry's imports are resolved. */
  readonly from: string;
  readonly modules: ReadonlyMap<string, string>;
}

interface Reached {
  /** Names by file; `*` where a file is taken whole. */
  readonly names: Map<string, Set<string>>;
  readonly uses: { readonly file: string; readonly local: string; readonly span: Span }[];
}

/** The declarations that functions of `mapRows` reach, as `file\0name`. */
export function reachedDeclarations(lowering: Lowering): ReadonlySet<string> {
  const reached: Reached = { names: new Map(), uses: [] };
  for (const draft of lowering.functions) reach(draft, reached, lowering);
  return new Set([...reached.names].flatMap(([file, names]) => [...names].map(name => `${file}\0${name}`)));
}

/**
 * Puts together what a function needs: itself and the declarations it reaches, not their files, so that nothing else of a pipeline ends up in the bundle.
 * A value of "odibi", a param or a table among them is reported: at run time there is none.
 */
export function assembleFunction(draft: FunctionDraft, lowering: Lowering): Assembled | undefined {
  const reached: Reached = { names: new Map(), uses: [] };
  reach(draft, reached, lowering);
  if (reached.uses.length > 0) {
    for (const use of reached.uses)
      report(lowering, {
        code: "ODB1050",
        message: `\`${use.local}\` comes from "odibi" and means nothing while the function runs.`,
        hint: "A function gets its row and gives one back; bring the value in as a column.",
        span: use.span,
      });
    return undefined;
  }
  const modules = new Map<string, string>();
  for (const [path, names] of reached.names) {
    const file = lowering.program.files.get(path);
    if (file !== undefined) modules.set(path, cutDown(path, file, names, lowering));
  }
  const own = lowering.program.files.get(draft.file);
  const text = draft.syntax === undefined ? draft.name : lowering.program.text(draft.file).slice(draft.syntax.s, draft.syntax.e);
  const locals =
    own === undefined ? "" : cutDown(draft.file, own, reached.names.get(draft.file) ?? new Set(), lowering, referencesOf(draft));
  modules.delete(draft.file);
  return { entry: `${locals}export default ${text};\n`, from: draft.file, modules };
}

function referencesOf(draft: FunctionDraft): readonly Reference[] {
  return draft.syntax?.references ?? (draft.name === undefined ? [] : [{ name: draft.name, s: draft.span.start, e: draft.span.end }]);
}

function reach(draft: FunctionDraft, reached: Reached, lowering: Lowering): void {
  for (const reference of referencesOf(draft)) reachName(draft.file, reference, reached, lowering);
}

function reachName(path: string, reference: Pick<Reference, "name" | "s" | "e">, reached: Reached, lowering: Lowering): void {
  const file = lowering.program.files.get(path);
  if (file === undefined) return;
  const imported = file.imports.find(entry => entry.local === reference.name);
  if (imported !== undefined) {
    const target = lowering.resolve(path, imported.module);
    if (target.kind === "odibi")
      reached.uses.push({ file: path, local: reference.name, span: { file: path, start: reference.s, end: reference.e } });
    if (target.kind !== "file") return;
    if (imported.imported === "*") return reachWhole(target.path, reached, lowering);
    return reachExport(target.path, imported.imported, reached, lowering);
  }
  const declaration = file.declarations.find(entry => entry.name === reference.name);
  if (declaration === undefined || !add(path, reference.name, reached)) return;
  for (const inner of declaration.references) reachName(path, inner, reached, lowering);
  if (!lowering.program.isPipeline(path))
    for (const statement of file.statements) for (const inner of statement.references) reachName(path, inner, reached, lowering);
}

function reachExport(path: string, name: string, reached: Reached, lowering: Lowering): void {
  const file = lowering.program.files.get(path);
  if (file === undefined || !add(path, `export ${name}`, reached)) return;
  for (const entry of file.exports) {
    const place = { s: entry.s, e: entry.e };
    if (entry.kind === "default" && name === "default")
      reachName(path, { name: entry.value.kind === "name" ? entry.value.name : "default", ...place }, reached, lowering);
    if (entry.kind === "local" && entry.exported === name) reachName(path, { name: entry.local, ...place }, reached, lowering);
    const target = entry.kind === "from" || entry.kind === "all" ? lowering.resolve(path, entry.module) : undefined;
    if (target?.kind !== "file") continue;
    if (entry.kind === "from" && entry.exported === name) reachExport(target.path, entry.imported, reached, lowering);
    if (entry.kind === "all") reachExport(target.path, name, reached, lowering);
  }
}

function reachWhole(path: string, reached: Reached, lowering: Lowering): void {
  const file = lowering.program.files.get(path);
  if (file === undefined) return;
  for (const entry of file.exports)
    if (entry.kind === "local" || entry.kind === "from") reachExport(path, entry.exported, reached, lowering);
}

function add(path: string, name: string, reached: Reached): boolean {
  const names = reached.names.get(path) ?? new Set<string>();
  reached.names.set(path, names);
  if (names.has(name)) return false;
  names.add(name);
  return true;
}

// A file as the bundle sees it: its imports and re-exports, and of its declarations those that are reached. Other files' side effects stay theirs.
function cutDown(path: string, file: FileSyntax, names: ReadonlySet<string>, lowering: Lowering, extra: readonly Reference[] = []): string {
  const text = lowering.program.text(path);
  const declarations = file.declarations.filter(entry => names.has(entry.name));
  const statements = lowering.program.isPipeline(path) || names.size === 0 ? [] : file.statements;
  const wanted = new Set(
    [...extra, ...declarations.flatMap(entry => entry.references), ...statements.flatMap(entry => entry.references)].map(
      reference => reference.name,
    ),
  );
  for (const entry of file.exports) if (entry.kind === "local" && names.has(`export ${entry.exported}`)) wanted.add(entry.local);
  const imports = file.imports
    .filter(entry => (wanted.has(entry.local) || names.has(entry.local)) && lowering.resolve(path, entry.module).kind !== "odibi")
    .map(entry => {
      const what = entry.imported === "*" ? `* as ${entry.local}` : `{ ${entry.imported} as ${entry.local} }`;
      return `import ${what} from ${JSON.stringify(entry.module)};\n`;
    });
  const bodies = [
    ...declarations.map(entry => ({ s: entry.s, text: declarationText(text, entry) })),
    ...statements.map(entry => ({ s: entry.s, text: text.slice(entry.s, entry.e) })),
  ]
    .sort((a, b) => a.s - b.s)
    .map(body => `${body.text}\n`);
  const passedOn = file.exports.flatMap(entry => {
    if (entry.kind === "all" && [...names].some(name => name.startsWith("export ")))
      return [`export * from ${JSON.stringify(entry.module)};\n`];
    if (entry.kind === "from" && names.has(`export ${entry.exported}`))
      return [
        entry.imported === "*"
          ? `export * as ${entry.exported} from ${JSON.stringify(entry.module)};\n`
          : `export { ${entry.imported} as ${entry.exported} } from ${JSON.stringify(entry.module)};\n`,
      ];
    if (entry.kind === "local" && names.has(`export ${entry.exported}`)) return [`export { ${entry.local} as ${entry.exported} };\n`];
    if (entry.kind === "default" && names.has("export default")) return [`export default ${text.slice(entry.value.s, entry.value.e)};\n`];
    return [];
  });
  return [...imports, ...bodies, ...passedOn].join("");
}

// Without its own `export`: what is exported is listed at the end.
function declarationText(text: string, declaration: FileSyntax["declarations"][number]): string {
  const source = text.slice(declaration.s, declaration.e);
  const isStatement = /^\s*(export\b|const\b|let\b|var\b|function\b|async\b|class\b|enum\b|abstract\b)/.test(source);
  const bare = source.replace(/^export\s+(default\s+)?/, "");
  return isStatement ? `${bare.replace(/;?$/, "")};` : `const ${bare};`;
}
