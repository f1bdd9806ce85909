import { columnsIn } from "../../../../compiler/plan/columnsIn.ts";
import type { ColumnReference, TypedExpression } from "../../../../compiler/plan/expression.ts";
import type { Column } from "../../../../compiler/plan/types.ts";
import { lowerExpression } from "../../../sql/duckdb/lowerExpression.ts";
import { quoteName } from "../../../sql/duckdb/quote.ts";
import { isAboutData } from "../explainError.ts";
import { surroundingsOf } from "../lowerSteps.ts";
import type { Session } from "../session.ts";
import { statementOf } from "../statementOf.ts";
import { formatRow } from "./formatRow.ts";

/** What is needed to look for a fault in a step. */
export interface Search {
  readonly session: Session;
  readonly uses: readonly string[];
  readonly signal: AbortSignal;
  readonly input: readonly Column[];
  /** The SELECT of the step's input. */
  readonly before: string;
  readonly fails: (sql: string) => Promise<boolean>;
}

/**
 * A row of the input for which an expression fails; `nameOf` is the input's column that the expression means.
 * TRY takes no `error(…)`, but does not look for it inside a lambda.
 */
export async function findRow(
  { session, uses, signal, input, before }: Search,
  expression: TypedExpression,
  nameOf: (reference: ColumnReference) => string = ({ name }) => name,
): Promise<string | undefined> {
  const names = { ...surroundingsOf(session.job), column: (reference: ColumnReference) => `o.${quoteName(nameOf(reference))}` };
  const attempt = `try(list_transform([whole], lambda o: {v: ${lowerExpression(expression, names)}}))`;
  const shown = input.filter(column => columnsIn(expression).some(reference => nameOf(reference) === column.name));
  const sql = `select ${formatRow(shown)} as found from (${before}) as whole where ${attempt} is null limit 1`;
  try {
    const [found] = await session.database.execute(await statementOf(session, { sql, uses }), { signal });
    return found === undefined ? undefined : String(found["found"]);
  } catch (error) {
    if (isAboutData(error)) return undefined;
    throw error;
  }
}
