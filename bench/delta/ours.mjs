import { createTable, openTable } from "../../dist/delta.js";

// `node ours.mjs append|merge <source.parquet> <table>`: the table is partitioned by country, rows are met by order_id. Within 1 GB of DuckDB's memory.
// `node ours.mjs scan - <table>`, `… lookup <order_id> <table>`, `… open <files> <table>` read one. As a user would, by the built package.

const [mode = "", source = "", table = ""] = process.argv.slice(2);
const memoryLimit = process.env["ODIBI_BENCH_MEMORY"] ?? "1GB";
const engine = { threads: 2, memoryLimit };

const types = {
  order_id: "long",
  customer_id: "long",
  country: "string",
  day: "date",
  changed_at: "timestamp",
  status: "string",
  amount: { precision: 12, scale: 2 },
  discount: "double",
  quantity: "integer",
  note: "string",
  is_paid: "boolean",
  score: "double",
};

const modes = {
  async append() {
    const schema = Object.entries(types).map(([name, type]) => ({
      name,
      type: typeof type === "string" ? { kind: "primitive", name: type } : { kind: "decimal", ...type },
      nullable: true,
      metadata: {},
    }));
    const opened = await createTable(table, { ...engine, schema, partitionBy: ["country"] });
    await opened.append({ parquet: source });
    await opened.close();
  },
  async merge() {
    const opened = await openTable(table, engine);
    await opened.merge({ parquet: source }, { keys: ["order_id"] });
    await opened.close();
  },
  /** The table gives its scan as SQL; what is made of it is the user's, by a DuckDB of theirs. */
  async scan() {
    const opened = await openTable(table, engine);
    const select = await opened.select({ columns: ["country", "amount", "score"] });
    await opened.close();
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: memoryLimit });
    const connection = await instance.connect();
    const found = await connection.runAndReadAll(`select country, count(*), sum(amount), avg(score) from (${select}) group by country`);
    expect(20, found.currentRowCount);
    connection.closeSync();
    instance.closeSync();
  },
  async lookup() {
    const opened = await openTable(table, engine);
    expect(1, (await opened.rows({ where: [["order_id", "=", source]] })).length);
    await opened.close();
  },
  async open() {
    const opened = await openTable(table, engine);
    expect(Number(source), opened.files().length);
    await opened.close();
  },
};

await modes[mode]();

function expect(wanted, found) {
  if (found !== wanted) throw new Error(`${mode} gave ${found}, where ${wanted} are right`);
}
