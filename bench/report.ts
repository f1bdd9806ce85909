import { type Measured, median } from "./measure.ts";

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

/** One contestant's time in those of another: the median of the ratios that the rounds had. */
export function ratioOf(what: string, ours: Measured | undefined, peer: Measured | undefined, limit: number): Result {
  if (!ours || !peer) throw new Error(`${what} was not measured`);
  const ratios = ours.rounds.map((seconds, round) => seconds / (peer.rounds[round] ?? 0));
  const processor =
    peer.processorSeconds === 0 ? "" : `; of the processor's time ${(ours.processorSeconds / peer.processorSeconds).toFixed(2)} ×`;
  const details = `${figuresOf(ours)} against ${figuresOf(peer)} (${peer.name})${processor}`;
  return { what, found: median(ratios), unit: "×", limit, details };
}

const figuresOf = ({ seconds, megabytes }: Measured): string => `${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB`;

/** A line of the report's table. */
export function formatResult({ what, found, unit, limit, atLeast, details }: Result): string {
  const isReached = atLeast ? found >= limit : found <= limit;
  return `| ${what} | ${found.toFixed(2)} ${unit} | ${atLeast ? "≥" : "≤"} ${limit} ${unit} | ${isReached ? "yes" : "**no**"} | ${details} |`;
}
