import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import type { MapRowsStep } from "../../../../compiler/plan/step.ts";
import type { Column } from "../../../../compiler/plan/types.ts";
import { inputColumn } from "../../../function/inputColumn.ts";
import { loadBundle } from "../../../function/loadBundle.ts";
import { quoteText } from "../../../sql/duckdb/quote.ts";
import type { RunNode } from "../../engine.ts";
import { quoteTexts } from "../literal.ts";
import type { Readable } from "../readables.ts";
import { type Session, stageName } from "../session.ts";
import { emptyTable } from "../source/readParquet.ts";
import { statementOf } from "../statementOf.ts";
import type { MapRowsPiece } from "./mapRowsWorker.ts";
import { runWorkers } from "./runWorkers.ts";
import { stagedColumns } from "./stagedColumns.ts";

/** Rows of one piece of work: what a worker holds at once. */
const pieceRows = 61_440;

/** Runs the function over the rows of the input, staged in pieces that workers take one by one, and gives the name by which its rows are read. */
export async function stageFunction(
  session: Session,
  owner: RunNode,
  step: MapRowsStep,
  input: readonly Column[],
  readable: Readable,
  signal: AbortSignal,
): Promise<string> {
  const { name, path } = stageName(session, owner);
  const bundle = join(session.job.spill, basename(step.bundle));
  writeFileSync(bundle, loadBundle(session.job.planDirectory, step.bundle));
  const [from, to] = [`${path}.in`, `${path}.out`];
  mkdirSync(to, { recursive: true });
  const select = await statementOf(session, readable);
  const stage = async (ended: AbortSignal): Promise<readonly MapRowsPiece[]> => {
    await session.database.execute(
      `copy (select ${stagedColumns(input)} from (${select})) to ${quoteText(from)} (format parquet, compression lz4, row_group_size ${pieceRows}, row_groups_per_file 1)`,
      { signal: ended },
    );
    return readdirSync(from).map(file => ({ from: join(from, file), to: join(to, file) }));
  };
  const threads = session.job.threads ?? availableParallelism();
  const work = { bundle, input: input.map(inputColumn), output: step.columns, spill: `${path}.spill`, memoryLimit: "512MB", pieceRows };
  const pieces = await runWorkers(work, stage, Math.min(threads, 4), signal);
  const files = pieces.map(piece => piece.to);
  session.readables.set(
    name,
    Promise.resolve({
      sql: files.length === 0 ? emptyTable(step.columns) : `select * from read_parquet(${quoteTexts(files)}, hive_partitioning = false)`,
      uses: [],
    }),
  );
  return name;
}
