import { mkdir, open, rename, rm, unlink } from "node:fs/promises";

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
    await mkdir(path, { recursive: true });
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
