import { quoteAll } from "../../diagnostics/words.ts";
import { argumentSpan, argumentValue, type Call, hasArguments, reportArgument } from "../call.ts";
import { report } from "../environment.ts";
import { boolean, duration, oneOf, readOptions, text, wholeNumber, words } from "../options.ts";
import { fault, type NodeSettings, type Value } from "../value.ts";

/** What `pipeline(…)` takes. */
const pipelineReaders = {
  owner: text,
  tags: words,
  retries: wholeNumber(0, 100),
  timeout: duration,
  onError: oneOf("continue", "stop"),
} as const;

/** What `.config(…)` takes. */
export const settingReaders = { ...pipelineReaders, cache: boolean } as const;

/** `pipeline({ owner, tags, retries, … })`: what holds for every node of the file that doesn't say else. */
export function pipelineCall(call: Call): Value {
  const settings = settingsOf(call, pipelineReaders);
  return settings === undefined ? fault : { kind: "pipeline", settings };
}

/** Reads the settings that a call is given; `readers` are those that have a meaning there. */
export function settingsOf(call: Call, readers: typeof pipelineReaders & Partial<typeof settingReaders>): NodeSettings | undefined {
  if (!hasArguments(call, 1)) return undefined;
  const value = argumentValue(call, 0);
  if (value?.kind === "object" && value.entries.size === 0)
    report(call.lowering, {
      code: "ODB3026",
      message: `\`${call.name}\` sets nothing.`,
      hint: `Leave it out, or set one of ${quoteAll(Object.keys(readers))}.`,
      span: argumentSpan(call, 0),
    });
  return readOptions(value, call.name, argumentSpan(call, 0), readers, [], call.lowering);
}

/** `defineConfig({ … })`: read further by the one who reads the config. */
export function defineConfigCall(call: Call): Value {
  if (!hasArguments(call, 1)) return fault;
  if (call.environment.file !== call.lowering.program.config) {
    report(call.lowering, {
      code: "ODB1040",
      message: `\`defineConfig\` means nothing outside of \`${call.lowering.program.config}\`.`,
      hint: "Move it there, as the default export.",
      span: call.nameSpan,
    });
    return fault;
  }
  const value = argumentValue(call, 0) ?? fault;
  return value.kind === "object"
    ? { kind: "config", options: value }
    : reportArgument(call, 0, value, "an object", 'Write `defineConfig({ pipelines: "pipelines/**/*.pipeline.ts" })`.');
}
