import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { resolvePlace } from "../../../runtime/connection/local.ts";
import { resolveEnvironment } from "../../../runtime/environment/resolveEnvironment.ts";
import { parameterTexts, resolveParameters } from "../../../runtime/environment/resolveParameters.ts";
import { Failure } from "../../../runtime/failure.ts";
import { findNode } from "../../findNode.ts";
import { openPlan } from "../../openPlan.ts";
import type { Arguments } from "../../parseArguments.ts";
import { readPlaceOptions } from "../../readRunOptions.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { UsageError } from "../../usageError.ts";

/** The folder of a Delta table that is named by itself or by the node that writes it. Undefined where the project has faults, which are then told. */
export async function findTable(
  name: string,
  named: string | undefined,
  given: Arguments,
  terminal: Terminal,
): Promise<string | undefined> {
  if (named === undefined && isFolder(name)) return resolve(name);
  const opened = await openPlan(named, terminal);
  if (opened === undefined) return undefined;
  const { write, id } = findNode(opened.plan, name);
  if (write?.file.format !== "delta")
    throw new UsageError("ODB7011", `"${id}" writes no Delta table.`, "Name a node that does, or the folder of a table.");
  const options = readPlaceOptions(given, opened);
  try {
    const environment = resolveEnvironment(opened.plan, options.environment);
    return resolvePlace(write, environment, options.root, parameterTexts(resolveParameters(opened.plan, environment, options.params)));
  } catch (error) {
    if (error instanceof Failure) throw new UsageError(error.code, error.message, error.hint);
    throw error;
  }
}

const isFolder = (name: string): boolean => existsSync(join(name, "_delta_log")) || /^[./~]|[/\\]$/.test(name);
