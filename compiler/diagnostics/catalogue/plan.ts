import type { Entry } from "../entry.ts";

export const plan = {} as const satisfies { readonly [code: string]: Entry };
