import { type TsconfigText, tsconfigOf } from "../tsconfigText.ts";

/** Reads a tsconfig that is JSON; undefined for one with comments, which TypeScript's parser takes. */
export function readPlainTsconfig(text: string): TsconfigText | undefined {
  try {
    return tsconfigOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}
