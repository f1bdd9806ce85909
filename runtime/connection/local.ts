import { join, resolve } from "node:path";
import type { Environment } from "../../compiler/plan/plan.ts";
import type { FilePlace } from "../../compiler/plan/step.ts";
import { Failure } from "../failure.ts";

/** What stands in for the params of a path: each param's text by its name. */
export type ParameterTexts = ReadonlyMap<string, string>;

/** The absolute path of a place. A param in the path stands for a part of one name: `/`, `..` and glob characters in it are refused. */
export function resolvePlace(place: FilePlace, environment: Environment, root: string, parameters: ParameterTexts): string {
  const connection = environment.connections[place.connection];
  if (connection === undefined)
    throw new Failure(
      "ODB5010",
      `Environment "${environment.name}" has no connection "${place.connection}".`,
      `Add it to the environment, or run another with --env.`,
    );
  return join(resolve(root, connection.path), substituteParameters(place.path, parameters));
}

function substituteParameters(path: string, parameters: ParameterTexts): string {
  return path.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    const text = parameters.get(name);
    if (text === undefined)
      throw new Failure("ODB5011", `The path "${path}" holds the param "${name}", which has no value.`, `Pass --param ${name}=…`);
    if (text === "" || /[/\\*?[\]\0-\x1f]/.test(text) || text.includes("..") || /^[._]/.test(text)) {
      throw new Failure(
        "ODB5012",
        `The param "${name}" stands in the path "${path}", and its value "${text}" cannot be a part of a path.`,
        "A value in a path is not empty, does not begin with . or _ and holds no control character and none of / \\ .. * ? [ ].",
      );
    }
    return text;
  });
}
