import { fixedFolder } from "../load/findFiles.ts";
import type { Program } from "../load/loadProject.ts";
import type { Lowering } from "./environment.ts";

/** A compilation in which nothing was read yet. `patterns` are the config's, for the nodes' names. */
export function startLowering(program: Program, patterns: readonly string[], environments: readonly string[]): Lowering {
  const folders = patterns.map(fixedFolder).sort((a, b) => b.length - a.length);
  return {
    program,
    problems: [],
    nodes: new Map(),
    parameters: new Map(),
    parameterTypes: new Map(),
    values: new Map(),
    open: [],
    reads: new Map(),
    environments,
    connections: new Map(),
    functions: [],
    idOf: (file, name) => {
      const folder = folders.find(prefix => file.startsWith(prefix)) ?? "";
      return `${file.slice(folder.length).replace(/(\.pipeline)?\.[mc]?tsx?$/, "")}.${name}`;
    },
  };
}
