import { data } from "./catalogue/data.ts";
import { deltaSpark } from "./catalogue/deltaSpark.ts";
import { deltaTables } from "./catalogue/deltaTables.ts";
import { deltaUse } from "./catalogue/deltaUse.ts";
import { deltaWrites } from "./catalogue/deltaWrites.ts";
import { expressions } from "./catalogue/expressions.ts";
import { plan } from "./catalogue/plan.ts";
import { project } from "./catalogue/project.ts";
import { relations } from "./catalogue/relations.ts";
import { run } from "./catalogue/run.ts";
import { tables } from "./catalogue/tables.ts";
import { usage } from "./catalogue/usage.ts";
import { values } from "./catalogue/values.ts";
import type { Entry } from "./entry.ts";

/** Every code there is. Codes are assigned by hand and never reused: 1 project and syntax, 2 expressions, 3 tables and the graph, 4 the plan's file, 5 a run, 6 data, 7 usage, 8 Delta tables. */
export const catalogue = {
  ...project,
  ...expressions,
  ...tables,
  ...relations,
  ...plan,
  ...run,
  ...data,
  ...values,
  ...deltaUse,
  ...usage,
  ...deltaWrites,
  ...deltaTables,
  ...deltaSpark,
} as const satisfies { readonly [code: string]: Entry };

export type Code = keyof typeof catalogue;
