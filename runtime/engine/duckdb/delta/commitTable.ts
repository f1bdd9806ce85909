import type { TypedExpression } from "../../../../compiler/plan/expression.ts";
import { localStore } from "../../../delta/store/localStore.ts";
import { writeDelta } from "../../../delta/write/writeDelta.ts";
import { lowerCondition } from "../../../sql/duckdb/lowerCondition.ts";
import { quoteName } from "../../../sql/duckdb/quote.ts";
import type { Names } from "../../../sql/names.ts";
import type { Committed, EngineJob, NodeContext, RunNode, VersionedTable } from "../../engine.ts";
import { surroundingsOf } from "../lowerSteps.ts";
import { prepareRelation } from "../prepareRelation.ts";
import type { Session } from "../session.ts";
import { statementOf } from "../statementOf.ts";
import { deltaFields } from "./deltaFields.ts";
import { writerName } from "./writerName.ts";

/** Computes a node into the next version of its Delta table. */
export async function commitTable(session: Session, node: RunNode, table: VersionedTable, context: NodeContext): Promise<Committed> {
  const { write } = node;
  if (write?.file.format !== "delta") throw new Error(`"${node.id}" writes no Delta table`);
  const select = await statementOf(session, await prepareRelation(session, node, node.relation, context.signal));
  const { keys, updateWhen, deleteWhen, schemaChanges, partitionBy } = write;
  const { version, rows, bytes, repeated, warning } = await writeDelta(localStore(table.path), session.database, {
    mode: write.mode,
    select,
    fields: deltaFields(node.columns),
    ...(partitionBy.length === 0 ? {} : { partitionBy }),
    ...(keys === undefined ? {} : { keys }),
    ...(updateWhen === undefined ? {} : { updateWhen: conditionOf(updateWhen, session.job) }),
    ...(deleteWhen === undefined ? {} : { deleteWhen: conditionOf(deleteWhen, session.job) }),
    ...(schemaChanges === undefined ? {} : { schemaChanges }),
    transaction: { appId: table.transaction.application, version: table.transaction.version },
    engineInfo: writerName,
    signal: context.signal,
  });
  session.versions.set(node.id, version);
  session.readables.delete(node.id);
  return { version, rows, bytes, ...(repeated === undefined ? {} : { repeated }), ...(warning === undefined ? {} : { warning }) };
}

function conditionOf(condition: TypedExpression, job: EngineJob): string {
  const names: Names = { ...surroundingsOf(job), column: ({ side, name }) => `${side}.${quoteName(name)}` };
  return lowerCondition(condition, names).join(" and ");
}
