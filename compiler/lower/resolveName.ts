import type { Span } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearestName.ts";
import type { FileSyntax, Import, Syntax } from "../parse/syntax.ts";
import { builtinNames, isBuiltin } from "./builtins.ts";
import { type Environment, type Lowering, report, spanOf } from "./environment.ts";
import { topLevelValue } from "./topLevelValue.ts";
import { fault, type Value } from "./value.ts";

/** What a name stands for: something bound around it, a declaration of the file, an import, or a global that has a meaning. */
export function resolveName(syntax: Extract<Syntax, { kind: "name" }>, environment: Environment, lowering: Lowering): Value {
  const bound = environment.names.get(syntax.name);
  if (bound !== undefined) return bound;
  const file = lowering.program.files.get(environment.file);
  const span = spanOf(environment, syntax);
  if (file?.declarations.some(declaration => declaration.name === syntax.name))
    return usedHere(topLevelValue(environment.file, syntax.name, span, lowering), span);
  const imported = file?.imports.find(entry => entry.local === syntax.name);
  if (imported !== undefined) return usedHere(importedValue(imported, environment.file, span, lowering), span);
  if (syntax.name === "Math") return { kind: "math" };
  const global = globals[syntax.name];
  if (global !== undefined) {
    report(lowering, {
      code: "ODB1006",
      message: `\`${syntax.name}\` has no meaning in a pipeline: nothing of it runs.`,
      hint: global,
      span,
    });
    return fault;
  }
  const near = nearestName(syntax.name, [...environment.names.keys(), ...(file === undefined ? [] : localNames(file))]);
  const builtin = isBuiltin(syntax.name) ? `Import it: \`import { ${syntax.name} } from "odibi"\`.` : undefined;
  report(lowering, {
    code: "ODB1005",
    message: `\`${syntax.name}\` is not declared.`,
    ...hint(builtin ?? (near === undefined ? undefined : `Did you mean \`${near}\`?`)),
    span,
  });
  return fault;
}

// A constant that does not fit is at fault where it is used.
function usedHere(value: Value, span: Span): Value {
  if (value.kind === "list") return { kind: "list", items: value.items.map(item => usedHere(item, span)) };
  return value.kind === "expression" ? { kind: "expression", expression: { ...value.expression, span } } : value;
}

/** What an import brings. */
function importedValue(entry: Import, from: string, span: Span, lowering: Lowering): Value {
  return moduleMember(
    from,
    entry.module,
    entry.imported,
    span,
    { file: from, start: entry.s, end: entry.e },
    moduleSpanOf(from, entry),
    lowering,
  );
}

/** Where an import names its module. */
export function moduleSpanOf(file: string, entry: Import): Span {
  return { file, start: entry.moduleStart, end: entry.moduleStart + entry.module.length + 2 };
}

/** Reports a module that is not there. */
export function reportMissingModule(from: string, specifier: string, span: Span, lowering: Lowering): void {
  const target = lowering.resolve(from, specifier);
  if (target.kind !== "missing") return;
  report(lowering, {
    code: "ODB1003",
    message: `There is no module \`${specifier}\`.`,
    hint: missingHint(specifier, target.tried, lowering),
    span,
  });
}

/** A member that a module exports, by the specifier with which `from` names it. */
export function moduleMember(
  from: string,
  specifier: string,
  name: string,
  asked: Span,
  nameSpan: Span,
  moduleSpan: Span,
  lowering: Lowering,
): Value {
  const target = lowering.resolve(from, specifier);
  if (target.kind === "odibi") {
    if (name === "*") return { kind: "odibi" };
    return builtinMember(name, nameSpan, lowering);
  }
  if (target.kind === "package") {
    report(lowering, {
      code: "ODB1012",
      message: `\`${specifier}\` is a package, and nothing of a package runs at compile time.`,
      hint: "Use it inside a function of `mapRows`, which runs at run time.",
      span: asked,
    });
    return fault;
  }
  if (target.kind === "missing") {
    reportMissingModule(from, specifier, moduleSpan, lowering);
    return fault;
  }
  if (name === "*") return { kind: "namespace", file: target.path };
  return exportedValue(target.path, name, asked, nameSpan, lowering);
}

/** What a file exports under a name. */
export function exportedValue(path: string, name: string, asked: Span, nameSpan: Span, lowering: Lowering): Value {
  const found = findExport(path, name, lowering, new Set());
  if (found === undefined) {
    if (!lowering.program.files.has(path)) return fault;
    const names = exportedNames(path, lowering, new Set());
    const near = nearestName(name, names);
    const list =
      names.length === 0
        ? "It exports nothing."
        : `It exports ${names
            .slice(0, 12)
            .map(other => `\`${other}\``)
            .join(", ")}${names.length > 12 ? ", …" : ""}.`;
    report(lowering, {
      code: "ODB1004",
      message: `\`${path}\` exports no \`${name}\`.`,
      hint: near === undefined ? list : `Did you mean \`${near}\`?`,
      span: nameSpan,
    });
    return fault;
  }
  if (found.kind === "default") return topLevelValue(found.file, "default", asked, lowering);
  if (found.kind === "local") return topLevelValue(found.file, found.name, asked, lowering);
  if (found.kind === "import") return importedValue(found.entry, found.file, asked, lowering);
  return moduleMember(found.file, found.module, found.imported, asked, nameSpan, nameSpan, lowering);
}

