import type { Entry } from "../entry.ts";

export const run = {} as const satisfies { readonly [code: string]: Entry };
