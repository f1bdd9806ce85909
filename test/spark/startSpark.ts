import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { sparkPython } from "../../scripts/setupSpark.ts";

/** Starts evaluate.py; it listens on the socket until it is ended. */
export async function startSpark(): Promise<{ readonly socket: string; readonly end: () => Promise<void> }> {
  const python = process.env["ODIBI_SPARK_PYTHON"] ?? sparkPython;
  if (!existsSync(python)) throw new Error(`There is no ${python}: run \`npm run setup:spark\`, or set ODIBI_SPARK_PYTHON.`);
  const folder = mkdtempSync(join(tmpdir(), "odibi-spark-"));
  const socket = join(folder, "socket");
  const child = spawn(python, [fileURLToPath(new URL("evaluate.py", import.meta.url)), socket], {
    cwd: folder,
    env: { ...process.env, SPARK_LOCAL_IP: "127.0.0.1", PYTHONDONTWRITEBYTECODE: "1" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", chunk => {
    complaint = `${complaint}${String(chunk)}`.slice(-4000);
  });
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", line => {
      if (line === "ready") resolve();
    });
    child.once("exit", code => reject(new Error(`Spark did not start (${code}): ${complaint}`)));
  });
  const ended = new Promise<void>(resolve => child.once("exit", () => resolve()));
  return {
    socket,
    end: async () => {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
