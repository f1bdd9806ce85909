import { nearestName } from "../../diagnostics/nearestName.ts";
import type { Call, Expression, Field } from "../expression.ts";
import { functionEntry, functions, isFunctionName } from "../functions.ts";
import { infer } from "../inferExpression.ts";
import { printType } from "../notation/printType.ts";
import { columnNamed, type DataType } from "../types.ts";
import { demand } from "./inferOthers.ts";
import { type Refusal, refuse, show } from "./refusal.ts";
import type { Inferred, Inferring } from "./scope.ts";

type Spanned<T> = T & Pick<Expression, "span">;

/** A field of a struct that is not null. */
export function inferField(expression: Spanned<Field<Expression>>, inferring: Inferring): Inferred | Refusal | undefined {
  const target = infer(expression.target, inferring)?.typed;
  if (target === undefined) return undefined;
  const { name, span } = expression;
  const at = span === undefined ? {} : { span: { ...span, start: span.end - name.length } };
  const { type } = target;
  if (type.kind !== "struct") return { ...noSuchName(name, type), ...at };
  const field = columnNamed(type.fields, name);
  if (field === undefined) {
    const near = nearestName(
      name,
      type.fields.map(one => one.name),
    );
    const listed = `The fields are ${type.fields.map(one => one.name).join(", ")}.`;
    return {
      ...refuse("ODB2003", `\`${show(target)}\` has no field \`${name}\`.`, near === undefined ? listed : `Did you mean \`${near}\`?`),
      ...at,
    };
  }
  if (!demand(target, inferring, isStruct, part => noSuchName(name, part.type))) return undefined;
  return { typed: { ...expression, target, type: field.type, nullable: field.nullable } };
}

/** A property of the language that is a field here, since the value is a struct: `address.length`. */
export function asField(call: Spanned<Call<Expression>>, inferring: Inferring): Spanned<Field<Expression>> | undefined {
  const [target] = call.arguments;
  if (functionEntry(call.name).notation !== "property" || target === undefined) return undefined;
  const { typed } = inferQuietly(target, inferring) ?? {};
  if (typed?.type.kind !== "struct") return undefined;
  const { kind: _, name, arguments: __, options: ___, ...rest } = call;
  return { ...rest, kind: "field", target, name: name.slice(1) };
}

const inferQuietly = (expression: Expression, inferring: Inferring): Inferred | undefined =>
  infer(expression, { ...inferring, problems: [] });

const isStruct = ({ kind }: DataType): boolean => kind === "struct";

function noSuchName(name: string, type: DataType): Refusal {
  const word = `.${name}`;
  if (isFunctionName(word)) return refuse("ODB2004", `\`${name}\` is a method and is not called here.`, `Call it: \`.${name}(…)\`.`);
  const near = nearestName(
    word,
    Object.keys(functions).filter(other => other.startsWith(".")),
  );
  return refuse(
    "ODB2004",
    `A value has no \`${name}\`.`,
    near === undefined ? `It is ${printType(type)}; docs/language.md lists the methods of texts and lists.` : `Did you mean \`${near}\`?`,
  );
}
