import type { RunEvent } from "../../runtime/event.ts";
import { formatDiagnostic, type ReadSource } from "./formatDiagnostic.ts";
import { formatBytes, formatCount, formatSeconds } from "./formatQuantity.ts";
import { formatTable, widthOf } from "./formatTable.ts";
import type { Terminal } from "./terminal.ts";

type Finished = Extract<RunEvent, { event: "node.finished" | "node.skipped" }>;

/** Shows a run to a person: while it goes, a line that is drawn anew (on a terminal only); an error when it happens; at the end a table. */
export function showRun(
  terminal: Terminal,
  readSource: ReadSource,
): { readonly onEvent: (event: RunEvent) => void; readonly finish: () => void } {
  const finished: Finished[] = [];
  const running = new Map<string, number>();
  let total = 0;
  const erase = () => terminal.draw("\r\u001B[2K");
  const draw = () => {
    const names = [...running].map(([node, fraction]) => (fraction > 0 ? `${node} ${Math.floor(fraction * 100)}%` : node)).join(", ");
    terminal.draw(`\r\u001B[2K${shorten(`${finished.length}/${total}  ${names}`, terminal.width - 1)}`);
  };
  const onEvent = (event: RunEvent): void => {
    if (event.event === "run.started") total = event.nodes.length;
    else if (event.event === "node.started") running.set(event.node, 0);
    else if (event.event === "node.progress") running.set(event.node, event.fraction);
    else if (event.event === "node.retrying") {
      erase();
      terminal.say(`${event.node}: attempt ${event.attempt} follows, because ${lowerFirst(event.error.message)}`);
    } else if (event.event === "run.finished") {
      erase();
      if (terminal.isQuiet) return;
      terminal.say(
        formatTable(
          head,
          finished.map(node => rowOf(node, terminal)),
          right,
        ),
      );
      terminal.say(`\n${summaryOf(event, terminal)}`);
      return;
    } else {
      finished.push(event);
      running.delete(event.node);
      erase();
      if (event.status === "failed") terminal.complain(`${formatDiagnostic(event.error, readSource, terminal.style)}\n`);
      if (event.status === "succeeded")
        for (const warning of event.warnings ?? []) terminal.say(`${formatDiagnostic(warning, readSource, terminal.style)}\n`);
    }
    draw();
  };
  return { onEvent, finish: erase };
}

const head = ["node", "status", "rows", "size", "time"];
const right = [false, false, true, true, true];

function rowOf(node: Finished, { style }: Terminal): readonly string[] {
  if (node.status === "skipped") return [node.node, style.yellow(`skipped: ${node.because}`)];
  if (node.status === "failed") return [node.node, style.red("failed"), "", "", formatSeconds(node.seconds)];
  return [node.node, style.green("succeeded"), formatCount(node.rows), formatBytes(node.bytes), formatSeconds(node.seconds)];
}

function summaryOf(
  { status, seconds, succeeded, failed, skipped }: Extract<RunEvent, { event: "run.finished" }>,
  { style }: Terminal,
): string {
  const counts = [
    `${succeeded} succeeded`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(", ");
  const mark = status === "succeeded" ? style.green("✓") : style.red("✗");
  return `${mark} ${status === "cancelled" ? "Stopped" : "Done"} in ${formatSeconds(seconds)}: ${counts}.`;
}

function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return `${text.slice(0, Math.max(0, width - 1))}…`;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
