import type { AddFile } from "../action.ts";
import type { Attempt } from "../write/attempt.ts";
import type { Incoming } from "./stageIncoming.ts";

/** The files that may have rows of the incoming keys, and how to tell of others. */
export interface Candidates {
  readonly files: readonly AddFile[];
  readonly mayMatch: (file: AddFile) => boolean;
}

export async function findCandidates({ snapshot }: Attempt, { rows }: Incoming): Promise<Candidates> {
  const mayMatch = (): boolean => rows > 0;
  return { files: (snapshot?.files ?? []).filter(mayMatch), mayMatch };
}
