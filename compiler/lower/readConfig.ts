import type { Span } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearestName.ts";
import { quoteAll } from "../diagnostics/words.ts";
import type { Environment as PlanEnvironment, SparkSettings } from "../plan/plan.ts";
import { faultOfSparkSetting, isSparkMaster, isSparkPython } from "../plan/sparkSettings.ts";
import { type Lowering, report } from "./environment.ts";
import { anything, type OptionReader, oneOf, readOptions, text, texts, wholeNumber } from "./options.ts";
import { constantText } from "./toExpression.ts";
import { topLevelValue } from "./topLevelValue.ts";
import type { ObjectValue, Value } from "./value.ts";

/** `odibi.config.ts`, read. */
export interface Config {
  readonly pipelines: readonly string[];
  readonly pipelinesSpan: Span;
  readonly environments: readonly EnvironmentConfig[];
  readonly defaultEnvironment: string;
}
export interface EnvironmentConfig extends Pick<PlanEnvironment, "name" | "engine" | "threads" | "memoryLimit" | "spark"> {
  readonly params: ReadonlyMap<string, { readonly value: Value; readonly span: Span }>;
}

const patterns: OptionReader<readonly string[]> = {
  expected: "a constant pattern, or a list of them",
  read: value => {
    const one = constantText(value);
    return one === undefined ? texts.read(value) : [one];
  },
};
const memoryLimit: OptionReader<string> = {
  expected: 'a size such as "8 GB"',
  read: value => {
    const size = constantText(value);
    return size !== undefined && /^[1-9]\d*(\.\d+)? (MB|GB)$/.test(size) ? size : undefined;
  },
};

const path: OptionReader<string> = {
  expected: "a path from the project's root",
  read: value => {
    const found = constantText(value);
    return found !== undefined && isSparkPython(found) ? found : undefined;
  },
};
const master: OptionReader<string> = {
  expected: "a master as spark-submit has it, such as `local[4]` or `spark://host:7077`",
  read: value => {
    const found = constantText(value);
    return found !== undefined && isSparkMaster(found) ? found : undefined;
  },
};

/** Reads the config's default export, `defineConfig({ … })`; what is at fault is reported and read as if it were left out. */
export function readConfig(path: string, lowering: Lowering): Config | undefined {
  const file = lowering.program.files.get(path);
  const exported = file?.exports.find(entry => entry.kind === "default");
  const span: Span = { file: path, start: exported?.s ?? 0, end: exported?.e ?? 0 };
  const value = exported === undefined ? undefined : topLevelValue(path, "default", span, lowering);
  if (value?.kind !== "config") {
    if (value?.kind !== "fault")
      report(lowering, {
        code: "ODB1040",
        message: "The config's default export is no `defineConfig({ … })`.",
        hint: 'Write `export default defineConfig({ pipelines: "pipelines/**/*.pipeline.ts" })`.',
        span,
      });
    return undefined;
  }
  const options = readOptions(
    value.options,
    "defineConfig",
    span,
    {
      pipelines: patterns,
      environments: anything("an object of environments"),
      defaultEnvironment: text,
      duckdb: anything("an object with `memoryLimit`"),
      spark: anything("an object with `master`, `python` and `conf`"),
    },
    ["pipelines"],
    lowering,
  );
  if (options?.pipelines === undefined) return undefined;
  const duckdb = options.duckdb === undefined ? undefined : readOptions(options.duckdb, "duckdb", span, { memoryLimit }, [], lowering);
  const spark = readSpark(options.spark, span, lowering);
  const shared = {
    ...(duckdb?.memoryLimit === undefined ? {} : { memoryLimit: duckdb.memoryLimit }),
    ...(spark === undefined ? {} : { spark }),
  };
  const environments =
    options.environments?.kind === "object"
      ? readEnvironments(options.environments, shared, lowering)
      : [{ name: "default", engine: "duckdb" as const, params: new Map(), ...shared }];
  const names = environments.map(environment => environment.name);
  const asked = options.defaultEnvironment;
  if (asked !== undefined && !names.includes(asked)) {
    const near = nearestName(asked, names);
    report(lowering, {
      code: "ODB1041",
      message: `The config has no environment \`${asked}\`.`,
      hint: near === undefined ? `It has ${quoteAll(names)}.` : `Did you mean \`${near}\`?`,
      span: value.options.entries.get("defaultEnvironment")?.valueSpan ?? span,
    });
  }
  if (asked === undefined && environments.length > 1)
    report(lowering, {
      code: "ODB1043",
      message: "The config has several environments and says of none that it is the default.",
      hint: `Add \`defaultEnvironment: "${names[0]}"\`.`,
      span: value.options.entries.get("environments")?.span ?? span,
    });
  return {
    pipelines: options.pipelines,
    pipelinesSpan: value.options.entries.get("pipelines")?.valueSpan ?? span,
    environments,
    defaultEnvironment: asked ?? names[0] ?? "default",
  };
}

function readSpark(value: Value | undefined, span: Span, lowering: Lowering): SparkSettings | undefined {
  const options =
    value === undefined
      ? undefined
      : readOptions(value, "spark", span, { master, python: path, conf: anything("an object of texts") }, [], lowering);
  if (options === undefined) return undefined;
  const conf: { [key: string]: string } = {};
  for (const [key, entry] of options.conf?.kind === "object" ? options.conf.entries : []) {
    const setting = constantText(entry.value);
    const fault = setting === undefined ? undefined : faultOfSparkSetting(key);
    if (setting !== undefined && fault === undefined) conf[key] = setting;
    else if (entry.value.kind !== "fault")
      report(lowering, {
        code: "ODB1023",
        message: fault?.message ?? `\`${key}\` of \`conf\` expects a constant text.`,
        hint: fault?.hint ?? 'Spark\'s settings are texts: `"200"`, `"true"`.',
        span: fault === undefined ? entry.valueSpan : entry.span,
      });
  }
  const { master: given, python } = options;
  return { ...(given === undefined ? {} : { master: given }), ...(python === undefined ? {} : { python }), conf };
}

function readEnvironments(
  value: ObjectValue,
  shared: Pick<EnvironmentConfig, "memoryLimit" | "spark">,
  lowering: Lowering,
): readonly EnvironmentConfig[] {
  const environments: EnvironmentConfig[] = [];
  for (const [name, entry] of value.entries) {
    if (!/^[A-Za-z][\w-]*$/.test(name))
      report(lowering, {
        code: "ODB1023",
        message: `\`${name}\` is no name for an environment.`,
        hint: "Use letters, digits, `-` and `_`.",
        span: entry.span,
      });
    const options = readOptions(
      entry.value,
      name,
      entry.valueSpan,
      { engine: oneOf("duckdb", "spark"), params: anything("an object of params"), threads: wholeNumber(1, 1024) },
      [],
      lowering,
    );
    const params = new Map<string, { readonly value: Value; readonly span: Span }>();
    if (options?.params?.kind === "object")
      for (const [param, given] of options.params.entries) params.set(param, { value: given.value, span: given.valueSpan });
    environments.push({
      name,
      engine: options?.engine ?? "duckdb",
      params,
      ...(options?.threads === undefined ? {} : { threads: options.threads }),
      ...shared,
    });
  }
  if (environments.length === 0)
    report(lowering, {
      code: "ODB1043",
      message: "`environments` is empty.",
      hint: "Leave it out, or name one: `environments: { dev: {} }`.",
      span: { file: lowering.program.config, start: 0, end: 0 },
    });
  return environments;
}
