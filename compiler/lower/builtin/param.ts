import { inferExpression } from "../../plan/inferExpression.ts";
import { printType } from "../../plan/notation/printType.ts";
import { argumentSpan, argumentValue, type Call, hasArguments, reportArgument } from "../call.ts";
import { constantAs } from "../constantAs.ts";
import { report, spanOf } from "../environment.ts";
import { anything, readOptions } from "../options.ts";
import { constantText } from "../toExpression.ts";
import { fault, type Value } from "../value.ts";

/** `param("since", t.date(), { default: date("2020-01-01") })`: a value that comes at run time. One name has one type in a project. */
export function paramCall(call: Call): Value {
  if (!hasArguments(call, 2, 3)) return fault;
  const nameValue = argumentValue(call, 0) ?? fault;
  const name = constantText(nameValue);
  if (name === undefined || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return reportArgument(
      call,
      0,
      nameValue,
      "a constant name of letters, digits and `_`",
      'Write `param("since", t.date())`; the command line then takes `--param since=…`.',
    );
  const typeValue = argumentValue(call, 1) ?? fault;
  if (typeValue.kind !== "columnType")
    return reportArgument(call, 1, typeValue, "a column type", "Write `t.date()`, `t.string()`, `t.int64()`, …");
  if (typeValue.nullable || typeValue.type.kind === "binary")
    return reportArgument(call, 1, typeValue, "a type that a text on the command line can give", "A param is never null, and no bytes.");
  const options = readOptions(
    call.syntax.arguments.length > 2 ? argumentValue(call, 2) : undefined,
    "param",
    argumentSpan(call, 2),
    { default: anything("a constant of the param's type") },
    [],
    call.lowering,
  );
  const reader = call.lowering.open.at(-1);
  if (reader !== undefined) reader.declaresParameter = true;
  const type = typeValue.type;
  let text: string | undefined;
  if (options?.default !== undefined) {
    text = constantAs(options.default, type);
    if (text === undefined) {
      const given =
        options.default.kind === "expression"
          ? inferExpression(options.default.expression, { columns: {}, parameters: new Map() }).typed
          : undefined;
      report(call.lowering, {
        code: "ODB1036",
        message: `The default of \`${name}\` is no constant of type ${printType(type)}${given === undefined ? "" : `, but ${printType(given.type)}`}.`,
        hint: 'Write a constant of that type, such as `date("2020-01-01")`.',
        span: defaultSpan(call),
      });
    }
  }
  const known = call.lowering.parameters.get(name);
  if (known !== undefined && known.span.start !== call.span.start) {
    const sameType = printType(known.type) === printType(type);
    if (!sameType || known.default !== text) {
      report(call.lowering, {
        code: "ODB1037",
        message: `The param \`${name}\` is declared twice, with another ${sameType ? "default" : "type"}.`,
        hint: "Declare it once and import it where it is used.",
        span: call.span,
        related: [{ message: "the other declaration", span: known.span }],
      });
      return fault;
    }
  } else {
    call.lowering.parameters.set(name, { name, type, span: call.span, ...(text === undefined ? {} : { default: text }) });
    call.lowering.parameterTypes.set(name, type);
  }
  return { kind: "expression", expression: { kind: "parameter", name, span: call.span } };
}

function defaultSpan(call: Call): Call["span"] {
  const options = call.syntax.arguments[2];
  const property =
    options?.kind === "object" ? options.properties.find(entry => entry.kind === "property" && entry.name === "default") : undefined;
  return property?.kind === "property" ? spanOf(call.environment, property.value) : argumentSpan(call, 2);
}
