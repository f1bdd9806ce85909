import { randomBytes } from "node:crypto";

/** A new run's name: its time and some chance, in small letters and digits, so that it can be a part of file names. */
export function newRunId(): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "").toLowerCase();
  return `${time}-${randomBytes(3).toString("hex")}`;
}
