import type { Span } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearestName.ts";
import { quoteAll } from "../diagnostics/words.ts";
import { type Lowering, report } from "./environment.ts";
import { constantNumber, constantText } from "./toExpression.ts";
import type { ObjectEntry, Value } from "./value.ts";

/** Reads one option's value; undefined where it is none of what the option takes, which `expected` then says. */
export interface OptionReader<T> {
  readonly expected: string;
  read(value: Value): T | undefined;
}

type Readers = { readonly [name: string]: OptionReader<unknown> };
export type OptionsOf<R extends Readers> = { readonly [K in keyof R]?: Exclude<ReturnType<R[K]["read"]>, undefined> };

/**
 * Reads an object of options: each by its reader, unknown names with the nearest known one, `required` ones that are missing.
 * Undefined where the object itself is at fault; an option at fault is reported and left out. Where the `discriminant` is at fault, nothing is said of
 * names that belong to what it may have meant.
 */
export function readOptions<R extends Readers>(
  value: Value | undefined,
  of: string,
  span: Span,
  readers: R,
  required: readonly (keyof R & string)[],
  lowering: Lowering,
  discriminant?: keyof R & string,
): OptionsOf<R> | undefined {
  if (value?.kind === "fault") return undefined;
  if (value !== undefined && value.kind !== "object") {
    report(lowering, {
      code: "ODB1021",
      message: `\`${of}\` expects an object of options here.`,
      hint: `It takes ${quoteAll(Object.keys(readers))}.`,
      span,
    });
    return undefined;
  }
  const entries: ReadonlyMap<string, ObjectEntry> = value?.entries ?? new Map<string, ObjectEntry>();
  const result: { [name: string]: unknown } = {};
  const chosen = discriminant === undefined ? undefined : entries.get(discriminant);
  const isUnclear = chosen !== undefined && discriminant !== undefined && readers[discriminant]?.read(chosen.value) === undefined;
  for (const [name, entry] of entries) {
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (reader === undefined) {
      if (isUnclear) continue;
      const near = nearestName(name, Object.keys(readers));
      report(lowering, {
        code: "ODB1022",
        message: `\`${of}\` has no option \`${name}\`.`,
        hint: near === undefined ? `It takes ${quoteAll(Object.keys(readers))}.` : `Did you mean \`${near}\`?`,
        span: entry.span,
      });
      continue;
    }
    if (entry.value.kind === "fault" || entry.value.kind === "undefined") continue;
    const read = reader.read(entry.value);
    if (read === undefined)
      report(lowering, {
        code: "ODB1023",
        message: `\`${name}\` of \`${of}\` expects ${reader.expected}.`,
        hint: "The value is read at compile time, so it is written out or a constant.",
        span: entry.valueSpan,
      });
    else result[name] = read;
  }
  for (const name of required) {
    if (!entries.has(name))
      report(lowering, {
        code: "ODB1033",
        message: `\`${of}\` lacks \`${name}\`.`,
        hint: `It expects ${readers[name]?.expected ?? "a value"}.`,
        span,
      });
  }
  return result as OptionsOf<R>;
}

/** A constant text that is not empty. */
export const text: OptionReader<string> = { expected: "a constant text", read: constantText };
/** A constant list of texts. */
export const texts: OptionReader<readonly string[]> = {
  expected: "a constant list of texts",
  read: value => {
    if (value.kind !== "list") return undefined;
    const items = value.items.map(constantText);
    return items.every(item => item !== undefined) ? items : undefined;
  },
};
/** A constant list of words that a selector can name. */
export const words: OptionReader<readonly string[]> = {
  expected: "a constant list of words (letters, digits, `-`, `_`, `.`, `:`)",
  read: value => (texts.read(value)?.every(word => /^[\p{L}\p{N}_.:-]+$/u.test(word)) === true ? texts.read(value) : undefined),
};
export const boolean: OptionReader<boolean> = {
  expected: "true or false",
  read: value => (value.kind === "expression" && value.expression.kind === "boolean" ? value.expression.value : undefined),
};
/** A whole constant number from `least`. */
export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER): OptionReader<number> => ({
  expected: most === Number.MAX_SAFE_INTEGER ? `a whole number from ${least}` : `a whole number from ${least} to ${most}`,
  read: value => {
    const number = constantNumber(value);
    return number !== undefined && Number.isInteger(number) && number >= least && number <= most ? number : undefined;
  },
});
/** One of some constant texts. */
export const oneOf = <const V extends string>(...values: readonly V[]): OptionReader<V> => ({
  expected: values.map(value => `"${value}"`).join(" or "),
  read: value => {
    const given = constantText(value);
    return values.find(other => other === given);
  },
});
/** Any value: the one who asks reads on. */
export const anything = (expected: string): OptionReader<Value> => ({ expected, read: value => value });

const units: { readonly [unit: string]: number } = { second: 1, minute: 60, hour: 3600, day: 86400 };
/** A length of time such as "30 minutes", in seconds. */
export const duration: OptionReader<number> = {
  expected: 'a length of time such as "30 minutes" (second, minute, hour, day)',
  read: value => {
    const match = /^(\d+(?:\.\d+)?) (second|minute|hour|day)s?$/.exec(constantText(value) ?? "");
    const seconds = Number(match?.[1]) * (units[match?.[2] ?? ""] ?? Number.NaN);
    return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
  },
};
