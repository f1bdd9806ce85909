import type { Entry } from "../entry.ts";

export const usage = {} as const satisfies { readonly [code: string]: Entry };
