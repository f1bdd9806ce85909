import { Failure } from "../../failure.ts";
import { logPath } from "../commit/logPath.ts";
import type { StoredObject } from "../store/objectStore.ts";
import type { Checkpoint, Compaction, Log } from "./listLog.ts";

/** What has to be read, in this order, for a version of a table. */
export interface ReplayPlan {
  readonly version: number;
  readonly checkpoint?: Checkpoint;
  /** Commits, and files that stand for several, the oldest first. */
  readonly files: readonly StoredObject[];
}

/** The newest version that the log tells of. */
export function latestVersion({ commits, compactions, checkpoints }: Log): number | undefined {
  const versions = [...commits.keys(), ...compactions.map(({ version }) => version), ...checkpoints.map(({ version }) => version)];
  return versions.length === 0 ? undefined : versions.reduce((a, b) => Math.max(a, b));
}

/** The newest checkpoint that is not past the version, and every commit after it. */
export function planReplay(log: Log, version: number, root: string): ReplayPlan {
  const checkpoint = log.checkpoints.find(found => found.version <= version);
  const files: StoredObject[] = [];
  const byStart = Map.groupBy(log.compactions, ({ from }) => from);
  let next = checkpoint === undefined ? 0 : checkpoint.version + 1;
  while (next <= version) {
    const compaction = longest(byStart.get(next), version);
    const file = compaction?.object ?? log.commits.get(next);
    if (file === undefined) throw missingCommit(log, next, version, root);
    files.push(file);
    next = (compaction?.version ?? next) + 1;
  }
  return { version, files, ...(checkpoint === undefined ? {} : { checkpoint }) };
}

function longest(compactions: readonly Compaction[] | undefined, version: number): Compaction | undefined {
  return compactions
    ?.filter(found => found.version <= version)
    .reduce<Compaction | undefined>((best, found) => (found.version > (best?.version ?? -1) ? found : best), undefined);
}

function missingCommit(log: Log, missing: number, version: number, root: string): Failure {
  const oldest = [...log.commits.keys()].reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (oldest > missing && !log.checkpoints.some(({ version }) => version < missing)) {
    const first = log.checkpoints.at(-1)?.version;
    return new Failure(
      "ODB8002",
      `Version ${version} of the table "${root}" cannot be built any more: its log begins at version ${oldest}.`,
      first === undefined ? "Bring the older files of the log back." : `The oldest version that can be read is ${first}.`,
    );
  }
  return new Failure(
    "ODB8003",
    `The log of the table "${root}" has a gap: "${logPath(missing)}" is missing, and version ${version} needs it.`,
    "Bring the file back, or read a version before it.",
  );
}
