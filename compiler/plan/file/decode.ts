import type { Problem } from "../../diagnostics/diagnostic.ts";
import { nearestName } from "../../diagnostics/nearestName.ts";
import type { Json } from "./parseJson.ts";

/** What decoding carries along: where the text comes from, and the faults found. A decoder that finds a fault adds it and gives undefined. */
export interface Decoding {
  readonly file: string;
  readonly problems: Problem[];
}

/** Adds a fault of the file's form at a value's place. */
export function refuse(
  decoding: Decoding,
  at: { readonly start: number; readonly end: number },
  message: string,
  hint = "Compile the plan again; docs/plan.schema.json describes the file.",
): undefined {
  decoding.problems.push({ code: "ODB4002", message, hint, span: { file: decoding.file, start: at.start, end: at.end } });
  return undefined;
}

export function text(json: Json | undefined, what: string, decoding: Decoding): string | undefined {
  if (json === undefined) return undefined;
  return json.kind === "string" ? json.value : refuse(decoding, json, `${what} is no text.`);
}

export function texts(json: Json | undefined, what: string, decoding: Decoding): readonly string[] | undefined {
  if (json === undefined) return undefined;
  if (json.kind !== "list") return refuse(decoding, json, `${what} is no list.`);
  const items = json.items.map(item => text(item, `An item of ${what}`, decoding));
  return items.every(item => item !== undefined) ? items : undefined;
}

export function whole(json: Json | undefined, what: string, least: number, decoding: Decoding): number | undefined {
  if (json === undefined) return undefined;
  return json.kind === "number" && Number.isInteger(json.value) && json.value >= least
    ? json.value
    : refuse(decoding, json, `${what} is no whole number from ${least}.`);
}

export function positive(json: Json | undefined, what: string, decoding: Decoding): number | undefined {
  if (json === undefined) return undefined;
  return json.kind === "number" && json.value > 0 && Number.isFinite(json.value)
    ? json.value
    : refuse(decoding, json, `${what} is no number above 0.`);
}

export function boolean(json: Json | undefined, what: string, decoding: Decoding): boolean | undefined {
  if (json === undefined) return undefined;
  return json.kind === "boolean" ? json.value : refuse(decoding, json, `${what} is neither true nor false.`);
}

export function oneOf<const V extends string>(
  json: Json | undefined,
  what: string,
  values: readonly V[],
  decoding: Decoding,
): V | undefined {
  if (json === undefined) return undefined;
  const found = values.find(value => json.kind === "string" && json.value === value);
  return found ?? refuse(decoding, json, `${what} is none of ${values.map(value => `"${value}"`).join(", ")}.`);
}

/** The entries of an object that has all of `required` and nothing beyond these and `optional`. */
export function record<const R extends string, const O extends string>(
  json: Json | undefined,
  what: string,
  required: readonly R[],
  optional: readonly O[],
  decoding: Decoding,
): ({ readonly [K in R]: Json } & { readonly [K in O]?: Json }) | undefined {
  if (json === undefined) return undefined;
  if (json.kind !== "object") return refuse(decoding, json, `${what} is no object.`);
  const known = new Set<string>([...required, ...optional]);
  let isFaulty = false;
  for (const [name, value] of json.entries) {
    if (known.has(name)) continue;
    const near = nearestName(name, known);
    refuse(
      decoding,
      value,
      `${what} has no \`${name}\`.`,
      near === undefined ? `It has ${[...known].map(other => `\`${other}\``).join(", ")}.` : `Did you mean \`${near}\`?`,
    );
    isFaulty = true;
  }
  const missing = required.filter(name => !json.entries.has(name));
  if (missing.length > 0) refuse(decoding, json, `${what} lacks ${missing.map(name => `\`${name}\``).join(", ")}.`);
  return isFaulty || missing.length > 0
    ? undefined
    : (Object.fromEntries(json.entries) as { readonly [K in R]: Json } & { readonly [K in O]?: Json });
}

/** The entries of an object whose names are free. */
export function entries(json: Json | undefined, what: string, decoding: Decoding): readonly (readonly [string, Json])[] | undefined {
  if (json === undefined) return undefined;
  return json.kind === "object" ? [...json.entries] : refuse(decoding, json, `${what} is no object.`);
}

export function items(json: Json | undefined, what: string, decoding: Decoding): readonly Json[] | undefined {
  if (json === undefined) return undefined;
  return json.kind === "list" ? json.items : refuse(decoding, json, `${what} is no list.`);
}
