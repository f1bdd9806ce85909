import { formatBytes, formatCount } from "../../terminal/formatQuantity.ts";
import { showControls } from "../../terminal/showControls.ts";
import { UsageError } from "../../usageError.ts";
import type { TableAction } from "../table.ts";

/** Finds the files that no version within the retention needs; `--delete` deletes them. */
export const vacuumTable: TableAction = async (table, given) => {
  const retain = given.text("retain");
  const result = await table.vacuum({
    dryRun: !given.flag("delete"),
    force: given.flag("force"),
    ...(retain === undefined ? {} : { retentionHours: readHours(retain) }),
  });
  const { files, bytes, deleted, retentionHours } = result;
  const summary = `${formatCount(files.length)} files, ${formatBytes(bytes)}, that no version of the last ${retentionHours} hours needs`;
  const list = files.slice(0, 20).map(({ path }) => `  ${showControls(path)}`);
  const more = files.length > list.length ? [`  … and ${formatCount(files.length - list.length)} more`] : [];
  const heading = deleted ? `Deleted ${summary}.` : `Found ${summary}.${files.length > 0 ? " --delete deletes them." : ""}`;
  return { text: [heading, ...list, ...more].join("\n"), data: result };
};

function readHours(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?(hour|day)s?$/.exec(text) ?? [];
  if (amount === undefined)
    throw new UsageError(
      "ODB7003",
      `--retain wants a length of time, and "${text}" was given.`,
      'Write --retain "7 days" or --retain "12 hours".',
    );
  return Number(amount) * (unit === "day" ? 24 : 1);
}
