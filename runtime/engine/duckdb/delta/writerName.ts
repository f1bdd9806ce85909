import manifest from "../../../../package.json" with { type: "json" };

/** Who writes, as a table's log has it. */
export const writerName = `odibi/${manifest.version}`;
