import { lowerCases, upperCases } from "./caseTables.ts";

// Spark maps nearly all characters as JavaScript does; the others, letters of Unicode 17, are replaced before.

export const upperCase = (a: string): string => `upper(translate(${a}, '${upperCases.from}', '${upperCases.to}'))`;

export const lowerCase = (a: string): string => `lower(translate(${a}, '${lowerCases.from}', '${lowerCases.to}'))`;
