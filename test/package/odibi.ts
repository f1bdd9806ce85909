import { spawn } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the installed `odibi` in a folder, as a pipe would: no terminal. */
export function odibi(folder: string, words: readonly string[], env: { readonly [variable: string]: string } = {}): Promise<Outcome> {
  return runIn(folder, process.execPath, [join(inject("installed"), "node_modules/odibi/dist/cli.js"), ...words], env);
}

/** Runs a program and collects what it says. */
export function runIn(
  folder: string,
  command: string,
  words: readonly string[],
  env: { readonly [variable: string]: string } = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    // A test that gives up leaves no process behind.
    const child = spawn(command, words, {
      cwd: folder,
      timeout: 90_000,
      killSignal: "SIGKILL",
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", text => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", text => {
      err += text;
    });
    child.on("error", reject);
    child.on("close", code => resolve({ code, out, err }));
  });
}

/** A copy of a folder of the repository that a test may write into. */
export function copyOf(path: string): string {
  const folder = mkdtempSync(join(inject("installed"), "../copies/copy-"));
  cpSync(join(import.meta.dirname, "../..", path), folder, { recursive: true, filter: source => !/node_modules|\/lake/.test(source) });
  return folder;
}
