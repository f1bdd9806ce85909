/** The log's file of a version. */
export const logPath = (version: number): string => `_delta_log/${padVersion(version)}.json`;

export const padVersion = (version: number): string => String(version).padStart(20, "0");
