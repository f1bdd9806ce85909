import { nearestName } from "../diagnostics/nearestName.ts";
import { capital, quoteAll } from "../diagnostics/words.ts";
import type { Syntax } from "../parse/syntax.ts";
import type { Expression } from "../plan/expression.ts";
import { functions, isFunctionName } from "../plan/functions.ts";
import { columnNamed } from "../plan/types.ts";
import { type Environment, type Lowering, report, spanOf } from "./environment.ts";
import { evaluate } from "./evaluate.ts";
import { lookUp } from "./lookUp.ts";
import { builtinMember, exportedValue } from "./resolveName.ts";
import { columnOf } from "./row.ts";
import { toExpression } from "./toExpression.ts";
import { fault, type RowValue, type Value, valueWords } from "./value.ts";

type Member = Extract<Syntax, { kind: "member" }>;

/** What `object.name` stands for where it is not called. */
export function memberOf(object: Value, syntax: Member, environment: Environment, lowering: Lowering): Value {
  if (object.kind === "row") return columnMember(object, syntax, environment, lowering);
  const span = { file: environment.file, start: syntax.nameAt, end: syntax.e };
  switch (object.kind) {
    case "fault":
      return fault;
    case "object": {
      const entry = object.entries.get(syntax.name);
      if (entry !== undefined) return entry.value;
      const near = nearestName(syntax.name, object.entries.keys());
      report(lowering, {
        code: "ODB1029",
        message: `The constant has no \`${syntax.name}\`.`,
        hint: near === undefined ? `It has ${quoteAll(object.entries.keys())}.` : `Did you mean \`${near}\`?`,
        span,
      });
      return fault;
    }
    case "namespace":
      return exportedValue(object.file, syntax.name, spanOf(environment, syntax), span, lowering);
    case "odibi":
      return builtinMember(syntax.name, span, lowering);
    case "list":
      if (syntax.name === "length")
        return { kind: "expression", expression: { kind: "number", text: String(object.items.length), span: spanOf(environment, syntax) } };
      break;
    case "expression":
      return property(object.expression, syntax, environment);
    default:
      break;
  }
  const near = object.kind === "math" ? nearestName(`Math.${syntax.name}`, Object.keys(functions)) : undefined;
  report(lowering, {
    code: "ODB1030",
    message: `${capital(valueWords[object.kind])} has no \`${syntax.name}\`.`,
    hint: near === undefined ? "docs/language.md lists what there is." : `Did you mean \`${near}\`?`,
    span,
  });
  return fault;
}

function columnMember(row: RowValue, syntax: Member, environment: Environment, lowering: Lowering): Value {
  const span = spanOf(environment, syntax);
  if (columnNamed(row.columns, syntax.name) !== undefined) return { kind: "expression", expression: columnOf(row, syntax.name, span) };
  if (row.isFaulty) return fault;
  reportMissingColumn(row, syntax.name, { ...span, start: syntax.nameAt }, lowering);
  return fault;
}

/** Reports a column that a row does not have, with the nearest name or the list of what there is. */
export function reportMissingColumn(
  row: RowValue,
  name: string,
  span: { readonly file: string; readonly start: number; readonly end: number },
  lowering: Lowering,
): void {
  const names = row.columns.map(column => column.name);
  const near = nearestName(name, names);
  const list =
    names.length === 0 ? "There are no columns here." : `The columns are ${quoteAll(names.slice(0, 20))}${names.length > 20 ? ", …" : ""}.`;
  report(lowering, {
    code: "ODB2003",
    message: `There is no column \`${name}\`.`,
    hint: near === undefined ? list : `Did you mean \`${near}\`?`,
    span,
  });
}

function property(target: Expression, syntax: Member, environment: Environment): Value {
  const name = `.${syntax.name}`;
  const span = spanOf(environment, syntax);
  if (isFunctionName(name) && functions[name].notation === "property")
    return { kind: "expression", expression: { kind: "call", name, arguments: [target], span } };
  return { kind: "expression", expression: { kind: "field", target, name: syntax.name, span } };
}

/** What `object[index]` stands for: an item of a list, a column or property by its name, or a constant table looked up by a column. */
export function indexValue(object: Value, syntax: Extract<Syntax, { kind: "index" }>, environment: Environment, lowering: Lowering): Value {
  const index = evaluate(syntax.index, environment, lowering);
  if (object.kind === "fault" || index.kind === "fault") return fault;
  const key = toExpression(index, syntax.index, environment, lowering);
  if (key === undefined) return fault;
  const span = spanOf(environment, syntax);
  if (key.kind === "string" && object.kind !== "expression") {
    const inside = key.span ?? span;
    return memberOf(
      object,
      { kind: "member", object: syntax.object, name: key.value, nameAt: inside.start, s: syntax.s, e: syntax.e },
      environment,
      lowering,
    );
  }
  if (object.kind === "object") return lookUp(object, key, span, environment, lowering);
  const target = toExpression(object, syntax.object, environment, lowering);
  if (target !== undefined && key.kind === "string")
    return { kind: "expression", expression: { kind: "field", target, name: key.value, span } };
  return target === undefined ? fault : { kind: "expression", expression: { kind: "call", name: "[]", arguments: [target, key], span } };
}
