import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const environment = join(root, ".venv");
const generator = join(environment, "bin/tpchgen-cli");
const version = "4.0.0";

/** The TPC-H tables at scale factor 0.1, as CSV and as Parquet, in examples/tpch/data/source; made once. Returns why there are none. */
export function makeTpchData(): string | undefined {
  const target = join(root, "examples/tpch/data/source");
  if (existsSync(target)) return undefined;
  const missing = installGenerator();
  if (missing) return missing;
  const part = `${target}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  for (const format of ["csv", "parquet"])
    execFileSync(generator, [format, "--scale-factor", "0.1", "--output-dir", part], { stdio: "ignore" });
  renameSync(part, target);
  return undefined;
}

function installGenerator(): string | undefined {
  if (existsSync(generator)) return undefined;
  if (spawnSync("python3", ["--version"]).status !== 0) return "there is no python3, which installs the TPC-H generator (tpchgen-cli)";
  for (const step of [
    ["python3", "-m", "venv", environment],
    [join(environment, "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", `tpchgen-cli==${version}`],
  ]) {
    const [command = "", ...parameters] = step;
    const { status, stderr } = spawnSync(command, parameters, { encoding: "utf8" });
    if (status !== 0) return `the TPC-H generator could not be installed: ${stderr.trim().split("\n").at(-1)}`;
  }
  return undefined;
}

if (import.meta.main) {
  const missing = makeTpchData();
  if (missing) console.error(`examples/tpch has no data: ${missing}.`);
  process.exitCode = missing ? 1 : 0;
}
