import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../failure.ts";

/** The text of a function's bundle, which is exactly the one that the plan names by its hash. */
export function loadBundle(planDirectory: string, bundle: string): Uint8Array {
  const named = /^functions\/([0-9a-f]{64})\.mjs$/.exec(bundle)?.[1];
  if (named === undefined) throw new Failure("ODB6042", `"${bundle}" is no name of a function's bundle.`, "Compile the plan again.");
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(planDirectory, bundle));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new Failure(
        "ODB6042",
        `The plan names "${bundle}", which is not beside it.`,
        "Keep the folder functions/ with the plan, or compile it again.",
      );
    throw error;
  }
  // Loaded here: every run would pay its four milliseconds at the start.
  const { createHash } = process.getBuiltinModule("node:crypto");
  if (createHash("sha256").update(bytes).digest("hex") !== named)
    throw new Failure(
      "ODB6042",
      `"${bundle}" is not what the plan was compiled with: its content has another hash.`,
      "Compile the plan again.",
    );
  return bytes;
}
