import type { Syntax } from "../parse/syntax.ts";
import { type Environment, type Lowering, report, spanOf } from "./environment.ts";
import { evaluate } from "./evaluate.ts";
import { columnOf } from "./row.ts";
import { type ColumnInfo, fault, type ObjectEntry, type ObjectValue, type RowValue, type Value, valueWords } from "./value.ts";

/** Reads an object literal. Later properties win in place, as in JavaScript; two spreads that share a column, or one name twice, are reported. */
export function evaluateObject(syntax: Extract<Syntax, { kind: "object" }>, environment: Environment, lowering: Lowering): Value {
  const entries = new Map<string, ObjectEntry>();
  const own: string[] = [];
  let before: Spread | undefined;
  let isFaulty = false;
  for (const property of syntax.properties) {
    const span = spanOf(environment, property);
    if (property.kind === "computed") {
      report(lowering, {
        code: "ODB1025",
        message: "A computed name has no meaning in a pipeline.",
        hint: "Write the name out: columns and options never depend on a value.",
        span,
      });
      isFaulty = true;
      continue;
    }
    if (property.kind === "property") {
      const nameSpan = { file: span.file, start: span.start, end: property.nameEnd };
      if (own.includes(property.name)) {
        report(lowering, {
          code: "ODB1026",
          message: `\`${property.name}\` is given twice.`,
          hint: "Leave one of the two out.",
          span: nameSpan,
        });
        continue;
      }
      own.push(property.name);
      const value = evaluate(property.value, environment, lowering);
      const { description } = property;
      const entry = { value, span: nameSpan, valueSpan: spanOf(environment, property.value) };
      entries.set(property.name, description === undefined ? entry : { ...entry, description });
      continue;
    }
    const source = evaluate(property.expression, environment, lowering);
    if (source.kind === "fault" || (source.kind === "row" && source.isFaulty)) isFaulty = true;
    if (source.kind !== "row" && source.kind !== "object") {
      if (source.kind !== "fault")
        report(lowering, {
          code: "ODB1027",
          message: `This is ${valueWords[source.kind]}; only a row or a constant object can be spread.`,
          hint: "Name the columns, or spread the lambda's parameter: `...o`.",
          span,
        });
      isFaulty = true;
      continue;
    }
    const shared = before === undefined ? [] : sharedNames(source, before);
    if (shared.length > 0) {
      const names = shared.map(name => `\`${name}\``).join(", ");
      report(lowering, {
        code: "ODB3009",
        message: `Two spreads have the column${shared.length > 1 ? "s" : ""} ${names}: the second would silently replace the first.`,
        hint: `Leave it out of one side in the parameter: \`(o, { ${shared[0]}, ...c }) => ({ ...o, ...c })\`.`,
        span,
      });
    }
    if (source.kind === "row") for (const column of source.columns) entries.set(column.name, columnEntry(source, column, span));
    else for (const [name, entry] of source.entries) entries.set(name, entry);
    before = { source, before };
  }
  return isFaulty ? fault : { kind: "object", entries };
}

/** A row's column as a property of what the row is spread into. */
export function columnEntry(row: RowValue, column: ColumnInfo, span: ObjectEntry["span"]): ObjectEntry {
  const { name, description } = column;
  const value: Value = { kind: "expression", expression: columnOf(row, name, span) };
  return description === undefined ? { value, span, valueSpan: span } : { value, span, valueSpan: span, description };
}

/** What was spread, the last one first. */
interface Spread {
  readonly source: RowValue | ObjectValue;
  readonly before: Spread | undefined;
}

function sharedNames(source: RowValue | ObjectValue, before: Spread): readonly string[] {
  const known = new Set<string>();
  for (let spread: Spread | undefined = before; spread !== undefined; spread = spread.before)
    for (const name of namesIn(spread.source)) known.add(name);
  return namesIn(source).filter(name => known.has(name));
}

function namesIn(source: RowValue | ObjectValue): readonly string[] {
  return source.kind === "row" ? source.columns.map(column => column.name) : [...source.entries.keys()];
}
