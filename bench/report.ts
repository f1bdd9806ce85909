import type { Measured } from "./measure.ts";

/** A figure and the limit that it is held to. */
export interface Result {
  readonly what: string;
  readonly found: number;
  readonly unit: string;
  readonly limit: number;
  /** Whether more is better. */
  readonly atLeast?: boolean;
  readonly details: string;
}

/** One contestant's time in those of another. */
export function ratioOf(what: string, ours: Measured | undefined, peer: Measured | undefined, limit: number): Result {
  if (!ours || !peer) throw new Error(`${what} was not measured`);
  const details = `${ours.seconds.toFixed(2)} s, ${ours.megabytes.toFixed(0)} MB against ${peer.seconds.toFixed(2)} s, ${peer.megabytes.toFixed(0)} MB (${peer.name})`;
  return { what, found: ours.seconds / peer.seconds, unit: "×", limit, details };
}

/** A line of the report's table. */
export function formatResult({ what, found, unit, limit, atLeast, details }: Result): string {
  const isReached = atLeast ? found >= limit : found <= limit;
  return `| ${what} | ${found.toFixed(2)} ${unit} | ${atLeast ? "≥" : "≤"} ${limit} ${unit} | ${isReached ? "yes" : "**no**"} | ${details} |`;
}
