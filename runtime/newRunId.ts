/** A new run's name: its time and some chance, in small letters and digits, so that it can be a part of file names. (No secret: loading node:crypto for it takes a start four milliseconds.) */
export function newRunId(): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "").toLowerCase();
  return `${time}-${Math.floor(Math.random() * 2 ** 24)
    .toString(16)
    .padStart(6, "0")}`;
}
