export type { NodeStatus, RunEvent, RunStatus } from "./event.ts";
export { planRun, run } from "./run.ts";
export type { PlannedNode, RunOptions, RunResult } from "./run.ts";
