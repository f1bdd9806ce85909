import type { Diagnostic } from "../compiler/diagnostics/diagnostic.ts";

export type NodeStatus = "succeeded" | "failed" | "skipped";
export type RunStatus = "succeeded" | "failed" | "cancelled";

/** What happens in a run, as it happens: the progress display, the log, the run record and `--format json` all read this one stream. `time` is ISO 8601, UTC. */
export type RunEvent = { readonly time: string; readonly run: string } & (
  | { readonly event: "run.started"; readonly environment: string; readonly engine: string; readonly nodes: readonly string[] }
  | { readonly event: "node.started"; readonly node: string; readonly attempt: number }
  | { readonly event: "node.progress"; readonly node: string; readonly fraction: number }
  | { readonly event: "node.retrying"; readonly node: string; readonly attempt: number; readonly error: Diagnostic }
  | {
      readonly event: "node.finished";
      readonly node: string;
      readonly status: "succeeded";
      readonly rows: number;
      readonly bytes: number;
      readonly seconds: number;
      readonly warnings?: readonly Diagnostic[];
    }
  | {
      readonly event: "node.finished";
      readonly node: string;
      readonly status: "failed";
      readonly seconds: number;
      readonly error: Diagnostic;
    }
  /** `because` is the ancestor that failed, or the node that stopped the run. */
  | { readonly event: "node.skipped"; readonly node: string; readonly status: "skipped"; readonly because: string }
  | {
      readonly event: "run.finished";
      readonly status: RunStatus;
      readonly seconds: number;
      readonly succeeded: number;
      readonly failed: number;
      readonly skipped: number;
    }
);
