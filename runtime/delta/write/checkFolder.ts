import { Failure } from "../../failure.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { isDataFileName } from "./nameFile.ts";

/** A new table is made where nothing lies but what an unfinished write of one has left. */
export async function checkFolder(store: ObjectStore): Promise<void> {
  const others = (await store.listBelow("")).filter(({ path }) => !path.startsWith("_") && !path.startsWith(".") && !isDataFileName(path));
  const first = others.map(({ path }) => path).sort()[0];
  if (first === undefined) return;
  throw new Failure(
    "ODB8108",
    `"${store.root}" is no Delta table and has other files (${others.length}), of which "${first}" is one.`,
    "Write to a folder of its own, or move the files away.",
  );
}
