import type { Plan } from "../../compiler/plan/plan.ts";
import type { Stage } from "../../compiler/plan/step.ts";
import { viewNames } from "../sql/spark/viewName.ts";

/** How a node is called in the emitted project. */
export interface NodeNames {
  /** `["silver", "orders"]`, below `pipelines`. */
  readonly module: readonly string[];
  /** The module's name where modules of several folders meet: `silver_orders`. */
  readonly alias: string;
  readonly function: string;
  readonly view: string;
}

/** The Python names of each node by its id: snake case, each its own whatever the ids are. */
export function nameProject<S extends Stage>({ nodes }: Plan<S>): ReadonlyMap<string, NodeNames> {
  const views = viewNames(nodes.map(({ id }) => id));
  // A folder's modules and folders are told apart: a package hides a module of its name.
  const folders = new Map<string, Namer>();
  const modules = new Map<string, readonly string[]>();
  const aliases = new Map<string, string>();
  const functions = new Map<string, Namer>();
  const nameIn = (namers: Map<string, Namer>, place: string): Namer => {
    const namer = namers.get(place) ?? createNamer();
    namers.set(place, namer);
    return namer;
  };
  const takeAlias = createNamer();
  return new Map(
    nodes.map(({ id }) => {
      const file = id.slice(0, id.lastIndexOf("."));
      const module =
        modules.get(file) ??
        file.split("/").map((segment, index, all) => {
          const isFile = index === all.length - 1;
          return nameIn(folders, all.slice(0, index).join("/"))(isFile ? `${segment}.` : segment, snakeCase(segment));
        });
      modules.set(file, module);
      const alias = aliases.get(file) ?? takeAlias(file, module.join("_"));
      aliases.set(file, alias);
      const name = id.slice(file.length + 1);
      return [id, { module, alias, function: nameIn(functions, file)(name, snakeCase(name)), view: views.get(id) ?? "" }];
    }),
  );
}

/** Gives each key a name of its own, made from a hint; the same key has the same name again. */
type Namer = (key: string, hint: string) => string;

export function createNamer(taken: ReadonlySet<string> = new Set()): Namer {
  const names = new Map<string, string>();
  const used = new Set<string>();
  return (key, hint) => {
    const known = names.get(key);
    if (known !== undefined) return known;
    let name = hint;
    for (let count = 2; used.has(name.toLowerCase()) || taken.has(name.toLowerCase()); count += 1) name = `${hint}_${count}`;
    used.add(name.toLowerCase());
    names.set(key, name);
    return name;
  };
}

const keywords = new Set(
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);

/** A Python name: `dailyRevenue` is `daily_revenue`. */
export function snakeCase(name: string): string {
  const words = name
    .replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "_")
    .replace(/[^A-Za-z0-9_]+/g, "_")
    .toLowerCase();
  const found = /^[a-z_]/.test(words) ? words : `_${words}`;
  return keywords.has(found) ? `${found}_` : found;
}
