/** A tsconfig as far as it is read here. */
export interface TsconfigText {
  readonly extends: readonly string[];
  readonly baseUrl?: string;
  readonly paths?: readonly (readonly [pattern: string, targets: readonly string[]])[];
}

/** What module resolution needs of a tsconfig's content. */
export function tsconfigOf(parsed: unknown): TsconfigText {
  const config = isObject(parsed) ? parsed : {};
  const options = isObject(config["compilerOptions"]) ? config["compilerOptions"] : {};
  const parents = config["extends"];
  const paths = isObject(options["paths"])
    ? Object.entries(options["paths"]).map(([pattern, targets]) => [pattern, strings(targets)] as const)
    : undefined;
  return {
    extends: typeof parents === "string" ? [parents] : strings(parents),
    ...(typeof options["baseUrl"] === "string"
      ? { baseUrl: options["baseUrl"].endsWith("/") ? options["baseUrl"] : `${options["baseUrl"]}/` }
      : {}),
    ...(paths === undefined ? {} : { paths }),
  };
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === "string") : [];
}
