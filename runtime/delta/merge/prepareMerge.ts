import type { Attempt, Prepared } from "../write/attempt.ts";

export async function prepareMerge(_attempt: Attempt): Promise<Prepared | undefined> {
  throw new Error("not yet");
}
