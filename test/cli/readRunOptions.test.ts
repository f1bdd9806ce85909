import { expect, test } from "vitest";
import { parseArguments } from "../../cli/parseArguments.ts";
import { readRunOptions } from "../../cli/readRunOptions.ts";
import { makePlan } from "../runtime/makePlan.ts";

const opened = { plan: makePlan([]), directory: "/plan", root: "/project" };

function paramsOf(words: readonly string[], environment: { readonly [variable: string]: string } = {}) {
  const parsed = parseArguments(["run", ...words], environment, "1.2.3");
  if (parsed.kind !== "command") throw new Error(parsed.kind);
  return readRunOptions(parsed.given, opened).params;
}

test("each --param is a name and a text, which may be empty or have a =", () => {
  expect(paramsOf(["--param", "a=1", "--param", "b=", "--param", "c=x=y"])).toEqual({ a: "1", b: "", c: "x=y" });
  expect(paramsOf([], { ODIBI_PARAM: "a=1 b=2" })).toEqual({ a: "1", b: "2" });
});

test("a name given twice is refused by its places, and neither value is told", () => {
  const words = ["--param", "token=first", "--param", "b=1", "--param", "token=second"];
  expect(() => paramsOf(words)).toThrow('The param "token" is given twice: by the values 1 and 3 of --param.');
  expect(() => paramsOf([], { ODIBI_PARAM: "token=first token=first" })).toThrow(
    'The param "token" is given twice: by the values 1 and 2 of --param.',
  );
});

test("a text that is no name and value is refused", () => {
  expect(() => paramsOf(["--param", "since"])).toThrow('--param wants name=value, and "since" was given.');
});

function optionsOf(words: readonly string[]) {
  const parsed = parseArguments(["run", ...words], {}, "1.2.3");
  if (parsed.kind !== "command") throw new Error(parsed.kind);
  return readRunOptions(parsed.given, opened);
}

test("an engine and where it computes", () => {
  expect(optionsOf(["--engine", "spark"])).toMatchObject({ engine: "spark" });
  expect(optionsOf(["--engine", "spark", "--master", "spark://host:7077"])).toMatchObject({ engine: "spark", master: "spark://host:7077" });
  expect(optionsOf([])).not.toHaveProperty("engine");
});

test("a master that none is, and one of a run that is not on Spark, are refused", () => {
  expect(() => optionsOf(["--engine", "spark", "--master", "host"])).toThrow(
    '--master wants a master as spark-submit has it, and "host" was given.',
  );
  expect(() => optionsOf(["--master", "local[2]"])).toThrow("--master says where Spark computes, and this run is on DuckDB.");
  expect(() => optionsOf(["--engine", "flink"])).toThrow("--engine");
});
