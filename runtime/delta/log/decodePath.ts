/** A path of the log, which is encoded as a URI, as the storage has it. */
export function decodePath(path: string): string {
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    // Not encoded after all, as some old writers left it.
    return path;
  }
}
