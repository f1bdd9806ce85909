import { defineConfig } from "odibi";

export default defineConfig({ pipelines: "pipelines/*.pipeline.ts" });
