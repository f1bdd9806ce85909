import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** A source of the project that was changed after the plan was written, from the root; undefined where there is none. */
export function findNewerSource(plan: string, root: string): string | undefined {
  const written = statSync(plan, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
  const queue = [root];
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    for (const entry of list(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith(".")) queue.push(path);
      else if (entry.isFile() && entry.name.endsWith(".ts") && statSync(path).mtimeMs > written) return relative(root, path);
    }
  }
  return undefined;
}

function list(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
