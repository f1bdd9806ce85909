import type { Entry } from "../entry.ts";

export const data = {} as const satisfies { readonly [code: string]: Entry };
