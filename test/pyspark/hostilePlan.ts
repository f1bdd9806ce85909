import type { Plan } from "../../compiler/plan/plan.ts";
import type { Step, Typed, Untyped } from "../../compiler/plan/step.ts";
import {
  column,
  decimal,
  enumOf,
  filter,
  int64,
  makePlan,
  type NodeSketch,
  read,
  select,
  source,
  string,
  writeTo,
} from "../runtime/makePlan.ts";

export const hostile = '"""\nimport os\nos.system("true")\n\\"""\u{202e}${env:HOME} {{x}}\\';

const nodes: readonly NodeSketch[] = [
  {
    id: "bronze/raw-orders.class",
    description: hostile,
    owner: 'data "team"',
    tags: [hostile],
    steps: [
      source(
        "orders/*.csv",
        [
          column("id", int64),
          column('it\'s "it"', string, true),
          column("a`b\nc", enumOf("x'", '"""', "\\")),
          column("amount", decimal(12, 2)),
        ],
        {
          file: { format: "csv", delimiter: "\t", quote: "'", nullValue: 'N"A', compression: "gzip", header: false },
          extraColumns: "ignore",
        },
      ),
      filter("amount > 1.5"),
    ],
    write: writeTo("bronze/orders"),
    place: {
      file: "pipelines/bronze/raw-orders.pipeline.ts",
      line: 3,
      column: 1,
      steps: [
        { line: 3, column: 1 },
        { line: 4, column: 2, file: "a\nb\u{2028}.ts" },
      ],
    },
  },
  {
    id: "bronze/raw-orders.Class",
    steps: [read("bronze/raw-orders.class"), select({ a: "`${id}`", b: '\'"""\'', c: "'\\\\'", d: "$since" })],
    cache: true,
  },
  { id: "bronze/raw_orders.class", steps: [read("bronze/raw-orders.class")], retries: 2, timeout: 1.5, onError: "stop" },
  {
    id: "bronze/raw_orders/x.dailyRevenueOfEveryCountryAndOfEveryProductThatWasEverSoldByTheShopInAllTheseYearsOfItsLife",
    steps: [read("bronze/raw-orders.class")],
  },
  {
    id: "1.2",
    steps: [read("bronze/raw-orders.class"), mapRows()],
    write: writeTo("x.jsonl", { file: { format: "json" }, mode: "append", partitionBy: ["id"] }),
  },
];

function mapRows(): Step<Untyped> {
  return { kind: "mapRows", bundle: `functions/${"ab".repeat(32)}.mjs`, columns: [column("id", int64), column("text", string, true)] };
}

/** A plan whose every text would do harm as code. */
export function hostilePlan(): Plan<Typed> {
  return makePlan(nodes, {
    project: hostile,
    parameters: [
      { name: "since", type: string, description: hostile, default: hostile },
      { name: "lambda", type: enumOf("a", "b"), default: "a" },
      { name: "root", type: int64 },
    ],
    defaultEnvironment: "yes",
    environments: [
      {
        name: hostile,
        engine: "spark",
        params: { lambda: "b" },
        connections: { lake: { kind: "local", path: hostile } },
        spark: { conf: { "spark.x": hostile } },
      },
      { name: "yes", engine: "duckdb", params: { root: "3" }, connections: { lake: { kind: "local", path: "/lake" } } },
    ],
  });
}
