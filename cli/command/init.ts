import { relative, resolve } from "node:path";
import { initProject } from "../init/initProject.ts";
import type { Arguments } from "../parseArguments.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `odibi init [folder]`: a project that runs. */
export async function init(given: Arguments, terminal: Terminal): Promise<number> {
  const named = given.positional[0] ?? ".";
  const written = initProject(resolve(named));
  const shown = relative(process.cwd(), resolve(named));
  if (given.text("format") === "json") terminal.out(JSON.stringify({ folder: shown || ".", files: written }, null, 2));
  else {
    terminal.say(`${terminal.style.green("✓")} A project of ${written.length} files${shown === "" ? "" : ` in ${shown}`}. Next:`);
    const steps = [
      ...(shown === "" ? [] : [`cd ${shown}`]),
      ...(written.includes("package.json") ? ["npm install"] : []),
      "npx odibi run",
      "npx odibi preview silver/orders.dailyRevenue",
    ];
    for (const step of steps) terminal.say(`  ${step}`);
  }
  return 0;
}
