import { formatBytes, formatCount } from "../../terminal/formatQuantity.ts";
import { UsageError } from "../../usageError.ts";
import type { TableAction } from "../table.ts";

/** Puts small files together; `--order-by` also orders the rows. */
export const optimizeTable: TableAction = async (table, given) => {
  const size = given.text("fileSize");
  const orderBy = given.texts("orderBy").flatMap(text => text.split(","));
  const result = await table.optimize({
    ...(size === undefined ? {} : { targetBytes: readBytes(size) }),
    ...(orderBy.length === 0 ? {} : { orderBy }),
  });
  const { version, applied, removedFiles, removedBytes, addedFiles, addedBytes } = result;
  const text = applied
    ? `Version ${version}: ${formatCount(removedFiles)} files (${formatBytes(removedBytes)}) became ${formatCount(addedFiles)} (${formatBytes(addedBytes)}). The old ones stay for older versions, until a vacuum.`
    : `Nothing to do: no two files of a partition go into one. The table stays at version ${version}.`;
  return { text, data: result };
};

function readBytes(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?(MB|GB)$/i.exec(text) ?? [];
  if (amount === undefined || unit === undefined || Number(amount) === 0)
    throw new UsageError("ODB7003", `--file-size wants a size, and "${text}" was given.`, "Write --file-size 128MB.");
  return Number(amount) * (unit.toUpperCase() === "GB" ? 1e9 : 1e6);
}
