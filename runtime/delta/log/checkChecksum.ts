import { Failure } from "../../failure.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ObjectStore, StoredObject } from "../store/objectStore.ts";

/** Compares a version with what its writer counted, where it left a checksum: a commit that was changed or lost shows there. */
export async function checkChecksum(store: ObjectStore, checksum: StoredObject | undefined, { files, version }: Snapshot): Promise<void> {
  const counted = checksum === undefined ? undefined : parse(await store.read(checksum.path));
  if (checksum === undefined || counted === undefined) return;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (counted.numFiles === files.length && (counted.tableSizeBytes === undefined || counted.tableSizeBytes === bytes)) return;
  throw new Failure(
    "ODB8004",
    `The log says that version ${version} of the table "${store.root}" has ${files.length} files of ${bytes} bytes,` +
      ` and "${checksum.path}" that it has ${counted.numFiles} files of ${counted.tableSizeBytes ?? "unknown"} bytes: one of them was changed.`,
    "Bring the log back from a copy, or remove the checksum file where the log is known to be right.",
  );
}

/** Undefined where it cannot be read: the file may be half written, and no reader needs it. */
function parse(content: Uint8Array | undefined): { readonly numFiles: number; readonly tableSizeBytes: number | undefined } | undefined {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(content));
    if (typeof parsed !== "object" || parsed === null || !("numFiles" in parsed) || typeof parsed.numFiles !== "number") return undefined;
    const bytes = "tableSizeBytes" in parsed ? parsed.tableSizeBytes : undefined;
    return { numFiles: parsed.numFiles, tableSizeBytes: typeof bytes === "number" ? bytes : undefined };
  } catch {
    return undefined;
  }
}
