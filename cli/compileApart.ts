import { spawn } from "node:child_process";
import { join, relative } from "node:path";
import type { Terminal } from "./terminal/terminal.ts";

/** Compiles a project in a process of its own, so that this one never loads the compiler, and gives the plan's path; undefined where it has faults, which are told. */
export async function compileApart(
  root: string,
  terminal: Terminal,
  path = join(root, "plan.json"),
  isQuiet = terminal.isQuiet,
): Promise<string | undefined> {
  const script = process.argv[1] ?? "";
  const words = [
    "compile",
    root,
    "--output",
    path,
    "--format",
    "human",
    ...(isQuiet ? ["--quiet"] : []),
    ...(terminal.isVerbose ? ["--verbose"] : []),
  ];
  // The variables that stand for flags are this command's, not the other's.
  const env = { ...process.env, ODIBI_CHECK: "", ...(terminal.style.bold("") === "" ? {} : { FORCE_COLOR: "1" }) };
  const child = spawn(process.execPath, [...process.execArgv, script, ...words], { stdio: ["ignore", "ignore", "inherit"], env });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", resolve);
  });
  if (code === 0) return relative(process.cwd(), path) || path;
  if (code === 1) return undefined;
  throw new Error(`the compiler's process ended with ${code}`);
}
