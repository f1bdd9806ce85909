import manifest from "../package.json" with { type: "json" };
import { type Parsed, parseArguments } from "./parseArguments.ts";
import { formatDiagnostic } from "./terminal/formatDiagnostic.ts";
import { openTerminal, type Terminal } from "./terminal/terminal.ts";
import { describeUsageError, UsageError } from "./usageError.ts";

/** Runs one command line and gives the exit code: 0 done, 1 the pipelines have a fault, 2 used wrongly or a bug of ours, 130 ended by Ctrl-C. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  endQuietlyWithoutReader();
  let terminal = openTerminal(process, { quiet: false, verbose: words.includes("--verbose") });
  try {
    const parsed: Parsed = parseArguments(words, process.env, manifest.version);
    if (parsed.kind !== "command") {
      terminal.out(parsed.text);
      return 0;
    }
    const { command, given } = parsed;
    terminal = openTerminal(process, { quiet: given.flag("quiet"), verbose: given.flag("verbose") });
    const run = await command.load();
    return await run(given, terminal);
  } catch (error) {
    return complain(error, terminal);
  }
}

function complain(error: unknown, terminal: Terminal): number {
  if (error instanceof UsageError) {
    terminal.complain(formatDiagnostic(describeUsageError(error), () => undefined, terminal.style));
    return 2;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  terminal.complain(`odibi has a fault of its own: ${message}`);
  terminal.complain(terminal.isVerbose ? (stack ?? "") : "Please report it, with what --verbose says.");
  return 2;
}

/** `odibi list | head -1`: whoever reads has seen enough. */
function endQuietlyWithoutReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}
