import type { Problem, Span } from "../diagnostics/diagnostic.ts";
import type { Decoding } from "./file/decode.ts";
import { decodePlan } from "./file/decodePlan.ts";
import { inferNodes } from "./file/inferNodes.ts";
import { parseJson } from "./file/parseJson.ts";
import { planVersion } from "./formatPlan.ts";
import type { Plan } from "./plan.ts";
import type { Typed } from "./step.ts";

/**
 * Reads a plan's file and checks all of it: its form, the texts of its expressions, that what it says of columns, dependencies and lineage is what follows
 * from its steps. A plan from a newer version, or edited by hand into nonsense, is refused with every fault at its place; one that is accepted means what it says.
 */
export function readPlan(text: string, file = "plan.json"): { readonly plan?: Plan<Typed>; readonly problems: readonly Problem[] } {
  const json = parseJson(text);
  if ("fault" in json)
    return {
      problems: [
        {
          code: "ODB4001",
          message: `The plan is no JSON: ${json.fault}.`,
          hint: "Compile it again; it may have been cut off or merged by hand.",
          span: { file, start: json.start, end: json.start + 1 },
        },
      ],
    };
  const decoding: Decoding = { file, problems: [] };
  const span: Span = { file, start: json.start, end: json.start + 1 };
  const entries = json.kind === "object" ? json.entries : new Map();
  const mark = entries.get("odibi");
  if (mark?.kind !== "string" || mark.value !== "plan")
    return {
      problems: [
        {
          code: "ODB4003",
          message: "This is no plan of odibi.",
          hint: 'A plan is what `odibi compile` writes; it begins with `"odibi": "plan"`.',
          span,
        },
      ],
    };
  const version = entries.get("version");
  if (version?.kind !== "number" || version.value !== planVersion) {
    const given = version?.kind === "number" ? String(version.value) : "missing";
    return {
      problems: [
        {
          code: "ODB4003",
          message: `The plan's version is ${given}; this odibi reads version ${planVersion}.`,
          hint: "Compile the plan with this odibi, or run it with the one that made it.",
          span,
        },
      ],
    };
  }
  const decoded = decodePlan(json, decoding);
  if (decoded === undefined || decoding.problems.length > 0) return { problems: decoding.problems };
  const nodes = inferNodes(decoded, decoding);
  if (nodes === undefined || decoding.problems.length > 0) return { problems: decoding.problems };
  return { plan: { ...decoded, nodes }, problems: [] };
}
