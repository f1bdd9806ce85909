import { type CAC, cac } from "cac";
import { nearestName } from "../compiler/diagnostics/nearestName.ts";
import { type Command, commands } from "./command.ts";
import { type Option, type OptionKey, type OptionValue, options, variableOf } from "./option.ts";
import { UsageError } from "./usageError.ts";

/** What a command was called with, checked. An accessor gives what the command line says, else the environment variable, else nothing. */
export interface Arguments {
  readonly positional: readonly string[];
  flag(key: OptionKey): boolean;
  text(key: OptionKey): string | undefined;
  texts(key: OptionKey): readonly string[];
  number(key: OptionKey): number | undefined;
}

export type Parsed =
  | { readonly kind: "command"; readonly command: Command; readonly given: Arguments }
  | { readonly kind: "help" | "version"; readonly text: string };

type Value = boolean | number | string | readonly string[];
type Environment = { readonly [variable: string]: string | undefined };

const everywhere: readonly OptionKey[] = ["quiet", "verbose"];

/** Reads the command line (without node and script) and the ODIBI_ variables. What is wrong is thrown as a `UsageError` that names what is near. */
export function parseArguments(given: readonly string[], environment: Environment, version: string): Parsed {
  const words = bindNegativeNumbers(given);
  const interpreter = describeCommands(version);
  const { result: parsed, text } = catchPrinted(() => interpreter.parse(["node", "odibi", ...words], { run: false }));
  const name = interpreter.matchedCommandName;
  const command: Command | undefined = Object.entries(commands).find(([known]) => known === name)?.[1];
  if (parsed.options["version"]) return { kind: "version", text: version };
  if (parsed.options["help"]) return { kind: "help", text };
  if (words.length === 0) return { kind: "help", text: catchPrinted(() => interpreter.outputHelp()).text };
  if (!command) throw unknownCommand(parsed.args[0] ?? words[0] ?? "");
  const keys: readonly OptionKey[] = [...command.options, ...everywhere];
  const values = new Map<OptionKey, Value>();
  for (const key of keys) {
    const value = environment[variableOf(options[key])];
    if (value !== undefined && value.trim() !== "") values.set(key, readVariable(options[key], value));
  }
  for (const [written, value] of Object.entries(parsed.options)) {
    if (written === "--" || written === "help" || written === "version") continue;
    const key = keys.find(known => camelCase(options[known].name) === written || shortOf(options[known]) === written);
    if (!key) throw unknownFlag(written, keys, name ?? "");
    const texts = writtenValues(words, options[key]);
    values.set(key, readValue(options[key], texts.length > 0 ? texts : value, `--${options[key].name}`));
  }
  const rest: unknown = parsed.options["--"];
  const positional = [...parsed.args, ...(Array.isArray(rest) ? rest.map(String) : [])];
  checkPositional(command, positional);
  return { kind: "command", command, given: access(positional, keys, values) };
}

function describeCommands(version: string): CAC {
  const interpreter = cac("odibi");
  for (const [name, command] of Object.entries<Command>(commands)) {
    const described = interpreter.command(name, command.description).usage(command.usage);
    for (const option of command.options.map((key): Option => options[key])) described.option(rawName(option), helpOf(option));
    for (const example of command.examples) described.example(`  ${example}`);
  }
  for (const key of everywhere) interpreter.option(rawName(options[key]), helpOf(options[key]));
  interpreter.help(sections => {
    if (interpreter.matchedCommand)
      return [...sections, { body: "An ODIBI_ variable stands for each flag, as ODIBI_QUIET=1; the command line beats it." }];
    return sections.filter(section => !section.title?.startsWith("For more info"));
  });
  interpreter.version(version);
  return interpreter;
}

function rawName({ short, name, value }: Option): string {
  const flag = `${short ? `-${short}, ` : ""}--${name}`;
  if (!value) return flag;
  return `${flag} <${value.kind === "choice" ? "word" : value.name}>`;
}

function helpOf({ description, value }: Option): string {
  if (value?.kind === "choice") return `${description}: ${value.choices.join(", ")}`;
  return value?.kind === "texts" ? `${description}; may be given again` : description;
}

/** cac prints its help itself; it is caught, so that only one place writes to the terminal. */
function catchPrinted<T>(work: () => T): { readonly result: T; readonly text: string } {
  const original = console.info;
  const texts: string[] = [];
  console.info = (text: string) => texts.push(text);
  try {
    return { result: work(), text: texts.join("\n").replaceAll(/ +$/gm, "") };
  } finally {
    console.info = original;
  }
}

function unknownCommand(written: string): UsageError {
  const near = nearestName(written, Object.keys(commands));
  return new UsageError(
    "ODB7001",
    `There is no command "${written}".`,
    near ? `Did you mean \`odibi ${near}\`?` : "`odibi --help` lists the commands.",
  );
}

