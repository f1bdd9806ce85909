import { ts } from "ts-morph";
import { type TsconfigText, tsconfigOf } from "./tsconfigText.ts";

/** Reads a tsconfig (JSON with comments) as far as module resolution needs it; what is malformed counts as absent, since TypeScript itself reports it. */
export function parseTsconfig(path: string, text: string): TsconfigText {
  return tsconfigOf(ts.parseConfigFileTextToJson(path, text).config);
}
