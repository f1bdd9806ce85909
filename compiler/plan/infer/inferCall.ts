import { nearestName } from "../../diagnostics/nearestName.ts";
import type { Call, Expression, TypedExpression } from "../expression.ts";
import { type CallTyping, type FunctionEntry, functionEntry, type ParameterShape, type Shape, type Signature } from "../functions.ts";
import { infer } from "../inferExpression.ts";
import { printType } from "../notation/printType.ts";
import type { DataType } from "../types.ts";
import { isNumber, shapes } from "./families.ts";
import { isOpen, mayBeNull } from "./inferOthers.ts";
import { isRefusal, type Refusal, refuse, show } from "./refusal.ts";
import type { Inferred, Inferring } from "./scope.ts";

type SpannedCall = Call<Expression> & Pick<Expression, "span">;

/** A call of the table: its number of arguments, their types, its options; of several signatures the first that fits. */
export function inferCall(call: SpannedCall, from: Inferring): Inferred | Refusal | undefined {
  const entry = functionEntry(call.name);
  if (entry.aggregate === true && from.inside !== "group") return misplacedAggregate(call, from);
  const counted = entry.signatures.filter(signature => takesCount(signature, call.arguments.length));
  const first = counted[0];
  if (first === undefined) return wrongCount(call, entry);
  const inferring: Inferring = entry.aggregate === true ? { ...from, inside: "aggregate", known: nothingKnown } : from;
  const values = inferArguments(call, first, inferring);
  const options = inferOptions(call, entry, inferring);
  if (values === undefined || options === undefined) return undefined;
  const signature = counted.find(candidate => mismatch(call, candidate, values) === undefined);
  if (signature === undefined) return place(bestMismatch(counted.map(candidate => mismatch(call, candidate, values))), inferring);
  const optionFault = checkOptions(signature, options);
  if (optionFault !== undefined) return place(optionFault, inferring);
  const typing: CallTyping = { arguments: values, options, grouped: from.scope.grouped ?? (from.scope.group?.keys.length ?? 0) > 0 };
  const result = signature.result(typing);
  if (isRefusal(result)) return result;
  const { kind, name, span } = call;
  const { type, nullable } = result;
  const named = call.options === undefined ? {} : { options };
  return {
    typed:
      span === undefined
        ? { kind, name, arguments: values, type, nullable, ...named }
        : { kind, name, arguments: values, type, nullable, span, ...named },
  };
}

const nothingKnown: ReadonlySet<string> = new Set();

function misplacedAggregate(call: SpannedCall, { inside }: Inferring): Refusal {
  return inside === "aggregate"
    ? refuse(
        "ODB2031",
        `\`${call.name}\` is an aggregate inside an aggregate.`,
        "Aggregate twice: a `groupBy(…).aggregate(…)` after the first.",
      )
    : refuse(
        "ODB2030",
        `\`${call.name}\` is an aggregate, and there is no group here.`,
        "Aggregates stand in `groupBy(…).aggregate(…)` and in `aggregate(…)`.",
      );
}

function takesCount({ parameters, variadic }: Signature, count: number): boolean {
  let least = 0;
  for (const { optional } of parameters) if (optional !== true) least += 1;
  return count >= least && (variadic === true || count <= parameters.length);
}

function wrongCount(call: SpannedCall, { notation, signatures: [signature] }: FunctionEntry): Refusal {
  const method = notation === "function" ? 0 : 1;
  const names = signature.parameters.slice(method).map(({ name, optional }) => (optional === true ? `${name}?` : name));
  const shown = `${call.name}(${[...names, ...(signature.variadic === true ? ["…"] : [])].join(", ")})`;
  return refuse(
    "ODB2005",
    `\`${call.name}\` is given ${call.arguments.length - method} argument${call.arguments.length - method === 1 ? "" : "s"}.`,
    `It is written \`${shown}\`.`,
  );
}

