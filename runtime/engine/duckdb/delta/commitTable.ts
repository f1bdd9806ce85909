import type { TypedExpression } from "../../../../compiler/plan/expression.ts";
import { isTextFormat, type WriteMode } from "../../../../compiler/plan/step.ts";
import { listFiles } from "../../../connection/listFiles.ts";
import { localStore } from "../../../delta/store/localStore.ts";
import { writeDelta } from "../../../delta/write/writeDelta.ts";
import type { WriteRequest } from "../../../delta/write/writeRequest.ts";
import { lowerCondition } from "../../../sql/duckdb/lowerCondition.ts";
import { quoteName } from "../../../sql/duckdb/quote.ts";
import type { Names } from "../../../sql/names.ts";
import type { Committed, EngineJob, NodeContext, RunNode, VersionedTable } from "../../engine.ts";
import { atStep } from "../../placeOfStep.ts";
import { surroundingsOf } from "../lowerSteps.ts";
import { prepareRelation } from "../prepareRelation.ts";
import { pathOf, type Session } from "../session.ts";
import { readText } from "../source/readText.ts";
import { statementOf } from "../statementOf.ts";
import { deltaFields } from "./deltaFields.ts";
import { writerName } from "./writerName.ts";

/** Computes a node into the next version of its Delta table. */
export async function commitTable(session: Session, node: RunNode, table: VersionedTable, context: NodeContext): Promise<Committed> {
  const { write } = node;
  if (write?.file.format !== "delta") throw new Error(`"${node.id}" writes no Delta table`);
  const { keys, updateWhen, deleteWhen, schemaChanges, partitionBy } = write;
  const { version, rows, bytes, repeated, warning } = await writeDelta(localStore(table.path), session.database, {
    mode: write.mode,
    ...(await rowsOf(session, node, write.mode, context)),
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

/** The rows as one SELECT; of a text file that goes into the table as it is, as they are read and checked. */
async function rowsOf(
  session: Session,
  node: RunNode,
  mode: WriteMode,
  { signal }: NodeContext,
): Promise<Pick<WriteRequest, "select" | "feed">> {
  const [first, second] = node.relation.steps;
  if (first?.kind === "source" && isTextFormat(first.file) && second === undefined && !isByKey(mode)) {
    const feed: NonNullable<WriteRequest["feed"]> = write =>
      atStep(node, first, async () => readText(first, listFiles(pathOf(session, first)), write, signal));
    return { select: "", feed };
  }
  return { select: await statementOf(session, await prepareRelation(session, node, node.relation, signal)) };
}

const isByKey = (mode: WriteMode): boolean => mode === "merge" || mode === "insertOnly";

function conditionOf(condition: TypedExpression, job: EngineJob): string {
  const names: Names = { ...surroundingsOf(job), column: ({ side, name }) => `${side}.${quoteName(name)}` };
  return lowerCondition(condition, names).join(" and ");
}
