import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import type { Column } from "../../../../compiler/plan/types.ts";
import { type CallFault, callFunction, type RowFunction } from "../../../function/callFunction.ts";
import type { InputColumn } from "../../../function/inputColumn.ts";
import { rowMaker } from "../../../function/rowMaker.ts";
import { decodeColumns } from "./decodeColumns.ts";
import { throughGate } from "./gate.ts";
import { type MadeBlock, madeBlock, writeColumns } from "./writeColumns.ts";

// Runs a function of mapRows over staged files, one after the other, as they are handed out: the only place where a user's code runs.

export interface MapRowsWork {
  /** The checked bundle. */
  readonly bundle: string;
  readonly input: readonly InputColumn[];
  readonly output: readonly Column[];
  /** A folder for what does not fit in memory. */
  readonly spill: string;
  readonly memoryLimit: string;
  /** The most rows that a piece has. */
  readonly pieceRows: number;
}
export interface MapRowsPiece {
  readonly from: string;
  readonly to: string;
}
export type MapRowsAnswer =
  | { readonly ready: true }
  | { readonly fault: CallFault | { readonly kind: "bundle"; readonly message: string } };

async function serve(work: MapRowsWork & { readonly gate: SharedArrayBuffer }): Promise<void> {
  const call = await loadFunction(work.bundle);
  const rowsOf = rowMaker(work.input);
  const { api, instance, connection } = await throughGate(work.gate, () => openEngine(work));
  const answer = (message: MapRowsAnswer): void => parentPort?.postMessage(message);
  const run = async ({ from, to }: MapRowsPiece): Promise<void> => {
    const { blocks } = await throughGate(work.gate, () => decodeColumns(connection, from, work.input, work.pieceRows));
    const results: MadeBlock[] = [];
    for (const { rows, values } of blocks) {
      const made = await callFunction(call, rows, rowsOf(await throughGate(work.gate, values)), work.output);
      if ("fault" in made) return answer({ fault: made.fault });
      results.push(madeBlock(rows, made.columns));
    }
    await throughGate(work.gate, () => writeColumns(api, connection, work.output, results, to));
    answer({ ready: true });
  };
  parentPort?.on("message", (piece: MapRowsPiece | "end" | "stop") => {
    if (piece === "stop") return connection.interrupt();
    if (piece !== "end") return void run(piece);
    connection.closeSync();
    instance.closeSync();
    parentPort?.close();
  });
  answer({ ready: true });
}

async function openEngine(work: MapRowsWork) {
  const api = await import("@duckdb/node-api");
  const instance = await api.DuckDBInstance.create(":memory:", {
    threads: "1",
    memory_limit: work.memoryLimit,
    temp_directory: work.spill,
    autoload_known_extensions: "false",
    autoinstall_known_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run("set TimeZone = 'UTC'");
  return { api, instance, connection };
}

async function loadFunction(bundle: string): Promise<RowFunction> {
  const module: unknown = await import(pathToFileURL(bundle).href);
  if (typeof module === "object" && module !== null && "default" in module && typeof module.default === "function")
    return module.default as RowFunction;
  throw new Error("its default export is no function");
}

try {
  await serve(workerData as MapRowsWork & { readonly gate: SharedArrayBuffer });
} catch (error) {
  parentPort?.postMessage({
    fault: { kind: "bundle", message: error instanceof Error ? error.message : String(error) },
  } satisfies MapRowsAnswer);
}
