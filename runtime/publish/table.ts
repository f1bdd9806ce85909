import { basename, dirname, join } from "node:path";
import { isOneFile } from "../../compiler/plan/place.ts";
import type { FilePlace } from "../../compiler/plan/step.ts";
import { resolvePlace } from "../connection/local.ts";
import type { EngineJob } from "../engine/engine.ts";
import { parameterTexts } from "../environment/resolveParameters.ts";

/** Where a table lies on a local disk: one file, or a folder of `part-<run>-<n>` files. */
export interface StoredTable {
  readonly path: string;
  readonly kind: "file" | "folder";
}

/** A path that ends in a format's extension is one file, any other a folder of files. */
export function tableKind(path: string): StoredTable["kind"] {
  return isOneFile(path) ? "file" : "folder";
}

/** The hidden names beside a table, on the same file system, that a write of it uses. Readers skip names that begin with a dot. */
export function workNames(
  table: StoredTable,
  run: string,
): { readonly staged: string; readonly old: string; readonly journal: string; readonly journalDraft: string } {
  const beside = (suffix: string): string => join(dirname(table.path), `.${basename(table.path)}.${suffix}`);
  return {
    staged: beside(`${run}.${table.kind === "file" ? "tmp" : "new"}`),
    old: beside(`${run}.old`),
    journal: beside("journal"),
    journalDraft: beside(`${run}.tmp`),
  };
}

/** Whether a name beside the table is one that some run's write of it left there. */
export function isLeftover(table: StoredTable, name: string): boolean {
  const prefix = `.${basename(table.path)}.`;
  return name.startsWith(prefix) && /^[0-9a-z-]+\.(tmp|new|old)$/.test(name.slice(prefix.length));
}

/** Where a node's write lies. */
export function tableAt(write: FilePlace, job: Pick<EngineJob, "environment" | "root" | "parameters">): StoredTable {
  return { path: resolvePlace(write, job.environment, job.root, parameterTexts(job.parameters)), kind: tableKind(write.path) };
}
