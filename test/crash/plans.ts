import type { Plan } from "../../compiler/plan/plan.ts";
import type { Typed } from "../../compiler/plan/step.ts";
import { column, int64, makePlan, source, string, writeTo } from "../runtime/makePlan.ts";

const steps = [source("in.parquet", [column("version", int64), column("id", int64), column("part", string)])];

/** A plan for each way in which a table reaches storage. The source's rows carry their version. */
export const plans = {
  file: makePlan([{ id: "a.rows", steps, write: writeTo("out.parquet") }]),
  folder: makePlan([{ id: "a.rows", steps, write: writeTo("out") }]),
  partitions: makePlan([{ id: "a.rows", steps, write: writeTo("out", { partitionBy: ["part"] }) }]),
  append: makePlan([{ id: "a.rows", steps, write: writeTo("out", { mode: "append" }) }]),
  appendPartitions: makePlan([{ id: "a.rows", steps, write: writeTo("out", { mode: "append", partitionBy: ["part"] }) }]),
} satisfies { readonly [name: string]: Plan<Typed> };

export type PlanName = keyof typeof plans;
