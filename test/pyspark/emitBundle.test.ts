import { expect, test } from "vitest";
import { emitBundle } from "../../runtime/pyspark/emitBundle.ts";
import { printYaml } from "../../runtime/pyspark/printYaml.ts";
import { date, int64, makePlan, string } from "../runtime/makePlan.ts";
import { hostilePlan } from "./hostilePlan.ts";
import { python, runPython } from "./python.ts";

const canParse = python !== undefined && hasYaml();

function hasYaml(): boolean {
  try {
    return runPython("import json, yaml; print(json.dumps(True))", null) === true;
  } catch {
    return false;
  }
}

const readYaml = (text: string) => runPython("import json, sys, yaml; print(json.dumps(yaml.safe_load(json.load(sys.stdin))))", text);

test.skipIf(!canParse)("data is read back from YAML as it was", () => {
  const data = {
    plain: "a.b-c/d",
    words: [
      "yes",
      "No",
      "null",
      "~",
      "1",
      "1.5",
      "2024-01-01",
      "",
      " ",
      "a: b",
      "- a",
      "#",
      "it's",
      '"',
      "\\",
      "é",
      "${x}",
      "{{y}}",
      "\t\n\r\u{85}\u{2028}\u{feff}\u{202e}\u{1f600}",
    ],
    numbers: [1, 2.5, true, false],
    nested: [{ a: [{ b: "c", d: {} }], e: [] }],
    "odd: key": { "": 1 },
    on: "off",
  };
  expect(readYaml(printYaml(data))).toEqual(data);
});

const environments = [
  { name: "dev", engine: "duckdb" as const, params: {}, connections: {} },
  { name: "prod", engine: "spark" as const, params: { since: "2024-02-01", root: "7" }, connections: {} },
];

test("a job runs main.py with the params, and each environment is a target", () => {
  const plan = makePlan([], {
    project: "@scope/shop",
    defaultEnvironment: "dev",
    environments,
    parameters: [
      { name: "since", type: date, description: "From this day on.", default: "2024-01-01" },
      { name: "root", type: int64 },
      { name: "$odd", type: string, default: "x" },
      { name: "secret", type: string, default: "${workspace.host}" },
    ],
  });
  expect(emitBundle(plan)).toMatchInlineSnapshot(`
    "# Written by \`odibi emit spark\`, where changes are lost. README.md says how it is deployed.
    bundle:
      name: scope-shop
    variables:
      root:
        description: "Where relative folders of connections begin, as /Volumes/main/shop/files"
      node_type_id:
        description: "The machines of the cluster, as \`databricks clusters list-node-types\` names them"
      num_workers:
        description: "How many machines beside the driver"
        default: 2
      spark_version:
        description: "The Databricks Runtime: one with Spark 3.5, 4.0 or 4.1"
        default: "17.3.x-scala2.13"
      since:
        description: "From this day on."
        default: "2024-01-01"
      root_2:
        description: "The param root"
      odd:
        description: "The param $odd"
        default: x
    resources:
      jobs:
        scope-shop:
          name: scope-shop
          parameters:
            - name: env
              default: "\${bundle.target}"
            - name: root
              default: "\${var.root}"
            - name: since
              default: "\${var.since}"
            - name: root_2
              default: "\${var.root_2}"
            - name: odd
              default: "\${var.odd}"
          job_clusters:
            - job_cluster_key: tables
              new_cluster:
                spark_version: "\${var.spark_version}"
                node_type_id: "\${var.node_type_id}"
                num_workers: "\${var.num_workers}"
                data_security_mode: SINGLE_USER
                spark_conf:
                  spark.driver.extraJavaOptions: "-Xss4m"
                  spark.executor.extraJavaOptions: "-Xss4m"
          tasks:
            - task_key: tables
              job_cluster_key: tables
              spark_python_task:
                python_file: main.py
                parameters:
                  - "--env={{job.parameters.env}}"
                  - "--root={{job.parameters.root}}"
                  - "--param=since={{job.parameters.since}}"
                  - "--param=root={{job.parameters.root_2}}"
                  - "--param=$odd={{job.parameters.odd}}"
    targets:
      dev:
        default: true
      prod:
        variables:
          since: "2024-02-01"
          root_2: "7"
    "
  `);
});

test.skipIf(!canParse)("what users wrote stays text", () => {
  const bundle = readYaml(emitBundle(hostilePlan())) as { readonly targets: object; readonly bundle: { readonly name: string } };
  expect(Object.keys(bundle)).toEqual(["bundle", "variables", "resources", "targets"]);
  expect(Object.keys(bundle.targets)).toHaveLength(2);
  expect(bundle.bundle.name).toMatch(/^[\w-]+$/);
});
