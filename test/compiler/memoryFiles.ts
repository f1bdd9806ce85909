import type { Files } from "../../compiler/load/files.ts";

/** Files that exist in a test only, by their paths. */
export function memoryFiles(contents: { readonly [path: string]: string }): Files {
  const paths = Object.keys(contents).sort();
  return {
    read: path => contents[path],
    stamp: path => (contents[path] === undefined ? undefined : { size: contents[path].length, mtime: 0, ctime: 0, inode: 0 }),
    isDirectory: path => paths.some(other => other.startsWith(`${path}/`)),
    list: folder => [...new Set(paths.flatMap(path => (path.startsWith(folder) ? [path.slice(folder.length).replace(/\/.*/, "/")] : [])))],
  };
}
