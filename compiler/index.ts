export type { Bundle, BundleInput, BundleResult } from "./bundleFunctions.ts";
export { type Compiled, compile, type Tools } from "./compile.ts";
export type { Diagnostic, Problem, Severity, Span } from "./diagnostics/diagnostic.ts";
export { formatPlan } from "./plan/formatPlan.ts";
export type { Plan, PlanColumn, PlanNode } from "./plan/plan.ts";
export { readPlan } from "./plan/readPlan.ts";
