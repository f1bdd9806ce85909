import { defineConfig } from "odibi";

export default defineConfig({
  pipelines: "pipelines/**/*.pipeline.ts",
  environments: {
    dev: { threads: 2 },
    prod: {},
  },
  defaultEnvironment: "dev",
});
