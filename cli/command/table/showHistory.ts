import { formatTable } from "../../terminal/formatTable.ts";
import { showControls } from "../../terminal/showControls.ts";
import type { TableAction } from "../table.ts";
import { timeText } from "./timeText.ts";

/** The versions, the newest first. */
export const showHistory: TableAction = async (table, given) => {
  const versions = await table.history({ limit: given.number("limit") ?? 20 });
  const rows = versions.map(({ version, timestamp, operation, operationParameters, operationMetrics, engineInfo }) => [
    String(version),
    timeText(timestamp),
    [operation, operationParameters?.["mode"]].filter(text => typeof text === "string").join(" "),
    Object.entries(operationMetrics ?? {})
      .filter(([key, value]) => /rows|files/i.test(key) && value !== "0")
      .map(([key, value]) => `${key} ${String(value)}`)
      .join(", "),
    engineInfo ?? "",
  ]);
  return {
    text: formatTable(
      ["version", "committed", "operation", "what", "by"],
      rows.map(row => row.map(showControls)),
    ),
    data: { versions },
  };
};
