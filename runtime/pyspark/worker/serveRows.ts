import { pathToFileURL } from "node:url";
import type { Column } from "../../../compiler/plan/types.ts";
import { type CallFault, callFunction, type RowFunction } from "../../function/callFunction.ts";
import { rowMaker } from "../../function/rowMaker.ts";
import { dataTypeOf } from "./dataTypeOf.ts";
import { decodeColumn, type WireColumn } from "./decodeColumn.ts";
import { encodeColumn } from "./encodeColumn.ts";
import { readFrame, writeFrame } from "./frame.ts";

// Calls a function for the rows of a task of Spark, batch by batch: the columns come and go as Arrow lays them out. Arguments: the numbers of the pipes that
// it reads and writes. Standard output is left to what the function prints.

interface Opening {
  readonly function: string;
  readonly input: readonly WireColumn[];
  readonly output: readonly {
    readonly name: string;
    readonly type: string;
    readonly nullable: boolean;
    readonly values: readonly string[];
  }[];
}
interface Batch {
  readonly rows: number;
  /** The lengths of each column's buffers. */
  readonly buffers: readonly (readonly [nulls: number, offsets: number, items: number])[];
}
type Fault = CallFault | { readonly kind: "bundle"; readonly message: string };

async function serve(from: number, to: number): Promise<void> {
  const opening = readFrame<Opening>(from)?.header;
  if (opening === undefined) return;
  const call = await loadFunction(opening.function).catch(
    (error: unknown): Fault => ({ kind: "bundle", message: error instanceof Error ? error.message : String(error) }),
  );
  if (typeof call !== "function") return writeFrame(to, { fault: call });
  const output = opening.output.map(({ name, type, nullable, values }): Column => ({ name, nullable, type: dataTypeOf(type, values) }));
  const rowsOf = rowMaker(opening.input);
  writeFrame(to, { ready: true });
  for (let frame = readFrame<Batch>(from); frame !== undefined; frame = readFrame<Batch>(from)) {
    const { rows, buffers } = frame.header;
    let at = 0;
    const take = (length: number): Buffer => {
      at += length;
      return frame.payload.subarray(at - length, at);
    };
    const columns = opening.input.map((column, index) => {
      const [nulls = 0, offsets = 0, items = 0] = buffers[index] ?? [];
      return decodeColumn(column, rows, { nulls: take(nulls), offsets: take(offsets), items: take(items) });
    });
    const made = await callFunction(call, rows, rowsOf(columns), output);
    if ("fault" in made) return writeFrame(to, { fault: made.fault });
    const encoded = made.columns.map(column => encodeColumn(column, rows));
    writeFrame(to, { rows, buffers: encoded.map(parts => parts.map(part => part.byteLength)) }, encoded.flat());
  }
}

async function loadFunction(bundle: string): Promise<RowFunction> {
  const module: unknown = await import(pathToFileURL(bundle).href);
  if (typeof module === "object" && module !== null && "default" in module && typeof module.default === "function")
    return module.default as RowFunction;
  throw new Error("its default export is no function");
}

const [from, to] = process.argv.slice(2).map(Number);
await serve(from ?? 0, to ?? 1);
