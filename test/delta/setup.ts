import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Query } from "../../runtime/delta/query.ts";
import type { DeltaField, DeltaType, PrimitiveName } from "../../runtime/delta/schema.ts";
import { localStore } from "../../runtime/delta/store/localStore.ts";
import type { ObjectStore } from "../../runtime/delta/store/objectStore.ts";
import { writeDelta } from "../../runtime/delta/write/writeDelta.ts";
import type { WriteRequest, WriteResult } from "../../runtime/delta/write/writeRequest.ts";
import { openDatabase } from "../../runtime/engine/duckdb/openDatabase.ts";
import { type DeltaRs, startDeltaRs } from "./deltaRs.ts";

export interface Bench {
  readonly query: Query;
  readonly deltaRs: DeltaRs;
  /** A path that no test has used. */
  readonly newTable: (name?: string) => string;
  readonly storeOf: (path: string) => ObjectStore;
  readonly write: (path: string, request: Partial<WriteRequest> & Pick<WriteRequest, "select" | "fields">) => Promise<WriteResult>;
}

/** A folder, a DuckDB and a delta-rs for a file of tests, gone at its end. */
export async function openBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), "odibi-delta-"));
  const database = await openDatabase({ spill: join(folder, "spill"), threads: 2 });
  const deltaRs = startDeltaRs();
  afterAll(async () => {
    await deltaRs.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let tables = 0;
  return {
    query: database,
    deltaRs,
    newTable: (name = "table") => join(folder, `${name}${tables++}`),
    storeOf: localStore,
    write: (path, request) => writeDelta(localStore(path), database, { mode: "append", engineInfo: "odibi/test", ...request }),
  };
}

export const primitive = (name: PrimitiveName): DeltaType => ({ kind: "primitive", name });

export const field = (name: string, type: PrimitiveName | DeltaType, nullable = true): DeltaField => ({
  name,
  type: typeof type === "string" ? primitive(type) : type,
  nullable,
  metadata: {},
});
