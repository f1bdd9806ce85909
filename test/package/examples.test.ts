import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeShopData } from "../../scripts/makeShopData.ts";
import { liveRows } from "../liveFiles.ts";
import { odibi } from "./odibi.ts";

// The examples as they lie in the repository, run by the installed package; what comes out is held against SQL that was written by hand over the same files.

const examples = join(import.meta.dirname, "../../examples");
const database = await DuckDBInstance.create();
afterAll(() => database.closeSync());

async function query(sql: string): Promise<readonly unknown[]> {
  const connection = await database.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
  }
}

describe("examples/shop", () => {
  const shop = join(examples, "shop");
  const lake = (path: string) => join(shop, "data/lake", path);
  const landing = (path: string) => join(shop, "data/landing", path);
  const orders = `(select * from read_csv('${landing("orders/*.csv")}', delim = ';', header = true) qualify row_number() over (partition by order_id order by updated_at desc) = 1)`;
  const valid = `(select * from ${orders} where status in ('paid', 'shipped') and ordered_at >= '2024-01-01' and customer_id is not null)`;
  const products = `(select * from read_json('${landing("products.jsonl")}') qualify row_number() over (partition by id order by updated_at desc) = 1)`;
  const lines = `(select i.*, p.title, p.price, round(i.quantity * i.unit_price * (100 - coalesce(i.discount, 0)) / 100, 2)::decimal(12, 2) as amount
    from (select distinct * from '${landing("items/*.parquet")}') i join ${products} p on p.id = i.product_id where i.order_id in (select order_id from ${valid}))`;

  beforeAll(async () => {
    await makeShopData(join(shop, "data"));
    rmSync(join(shop, "data/lake"), { recursive: true, force: true });
    expect(await odibi(shop, ["compile"])).toMatchObject({ code: 0 });
    expect(await odibi(shop, ["run", "plan.json"])).toMatchObject({ code: 0 });
  }, 120_000);

  test("has ten nodes or more, in five files", async () => {
    const { nodes } = JSON.parse((await odibi(shop, ["list", "--format", "json"])).out);
    expect(nodes.length).toBeGreaterThanOrEqual(10);
    expect(new Set(nodes.map(({ id }: { id: string }) => id.slice(0, id.lastIndexOf(".")))).size).toBe(5);
  });

  test("customers are their latest rows, cleaned", async () => {
    const expected = `select id, regexp_replace(trim(name), '\\s+', ' ', 'g') as name, lower(trim(email)) as email, coalesce(upper(country), 'unknown') as country
      from read_csv('${landing("customers.csv")}', nullstr = 'NULL') qualify row_number() over (partition by id order by updated_at desc) = 1 order by id`;
    expect(await query(`select id, name, email, country from ${liveRows(lake("silver/customers"))} order by id`)).toEqual(
      await query(expected),
    );
  });

  test("the scores are what the function says", async () => {
    const rows = await query(
      `select id, score::decimal(4, 2) as score, reason from read_json('${lake("silver/customer_scores.jsonl")}') order by id`,
    );
    const customers = await query(`select id, segment, email_domain from ${liveRows(lake("silver/customers"))} order by id`);
    const { scoreCustomer } = await import("../../examples/shop/pipelines/silver/score.ts");
    type Customer = { id: string; segment: "private" | "business"; email_domain: string | null };
    expect(rows).toEqual(
      (customers as Customer[]).map(customer => ({ ...scoreCustomer({ ...customer, id: BigInt(customer.id) }), id: customer.id })),
    );
  });

  test("orders are their latest rows; another run over the same files changes nothing but bronze", async () => {
    const expected = `select order_id, status, updated_at from ${orders} where ordered_at >= '2024-01-01' and customer_id is not null order by 1`;
    const given = () => query(`select order_id, status, updated_at from ${liveRows(lake("silver/orders"))} order by 1`);
    expect(await given()).toEqual(await query(expected));
    const count = async (table: string) => JSON.stringify(await query(`select count(*) as n from ${liveRows(lake(table))}`));
    const [bronze, silver] = [await count("bronze/orders"), await given()];
    expect(await odibi(shop, ["run", "plan.json"])).toMatchObject({ code: 0 });
    expect(await given()).toEqual(silver);
    const twice = (text: string) => text.replace(/\d+/, digits => String(2 * Number(digits)));
    expect(await count("bronze/orders")).toBe(twice(bronze));
  });

  test("daily revenue adds up", async () => {
    const expected = `select o.ordered_at::date as day, sum(l.amount) as revenue, count(*) as lines, count(distinct l.order_id) as orders from ${lines} l join ${valid} o using (order_id) group by 1 order by 1`;
    const given = `select day, sum(revenue) as revenue, sum(lines) as lines, sum(orders) as orders from ${liveRows(lake("gold/daily_revenue"))} group by 1 order by 1`;
    const rows = await query(given);
    expect(rows.length).toBeGreaterThan(150);
    expect(rows).toEqual(await query(expected));
  });

  test("the best products are the best, in order", async () => {
    const expected = `select product_id, title as product, sum(amount) as revenue from ${lines} group by 1, 2 order by revenue desc, product_id limit 10`;
    const given = `select product_id, product, revenue::decimal(38, 2) as revenue from read_csv('${lake("gold/best_products.csv")}')`;
    expect(await query(given)).toEqual(await query(expected));
  });

  test("customers have their value and their class", async () => {
    const expected = `select o.customer_id, sum(l.amount) as revenue, case when sum(l.amount) >= 3000 then 'A' when sum(l.amount) >= 1000 then 'B' else 'C' end as class
      from ${lines} l join ${valid} o using (order_id) group by 1 order by 1`;
    expect(await query(`select customer_id, revenue, class from ${liveRows(lake("gold/customer_value"))} order by 1`)).toEqual(
      await query(expected),
    );
  });

  test("the environment with the damaged file fails with its file, line, column and value; what does not depend on it is there", async () => {
    rmSync(join(shop, "data/lake-of-broken"), { recursive: true, force: true });
    const { code, err } = await odibi(shop, ["run", "plan.json", "--env", "broken"]);
    expect(code).toBe(1);
    expect(err).toMatch(/2024-03\.csv.*line 42.*ordered_at/);
    expect(err).toContain("2024-02-30T");
    expect(err).toMatch(/gold\/sales\.dailyRevenue +skipped/);
    expect(existsSync(join(shop, "data/lake-of-broken/silver/customers/_delta_log"))).toBe(true);
    expect(existsSync(join(shop, "data/lake-of-broken/gold"))).toBe(false);
  });
});

