import type { Entry } from "../entry.ts";

export const tables = {} as const satisfies { readonly [code: string]: Entry };
