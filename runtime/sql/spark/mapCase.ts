/** Upper case as JavaScript's. */
export const upperCase = (a: string): string => `upper(${a})`;
/** Lower case as JavaScript's. */
export const lowerCase = (a: string): string => `lower(${a})`;
