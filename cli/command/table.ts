import { nearestName } from "../../compiler/diagnostics/nearestName.ts";
import type { DeltaTable } from "../../runtime/delta/index.ts";
import { openTable } from "../../runtime/delta/index.ts";
import { describeFailure, Failure } from "../../runtime/failure.ts";
import type { Arguments } from "../parseArguments.ts";
import { readResources } from "../readRunOptions.ts";
import { reportDiagnostics } from "../terminal/reportDiagnostics.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usageError.ts";
import { describeTable } from "./table/describeTable.ts";
import { findTable } from "./table/findTable.ts";
import { optimizeTable } from "./table/optimizeTable.ts";
import { restoreTable } from "./table/restoreTable.ts";
import { showHistory } from "./table/showHistory.ts";
import { vacuumTable } from "./table/vacuumTable.ts";

/** What `odibi table ACTION` does to an open table: its answer for a person, and as data. */
export type TableAction = (table: DeltaTable, given: Arguments) => Promise<{ readonly text: string; readonly data: object }>;

const actions: { readonly [name: string]: TableAction } = {
  describe: describeTable,
  history: showHistory,
  vacuum: vacuumTable,
  optimize: optimizeTable,
  restore: restoreTable,
};

/** `odibi table ACTION TABLE [plan|project]`: a Delta table, by the node that writes it or by its folder. */
export async function tableCommand(given: Arguments, terminal: Terminal): Promise<number> {
  const [name = "", table = "", named] = given.positional;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) {
    const near = nearestName(name, Object.keys(actions));
    const hint = near === undefined ? `It knows ${Object.keys(actions).join(", ")}.` : `Did you mean \`odibi table ${near}\`?`;
    throw new UsageError("ODB7001", `\`odibi table\` knows no "${name}".`, hint);
  }
  const path = await findTable(table, named, given, terminal);
  if (path === undefined) return 1;
  try {
    const { threads, memory } = readResources(given);
    const opened = await openTable(path, {
      ...(threads === undefined ? {} : { threads }),
      ...(memory === undefined ? {} : { memoryLimit: memory }),
    });
    try {
      const { text, data } = await action(opened, given);
      terminal.out(given.text("format") === "json" ? JSON.stringify(data, jsonValue, 2) : text);
      return 0;
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    reportDiagnostics([describeFailure(error)], given.text("format") ?? "human", () => undefined, terminal);
    return 1;
  }
}

const jsonValue = (_: string, value: unknown): unknown => (typeof value === "bigint" ? Number(value) : value);
