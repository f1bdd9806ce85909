import { local } from "odibi";

/** What `tpchgen-cli` made: each table as CSV and as Parquet. */
export const source = local("data/source");
export const results = local("data/results");
