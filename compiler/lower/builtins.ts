import { functions, isFunctionName } from "../plan/functions.ts";
import { byEnvironmentCall, localCall } from "./builtin/connection.ts";
import { csvCall, deltaCall, jsonCall, parquetCall } from "./builtin/format.ts";
import { ifNotNullCall } from "./builtin/ifNotNull.ts";
import { paramCall } from "./builtin/param.ts";
import { defineConfigCall, pipelineCall } from "./builtin/project.ts";
import { readCall } from "./builtin/read.ts";
import { ascCall, descCall } from "./builtin/sortKey.ts";
import type { Call } from "./call.ts";
import type { Value } from "./value.ts";

/** The functions of "odibi" that are not expressions of the plan: each says what its call stands for. */
export const builtins: { readonly [name: string]: ((call: Call) => Value) | undefined } = {
  read: readCall,
  csv: csvCall,
  json: jsonCall,
  parquet: parquetCall,
  delta: deltaCall,
  local: localCall,
  byEnvironment: byEnvironmentCall,
  param: paramCall,
  pipeline: pipelineCall,
  defineConfig: defineConfigCall,
  asc: ascCall,
  desc: descCall,
  ifNotNull: ifNotNullCall,
};

/** Whether "odibi" exports a function of that name. */
export function isBuiltin(name: string): boolean {
  return Object.hasOwn(builtins, name) || (isFunctionName(name) && functions[name].notation === "function" && !name.startsWith("Math."));
}

/** Every name that "odibi" exports as a value. */
export function builtinNames(): readonly string[] {
  return ["t", ...Object.keys(builtins), ...Object.keys(functions).filter(isBuiltin)];
}
