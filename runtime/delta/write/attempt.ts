import type { Ready } from "../commit/retryCommit.ts";
import type { Incoming } from "../merge/stageIncoming.ts";
import type { Query } from "../query.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import type { TargetSchema } from "./reconcileSchema.ts";
import type { Staging } from "./staging.ts";
import type { WriteRequest } from "./writeRequest.ts";

/** What a mode needs to make its change. */
export interface Attempt {
  readonly store: ObjectStore;
  readonly query: Query;
  readonly request: WriteRequest;
  readonly target: TargetSchema;
  /** The table before; undefined where there is none. */
  readonly snapshot: Snapshot | undefined;
  readonly staging: Staging;
  /** The incoming rows, staged once for all attempts. */
  readonly incoming: () => Promise<Incoming>;
}

/** A change that is ready, and what came of the rows. */
export interface Prepared extends Ready {
  /** Of the incoming rows: those that were added or that replaced others. */
  readonly rows: number;
  readonly bytes: number;
  /** The same change for a newer snapshot of the same schema, with the same files; undefined where it has to be made again. */
  readonly renew?: (snapshot: Snapshot) => Prepared;
}
