import type { FilterStep, NotNullStep, Step, Typed } from "../../../../compiler/plan/step.ts";
import { canFail } from "../../canFail.ts";
import { type Block, isPlain } from "../block.ts";
import { raiseDataError } from "../dataError.ts";
import { lowerCondition } from "../lowerCondition.ts";
import { closeBlock, missing, namesOf, type Statement } from "../lowerRelation.ts";
import { quoteText } from "../quote.ts";

/** A condition joins the ones before it; one that can fail is asked only of the rows that those have kept, whatever order DuckDB takes. */
export function lowerFilter(step: Step<Typed> & FilterStep<Typed>, input: Block, statement: Statement): Block {
  const from = isPlain(input) ? input : closeBlock(input, statement);
  const conditions = lowerCondition(step.condition, namesOf(from, statement));
  return addConditions(from, conditions, canFail(step.condition));
}

/** Rows with a null are left out, or the first fails the node. */
export function lowerNotNull(step: Step<Typed> & NotNullStep, input: Block, statement: Statement): Block {
  const from = isPlain(input) ? input : closeBlock(input, statement);
  const columns = step.columns.map(name => ({ name, sql: from.columns.get(name) ?? missing(name) }));
  if (step.otherwise === "drop")
    return addConditions(
      from,
      columns.map(({ sql }) => `${sql} is not null`),
      false,
    );
  const checks = columns.map(({ name, sql }) => `when ${sql} is null then ${raiseDataError("ODB6104", { column: quoteText(name) })}`);
  return addConditions(from, [`case ${checks.join(" ")} else true end`], true);
}

/** Where a condition before these can fail, the later ones wait for it. */
export function addConditions(block: Block, conditions: readonly string[], fails: boolean): Block {
  const waits = fails || block.where.some(condition => condition.startsWith("case "));
  const added =
    waits && block.where.length > 0
      ? conditions.map(condition => `case when ${block.where.join(" and ")} then ${condition} else false end`)
      : conditions;
  // The earlier ones stay beside it: DuckDB prunes files by them.
  const kept = block.where.filter(condition => !(waits && condition.startsWith("case ")));
  return { ...block, where: [...kept, ...added] };
}
