export type { PreviewRow } from "./engine/engine.ts";
export type { NodeStatus, RunEvent, RunStatus } from "./event.ts";
export type { Preview, PreviewOptions } from "./preview.ts";
export { preview } from "./preview.ts";
export type { PlannedNode, RunOptions, RunResult } from "./run.ts";
export { planRun, run } from "./run.ts";
