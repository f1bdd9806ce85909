import { damaged } from "./readActions.ts";

/** Runs a statement over files of the log; what the engine says against them is a fault of theirs. */
export async function explainRead<Result>(paths: readonly string[], work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { type, message } = describeError(error);
    if (!["IO", "Invalid Input", "Invalid", "Conversion", "Binder", "Serialization", "Not implemented"].includes(type)) throw error;
    const named = paths.filter(path => message.includes(path.slice(path.lastIndexOf("/") + 1)));
    throw damaged((named.length === 0 ? paths : named).join(", "), message);
  }
}

/** DuckDB's errors are JSON. */
function describeError(error: unknown): { readonly type: string; readonly message: string } {
  const text = error instanceof Error ? error.message : String(error);
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && "exception_type" in parsed && "exception_message" in parsed) {
      return { type: String(parsed.exception_type), message: String(parsed.exception_message) };
    }
  } catch {
    // A plain text.
  }
  return { type: /^(\w[\w ]*) Error:/.exec(text)?.[1] ?? "", message: text };
}
