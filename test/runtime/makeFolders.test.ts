import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolders } from "../../runtime/makeFolders.ts";
import { localStorage } from "../../runtime/publish/storage.ts";

const makeIn = (): string => mkdtempSync(join(tmpdir(), "odibi-folders-"));

test("folders are made from the nearest that is there, and again without complaint", () => {
  const folder = makeIn();
  for (let round = 0; round < 2; round += 1) makeFolders(join(folder, "a/b/c"));
  expect(execFileSync("find", [".", "-type", "d"], { cwd: folder, encoding: "utf8" }).trim().split("\n")).toEqual([
    ".",
    "./a",
    "./a/b",
    "./a/b/c",
  ]);
  makeFolders("/");
});

test("a file in the way is the file system's error, and stays", () => {
  const folder = makeIn();
  writeFileSync(join(folder, "a"), "");
  expect(() => makeFolders(join(folder, "a"))).toThrow("EEXIST");
  expect(() => makeFolders(join(folder, "a/b/c"))).toThrow("ENOTDIR");
  expect(statSync(join(folder, "a")).isFile()).toBe(true);
});

// In a process of its own: what hangs in the file system's call can't be ended otherwise.
test.skipIf(!existsSync("/proc/self"))("where the system lets nothing be made it ends, with its error", () => {
  const module = new URL("../../runtime/makeFolders.ts", import.meta.url).href;
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", `import { makeFolders } from ${JSON.stringify(module)}; makeFolders("/proc/none/below");`],
    { encoding: "utf8", timeout: 10_000, killSignal: "SIGKILL" },
  );
  expect(status).toBe(1);
  expect(stderr).toContain("ENOENT");
});

test.skipIf(!existsSync("/proc/self"))("a table's place that cannot be made is a coded failure", async () => {
  await expect(localStorage.makeFolder("/proc/none/below")).rejects.toMatchObject({ code: "ODB5032" });
});
