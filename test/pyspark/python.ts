import { spawnSync } from "node:child_process";

export const python = ["python3", "python"].find(name => spawnSync(name, ["--version"]).status === 0);

/** Runs a program of Python on data and gives what it prints, as data. */
export function runPython(program: string, data: unknown): unknown {
  const { status, stdout, stderr } = spawnSync(python ?? "python3", ["-c", program], {
    input: JSON.stringify(data),
    encoding: "utf8",
    env: { ...process.env, PYTHONIOENCODING: "utf-8", PYTHONDONTWRITEBYTECODE: "1" },
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}
