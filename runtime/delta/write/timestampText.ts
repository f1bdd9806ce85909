/** DuckDB's text of a timestamp in UTC as `2024-01-31 10:00:00.123`, with whole milliseconds, or with microseconds where it is not rounded; undefined outside of the years 1 to 9999. */
export function timestampText(text: string, rounded: "down" | "up" | "exact"): string | undefined {
  const [, seconds, fraction = ""] = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:\+00)?$/.exec(text) ?? [];
  if (seconds === undefined) return undefined;
  const digits = fraction.padEnd(6, "0");
  if (rounded === "exact") return `${seconds}.${digits}`;
  const milliseconds = `${seconds}.${digits.slice(0, 3)}`;
  if (rounded === "down" || digits.endsWith("000")) return milliseconds;
  const next = new Date(Date.parse(`${milliseconds.replace(" ", "T")}Z`) + 1);
  return next.getUTCFullYear() > 9999 ? undefined : next.toISOString().slice(0, -1).replace("T", " ");
}
