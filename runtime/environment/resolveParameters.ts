import { nearestName } from "../../compiler/diagnostics/nearestName.ts";
import { withArticle } from "../../compiler/diagnostics/words.ts";
import { fitsType } from "../../compiler/plan/fitsType.ts";
import { printType } from "../../compiler/plan/notation/printType.ts";
import type { Environment, Parameter, Plan } from "../../compiler/plan/plan.ts";
import type { Stage } from "../../compiler/plan/step.ts";
import type { DataType } from "../../compiler/plan/types.ts";
import { Failure } from "../failure.ts";

export interface ParameterValue {
  readonly type: DataType;
  readonly text: string;
}
export type ParameterValues = ReadonlyMap<string, ParameterValue>;

/** The values as they stand in a path. */
export function parameterTexts(values: ParameterValues): ReadonlyMap<string, string> {
  return new Map([...values].map(([name, { text }]) => [name, text]));
}

/** The value of each param of the plan: as given, else the environment's, else the default. The text is checked by the param's type, strictly. */
export function resolveParameters(plan: Plan<Stage>, environment: Environment, given: Readonly<Record<string, string>>): ParameterValues {
  const names = plan.parameters.map(parameter => parameter.name);
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    const near = nearestName(name, names);
    throw new Failure(
      "ODB5003",
      `The plan has no param "${name}".`,
      near !== undefined
        ? `Did you mean "${near}"?`
        : names.length === 0
          ? "It has no params."
          : `It has ${names.map(other => `"${other}"`).join(", ")}.`,
    );
  }
  return new Map(plan.parameters.map(parameter => [parameter.name, { type: parameter.type, text: textOf(parameter, environment, given) }]));
}

function textOf(parameter: Parameter, environment: Environment, given: Readonly<Record<string, string>>): string {
  const sources = [
    { text: given[parameter.name], from: `--param ${parameter.name}` },
    { text: environment.params[parameter.name], from: `environment "${environment.name}"` },
    { text: parameter.default, from: "its default" },
  ];
  for (const { text, from } of sources) {
    if (text === undefined) continue;
    if (!fitsType(text, parameter.type))
      throw new Failure(
        "ODB5004",
        `The param "${parameter.name}" is ${withArticle(printType(parameter.type))}, and ${from} gives "${text}".`,
        hintOf(parameter.type),
      );
    return text;
  }
  throw new Failure(
    "ODB5005",
    `The param "${parameter.name}" has no value: it has no default, and environment "${environment.name}" gives none.`,
    `Pass --param ${parameter.name}=…`,
  );
}

function hintOf(type: DataType): string | undefined {
  if (type.kind === "date") return "A date is written 2024-01-31.";
  if (type.kind === "timestamp" || type.kind === "timestampNtz") return "A timestamp is written 2024-01-31T10:00:00Z.";
  if (type.kind === "boolean") return "A boolean is true or false.";
  if (type.kind === "enum") return `It is one of ${type.values.map(value => `"${value}"`).join(", ")}.`;
  return undefined;
}
