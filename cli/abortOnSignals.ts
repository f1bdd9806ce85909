import type { Terminal } from "./terminal/terminal.ts";

/** Aborted by the first Ctrl-C (or a polite kill), so that the run ends cleanly; the second ends the process at once. */
export function abortOnSignals(terminal: Terminal): AbortSignal {
  const controller = new AbortController();
  const end = () => {
    if (controller.signal.aborted) process.exit(130);
    terminal.complain("Stopping. Once more stops at once.");
    controller.abort();
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  return controller.signal;
}
