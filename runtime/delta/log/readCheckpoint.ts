import { quoteName } from "../../sql/duckdb/quote.ts";
import type { Action } from "../action.ts";
import type { Query } from "../query.ts";
import { type FileColumn, readParquet } from "../scan/readParquet.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { actionColumns, addColumn, removeColumn } from "./checkpointColumns.ts";
import { decodePath } from "./decodePath.ts";
import { explainRead } from "./explainRead.ts";
import type { Checkpoint } from "./listLog.ts";
import { damaged, parseLine, readActions } from "./readActions.ts";
import { readAdds } from "./readAdds.ts";
import { readStructStatistics } from "./readStructStatistics.ts";

/** The actions of a checkpoint and its sidecars. What was removed is among them only where it is asked for. */
export async function readCheckpoint(
  store: ObjectStore,
  query: Query,
  checkpoint: Checkpoint,
  withTombstones: boolean,
): Promise<readonly Action[]> {
  const paths = checkpoint.files.map(({ path }) => path);
  const removed = withTombstones ? [removeColumn] : [];
  const sidecars = async (actions: readonly Action[]): Promise<readonly Action[]> => {
    const from = sidecarsOf(actions);
    return (await Promise.all([readLines(store, query, from, removed), readFiles(store, query, from)])).flat();
  };
  if (checkpoint.format === "json") {
    const actions = (await Promise.all(paths.map(path => readJson(store, path)))).flat();
    return [...actions, ...(await sidecars(actions))];
  }
  const [actions, files] = await Promise.all([
    readLines(store, query, paths, [...actionColumns, ...removed]),
    readFiles(store, query, paths),
  ]);
  return [...actions, ...files, ...(await sidecars(actions))];
}

async function readJson(store: ObjectStore, path: string): Promise<readonly Action[]> {
  const content = await store.read(path);
  if (content === undefined) throw damaged(path, "it is missing");
  return readActions(content, path);
}

/** They lie in their folder, wherever the path that is written says that it is. */
const sidecarsOf = (actions: readonly Action[]): readonly string[] =>
  actions.flatMap(action => ("sidecar" in action ? [`_delta_log/_sidecars/${decodePath(action.sidecar.path).replace(/^.*\//, "")}`] : []));

async function readFiles(store: ObjectStore, query: Query, paths: readonly string[]): Promise<readonly Action[]> {
  if (paths.length === 0) return [];
  const localPaths = await store.localPaths(paths);
  const adds = await readAdds(query, paths, localPaths);
  const actions = adds?.map((add): Action => ({ add })) ?? (await readLines(store, query, paths, [addColumn]));
  const lacksStatistics = (action: Action): boolean => "add" in action && typeof action.add.stats !== "string";
  if (!actions.some(lacksStatistics)) return actions;
  const statistics = await readStructStatistics(query, paths, localPaths);
  return actions.map(action =>
    "add" in action && lacksStatistics(action) ? { add: { ...action.add, stats: statistics.get(action.add.path) ?? null } } : action,
  );
}

/** How many actions come as one text. */
const batch = 2048;

/** The actions as lines of JSON, many in one text. */
async function readLines(
  store: ObjectStore,
  query: Query,
  paths: readonly string[],
  columns: readonly FileColumn[],
): Promise<readonly Action[]> {
  if (paths.length === 0 || columns.length === 0) return [];
  const source = readParquet(await store.localPaths(paths), columns);
  const kinds = columns.map(({ name }) => `when ${quoteName(name)} is not null then '{"${name}":' || to_json(${quoteName(name)}) || '}'`);
  const sql = `select string_agg(action, chr(10)) as lines from
    (select case ${kinds.join(" ")} end as action, file_index, file_row_number // ${batch} as part from ${source})
    where action is not null group by file_index, part`;
  const rows = await explainRead(paths, () => query.execute(sql));
  const named = paths.join(", ");
  return rows.flatMap(({ lines }) => {
    if (typeof lines !== "string") return [];
    return lines.split("\n").flatMap((line, index) => parseLine(line, named, index + 1) ?? []);
  });
}
