import { listFiles } from "../../../connection/listFiles.ts";
import { Failure } from "../../../failure.ts";
import type { RunNode } from "../../engine.ts";
import type { Readable } from "../readables.ts";
import { pathOf, type Session } from "../session.ts";
import { readOwnParquet, readParquet } from "./readParquet.ts";

/** A SELECT over what a node wrote: in this run, or in an earlier one, whose columns are then compared with the plan's. */
export async function readStored(session: Session, node: RunNode, signal: AbortSignal): Promise<Readable> {
  const write = node.write;
  if (write === undefined) throw new Error(`"${node.id}" writes nothing`);
  const files = storedFiles(pathOf(session, write), node);
  const read = {
    files,
    columns: node.columns,
    extraColumns: "fail",
    partitionColumns: write.partitionBy,
    what: `The stored file of ${node.id},`,
  } as const;
  if (write.file.format !== "parquet") throw new Error("text files are not there yet");
  const sql = session.written.has(node.id) ? readOwnParquet(read) : await readParquet(read, session.database, signal);
  return { sql, uses: [] };
}

function storedFiles(path: string, node: RunNode): string[] {
  try {
    return listFiles(path, true).map(file => file.path);
  } catch (error) {
    if (error instanceof Failure)
      throw new Failure(
        "ODB5023",
        `${node.id} has not been written yet: there is nothing at "${path}".`,
        `Run it too: --select "+${node.id}", or without --select.`,
      );
    throw error;
  }
}
