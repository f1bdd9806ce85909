import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { AddFile } from "../action.ts";
import type { ObjectStore } from "../store/objectStore.ts";
import { codecOf } from "./codecOf.ts";
import type { StagedFile } from "./copyFiles.ts";
import { nameFile, pathToUri } from "./nameFile.ts";

/** The local folder of a write, whose files become the table's when they are kept. */
export interface Staging {
  /** A new folder inside. */
  folder(): Promise<string>;
  /** Makes staged files the table's, under new names: their actions, and their paths. */
  keep(
    folder: string,
    files: readonly StagedFile[],
    configuration: Readonly<Record<string, string>>,
    options?: { readonly dataChange?: boolean; readonly tags?: AddFile["tags"] },
  ): Promise<{ readonly adds: readonly AddFile[]; readonly paths: readonly string[] }>;
}

/** Gives the work a staged folder, which is gone afterwards. */
export async function withStaging<Result>(store: ObjectStore, work: (staging: Staging) => Promise<Result>): Promise<Result> {
  let root: Promise<string> | undefined;
  const staging: Staging = {
    async folder() {
      root ??= store.stage();
      const folder = join(await root, randomUUID());
      await mkdir(folder, { recursive: true });
      return folder;
    },
    async keep(folder, files, configuration, { dataChange = true, tags } = {}) {
      const { extension } = codecOf(configuration);
      const named = files.map(file => ({ file, path: nameFile(file.partitionValues, extension) }));
      await store.keep(
        folder,
        named.map(({ file, path }) => ({ from: file.path, to: path })),
      );
      const modificationTime = Date.now();
      return {
        paths: named.map(({ path }) => path),
        adds: named.map(({ file, path }) => ({
          path: pathToUri(path),
          partitionValues: file.partitionValues,
          size: file.bytes,
          modificationTime,
          dataChange,
          stats: file.stats,
          ...(tags === undefined ? {} : { tags }),
        })),
      };
    },
  };
  try {
    return await work(staging);
  } finally {
    const folder = await root?.catch(() => undefined);
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}
