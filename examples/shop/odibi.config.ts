import { date, defineConfig } from "odibi";

// The project. The compiler reads this file and the pipelines; it runs none of them.
export default defineConfig({
  pipelines: "pipelines/**/*.pipeline.ts",
  environments: {
    dev: { engine: "duckdb" },
    // The same pipelines over a folder in which one value of an orders file is damaged: `odibi run --env broken` shows what an error looks like.
    broken: { engine: "duckdb", params: { since: date("2024-02-01") } },
  },
  defaultEnvironment: "dev",
  duckdb: { memoryLimit: "2 GB" },
});
