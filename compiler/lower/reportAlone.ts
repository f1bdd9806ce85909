import type { Expression } from "../plan/expression.ts";
import { inferExpression } from "../plan/inferExpression.ts";
import { type Environment, type Lowering, report } from "./environment.ts";
import { typeOf } from "./typeOf.ts";

/**
 * Reports what is wrong with the parts of an expression whose other parts were at fault, so that one pass tells everything.
 * Alone, a part does not see what the conditions around it have shown, so nothing is said of null.
 */
export function reportAlone(parts: readonly (Expression | undefined)[], environment: Environment, lowering: Lowering): void {
  const { scope } = environment;
  if (scope === undefined) return;
  for (const part of parts) {
    if (part === undefined || typeOf(part, scope) !== undefined) continue;
    const { group, ...row } = scope;
    const problems = inferExpression(part, group === undefined ? scope : row).problems;
    for (const problem of problems) if (problem.code !== "ODB2010" && problem.code !== "ODB2030") report(lowering, problem);
  }
}
