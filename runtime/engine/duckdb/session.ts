import type { Relation, Typed } from "../../../compiler/plan/step.ts";
import { type ParameterTexts, resolvePlace } from "../../connection/local.ts";
import { parameterTexts } from "../../environment/resolveParameters.ts";
import type { EngineJob, RunNode } from "../engine.ts";
import type { OpenedTable } from "./delta/readTable.ts";
import type { Database } from "./openDatabase.ts";
import type { Readable } from "./readables.ts";

/** What one run of the engine holds. */
export interface Session {
  readonly job: EngineJob;
  readonly database: Database;
  readonly parameterTexts: ParameterTexts;
  /** What statements may read by name: nodes, and what was staged for them. */
  readonly readables: Map<string, Promise<Readable>>;
  /** The relations of nodes whose statement was made, as they were lowered: what a failure is looked for in. */
  readonly prepared: Map<string, PreparedRelation>;
  /** Nodes that this run wrote: their files need no check. */
  readonly written: Set<string>;
  /** The version of a Delta table that this run wrote: what its readers read. */
  readonly versions: Map<string, number>;
  /** The Delta tables that were opened, by what was asked of them. */
  readonly tables: Map<string, Promise<OpenedTable>>;
  /** The SELECT over Parquet files that were checked, by the files as they were then and what was declared of them. */
  readonly checked: Map<string, string>;
  staged: number;
}

export interface PreparedRelation {
  readonly relation: TypedRelation;
  readonly uses: readonly string[];
}

export function openSession(job: EngineJob, database: Database): Session {
  return {
    job,
    database,
    parameterTexts: parameterTexts(job.parameters),
    readables: new Map(),
    prepared: new Map(),
    written: new Set(),
    versions: new Map(),
    tables: new Map(),
    checked: new Map(),
    staged: 0,
  };
}

/** A new name for something staged, and a file in the spill folder for it. */
export function stageName(session: Session, owner: RunNode): { readonly name: string; readonly path: string } {
  session.staged += 1;
  return { name: `${owner.id}#${session.staged}`, path: `${session.job.spill}/staged-${session.staged}.parquet` };
}

export function pathOf(session: Session, place: { readonly connection: string; readonly path: string }): string {
  return resolvePlace(place, session.job.environment, session.job.root, session.parameterTexts);
}

export type TypedRelation = Relation<Typed>;
