import { fixedFolder } from "../load/findFiles.ts";
import type { Program } from "../load/loadProject.ts";
import type { Resolution } from "../load/resolveModule.ts";
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
    topLevel: new Map(),
    open: [],
    environments,
    connections: new Map(),
    functions: [],
    idOf: (file, name) => {
      const folder = folders.find(prefix => file.startsWith(prefix)) ?? "";
      return `${file.slice(folder.length).replace(/(\.pipeline)?\.[mc]?tsx?$/, "")}.${name}`;
    },
    resolve: rememberModules(program),
  };
}

function rememberModules(program: Program): Lowering["resolve"] {
  const modules = new Map<string, Map<string, Resolution>>();
  return (from, specifier) => {
    let ofFile = modules.get(from);
    if (ofFile === undefined) {
      ofFile = new Map();
      modules.set(from, ofFile);
    }
    let target = ofFile.get(specifier);
    if (target === undefined) {
      target = program.resolve(from, specifier);
      ofFile.set(specifier, target);
    }
    return target;
  };
}
