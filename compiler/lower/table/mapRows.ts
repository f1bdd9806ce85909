import { argumentSpan, argumentValue, type Call, hasArguments } from "../call.ts";
import { report, spanOf } from "../environment.ts";
import { schemaOf } from "../schema.ts";
import { fault, type TableValue, type Value, valueWords } from "../value.ts";
import { appendStep, faultyTable } from "./appendStep.ts";

/** `.mapRows(columns, row => …)`: each row through a TypeScript function, at run time. The function is noted here and bundled when the whole is right. */
export function mapRowsCall(table: TableValue, call: Call): Value {
  if (!hasArguments(call, 2)) return faultyTable(table);
  const columns = schemaOf(argumentValue(call, 0) ?? fault, call, 0);
  const bundle = functionOf(call);
  if (columns === undefined || bundle === undefined) return faultyTable(table);
  for (const column of table.columns) {
    if (column.isUntagged !== true) continue;
    const type = column.type.kind === "int64" ? "int64" : "decimal";
    report(call.lowering, {
      code: "ODB3022",
      message: `The column \`${column.name}\` comes from arithmetic: TypeScript calls it a number, and the function would get ${type === "int64" ? "a bigint" : "a text"}.`,
      hint: `Say which where it is computed: \`cast(…, ${type === "int64" ? "t.int64()" : "t.float64()"})\`.`,
      span: call.nameSpan,
    });
  }
  return appendStep(
    table,
    { kind: "mapRows", bundle, columns, span: call.nameSpan },
    call,
    new Map(columns.flatMap(column => (column.description === undefined ? [] : [[column.name, column.description] as const]))),
  );
}

// Its name in the plan is its content's, which is known only when it is bundled: until then a number stands for it.
function functionOf(call: Call): string | undefined {
  const syntax = call.syntax.arguments[1];
  if (syntax === undefined) return undefined;
  const placeholder = `function ${call.lowering.functions.length}`;
  const { file, names } = call.environment;
  const span = argumentSpan(call, 1);
  if (syntax.kind === "function") {
    const captured = (syntax.references ?? []).find(reference => names.has(reference.name));
    if (captured === undefined) {
      call.lowering.functions.push({ placeholder, file, syntax, span });
      return placeholder;
    }
    report(call.lowering, {
      code: "ODB1051",
      message: `The function uses \`${captured.name}\`, an argument of the macro around it.`,
      hint: "A function runs on its own: it sees its row, its file's declarations and packages.",
      span: spanOf(call.environment, captured),
    });
    return undefined;
  }
  if (syntax.kind === "name" && !names.has(syntax.name)) {
    call.lowering.functions.push({ placeholder, file, name: syntax.name, syntax: undefined, span });
    return placeholder;
  }
  const value = argumentValue(call, 1) ?? fault;
  if (value.kind !== "fault")
    report(call.lowering, {
      code: "ODB1021",
      message: `\`mapRows\` expects a function of the row here, and this is ${valueWords[value.kind]}.`,
      hint: "Write a lambda, or the name of a function.",
      span,
    });
  return undefined;
}
