import type { Files } from "./files.ts";
import { normalize, type PathMapping } from "./tsconfig.ts";

/** What a module specifier means. */
export type Resolution =
  | { readonly kind: "odibi" }
  | { readonly kind: "file"; readonly path: string }
  /** A package of npm: only code of `mapRows` may use it. */
  | { readonly kind: "package"; readonly name: string }
  /** `tried` are the paths at which a file would have been found, the likeliest first. */
  | { readonly kind: "missing"; readonly tried: readonly string[] };

/**
 * Resolves a module as TypeScript does with `moduleResolution: "bundler"`: `./orders` is orders.ts before orders/index.ts, `./orders.js`
 * may be orders.ts, tsconfig `paths` go before packages. "odibi" is known by its name and never looked up.
 */
export function resolveModule(from: string, specifier: string, mapping: PathMapping, files: Files): Resolution {
  if (specifier === "odibi") return { kind: "odibi" };
  if (specifier.startsWith("./") || specifier.startsWith("../") || specifier === "." || specifier === "..") {
    const folder = from.includes("/") ? from.slice(0, from.lastIndexOf("/") + 1) : "";
    return firstFile(candidates(normalize(folder + specifier)), files);
  }
  const mapped = mapPath(specifier, mapping);
  for (const target of mapped) {
    const found = firstFile(candidates(normalize(mapping.base + target)), files);
    if (found.kind === "file") return found;
  }
  if (mapped.length > 0 || specifier.startsWith("/"))
    return { kind: "missing", tried: mapped.map(target => normalize(mapping.base + target)) };
  return { kind: "package", name: specifier };
}

function firstFile(paths: Iterable<string>, files: Files): Resolution {
  const tried: string[] = [];
  for (const path of paths) {
    if (!path.startsWith("..") && files.stamp(path) !== undefined) return { kind: "file", path };
    tried.push(path);
  }
  return { kind: "missing", tried };
}

const endings = [".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mts", ".mjs"];
const written: { readonly [ending: string]: readonly string[] } = {
  ".js": [".ts", ".tsx", ".js"],
  ".mjs": [".mts", ".mjs"],
  ".jsx": [".tsx", ".jsx"],
};

function* candidates(path: string): Iterable<string> {
  const ending = /\.[a-z]+$/.exec(path)?.[0] ?? "";
  const stem = path.slice(0, path.length - ending.length);
  for (const other of written[ending] ?? []) yield stem + other;
  if (/^\.(ts|tsx|mts|json)$/.test(ending)) yield path;
  for (const other of endings) yield path + other;
  const folder = path === "" ? "" : `${path}/`;
  for (const other of endings) yield `${folder}index${other}`;
}

// The pattern with the longest part before its `*` wins, an exact one before all.
function mapPath(specifier: string, mapping: PathMapping): readonly string[] {
  let best: { readonly length: number; readonly targets: readonly string[] } | undefined;
  for (const [pattern, targets] of mapping.paths) {
    const star = pattern.indexOf("*");
    if (star < 0) {
      if (pattern === specifier) return targets;
      continue;
    }
    const before = pattern.slice(0, star);
    const after = pattern.slice(star + 1);
    if (!specifier.startsWith(before) || !specifier.endsWith(after) || specifier.length < before.length + after.length) continue;
    if (best !== undefined && best.length >= before.length) continue;
    const matched = specifier.slice(before.length, specifier.length - after.length);
    best = { length: before.length, targets: targets.map(target => target.replace("*", () => matched)) };
  }
  return best?.targets ?? [];
}
