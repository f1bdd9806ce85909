import { printType } from "../../../runtime/delta/write/printType.ts";
import { formatBytes, formatCount } from "../../terminal/formatQuantity.ts";
import { formatTable } from "../../terminal/formatTable.ts";
import { showControls } from "../../terminal/showControls.ts";
import type { TableAction } from "../table.ts";
import { timeText } from "./timeText.ts";

/** What there is to know of a table without looking at its rows, and its columns. */
export const describeTable: TableAction = async table => {
  const found = await table.describe();
  const facts: readonly (readonly [string, string])[] = [
    ["location", found.location],
    ...(found.name === undefined ? [] : [["name", found.name] as const]),
    ...(found.description === undefined ? [] : [["description", found.description] as const]),
    ["version", `${found.version}, ${timeText(found.timestamp)}`],
    ["rows", found.rows === undefined ? "not known: a file has no statistics" : formatCount(found.rows)],
    ["files", `${formatCount(found.files)}, ${formatBytes(found.bytes)}`],
    ["partitioned by", found.partitionColumns.join(", ") || "nothing"],
    ["protocol", `reader ${found.minReaderVersion}, writer ${found.minWriterVersion}`],
    ["features", [...new Set([...found.readerFeatures, ...found.writerFeatures])].join(", ") || "none"],
    ...Object.entries(found.properties).map(([key, value]) => [key, value] as const),
  ];
  const columns = found.schema.map(({ name, type, nullable, metadata }) => [
    name,
    `${printType(type)}${nullable ? "" : " not null"}`,
    typeof metadata["comment"] === "string" ? metadata["comment"] : "",
  ]);
  const text = [
    formatTable(
      ["table", ""],
      facts.map(row => row.map(showControls)),
    ),
    formatTable(
      ["column", "type", "comment"],
      columns.map(row => row.map(showControls)),
    ),
  ].join("\n\n");
  return { text, data: found };
};
