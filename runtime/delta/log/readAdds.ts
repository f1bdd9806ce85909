import { quoteName } from "../../sql/duckdb/quote.ts";
import type { AddFile, PartitionValues } from "../action.ts";
import type { Query, Row } from "../query.ts";
import { readParquet } from "../scan/readParquet.ts";
import { addColumn } from "./checkpointColumns.ts";
import { explainRead } from "./explainRead.ts";
import { damaged } from "./readActions.ts";

/** How many files come as one row of texts. */
const batch = 2048;

/** No text of JSON has it, and hardly a path. */
const separator = "\u001e";

const field = (name: string): string => `add.${quoteName(name)}`;

/** What few files have, as one object. */
const rare = ["tags", "deletionVector", "baseRowId", "defaultRowCommitVersion", "clusteringProvider"];
const rareObject = `to_json({${rare.map(name => `${quoteName(name)}: ${field(name)}`).join(", ")}})`;

/** Each as an expression that gives a text. */
const columns = {
  path: field("path"),
  size: field("size"),
  partitionValues: `to_json(${field("partitionValues")})`,
  modificationTime: field("modificationTime"),
  dataChange: field("dataChange"),
  stats: field("stats"),
  rare: `case when ${rare.map(name => `${field(name)} is not null`).join(" or ")} then ${rareObject} end`,
} as const;

/** Those without which a file cannot be understood. */
const required = ["path", "size", "partitionValues"] as const;

/**
 * The files of checkpoints, each column of many files as one text: to take each value of each file from the engine, or each file as JSON, costs more
 * than all the rest. Undefined where the texts cannot be told apart.
 */
export async function readAdds(query: Query, paths: readonly string[], localPaths: readonly string[]): Promise<AddFile[] | undefined> {
  const texts = Object.entries(columns).map(
    ([name, value]) => `string_agg(coalesce(cast(${value} as varchar), ''), chr(${separator.charCodeAt(0)})) as ${quoteName(name)}`,
  );
  const sql = `select count(*) as files, ${texts.join(", ")} from ${readParquet(localPaths, [addColumn])}
    where add is not null group by file_index, file_row_number // ${batch}`;
  const adds: AddFile[] = [];
  for (const row of await explainRead(paths, () => query.execute(sql))) {
    const split = splitColumns(row);
    if (split === undefined) return undefined;
    const lacking = required.find(name => split[name].includes(""));
    if (lacking !== undefined) throw damaged(paths.join(", "), `it has an action "add" without "${lacking}"`);
    addFiles(adds, split);
  }
  return adds;
}

type Columns = Readonly<Record<keyof typeof columns, readonly string[]>>;

function splitColumns(row: Row): Columns | undefined {
  const count = Number(row["files"]);
  const split = (name: keyof typeof columns): readonly string[] => String(row[name]).split(separator);
  const found = {
    path: split("path"),
    size: split("size"),
    partitionValues: split("partitionValues"),
    modificationTime: split("modificationTime"),
    dataChange: split("dataChange"),
    stats: split("stats"),
    rare: split("rare"),
  };
  return Object.values(found).every(({ length }) => length === count) ? found : undefined;
}

function addFiles(adds: AddFile[], { path, size, partitionValues, modificationTime, dataChange, stats, rare }: Columns): void {
  let text = "";
  let values: PartitionValues = {};
  for (const [index, name] of path.entries()) {
    // Of many files that follow one another they are the same.
    if (partitionValues[index] !== text) {
      text = partitionValues[index] ?? "";
      values = JSON.parse(text);
    }
    const add = {
      path: name,
      partitionValues: values,
      size: Number(size[index]),
      modificationTime: Number(modificationTime[index]),
      dataChange: dataChange[index] === "true",
      stats: stats[index] || null,
    };
    adds.push(rare[index] ? { ...add, ...JSON.parse(rare[index]) } : add);
  }
}
