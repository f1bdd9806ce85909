import type { Action } from "../action.ts";
import type { Attempt } from "./attempt.ts";

/** What a write says besides its files: the table's protocol and metadata where they change, and its transaction. */
export function tableActions({ target, request }: Pick<Attempt, "target" | "request">): readonly Action[] {
  const { transaction } = request;
  return [
    ...(target.changesProtocol ? [{ protocol: target.protocol }] : []),
    ...(target.changesMetadata ? [{ metaData: target.metadata }] : []),
    ...(transaction === undefined ? [] : [{ txn: { appId: transaction.appId, version: transaction.version, lastUpdated: Date.now() } }]),
  ];
}
