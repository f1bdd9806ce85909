import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface WrongUse {
  readonly file: string;
  readonly line: number;
  /** The comment that says what is wrong. */
  readonly about: string;
  /** TypeScript's messages as the comments have them, and as they are. */
  readonly recorded: readonly string[];
  readonly reported: readonly string[];
  /** Where the first message stands. */
  readonly column: number;
}

type Messages = ReadonlyMap<string, readonly { readonly text: string; readonly column: number }[]>;

const folder = import.meta.dirname;
const expectError = "// @ts-expect-error";

/** Every wrong use in wrong/, with what TypeScript says of it once nothing silences the error. Also the errors that stand elsewhere. */
export async function checkWrongUses(): Promise<{ readonly uses: readonly WrongUse[]; readonly elsewhere: readonly string[] }> {
  const files = (await readdir(join(folder, "wrong"))).sort();
  const messages = await compileUnsilenced(files);
  const uses = (
    await Promise.all(
      files.map(async file => {
        const lines = (await readFile(join(folder, "wrong", file), "utf8")).split("\n");
        return lines.flatMap((text, index) => (text === expectError ? [wrongUse(file, lines, index, messages)] : []));
      }),
    )
  ).flat();
  const places = new Set(uses.map(use => `${use.file}:${use.line}`));
  return {
    uses,
    elsewhere: [...messages]
      .filter(([place]) => !places.has(place))
      .map(([place, found]) => `${place} ${found.map(message => message.text).join(" ")}`),
  };
}

/** Runs `tsc` and gives its exit code and what it printed. */
export function runTsc(...parameters: string[]): Promise<{ readonly code: number; readonly output: string }> {
  const tsc = join(folder, "../../node_modules/.bin/tsc");
  return new Promise(resolve =>
    execFile(tsc, ["--checkers", "1", "--pretty", "false", ...parameters], { maxBuffer: 1 << 24 }, (error, stdout, stderr) =>
      resolve({ code: error ? 1 : 0, output: stdout + stderr }),
    ),
  );
}

function wrongUse(file: string, lines: readonly string[], marker: number, messages: Messages): WrongUse {
  let first = marker;
  while (/^\/\/ TS\d+: /.test(lines[first - 1] ?? "")) first -= 1;
  const about = lines.slice(0, first).findLast(line => line.startsWith("//")) ?? "";
  const recorded = lines.slice(first, marker).map(line => line.slice("// ".length));
  const line = marker + 2;
  const found = messages.get(`${file}:${line}`) ?? [];
  return { file, line, about, recorded, reported: found.map(message => message.text), column: found[0]?.column ?? 0 };
}

/** The messages by `file:line`, in a copy whose markers are taken out. */
async function compileUnsilenced(files: readonly string[]): Promise<Messages> {
  const copy = await mkdtemp(join(folder, ".unsilenced-"));
  try {
    await cp(join(folder, "tables.ts"), join(copy, "tables.ts"));
    await Promise.all(
      files.map(async file => {
        const text = await readFile(join(folder, "wrong", file), "utf8");
        await cp(join(folder, "wrong", file), join(copy, "wrong", file));
        await writeFile(join(copy, "wrong", file), text.replaceAll(expectError, "//"));
      }),
    );
    const { compilerOptions } = JSON.parse(await readFile(join(folder, "tsconfig.json"), "utf8"));
    const paths = { odibi: ["../../../compiler/dsl/index.ts"] };
    await writeFile(join(copy, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...compilerOptions, paths } }));
    const { output } = await runTsc("-p", copy);
    const found = new Map<string, { text: string; column: number }[]>();
    for (const [, file, line, column, text] of output.matchAll(/^(?:.*\/)?([^/\s]+)\((\d+),(\d+)\): error (TS\d+: .*)$/gm))
      found.set(`${file}:${line}`, [...(found.get(`${file}:${line}`) ?? []), { text: `${text}`, column: Number(column) }]);
    return found;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
