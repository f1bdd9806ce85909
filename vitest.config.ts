import { defineConfig } from "vitest/config";

// Two groups: the tests of the sources, and those of the package as a user installs it, which is built and packed once.
export default defineConfig({
  test: {
    pool: "forks",
    testTimeout: 30_000,
    projects: [
      { extends: true, test: { name: "sources", include: ["test/**/*.test.ts"], exclude: ["test/package/**"] } },
      {
        extends: true,
        test: { name: "package", include: ["test/package/**/*.test.ts"], globalSetup: "test/package/globalSetup.ts", testTimeout: 120_000 },
      },
    ],
  },
});
