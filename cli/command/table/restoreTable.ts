import { fitsType } from "../../../compiler/plan/fitsType.ts";
import { formatCount } from "../../terminal/formatQuantity.ts";
import { UsageError } from "../../usageError.ts";
import type { TableAction } from "../table.ts";

/** Makes the table as it was at a version or an instant, by a new version. */
export const restoreTable: TableAction = async (table, given) => {
  const result = await table.restore(readTarget(given.text("to")));
  const { version, restoredVersion, restoredFiles, removedFiles, applied } = result;
  const text = applied
    ? `Version ${version} is as version ${restoredVersion} was: ${formatCount(restoredFiles)} files came back, ${formatCount(removedFiles)} went.`
    : `Nothing to do: version ${version} is as version ${restoredVersion} was.`;
  return { text, data: result };
};

function readTarget(text: string | undefined): { readonly version: number } | { readonly at: Date } {
  if (text !== undefined && /^\d{1,15}$/.test(text)) return { version: Number(text) };
  if (text !== undefined && fitsType(text, { kind: "timestamp" }))
    return { at: new Date(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.replace(" ", "T")}Z`) };
  if (text === undefined)
    throw new UsageError("ODB7004", "`odibi table restore` wants --to <version or time>.", "Usage: odibi table restore <table> --to 3");
  throw new UsageError("ODB7003", `--to wants a version or a time, and "${text}" was given.`, "Write --to 3 or --to 2024-01-31T10:00:00Z.");
}
