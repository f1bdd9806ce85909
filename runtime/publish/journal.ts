import { readFile } from "node:fs/promises";

/** What a write of a folder is about to do, made durable before it does it. */
export type Journal =
  /** The staged folder takes the table's place. Healing finishes it. */
  | { readonly action: "swap"; readonly run: string }
  /** The files (from the table's folder) come in one by one. Healing takes back those that came. */
  | { readonly action: "append"; readonly run: string; readonly files: readonly string[] };

/** The journal at a path; undefined where there is none. It is written whole (a rename), so what is there parses. */
export async function readJournal(path: string): Promise<Journal | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  return JSON.parse(text) as Journal;
}
