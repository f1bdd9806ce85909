import type { Entry } from "../entry.ts";

export const project = {} as const satisfies { readonly [code: string]: Entry };
