// Runs a script of this folder on the Node that the project brings (24, whatever the machine has), after installing what
// the lock file names where that is missing or old. Plain JavaScript without a dependency: it runs before anything is there.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, lstatSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = join(root, "node_modules/.bin");
const modified = path => (existsSync(path) ? statSync(path).mtimeMs : 0);

// A linked node_modules is somebody else's: npm would empty it.
const isLinked = lstatSync(join(root, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink() === true;
if (!isLinked && modified(join(root, "node_modules/.package-lock.json")) < modified(join(root, "package-lock.json"))) {
  process.stderr.write("Installing the packages of package-lock.json …\n");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const install = spawnSync(npm, ["ci", "--no-audit", "--no-fund"], { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
  if (install.status !== 0) {
    process.stderr.write(install.error ? `${npm} could not be started: ${install.error.message}\n` : install.stdout + install.stderr);
    process.exit(1);
  }
}

const installed = [join(root, "node_modules/node/bin/node"), join(root, "node_modules/node/bin/node.exe")].find(existsSync);
if (!installed && Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(
    `This is Node ${process.versions.node}, and the Node 24 of the package "node" was not installed: npm must be allowed to run its install script.\n`,
  );
  process.exit(1);
}

const [script, ...parameters] = process.argv.slice(2);
const child = spawn(installed ?? process.execPath, [join(root, script), ...parameters], {
  stdio: "inherit",
  env: { ...process.env, PATH: bin + delimiter + process.env.PATH },
});
// The terminal sends Ctrl-C to the child too; it decides when to end.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