/** The arguments with their types; those that are no values (a type, a regular expression, a list of values) stay what they are. */
function inferArguments(call: SpannedCall, signature: Signature, inferring: Inferring): readonly TypedExpression[] | undefined {
  const beside = signature.unified === true ? placeOf(call.arguments, inferring) : undefined;
  const typed: TypedExpression[] = [];
  for (const argument of call.arguments) {
    const value = inferArgument(argument, inferring, beside);
    if (value !== undefined) typed.push(value);
  }
  return typed.length === call.arguments.length ? typed : undefined;
}

/** The type of the first number among the arguments that has one of its own. */
function placeOf(values: readonly Expression[], inferring: Inferring): DataType | undefined {
  for (const value of values) {
    if (isOpen(value) || value.kind === "list") continue;
    const type = infer(value, { ...inferring, problems: [] })?.typed.type;
    if (type !== undefined && isNumber(type)) return type;
  }
  return undefined;
}

function inferArgument(argument: Expression, inferring: Inferring, beside: DataType | undefined): TypedExpression | undefined {
  switch (argument.kind) {
    case "type":
      return { ...argument, type: argument.dataType, nullable: false };
    case "regex":
      return { ...argument, type: { kind: "string" }, nullable: false };
    case "list": {
      const items = argument.items.map(item => inferArgument(item, inferring, beside));
      const typed = items.filter(item => item !== undefined);
      const [first] = typed;
      return typed.length < items.length
        ? undefined
        : {
            ...argument,
            items: typed,
            type: { kind: "list", item: first?.type ?? { kind: "null" }, itemNullable: false },
            nullable: false,
          };
    }
    default:
      return infer(argument, inferring, beside)?.typed;
  }
}

const noOptions = {};

function inferOptions(
  call: SpannedCall,
  entry: FunctionEntry,
  inferring: Inferring,
): { readonly [name: string]: TypedExpression } | undefined {
  if (call.options === undefined) return noOptions;
  const known = entry.signatures.flatMap(({ options }) => Object.keys(options ?? {}));
  const typed: { [name: string]: TypedExpression } = {};
  let complete = true;
  for (const [name, value] of Object.entries(call.options)) {
    if (!known.includes(name)) {
      const near = nearestName(name, known);
      place(
        refuse(
          "ODB2007",
          `\`${call.name}\` has no option \`${name}\`.`,
          near !== undefined
            ? `Did you mean \`${near}\`?`
            : known.length === 0
              ? "It takes none."
              : `It takes ${[...new Set(known)].join(", ")}.`,
        ),
        inferring,
        value,
      );
      complete = false;
      continue;
    }
    const option = infer(value, inferring)?.typed;
    if (option === undefined) complete = false;
    else typed[name] = option;
  }
  return complete ? typed : undefined;
}

interface Fault {
  readonly refusal: Refusal;
  readonly at: Expression | undefined /** How far the arguments fitted. */;
  readonly index: number;
  readonly nullOnly: boolean;
}

function mismatch(call: SpannedCall, signature: Signature, values: readonly TypedExpression[]): Fault | undefined {
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    const parameter = signature.parameters[index] ?? signature.parameters.at(-1);
    if (value === undefined) continue;
    const fault = parameter === undefined ? undefined : checkArgument(call.name, parameter, value);
    if (fault !== undefined) return { refusal: fault, at: value, index, nullOnly: fault.code === "ODB2010" };
  }
  return undefined;
}

function checkOptions(signature: Signature, options: { readonly [name: string]: TypedExpression }): Fault | undefined {
  if (options === noOptions) return undefined;
  for (const [name, value] of Object.entries(options)) {
    const parameter = signature.options?.[name];
    const refusal =
      parameter === undefined
        ? refuse("ODB2007", `The option \`${name}\` does not go with these arguments.`)
        : checkArgument(name, parameter, value);
    if (refusal !== undefined) return { refusal, at: value, index: 0, nullOnly: false };
  }
  return undefined;
}