const source = join(examples, "tpch/data/source");
describe.skipIf(!existsSync(source))("examples/tpch", () => {
  const tpch = join(examples, "tpch");
  beforeAll(async () => {
    const connection = await database.connect();
    for (const table of ["lineitem", "orders", "customer", "supplier", "nation", "region"])
      await connection.run(`create view ${table} as select * from '${join(source, table)}.parquet'`);
    connection.closeSync();
    rmSync(join(tpch, "data/results"), { recursive: true, force: true });
    expect(await odibi(tpch, ["compile"])).toMatchObject({ code: 0 });
    expect(await odibi(tpch, ["run", "plan.json"])).toMatchObject({ code: 0 });
  }, 120_000);

  test.each(["q1", "q3", "q5", "q6", "q10"])("%s gives what its SQL gives", async name => {
    const expected = await query(readFileSync(join(tpch, `queries/${name}.sql`), "utf8"));
    expect(expected.length).toBeGreaterThan(0);
    expect(numbers(await query(`from '${join(tpch, `data/results/${name}.parquet`)}'`))).toEqual(numbers(expected));
  });
});

/** The SQL's decimals have more digits after the point than the pipeline's sum, or fewer: the same numbers, written alike. Averages agree to 1e-9. */
function numbers(rows: readonly unknown[]): unknown {
  return JSON.parse(JSON.stringify(rows), (_, value) => {
    if (typeof value === "string" && /^-?\d+\.\d+$/.test(value)) return value.replace(/\.?0+$/, "");
    return typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(10)) : value;
  });
}
