import { describe, expect, test } from "vitest";
import { commands } from "../../cli/command.ts";
import { type OptionKey, options, variableOf } from "../../cli/option.ts";
import { type Parsed, parseArguments } from "../../cli/parseArguments.ts";
import { UsageError } from "../../cli/usageError.ts";

const parse = (line: string, environment: { readonly [variable: string]: string } = {}) =>
  parseArguments(
    line.split(" ").filter(word => word !== ""),
    environment,
    "1.2.3",
  );

function given(parsed: Parsed) {
  if (parsed.kind !== "command") throw new Error(parsed.kind);
  return parsed.given;
}

function refusal(line: string, environment: { readonly [variable: string]: string } = {}): UsageError {
  return refusalOf(
    line.split(" ").filter(word => word !== ""),
    environment,
  );
}

function refusalOf(words: readonly string[], environment: { readonly [variable: string]: string } = {}): UsageError {
  try {
    parseArguments(words, environment, "1.2.3");
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error(`"${words.join(" ")}" was accepted`);
}

test("flags, values and arguments are read, a flag's last value or all of them", () => {
  const run = given(
    parse("run plan.json --env prod --select a --select +b+ --param since=2024-01-31 --threads 4 --fail-fast --memory=2GB"),
  );
  expect(run.positional).toEqual(["plan.json"]);
  expect(run.text("env")).toBe("prod");
  expect(run.texts("select")).toEqual(["a", "+b+"]);
  expect(run.texts("param")).toEqual(["since=2024-01-31"]);
  expect(run.number("threads")).toBe(4);
  expect(run.text("memory")).toBe("2GB");
  expect([run.flag("failFast"), run.flag("dryRun"), run.flag("quiet")]).toEqual([true, false, false]);
});

test("a value that looks like a number stays as it was written", () => {
  expect(given(parse("run --env 007 --select 1e3")).text("env")).toBe("007");
  expect(given(parse("run --env 007 --select 1e3")).texts("select")).toEqual(["1e3"]);
  expect(given(parse("compile -o 010")).text("output")).toBe("010");
});

describe("environment variables", () => {
  test("one stands for every flag, and the command line beats it", () => {
    const environment = {
      ODIBI_ENV: "prod",
      ODIBI_THREADS: "2",
      ODIBI_FAIL_FAST: "1",
      ODIBI_SELECT: "a b",
      ODIBI_FORMAT: "json",
      ODIBI_QUIET: "no",
    };
    const run = given(parse("run --env dev", environment));
    expect([
      run.text("env"),
      run.number("threads"),
      run.flag("failFast"),
      run.texts("select"),
      run.text("format"),
      run.flag("quiet"),
    ]).toEqual(["dev", 2, true, ["a", "b"], "json", false]);
  });
  test("a wrong value names the variable", () => {
    expect(refusal("run", { ODIBI_THREADS: "many" }).message).toBe('ODIBI_THREADS wants a whole number from 1, and "many" was given.');
    expect(refusal("run", { ODIBI_FAIL_FAST: "perhaps" }).message).toContain("ODIBI_FAIL_FAST");
  });
  test("one of another command's flag is nobody's business", () => {
    expect(given(parse("list", { ODIBI_THREADS: "many" })).positional).toEqual([]);
  });
});

test.each([
  ["complie", "ODB7001", "Did you mean `odibi compile`?"],
  ["frobnicate", "ODB7001", "`odibi --help` lists the commands."],
  ["diff a b", "ODB7001", undefined],
  ["run --treads 4", "ODB7002", "Did you mean --threads?"],
  ["run --resume", "ODB7002", undefined],
  ["run -t 4", "ODB7002", undefined],
  ["compile --dry-run", "ODB7002", undefined],
  ["run --threads many", "ODB7003", undefined],
  ["run --threads 0", "ODB7003", undefined],
  ["run --threads 1.5", "ODB7003", undefined],
  ["run --engine duckdbb", "ODB7003", "Did you mean --engine duckdb?"],
  ["run --env", "ODB7003", undefined],
  ["run --select", "ODB7003", undefined],
  ["list --format sarif", "ODB7003", undefined],
  ["validate --format jsn", "ODB7003", "Did you mean --format json?"],
  ["run --fail-fast=yes", "ODB7003", undefined],
  ["preview", "ODB7004", "Usage: odibi preview <node> [plan|project]"],
  ["explain", "ODB7004", undefined],
  ["run a b", "ODB7004", undefined],
])("`odibi %s` is refused: %s", (line, code, hint) => {
  const error = refusal(line);
  expect(error.code).toBe(code);
  if (hint !== undefined) expect(error.hint).toBe(hint);
  expect(error.hint?.length).toBeGreaterThan(8);
});

test.each(["--select", "--exclude", "--env", "--memory", "--root", "--param"])("%s with an empty text is refused", flag => {
  for (const words of [
    ["run", flag, ""],
    ["run", `${flag}=`],
    ["run", flag, "  "],
  ])
    expect(refusalOf(words)).toMatchObject({ code: "ODB7003", message: `${flag} wants a value, and an empty one was given.` });
});

test("an empty environment variable counts as not set", () => {
  expect(given(parse("run", { ODIBI_SELECT: "", ODIBI_THREADS: "", ODIBI_QUIET: "" })).texts("select")).toEqual([]);
  expect(given(parse("run", { ODIBI_SELECT: " " })).texts("select")).toEqual([]);
});

test.each(["--limit -1", "--limit=-1", "--limit -12", "--limit -1.5"])("%s is a number that is too small, not a flag", flag => {
  const number = flag.slice(8);
  expect(refusal(`preview orders ${flag}`).message).toBe(`--limit wants a whole number from 0, and "${number}" was given.`);
});

test("a flag that the table lacks cannot be asked for", () => {
  expect(() => given(parse("list")).flag("failFast")).toThrow("--fail-fast");
});

describe("help", () => {
  test.each(Object.entries(commands))("of %s says what it does, its flags and an example", (name, command) => {
    const help = parse(`${name} --help`);
    const text = help.kind === "help" ? help.text : "";
    expect(text).toContain(`odibi ${command.usage}`);
    expect(text).toContain("Examples:");
    expect(text).toContain("ODIBI_");
    const keys: readonly OptionKey[] = command.options;
    for (const key of keys) expect(text).toContain(`--${options[key].name}`);
  });
  test("of odibi lists the commands, and no word at all asks for it", () => {
    const help = parse("--help");
    for (const { description } of Object.values(commands)) expect(help.kind === "help" && help.text).toContain(description);
    expect(parse("")).toEqual(help);
  });
  test("the version is a line of its own", () => {
    expect(parse("--version")).toEqual({ kind: "version", text: "1.2.3" });
  });
});

test("every variable has the name of its flag", () => {
  expect(variableOf(options.dryRun)).toBe("ODIBI_DRY_RUN");
});
