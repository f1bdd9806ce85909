import type { Program } from "../load/loadProject.ts";
import { configFile } from "../load/loadProject.ts";
import type { FileSyntax } from "../parse/syntax.ts";
import { readConfig } from "./readConfig.ts";
import { startLowering } from "./startLowering.ts";

/** The patterns of pipeline files that a config names, before anything else is read. What it imports is not known yet and is of no interest here. */
export function pipelinePatterns(config: FileSyntax): readonly string[] {
  const program: Program = {
    config: configFile,
    pipelines: [],
    isPipeline: () => false,
    files: new Map([[configFile, config]]),
    resolve: (_, specifier) => (specifier === "odibi" ? { kind: "odibi" } : { kind: "missing", tried: [] }),
    text: () => "",
  };
  return readConfig(configFile, startLowering(program, [], []))?.pipelines ?? [];
}
