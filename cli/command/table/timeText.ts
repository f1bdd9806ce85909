/** Milliseconds since 1970 as `2024-01-31T10:00:00Z`. */
export const timeText = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
