export type { PreviewRow } from "./engine/engine.ts";
export type { NodeStatus, RunEvent, RunStatus } from "./event.ts";
export type { PlannedNode } from "./planRun.ts";
export { planRun } from "./planRun.ts";
export type { Preview, PreviewOptions } from "./preview.ts";
export { preview } from "./preview.ts";
export type { RunOptions, RunResult } from "./run.ts";
export { run } from "./run.ts";
