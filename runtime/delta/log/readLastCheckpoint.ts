import type { ObjectStore } from "../store/objectStore.ts";

/** The version that `_last_checkpoint` names. It is a hint, written after the checkpoint: one that cannot be read is none. */
export async function readLastCheckpoint(store: ObjectStore): Promise<number | undefined> {
  const content = await store.read("_delta_log/_last_checkpoint");
  if (content === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(content));
    const version = typeof parsed === "object" && parsed !== null && "version" in parsed ? parsed.version : undefined;
    return typeof version === "number" && Number.isSafeInteger(version) && version >= 0 ? version : undefined;
  } catch {
    return undefined;
  }
}
