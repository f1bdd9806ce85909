import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { deltaPython } from "../../scripts/setupDelta.ts";

/** delta-rs in a Python of its own: the other engine that judges our tables. */
export interface DeltaRs {
  /** Runs statements of Python, which set `result`; deltaRs.py says what they may name. Texts are passed as JSON literals: `${JSON.stringify(path)}`. */
  readonly run: <T = unknown>(code: string) => Promise<T>;
  /** The table's rows as texts, sorted; dates are days and timestamps microseconds from 1970. */
  readonly rows: (path: string, version?: number) => Promise<readonly (readonly unknown[])[]>;
  readonly close: () => Promise<void>;
}

/** Starts it. Steps run one after the other. */
export function startDeltaRs(): DeltaRs {
  const python = process.env["ODIBI_DELTA_PYTHON"] ?? deltaPython;
  if (!existsSync(python)) throw new Error(`There is no ${python}: run \`npm run setup:delta\`, or set ODIBI_DELTA_PYTHON.`);
  const child = spawn(python, [fileURLToPath(new URL("deltaRs.py", import.meta.url))], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  let complaint = "";
  child.stderr.on("data", chunk => {
    complaint = `${complaint}${String(chunk)}`.slice(-4000);
  });
  const waiting = new Map<number, { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void }>();
  createInterface({ input: child.stdout }).on("line", line => {
    const { id, result, error, trace } = JSON.parse(line) as { id: number; result?: unknown; error?: string; trace?: string };
    const asker = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asker?.resolve(result);
    else asker?.reject(new Error(`${error}\n${trace}`));
  });
  const ended = new Promise<void>(resolve =>
    child.once("exit", code => {
      for (const { reject } of waiting.values()) reject(new Error(`delta-rs has ended (${code}): ${complaint}`));
      waiting.clear();
      resolve();
    }),
  );
  let last = 0;
  const run = <T>(code: string): Promise<T> =>
    new Promise<unknown>((resolve, reject) => {
      last++;
      waiting.set(last, { resolve, reject });
      child.stdin.write(`${JSON.stringify({ id: last, code })}\n`);
    }) as Promise<T>;
  return {
    run,
    rows: (path, version) => run(`result = rows_of(read_table(${JSON.stringify(path)}, ${version ?? "None"}))`),
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
