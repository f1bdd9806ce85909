import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { Step, Untyped } from "../../compiler/plan/step.ts";
import { Failure } from "../../runtime/failure.ts";
import { writeProject } from "../../runtime/pyspark/writeProject.ts";
import { column, int64, makePlan, read, source, writeTo } from "../runtime/makePlan.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "odibi-write-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const bundle = "export default row => row;";
const hash = createHash("sha256").update(bundle).digest("hex");
const mapRows: Step<Untyped> = { kind: "mapRows", bundle: `functions/${hash}.mjs`, columns: [column("id", int64)] };
const one = makePlan([{ id: "a.one", steps: [source("in.csv", [column("id", int64)])], write: writeTo("one") }]);
const two = makePlan([
  { id: "a.one", steps: [source("in.csv", [column("id", int64)])] },
  { id: "b.scored", steps: [read("a.one"), mapRows], write: writeTo("two") },
]);

function putFunctions(): void {
  mkdirSync(join(folder, "functions"));
  writeFileSync(join(folder, mapRows.kind === "mapRows" ? mapRows.bundle : ""), bundle);
}

const write = (plan: typeof one, name = "out") => writeProject(plan, folder, join(folder, name));
const filesIn = (name: string) => readdirSync(join(folder, name), { recursive: true, encoding: "utf8" }).sort();
const contents = (name: string) =>
  filesIn(name).map(path => (path.includes(".") ? [path, readFileSync(join(folder, name, path), "utf8")] : [path]));

function refusal(work: () => unknown): Failure {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

test("a project is written whole: its modules, the package they import, and the functions of the plan", () => {
  putFunctions();
  const files = write(two);
  expect(filesIn("out")).toEqual(expect.arrayContaining([...files]));
  expect(files).toEqual(
    expect.arrayContaining([
      "main.py",
      "pipelines/b.py",
      "odibi_spark/model.py",
      "odibi_spark/__init__.py",
      `functions/scored-${hash.slice(0, 12)}.mjs`,
    ]),
  );
  expect(readFileSync(join(folder, `out/functions/scored-${hash.slice(0, 12)}.mjs`), "utf8")).toBe(bundle);
  expect(readFileSync(join(folder, "out/pipelines/b.py"), "utf8")).toContain(`function="scored-${hash.slice(0, 12)}.mjs"`);
  expect(readdirSync(folder).sort()).toEqual(["functions", "out"]);
  write(two, "again");
  expect(contents("again")).toEqual(contents("out"));
});

test("what emit wrote is replaced, and hidden entries of others stay", () => {
  putFunctions();
  write(two);
  mkdirSync(join(folder, "out/.git"));
  writeFileSync(join(folder, "out/.git/HEAD"), "main");
  mkdirSync(join(folder, "out/odibi_spark/__pycache__"), { recursive: true });
  writeFileSync(join(folder, "out/odibi_spark/__pycache__/job.pyc"), "");
  write(one);
  expect(existsSync(join(folder, "out/pipelines/b.py"))).toBe(false);
  expect(readFileSync(join(folder, "out/.git/HEAD"), "utf8")).toBe("main");
  rmSync(join(folder, "out/.git"), { recursive: true });
  write(one, "fresh");
  expect(contents("out")).toEqual(contents("fresh"));
  expect(readdirSync(folder).sort()).toEqual(["fresh", "functions", "out"]);
});

test("files that emit did not write are never written over", () => {
  mkdirSync(join(folder, "mine"));
  writeFileSync(join(folder, "mine/main.py"), "mine");
  expect(refusal(() => write(one, "mine"))).toMatchObject({ code: "ODB7008", message: expect.stringContaining("mine holds files") });
  write(one);
  writeFileSync(join(folder, "out/pipelines/own.py"), "mine");
  expect(refusal(() => write(one))).toMatchObject({ code: "ODB7008", message: expect.stringContaining("holds pipelines/own.py") });
  writeFileSync(join(folder, "file"), "");
  expect(refusal(() => write(one, "file"))).toMatchObject({ code: "ODB7008", message: expect.stringContaining("is no folder") });
  expect(readFileSync(join(folder, "mine/main.py"), "utf8")).toBe("mine");
  expect(readFileSync(join(folder, "out/pipelines/own.py"), "utf8")).toBe("mine");
});

test("an empty folder is filled, and one behind a link", () => {
  mkdirSync(join(folder, "empty"));
  write(one, "empty");
  expect(existsSync(join(folder, "empty/main.py"))).toBe(true);
  symlinkSync(join(folder, "empty"), join(folder, "link"));
  write(one, "link");
  expect(existsSync(join(folder, "empty/main.py"))).toBe(true);
});

test("a function that is not beside the plan leaves what was there", () => {
  write(one);
  const before = contents("out");
  expect(refusal(() => write(two)).code).toBe("ODB6042");
  expect(contents("out")).toEqual(before);
  expect(readdirSync(folder)).toEqual(["out"]);
});

test.skipIf(process.getuid?.() === 0)("a folder that may not be written is told", () => {
  mkdirSync(join(folder, "closed"));
  chmodSync(join(folder, "closed"), 0o500);
  expect(refusal(() => write(one, "closed/out"))).toMatchObject({ code: "ODB7009" });
});

test("a place where no folder can be is told", () => {
  writeFileSync(join(folder, "file"), "");
  expect(refusal(() => write(one, "file/out"))).toMatchObject({ code: "ODB7009", message: expect.stringContaining("cannot be written") });
});
