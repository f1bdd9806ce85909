import { open, rename, rm, unlink } from "node:fs/promises";

import { Failure } from "../failure.ts";
import { makeFolders } from "../makeFolders.ts";

/** Every effect that publishing has on storage, one function each. A crash test wraps them. */
export interface Storage {
  /** Makes a folder and those above it. */
  makeFolder(path: string): Promise<void>;
  /** Writes a small new file, durably. */
  writeFile(path: string, text: string): Promise<void>;
  /** Makes what a file or a folder holds durable. */
  sync(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  removeFile(path: string): Promise<void>;
  /** Removes a folder with all that is in it; one that is not there is fine. */
  removeFolder(path: string): Promise<void>;
}

export const localStorage: Storage = {
  async makeFolder(path) {
    try {
      makeFolders(path);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
      throw new Failure("ODB5032", `The folder "${path}" cannot be made: the system says that there is no such place.`, "Write elsewhere.");
    }
  },
  async writeFile(path, text) {
    const file = await open(path, "w");
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  async sync(path) {
    const file = await open(path, "r");
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename,
  removeFile: unlink,
  async removeFolder(path) {
    await rm(path, { recursive: true, force: true });
  },
};
