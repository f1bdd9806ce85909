import { statSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { relative } from "node:path";
import { type FileFormat, type FilePlace, isPlainFormat, isTextFormat } from "../../../compiler/plan/step.ts";
import { allSteps } from "../../../compiler/plan/walkSteps.ts";
import { listDeltaFiles, listFiles } from "../../connection/listFiles.ts";
import { quoteName } from "../../sql/duckdb/quote.ts";
import { sqlType } from "../../sql/duckdb/sqlType.ts";
import { cast } from "../../sql/duckdb/text.ts";
import type { Engine, EngineJob, NodeContext, PreviewRow, RunNode, Target, Written } from "../engine.ts";
import { atStep } from "../placeOfStep.ts";
import { commitTable } from "./delta/commitTable.ts";
import { explainFailure } from "./locate/explainFailure.ts";
import { openDatabase, type Row } from "./openDatabase.ts";
import { prepareRelation } from "./prepareRelation.ts";
import { openSession, pathOf, type Session } from "./session.ts";
import { readText } from "./source/readText.ts";
import { statementOf } from "./statementOf.ts";
import { copyStatement } from "./write/copyStatement.ts";
import { fieldText } from "./write/layouts.ts";

/** DuckDB, embedded: one statement for each node, streaming; text files and functions are staged before it. */
export async function createDuckDb(job: EngineJob): Promise<Engine> {
  const session = openSession(job, await openDatabase(job));
  return {
    name: "duckdb",
    keep: (view, context) => explaining(session, view, context, keepView(session, view, context)),
    write: (node, target, context) => explaining(session, node, context, writeNode(session, node, target, context)),
    commit: (node, table, context) => explaining(session, node, context, commitTable(session, node, table, context)),
    preview: (node, limit, context) => explaining(session, node, context, previewNode(session, node, limit, context)),
    inputBytes: node => inputBytes(session, node),
    close: () => session.database.close(),
  };
}

async function writeNode(session: Session, node: RunNode, target: Target, context: NodeContext): Promise<Written> {
  const write = node.write;
  if (write === undefined || !isPlainFormat(write.file)) throw new Error(`"${node.id}" writes no plain files`);
  const plain = { ...write, file: write.file };
  let written: Written | undefined;
  const copy = async (select: string, signal: AbortSignal): Promise<number> => {
    // A second attempt begins with nothing.
    if (written !== undefined || target.kind === "folder") await rm(target.path, { recursive: true, force: true });
    if (target.kind === "folder") await mkdir(target.path, { recursive: true });
    const rows = await session.database.execute(copyStatement(select, node.columns, plain, target, session.job.run), {
      ...context,
      signal,
    });
    written = writtenOf(rows, target);
    return written.rows;
  };
  const [first] = node.relation.steps;
  if (first?.kind === "source" && isTextFormat(first.file) && node.relation.steps.length === 1) {
    // Nothing between the file and the table: the rows stream, and are published only when all are checked.
    await atStep(node, first, async () => readText(first, listFiles(pathOf(session, first)), copy, context.signal));
  } else {
    await copy(await statementOf(session, await prepareRelation(session, node, node.relation, context.signal)), context.signal);
  }
  if (written === undefined) throw new Error("nothing was written");
  session.written.add(node.id);
  session.readables.delete(node.id);
  return written;
}

async function keepView(session: Session, view: RunNode, context: NodeContext): Promise<Written> {
  const readable = await prepareRelation(session, view, view.relation, context.signal);
  const treatment = session.job.treatments.get(view.id);
  if (treatment?.kind === "keep" && !treatment.whole) {
    session.readables.set(view.id, Promise.resolve(readable));
    const [counted] = await session.database.execute(`select count(*) as rows from (${await statementOf(session, readable)})`, context);
    return { rows: Number(counted?.["rows"]), bytes: 0, files: [] };
  }
  const table = quoteName(`kept ${view.id}`);
  const [created] = await session.database.execute(`create or replace table ${table} as ${await statementOf(session, readable)}`, context);
  session.readables.set(view.id, Promise.resolve({ sql: `select * from ${table}`, uses: [] }));
  return { rows: Number(created?.["Count"]), bytes: 0, files: [] };
}

async function previewNode(session: Session, node: RunNode, limit: number, context: NodeContext): Promise<readonly PreviewRow[]> {
  const select = await statementOf(session, await prepareRelation(session, node, node.relation, context.signal));
  // The bindings drop a byte order mark that begins a text, so each begins with a letter.
  const texts = node.columns.map(({ name, type }, at) => `'x' || ${fieldText(cast(quoteName(name), sqlType(type)), type)} as c${at}`);
  const rows = await session.database.execute(`select ${texts.join(", ")} from (${select}) limit ${limit}`, context);
  return rows.map(row => node.columns.map((_, at) => (typeof row[`c${at}`] === "string" ? String(row[`c${at}`]).slice(1) : null)));
}

/** What a COPY says of itself: how many rows, and which files. */
function writtenOf(rows: readonly Row[], target: Target): Written {
  const [result] = rows;
  const files = Array.isArray(result?.["Files"]) ? result["Files"].map(String) : [];
  return {
    rows: Number(result?.["Count"]),
    bytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
    files: target.kind === "file" ? [""] : files.map(file => relative(target.path, file)).sort(),
  };
}

function inputBytes(session: Session, node: RunNode, seen = new Set<string>()): number {
  if (seen.has(node.id)) return 0;
  seen.add(node.id);
  const sizes = allSteps(node.relation).map(step => {
    if (step.kind === "source") return bytesAt(session, step);
    if (step.kind !== "read") return 0;
    const parent = session.job.treatments.has(step.node) ? session.job.node(step.node) : undefined;
    if (parent === undefined) return 0;
    return parent.write === undefined ? inputBytes(session, parent, seen) : bytesAt(session, parent.write);
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

function bytesAt(session: Session, place: FilePlace & { readonly file: FileFormat }): number {
  try {
    const list = isPlainFormat(place.file) ? listFiles : listDeltaFiles;
    return list(pathOf(session, place)).reduce((sum, file) => sum + file.bytes, 0);
  } catch {
    // What is not there yet, or may not be read, is told when it is.
    return 0;
  }
}

async function explaining<T>(session: Session, node: RunNode, context: NodeContext, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw await explainFailure(session, node, error, context.signal);
  }
}