/** A function or constant of "odibi". */
export function builtinMember(name: string, span: Span, lowering: Lowering): Value {
  if (name === "t") return { kind: "columnTypes" };
  if (isBuiltin(name)) return { kind: "builtin", name };
  const near = nearestName(name, builtinNames());
  report(lowering, {
    code: "ODB1013",
    message: `"odibi" exports no \`${name}\`.`,
    hint: near === undefined ? "docs/language.md lists what it exports." : `Did you mean \`${near}\`?`,
    span,
  });
  return fault;
}

type Found =
  | { readonly kind: "local"; readonly file: string; readonly name: string }
  | { readonly kind: "default"; readonly file: string }
  | { readonly kind: "import"; readonly file: string; readonly entry: Import }
  | { readonly kind: "from"; readonly file: string; readonly module: string; readonly imported: string };

// `export *` is followed through as many files as it takes; a circle of them ends where it began.
function findExport(path: string, name: string, lowering: Lowering, seen: Set<string>): Found | undefined {
  const file = lowering.program.files.get(path);
  if (file === undefined || seen.has(path)) return undefined;
  seen.add(path);
  for (const entry of file.exports) {
    if (entry.kind === "default" && name === "default") return { kind: "default", file: path };
    if (entry.kind === "local" && entry.exported === name) {
      const imported = file.imports.find(other => other.local === entry.local);
      return imported === undefined ? { kind: "local", file: path, name: entry.local } : { kind: "import", file: path, entry: imported };
    }
    if (entry.kind === "from" && entry.exported === name) {
      const target = lowering.resolve(path, entry.module);
      if (target.kind === "file" && entry.imported !== "*") {
        const further = findExport(target.path, entry.imported, lowering, seen);
        if (further !== undefined) return further;
      }
      return { kind: "from", file: path, module: entry.module, imported: entry.imported };
    }
  }
  if (name === "default") return undefined;
  for (const entry of file.exports) {
    if (entry.kind !== "all") continue;
    const target = lowering.resolve(path, entry.module);
    const found = target.kind === "file" ? findExport(target.path, name, lowering, seen) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function exportedNames(path: string, lowering: Lowering, seen: Set<string>): readonly string[] {
  const file = lowering.program.files.get(path);
  if (file === undefined || seen.has(path)) return [];
  seen.add(path);
  return file.exports.flatMap(entry => {
    if (entry.kind === "local" || entry.kind === "from") return [entry.exported];
    if (entry.kind === "default") return [];
    const target = lowering.resolve(path, entry.module);
    return target.kind === "file" ? exportedNames(target.path, lowering, seen) : [];
  });
}

function localNames(file: FileSyntax): readonly string[] {
  return [...file.declarations.map(declaration => declaration.name), ...file.imports.map(entry => entry.local)];
}

function missingHint(specifier: string, tried: readonly string[], lowering: Lowering): string {
  const near = tried[0] === undefined ? undefined : nearestName(tried[0], lowering.program.files.keys());
  return near === undefined
    ? `No file was found at ${tried[0] === undefined ? `\`${specifier}\`` : `\`${tried[0]}\``}.`
    : `Did you mean \`${near}\`?`;
}

function hint(text: string | undefined): { readonly hint?: string } {
  return text === undefined ? {} : { hint: text };
}

const globals: { readonly [name: string]: string } = {
  process:
    "A value that comes at run time is a `param(…)`; what differs by environment stands in `odibi.config.ts`; a secret is named, never read.",
  console: "A plan is looked at with `odibi explain` and `odibi preview`.",
  fetch: "Data comes from `read(…)`; TypeScript that must run belongs into `mapRows`.",
  require: "Import at the top of the file: the import is the dependency.",
  globalThis: "Use constants of the file.",
  Date: 'Write `date("2024-01-31")`, `timestamp("2024-01-31T10:00:00Z")` or `now()`.',
  JSON: "TypeScript that must run belongs into `mapRows`.",
  Number: "Use `cast(value, t.float64())`.",
  String: "Use `cast(value, t.string())` or a template string.",
  Boolean: "Compare: `value !== null`, `value > 0`.",
  BigInt: "An int64 loses no digit; use `cast(value, t.int64())`.",
  parseInt: "Use `cast(value, t.int64())`, or `tryCast` where a value may not be a number.",
  parseFloat: "Use `cast(value, t.float64())`, or `tryCast` where a value may not be a number.",
  isNaN: "Compare the number with a range; `tryCast` gives null where a text is no number.",
  Object: "Name the columns, or spread a row.",
  Array: "Write the list out.",
  Set: "Write the list out and use `isIn`.",
  Map: "Write a constant object and look it up by a column.",
  RegExp: "Write a regular expression literal: `/…/`.",
  Infinity: 'Use `cast("Infinity", t.float64())`.',
  NaN: 'Use `cast("NaN", t.float64())`.',
  Symbol: "Use a constant text.",
  Promise: "TypeScript that must run belongs into `mapRows`.",
  Intl: "Formats are for the reader of a table; keep the value.",
};
