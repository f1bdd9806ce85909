import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { copyOf, odibi } from "./odibi.ts";

let project = "";
let faulty = "";

beforeAll(async () => {
  project = copyOf("cli/init/template");
  expect((await odibi(project, ["compile"])).code).toBe(0);
  expect((await odibi(project, ["run", "plan.json", "--quiet"])).code).toBe(0);
  faulty = copyOf("cli/init/template");
  edit(faulty, "pipelines/silver/orders.pipeline.ts", 'o.status === "paid"', 'o.statsu === "paid"');
});

function edit(folder: string, file: string, from: string, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

describe("compile", () => {
  test("--check accepts the plan on disk, and refuses it once the sources give another", async () => {
    const folder = copyOf("cli/init/template");
    expect((await odibi(folder, ["compile", "--check"])).code).toBe(1);
    expect(existsSync(join(folder, "plan.json"))).toBe(false);
    expect((await odibi(folder, ["compile"])).code).toBe(0);
    expect(await odibi(folder, ["compile", "--check"])).toMatchObject({ code: 0, out: "" });
    edit(folder, "pipelines/silver/orders.pipeline.ts", 'o.status === "paid"', 'o.status !== "void"');
    const before = readFileSync(join(folder, "plan.json"), "utf8");
    const stale = await odibi(folder, ["compile", "--check", "--format", "json"]);
    expect(JSON.parse(stale.out)).toEqual({ diagnostics: [], plan: "plan.json", changed: true });
    expect(stale.code).toBe(1);
    expect(readFileSync(join(folder, "plan.json"), "utf8")).toBe(before);
  });
  test("two folders give the same bytes, and a plan elsewhere knows its way to the root", async () => {
    const other = copyOf("cli/init/template");
    await odibi(other, ["compile"]);
    const plan = readFileSync(join(project, "plan.json"), "utf8");
    expect(readFileSync(join(other, "plan.json"), "utf8")).toBe(plan);
    expect((await odibi(join(other, "pipelines"), ["compile", "-o", "../build/plan.json"])).code).toBe(0);
    expect(JSON.parse(readFileSync(join(other, "build/plan.json"), "utf8"))).toEqual({ ...JSON.parse(plan), root: ".." });
    expect((await odibi(other, ["run", "build/plan.json", "--quiet"])).code).toBe(0);
    expect(existsSync(join(other, "data/dev/silver/daily_revenue.parquet"))).toBe(true);
  });
  test("writes nothing where there is a fault", async () => {
    const { code, out } = await odibi(faulty, ["compile"]);
    expect([code, out]).toEqual([1, ""]);
    expect(existsSync(join(faulty, "plan.json"))).toBe(false);
  });
  test("a place that cannot be written is a usage error", async () => {
    for (const words of [
      ["compile", "-o", "connections.ts/plan.json"],
      ["compile", "-o", "/proc/none/plan.json"],
      ["init", "/proc/none/shop"],
    ]) {
      const { code, err } = await odibi(project, words);
      expect(code).toBe(2);
      expect(err).toContain("ODB7009");
    }
  });
});

describe("validate", () => {
  test("tells the fault with its frame on standard error", async () => {
    const { code, out, err } = await odibi(faulty, ["validate"]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("error ODB2003 ");
    expect(err).toContain("  pipelines/silver/orders.pipeline.ts:12:18\n");
    expect(err).toContain("   │                  ^^^^^^\n");
    expect(err).toContain("1 error\n");
    expect(err).not.toContain("\u001B[");
  });
  test.each(["json", "sarif", "github"])("as %s it is data on standard output", async format => {
    const { code, out, err } = await odibi(faulty, ["validate", "--format", format]);
    expect([code, err]).toEqual([1, ""]);
    expect(out).toContain("ODB2003");
    if (format !== "github") expect(() => JSON.parse(out)).not.toThrow();
  });
  test("colours only where they are asked for", async () => {
    expect((await odibi(faulty, ["validate"], { FORCE_COLOR: "1" })).err).toContain("\u001B[31m");
    expect((await odibi(faulty, ["validate"], { FORCE_COLOR: "1", NO_COLOR: "1" })).err).not.toContain("\u001B[");
  });
});

describe("list and graph", () => {
  test("list gives the nodes as a table or as JSON, from the sources or a plan", async () => {
    const human = await odibi(project, ["list", "--select", "tag:daily"]);
    expect(human.out.split("\n").map(line => line.split(/ {2,}/)[0])).toEqual([
      "node",
      expect.stringMatching(/^─+$/),
      "silver/orders.orders",
      "silver/orders.dailyRevenue",
      "",
    ]);
    const { nodes } = JSON.parse((await odibi(project, ["list", "plan.json", "--format", "json"])).out);
    expect(nodes[1]).toMatchObject({
      id: "silver/orders.orders",
      kind: "table",
      owner: "sales",
      tags: ["daily"],
      dependsOn: ["bronze/orders.rawOrders"],
      description: "Paid orders, one row each.",
    });
    expect(Object.keys(nodes[1])).toEqual(["id", "kind", "description", "tags", "owner", "dependsOn", "columns", "write"]);
    expect(nodes[1].columns[1]).toMatchObject({
      name: "customer",
      type: "string",
      nullable: false,
      from: ["bronze/orders.rawOrders.customer"],
    });
  });
  test("a selector that names nothing is a usage error with the nearest", async () => {
    const { code, err } = await odibi(project, ["list", "--select", "dailyRevenu"]);
    expect(code).toBe(2);
    expect(err).toContain("dailyRevenue");
  });
  test("what a stranger's plan says gives the terminal no orders", async () => {
    const folder = copyOf("cli/init/template");
    await odibi(folder, ["compile"]);
    edit(folder, "plan.json", '"owner": "sales"', '"owner": "\\u001b[31msales"');
    edit(folder, "plan.json", "Paid orders,", "\\u001b]0;x\\u0007Paid orders,");
    for (const words of [
      ["list", "plan.json"],
      ["explain", "silver/orders.orders", "plan.json"],
    ]) {
      const { code, out } = await odibi(folder, words);
      expect(code).toBe(0);
      expect(out).toContain("\uFFFD[31msales");
      expect(out).not.toContain("\u001B");
    }
  });
  test("graph draws in four ways", async () => {
    expect((await odibi(project, ["graph"])).out).toBe(
      "bronze/orders.rawOrders\n└─ silver/orders.orders\n   └─ silver/orders.dailyRevenue\n",
    );
    expect((await odibi(project, ["graph", "--as", "mermaid"])).out).toContain("n0 --> n1");
    expect((await odibi(project, ["graph", "--as", "dot"])).out).toContain('"bronze/orders.rawOrders" -> "silver/orders.orders";');
    expect(JSON.parse((await odibi(project, ["graph", "--as", "json"])).out).edges).toHaveLength(2);
  });
});

describe("explain", () => {
  test("a node: columns, lineage, steps and SQL", async () => {
    const { code, out } = await odibi(project, ["explain", "dailyRevenue"]);
    expect(code).toBe(0);
    expect(out).toContain("Revenue by day and country.");
    expect(out).toMatch(/revenue +decimal\(38,2\) +silver\/orders\.orders\.amount/);
    expect(out).toContain("group by");
  });
  test("a code: its page", async () => {
    expect((await odibi(project, ["explain", "ODB2003"])).out).toContain("A column that is not there");
    expect((await odibi(project, ["explain", "ODB0001"])).code).toBe(2);
  });
  test("a mistyped node has a near one", async () => {
    const { code, err } = await odibi(project, ["explain", "silver/orders.ordres"]);
    expect(code).toBe(2);
    expect(err).toContain("Did you mean silver/orders.orders?");
  });
});

describe("run", () => {
  test("ends with a table on standard error; standard output stays empty", async () => {
    const { code, out, err } = await odibi(project, ["run", "plan.json"]);
    expect([code, out]).toEqual([0, ""]);
    expect(err).toMatch(/silver\/orders\.orders +succeeded +4 /);
    expect(err).toContain("3 succeeded.");
    expect(err).not.toContain("\r");
  });
  test("--quiet says nothing, --dry-run does nothing", async () => {
    const folder = copyOf("cli/init/template");
    await odibi(folder, ["compile"]);
    expect(await odibi(folder, ["run", "plan.json", "--dry-run"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("silver/orders.dailyRevenue"),
    });
    expect(existsSync(join(folder, "data/dev"))).toBe(false);
    expect(await odibi(folder, ["run", "plan.json", "--quiet"])).toEqual({ code: 0, out: "", err: "" });
  });
  test("a damaged value fails its node and skips what depends on it: exit code 1", async () => {
    const folder = copyOf("cli/init/template");
    edit(folder, "data/landing/orders/2024.csv", "2,Bela,fr,120.00", "2,Bela,fr,12o.00");
    const { code, err } = await odibi(folder, ["run"]);
    expect(code).toBe(1);
    expect(err).toContain("2024.csv");
    expect(err).toContain("12o.00");
    expect(err).toMatch(/silver\/orders\.dailyRevenue +skipped: bronze\/orders\.rawOrders/);
    const events = (await odibi(folder, ["run", "plan.json", "--format", "json"])).out
      .trim()
      .split("\n")
      .map(line => JSON.parse(line));
    expect(events.filter(({ event }) => event === "node.skipped").map(({ node }) => node)).toEqual([
      "silver/orders.orders",
      "silver/orders.dailyRevenue",
    ]);
    expect(events.at(-1)).toMatchObject({ event: "run.finished", status: "failed", failed: 1, skipped: 2 });
  });
  test("a plan beside newer sources runs, with a warning", async () => {
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(project, "connections.ts"), later, later);
    const { code, err } = await odibi(project, ["run", "plan.json"]);
    expect(code).toBe(0);
    expect(err).toContain("connections.ts is newer than plan.json");
  });
  test("sources with a fault are not run", async () => {
    const { code, err } = await odibi(faulty, ["run"]);
    expect(code).toBe(1);
    expect(err).toContain("ODB2003");
  });
  test.each([
    [["run", "nowhere.json"], "ODB7006"],
    [["run", "plan.json", "--env", "pord"], 'Did you mean "prod"?'],
    [["run", "plan.json", "--param", "since"], "ODB7003"],
    [["run", "plan.json", "--param", "sinse=2024-01-01"], "since"],
    [["run", "plan.json", "--param", "since=2024-02-30"], "2024-02-30"],
    [["run", "plan.json", "--memory", "much"], "ODB7003"],
    [["run", "plan.json", "--select", "nothing"], "nothing"],
  ])("`odibi %s` is wrong use: exit code 2", async (words, said) => {
    const { code, out, err } = await odibi(project, words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(said);
  });
  test("in JSON a refusal is a line too", async () => {
    const { code, out } = await odibi(project, ["run", "plan.json", "--env", "pord", "--format", "json"]);
    expect(code).toBe(2);
    expect(out.split("\n")).toEqual([expect.stringContaining('{"diagnostics":[{"code":"ODB5002"'), ""]);
  });
  test("a plan edited into nonsense is refused with its place", async () => {
    const folder = copyOf("cli/init/template");
    await odibi(folder, ["compile"]);
    edit(folder, "plan.json", "status === 'paid'", "status = 'paid'");
    const { code, err } = await odibi(folder, ["run", "plan.json"]);
    expect(code).toBe(1);
    expect(err).toMatch(/plan\.json:\d+:\d+/);
  });
});

describe("preview", () => {
  test("shows rows as a table, csv or json, and writes nothing", async () => {
    expect((await odibi(project, ["preview", "dailyRevenue", "plan.json"])).out).toContain("2024-01-07");
    expect((await odibi(project, ["preview", "dailyRevenue", "--limit", "1", "--format", "json"])).out).toBe(
      '[{"day":"2024-01-05","country":"de","revenue":"19.90","orders":1}]\n',
    );
  });
  test("names the ancestor that is not stored, and --upstream computes it", async () => {
    const folder = copyOf("cli/init/template");
    const missing = await odibi(folder, ["preview", "dailyRevenue"]);
    expect(missing.code).toBe(1);
    expect(missing.err).toContain("silver/orders.orders");
    const { code, out } = await odibi(folder, ["preview", "dailyRevenue", "--upstream", "--format", "csv"]);
    expect(code).toBe(0);
    expect(out.split("\n")).toHaveLength(5);
    expect(existsSync(join(folder, "data/dev"))).toBe(false);
    expect(existsSync(join(folder, "plan.json"))).toBe(false);
  });
});

test("doctor finds all that is there, and says what to do outside a project", async () => {
  const { code, out } = await odibi(project, ["doctor", "--format", "json"]);
  expect(code).toBe(0);
  expect(JSON.parse(out).checks.map(({ what, status }: { what: string; status: string }) => `${what}: ${status}`)).toContain("DuckDB: ok");
  const outside = await odibi("/", ["doctor"]);
  expect(outside.code).toBe(1);
  expect(outside.out).toContain("odibi init");
});

test("a reader that has seen enough is no fault", async () => {
  const { runIn } = await import("./odibi.ts");
  const { inject } = await import("vitest");
  const script = join(inject("installed"), "node_modules/odibi/dist/cli.js");
  expect(await runIn(project, "bash", ["-c", `set -o pipefail; "${process.execPath}" "${script}" list | head -n 1`])).toMatchObject({
    code: 0,
    err: "",
  });
});
