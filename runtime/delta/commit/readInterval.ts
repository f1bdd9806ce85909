const milliseconds: Readonly<Record<string, number>> = {
  millisecond: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
};

/** A duration of a table property, `interval 30 days` or `interval 1 week 2 hours`, in milliseconds; `standard` where it is missing or no such text. */
export function readInterval(text: string | undefined, standard: number): number {
  const parts = [...(text ?? "").matchAll(/(\d+(?:\.\d+)?)\s+([a-z]+?)s?\b/gi)];
  const known = parts.map(([, count, unit]) => Number(count) * (milliseconds[unit?.toLowerCase() ?? ""] ?? Number.NaN));
  const sum = known.reduce((total, part) => total + part, 0);
  return known.length === 0 || Number.isNaN(sum) ? standard : sum;
}

const week = 7 * 86_400_000;

/** How long removed files are kept for older versions. */
export const deletedFileRetention = (configuration: Readonly<Record<string, string>>): number =>
  readInterval(configuration["delta.deletedFileRetentionDuration"], week);

/** How long the log keeps commits. */
export const logRetention = (configuration: Readonly<Record<string, string>>): number =>
  readInterval(configuration["delta.logRetentionDuration"], 30 * 86_400_000);
