/** Placeholder until the tables are there. */
export const upperCase = (sql: string): string => `upper(${sql})`;
export const lowerCase = (sql: string): string => `lower(${sql})`;
