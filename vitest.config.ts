import { defineConfig } from "vitest/config";

// Four groups: the tests of the sources; those of the package as a user installs it, which is built and packed once; those that need delta-rs; and those
// that need Spark.
export default defineConfig({
  test: {
    pool: "forks",
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: "sources", include: ["test/**/*.test.ts"], exclude: ["test/package/**", "test/spark/**", "test/delta/**"] },
      },
      {
        extends: true,
        test: { name: "package", include: ["test/package/**/*.test.ts"], globalSetup: "test/package/globalSetup.ts", testTimeout: 120_000 },
      },
      { extends: true, test: { name: "delta", include: ["test/delta/**/*.test.ts"], testTimeout: 180_000, hookTimeout: 60_000 } },
      {
        extends: true,
        test: {
          name: "spark",
          include: ["test/spark/**/*.test.ts"],
          globalSetup: "test/spark/globalSetup.ts",
          // One after the other: they share a session, and each run of Spark takes two cores and a gigabyte.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