function unknownFlag(written: string, keys: readonly OptionKey[], command: string): UsageError {
  const flag = written.length === 1 ? `-${written}` : `--${kebabCase(written)}`;
  const near = nearestName(kebabCase(written), ["help", ...keys.map(key => options[key].name)]);
  return new UsageError(
    "ODB7002",
    `\`odibi ${command}\` has no flag ${flag}.`,
    near ? `Did you mean --${near}?` : `\`odibi ${command} --help\` lists its flags.`,
  );
}

/** `--limit -1` as `--limit=-1`: the parser would take the number for a flag. */
function bindNegativeNumbers(words: readonly string[]): readonly string[] {
  const flags = Object.values<Option>(options).flatMap(({ name, value }) => (value?.kind === "number" ? [`--${name}`] : []));
  const isBound = (index: number): boolean => flags.includes(words[index - 1] ?? "") && /^-\d/.test(words[index] ?? "");
  return words.flatMap((word, index) => (isBound(index) ? [] : isBound(index + 1) ? [`${word}=${words[index + 1]}`] : [word]));
}

/** The values as they were written: the parser makes a number of `007`. */
function writtenValues(words: readonly string[], { name, short, value }: Option): readonly string[] {
  if (!value) return [];
  const flags = [`--${name}`, ...(short ? [`-${short}`] : [])];
  return words.flatMap((word, index) => {
    const flag = flags.find(known => word === known || word.startsWith(`${known}=`));
    if (!flag) return [];
    const next = words[index + 1];
    return word !== flag ? [word.slice(flag.length + 1)] : next !== undefined && !next.startsWith("-") ? [next] : [];
  });
}

function readVariable(option: Option, text: string): Value {
  const source = variableOf(option);
  if (option.value) return readValue(option, option.value.kind === "texts" ? text.split(/\s+/).filter(word => word !== "") : text, source);
  if (["1", "true", "yes"].includes(text.toLowerCase())) return true;
  if (["0", "false", "no"].includes(text.toLowerCase())) return false;
  throw new UsageError("ODB7003", `${source} is "${text}", which is neither yes nor no.`, `Set ${source}=1, or leave it out.`);
}

function readValue({ value }: Option, given: unknown, source: string): Value {
  if (!value) {
    if (typeof given === "boolean") return given;
    throw new UsageError("ODB7003", `${source} takes no value, and "${String(given)}" was given.`, `Write ${source} alone.`);
  }
  const all = (Array.isArray(given) ? given : [given]).filter(one => typeof one !== "boolean").map(String);
  const last = all.at(-1);
  if (last === undefined) throw new UsageError("ODB7003", `${source} wants a value.`, `Write ${source} ${exampleOf(value)}.`);
  const isEmpty = all.some(one => one.trim() === "");
  if (isEmpty)
    throw new UsageError(
      "ODB7003",
      `${source} wants a value, and an empty one was given.`,
      `Write ${source} ${exampleOf(value)}, or leave it out.`,
    );
  if (value.kind === "texts") return all;
  if (value.kind === "text") return last;
  if (value.kind === "number") {
    const number = Number(last);
    if (Number.isSafeInteger(number) && number >= value.least) return number;
    throw new UsageError(
      "ODB7003",
      `${source} wants a whole number from ${value.least}, and "${last}" was given.`,
      `Write ${source} ${exampleOf(value)}.`,
    );
  }
  if (value.choices.includes(last)) return last;
  const near = nearestName(last, value.choices);
  const list = value.choices.join(", ");
  throw new UsageError(
    "ODB7003",
    `${source} is one of ${list}, and "${last}" was given.`,
    near ? `Did you mean ${source} ${near}?` : `Choose one of ${list}.`,
  );
}

function exampleOf(value: OptionValue): string {
  if (value.kind === "choice") return value.choices[0] ?? "";
  return value.kind === "number" ? String(Math.max(value.least, 4)) : `<${value.name}>`;
}

function checkPositional({ usage }: Command, given: readonly string[]): void {
  const [name, ...expected] = usage.split(" ");
  const missing = expected[given.length];
  if (missing?.startsWith("<")) throw new UsageError("ODB7004", `\`odibi ${name}\` wants ${missing}.`, `Usage: odibi ${usage}`);
  if (given.length > expected.length)
    throw new UsageError("ODB7004", `\`odibi ${name}\` has no use for "${given[expected.length]}".`, `Usage: odibi ${usage}`);
}

function access(positional: readonly string[], keys: readonly OptionKey[], values: ReadonlyMap<OptionKey, Value>): Arguments {
  const get = (key: OptionKey): Value | undefined => {
    if (!keys.includes(key)) throw new Error(`the command asks for --${options[key].name}, which its table does not have`);
    return values.get(key);
  };
  return {
    positional,
    flag: key => get(key) === true,
    text: key => {
      const value = get(key);
      return typeof value === "string" ? value : undefined;
    },
    texts: key => {
      const value = get(key);
      return Array.isArray(value) ? value : [];
    },
    number: key => {
      const value = get(key);
      return typeof value === "number" ? value : undefined;
    },
  };
}

const shortOf = (option: Option): string | undefined => option.short;
const camelCase = (name: string): string => name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const kebabCase = (name: string): string => name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
