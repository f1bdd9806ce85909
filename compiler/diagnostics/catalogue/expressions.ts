import type { Entry } from "../entry.ts";

export const expressions = {} as const satisfies { readonly [code: string]: Entry };
