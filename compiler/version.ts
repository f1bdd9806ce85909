import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

// The build puts a hash of the compiler's sources here.
declare const ODIBI_BUILD: string | undefined;

let known: string | undefined;

/** Which compiler this is: what one has kept another never uses. Of a build it is the hash of its sources, of the sources themselves their newest change. */
export function compilerStamp(): string {
  known ??= typeof ODIBI_BUILD === "string" ? ODIBI_BUILD : newestSource(import.meta.dirname);
  return known;
}

function newestSource(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(name => name.endsWith(".ts"));
  const newest = files.reduce((latest, name) => Math.max(latest, statSync(join(folder, name)).mtimeMs), 0);
  return `${files.length} sources of ${newest}`;
}
