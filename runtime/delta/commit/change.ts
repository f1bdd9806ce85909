import type { Action, AddFile } from "../action.ts";

/** What a commit does, and on what it relies. */
export interface Change {
  /** All but the commit's own information. */
  readonly actions: readonly Action[];
  /** As others name it: `WRITE`, `MERGE`, `DELETE`, `OPTIMIZE` … */
  readonly operation: string;
  readonly operationParameters: Readonly<Record<string, string>>;
  readonly operationMetrics: Readonly<Record<string, string>>;
  /** What the change was made from: what others do to that meanwhile makes it wrong. */
  readonly reads: Reads;
  /** The table's properties afterwards. */
  readonly configuration: Readonly<Record<string, string>>;
}

export interface Reads {
  /** Whether the rows of files that come meanwhile would have changed it: an added file of this kind. */
  readonly added: (file: AddFile) => boolean;
  /** The files that were read, by their key; undefined where it is all of them. */
  readonly files: ReadonlySet<string> | "all";
}

/** Of an append, and of an overwrite that removes what is there, whatever it is. */
export const readsNothing: Reads = { added: () => false, files: new Set() };