const units = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];

function checkArgument(name: string, { shape, nullable }: ParameterShape, value: TypedExpression): Refusal | undefined {
  if (shape === "type" || shape === "regex" || shape === "values") {
    if (value.kind !== (shape === "values" ? "list" : shape)) return wrong(name, shape, value);
    return value.kind === "list" ? checkItems(value.items) : undefined;
  }
  if (value.kind === "type" || value.kind === "regex" || value.kind === "list") return wrong(name, shape, value);
  if (value.type.kind !== "null" && !shapes[shape].accepts(value.type)) return wrong(name, shape, value, argumentHint(shape, value));
  if (value.nullable && nullable !== true) return mayBeNull(value);
  switch (shape) {
    case "stringLiteral":
    case "unit":
    case "zone":
      if (value.kind !== "string") return refuse("ODB2026", `\`${name}\` takes ${shapes[shape].words}, not one that is computed.`);
      if (shape === "unit" && !units.includes(value.value)) return unknownUnit(value.value);
      return shape === "zone" && !isZone(value.value)
        ? refuse("ODB2025", `'${value.value}' is no time zone.`, "Write its name in the IANA list, as 'Europe/Paris' or 'UTC'.")
        : undefined;
    case "integerLiteral":
      return value.kind === "number" || value.kind === "unary"
        ? undefined
        : refuse("ODB2026", `\`${name}\` takes ${shapes[shape].words}, not one that is computed.`);
    default:
      return undefined;
  }
}

function wrong(name: string, shape: Shape, value: TypedExpression, hint?: string): Refusal {
  return refuse("ODB2006", `\`${name}\` takes ${shapes[shape].words}, and \`${show(value)}\` is ${describe(value)}.`, hint);
}

function checkItems(items: readonly TypedExpression[]): Refusal | undefined {
  if (items.length === 0) return refuse("ODB2006", "The list of values is empty: nothing is in it.");
  const nothing = items.find(item => item.nullable);
  return nothing === undefined ? undefined : mayBeNull(nothing);
}

function unknownUnit(found: string): Refusal {
  const near = nearestName(found, units);
  return refuse(
    "ODB2023",
    `'${found}' is no unit of time.`,
    near === undefined ? `The units are ${units.map(unit => `'${unit}'`).join(", ")}.` : `Did you mean '${near}'?`,
  );
}

/** A name of the IANA list, as JavaScript knows it; no offset, which has no rules of its own. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const describe = (value: TypedExpression): string =>
  value.kind === "regex"
    ? "a regular expression"
    : value.kind === "type"
      ? "a type"
      : value.kind === "list"
        ? "a list"
        : printType(value.type);

function argumentHint(shape: string, value: TypedExpression): string | undefined {
  if (shape === "string") return "Convert it: cast(…, t.string()), or put it into a template: `${…}`.";
  if (shape === "integer" && isNumber(value.type)) return "Convert it: cast(Math.floor(…), t.int64()).";
  if (shape === "number" && value.type.kind === "string") return "Convert it: cast(…, t.decimal(12, 2)).";
  return undefined;
}

/** Of several signatures' faults the one that says most: a null where all else fits, else the argument that came furthest. */
function bestMismatch(faults: readonly (Fault | undefined)[]): Fault {
  const found = faults.filter(fault => fault !== undefined);
  const best = found.find(({ nullOnly }) => nullOnly) ?? found.toSorted((a, b) => b.index - a.index)[0];
  if (best === undefined) throw new Error("A call without a fault is said to have one.");
  return best;
}

/** Reports a fault at the argument that has it. */
function place(fault: Fault | Refusal, { problems }: Inferring, at?: Expression): undefined {
  const [refusal, where] = "refusal" in fault ? [fault.refusal, fault.at] : [fault, at];
  problems.push(where?.span === undefined ? refusal : { ...refusal, span: where.span });
  return undefined;
}
