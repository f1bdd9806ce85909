import { expect, test } from "vitest";
import type { Action, AddFile, RemoveFile } from "../../../runtime/delta/action.ts";
import { type Change, readsNothing } from "../../../runtime/delta/commit/change.ts";
import { findConflict } from "../../../runtime/delta/commit/findConflict.ts";

const add = (path: string, dataChange = true): { readonly add: AddFile } => ({
  add: { path, partitionValues: {}, size: 1, modificationTime: 1, dataChange },
});
const remove = (path: string, dataChange = true): { readonly remove: RemoveFile } => ({ remove: { path, dataChange } });
const metaData: Action = {
  metaData: { id: "x", format: { provider: "parquet" }, schemaString: "{}", partitionColumns: [], configuration: {} },
};
const protocol: Action = { protocol: { minReaderVersion: 1, minWriterVersion: 2 } };
const txn = (appId: string): Action => ({ txn: { appId, version: 1 } });
const domain = (name: string): Action => ({ domainMetadata: { domain: name, configuration: "{}", removed: false } });

const change = (actions: readonly Action[], reads: Change["reads"] = readsNothing): Change => ({
  actions,
  operation: "WRITE",
  operationParameters: {},
  operationMetrics: {},
  reads,
  configuration: {},
});
const append = change([add("new"), txn("me")]);
/** Looked at "a" and "b", rewrites "a", and would have looked at files whose names begin with "k". */
const merge = change([remove("a"), add("a2")], { files: new Set(["a", "b"]), added: ({ path }) => path.startsWith("k") });
const compaction = change([remove("a", false), add("a2", false)], { files: new Set(["a"]), added: () => false });
const overwrite = change([remove("a"), add("new")], { files: new Set(), added: () => true });

// The protocol leaves conflicts to its writers; these are the rules of Serializable, which is what Spark and delta-rs keep to unless told otherwise.
const cases: readonly (readonly [what: string, change: Change, winner: readonly Action[], holds: boolean])[] = [
  ["an append after an append", append, [add("x")], true],
  ["an append after a merge", append, [remove("a"), add("x")], true],
  ["an append after new metadata", append, [metaData], false],
  ["an append after a new protocol", append, [protocol], false],
  ["an append after another application's transaction", append, [txn("other"), add("x")], true],
  ["an append after a transaction of its own application", append, [txn("me"), add("x")], false],
  ["a merge after an append that cannot have its keys", merge, [add("x")], true],
  ["a merge after an append that may have its keys", merge, [add("key")], false],
  ["a merge after a compaction that adds such a file", merge, [remove("c", false), add("key", false)], true],
  ["a merge after another removed what it rewrites", merge, [remove("a"), add("x")], false],
  ["a merge after another removed what it read", merge, [remove("b")], false],
  ["a merge after a compaction of what it read only", merge, [remove("b", false), add("x", false)], true],
  ["a merge after a compaction of what it rewrites", merge, [remove("a", false), add("x", false)], false],
  ["a merge after another removed what it has not read", merge, [remove("c")], true],
  ["a compaction after an append", compaction, [add("x")], true],
  ["a compaction after a merge of its files", compaction, [remove("a"), add("x")], false],
  ["an overwrite after an append, which it has to remove too", overwrite, [add("x")], false],
  ["a change of a domain after another's", change([domain("d")]), [domain("d")], false],
  ["a change of a domain after one of another domain", change([domain("d")]), [domain("e")], true],
  ["a restore after anything that removes rows", change([], { files: "all", added: () => true }), [remove("z")], false],
];

test.each(cases)("%s", (_, mine, winner, holds) => {
  expect(findConflict(mine, winner) === undefined).toBe(holds);
});

test("a file with other deleted rows is another file", () => {
  const deletionVector = { storageType: "u", pathOrInlineDv: "ab^-aqEH.-t@S}K{vb[*k^", offset: 1, sizeInBytes: 1, cardinality: 1 } as const;
  const winner: readonly Action[] = [{ remove: { path: "a", dataChange: true, deletionVector } }];
  expect(findConflict(merge, winner)).toBeUndefined();
});
