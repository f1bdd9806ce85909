import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { WriteResult } from "../../runtime/delta/write/writeRequest.ts";
import type { WriteTask } from "./writeProcess.ts";

export interface WriterEnd {
  /** Undefined where it was killed. */
  readonly results: readonly (Partial<WriteResult> & { readonly error?: string; readonly code?: string })[] | undefined;
  readonly effects: number;
}

/** Lets a process of its own write to a table, as another user where one is named. */
export async function runWriter(task: WriteTask, uid?: number): Promise<WriterEnd> {
  const child = spawn(process.execPath, [fileURLToPath(new URL("writeProcess.ts", import.meta.url)), JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "pipe"],
    ...(uid === undefined ? {} : { uid }),
  });
  let output = "";
  let complaint = "";
  child.stdout.on("data", chunk => {
    output += String(chunk);
  });
  child.stderr.on("data", chunk => {
    complaint += String(chunk);
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>(resolve =>
    child.once("close", (...end) => resolve(end)),
  );
  if (signal === "SIGKILL") return { results: undefined, effects: 0 };
  if (code !== 0) throw new Error(`The writer ended with ${code}: ${complaint}`);
  return JSON.parse(output) as WriterEnd;
}
