import type { Span } from "../diagnostics/diagnostic.ts";
import type { Declaration, FileSyntax } from "../parse/syntax.ts";
import { addTopLevel, type Lowering, report, type TopLevel } from "./environment.ts";
import { evaluate } from "./evaluate.ts";
import { lowerNode } from "./lowerNode.ts";
import { fault, type Value } from "./value.ts";

/** The value of a file's top-level declaration (or of its default export), read once. One that is asked for while it is being read is a cycle. */
export function topLevelValue(file: string, name: string, asked: Span, lowering: Lowering): Value {
  const known = lowering.topLevel.get(file)?.get(name);
  const entry = known ?? addTopLevel(file, name, asked, "open", lowering);
  const reads = lowering.open.at(-1)?.reads;
  if (reads?.includes(entry) === false) reads.push(entry);
  if (known === undefined) {
    lowering.open.push(entry);
    entry.value = read(file, name, asked, lowering);
    lowering.open.pop();
  }
  return entry.value === "open" ? reportCycle(entry, asked, lowering) : readHere(entry.value, asked);
}

// A node is read where it is named, not where it is declared.
function readHere(value: Value, asked: Span): Value {
  if (value.kind !== "table") return value;
  const [step, second] = value.steps;
  return step?.kind === "read" && second === undefined ? { ...value, steps: [{ ...step, span: asked }] } : value;
}

const noNames: ReadonlyMap<string, Value> = new Map();

function read(path: string, name: string, asked: Span, lowering: Lowering): Value {
  const file = lowering.program.files.get(path);
  const environment = { file: path, names: noNames, depth: 0 };
  const declaration = file?.declarations.find(entry => entry.name === name);
  if (file === undefined || (declaration === undefined && name !== "default")) return fault;
  if (declaration === undefined) {
    const entry = file.exports.find(other => other.kind === "default");
    return entry === undefined ? fault : evaluate(entry.value, environment, lowering);
  }
  if (declaration.value === undefined) {
    const what =
      declaration.what === "a variable"
        ? "a variable, whose value may change"
        : declaration.what === "a constant"
          ? "a constant without a value"
          : declaration.what;
    report(lowering, {
      code: "ODB1014",
      message: `\`${name}\` is ${what}; it has no value at compile time.`,
      hint: declaration.what === "a variable" ? "Declare it with `const`." : "Use a constant or a function of one expression.",
      span: asked,
    });
    return fault;
  }
  const value = named(evaluate(declaration.value, environment, lowering), declaration, path);
  describeParameter(value, declaration, lowering);
  return value.kind === "table" ? lowerNode(value, declaration, exportedAs(file, name), path, lowering) : value;
}

// A connection is known by the constant that holds it, a macro by its own name.
function named(value: Value, declaration: Declaration, file: string): Value {
  if (value.kind === "connection" && value.name === undefined)
    return { ...value, name: declaration.name, span: { file, start: declaration.nameStart, end: declaration.nameEnd } };
  if (value.kind === "function" && value.name === undefined) return { ...value, name: declaration.name };
  return value;
}

// The doc comment of a param's constant is the param's description.
function describeParameter(value: Value, declaration: Declaration, lowering: Lowering): void {
  if (value.kind !== "expression" || value.expression.kind !== "parameter" || declaration.description === undefined) return;
  const parameter = lowering.parameters.get(value.expression.name);
  if (parameter !== undefined && parameter.description === undefined)
    lowering.parameters.set(parameter.name, { ...parameter, description: declaration.description });
}

/** The names under which a file exports one of its declarations. */
function exportedAs(file: FileSyntax, name: string): readonly string[] {
  return file.exports.flatMap(entry => (entry.kind === "local" && entry.local === name ? [entry.exported] : []));
}

function reportCycle(again: TopLevel, asked: Span, lowering: Lowering): Value {
  const { name } = again;
  const circle = lowering.open.slice(lowering.open.indexOf(again));
  const steps = [...circle.slice(1), { name, asked }].map((entry, index) => ({ from: circle[index]?.name ?? name, entry }));
  const path = [...circle.map(entry => entry.name), name].join(" → ");
  // Where the circle begins depends on what was read first; the report starts at its first file in order.
  const first = steps.reduce((a, b) => (before(b.entry.asked, a.entry.asked) ? b : a));
  const ordered = [...steps.slice(steps.indexOf(first)), ...steps.slice(0, steps.indexOf(first))];
  report(lowering, {
    code: "ODB3001",
    message:
      circle.length === 1
        ? `\`${name}\` depends on itself.`
        : `These depend on each other in a circle: ${circle.length === steps.length ? [...ordered.map(step => step.from), ordered[0]?.from].join(" → ") : path}.`,
    hint: "Let one of them read from a source, or from a node further up.",
    span: first.entry.asked,
    related: ordered.map(step => ({ message: `\`${step.from}\` uses \`${step.entry.name}\``, span: step.entry.asked })),
  });
  return fault;
}

function before(a: Span, b: Span): boolean {
  return a.file === b.file ? a.start < b.start : a.file < b.file;
}
