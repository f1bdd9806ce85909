import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

// The data of examples/shop: the same bytes of CSV and JSON on every machine, because every value is a digest of its row's number.
// It is dirty on purpose: rows that are sent twice, orders that change later, nulls, untidy names, guests, customers nobody knows.

const months = ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06"];

const macros = `
  create macro pick(key, number, choices) as (md5_number_lower(key || ':' || number) % choices)::bigint;
  create macro instant(number, first) as timestamp '2024-01-01' + to_seconds(pick(first, number, 182 * 86400));
  create macro written(instant) as strftime(instant, '%Y-%m-%dT%H:%M:%SZ');
`;

const customers = (count: number) => `
  with base as (select i as id, pick('customer', i, 100) as dice from range(1, ${count} + 1) as r(i)),
  versions as (
    select id, dice, 0 as version from base union all
    select id, dice, 1 from base where dice < 8 union all
    select id, dice, 0 from base where dice between 8 and 10)
  select
    id,
    case when dice < 20 then '  ' else '' end || ['Ada', 'Bela', 'Chiara', 'Dag', 'Emil', 'Frida', 'Goran', 'Hana'][pick('first', id, 8) + 1]
      || case when dice % 7 = 0 then '   ' else ' ' end || ['Novak', 'Rossi', 'Berg', 'Silva', 'Moreau', 'Larsen', 'Kovac'][pick('last', id, 7) + 1] as name,
    case when dice % 20 = 3 then 'NULL' else case when dice % 5 = 0 then upper('c' || id) else 'c' || id end || '@'
      || ['mail.example', 'post.example', 'firm' || pick('firm', id, 40) || '.example'][pick('mail', id, 3) + 1] end as email,
    case when dice % 25 = 4 then 'NULL' else ['de', 'fr', 'IT', 'at', 'NL', 'dk'][pick('country', id + version * 7, 6) + 1] end as country,
    case when pick('segment', id, 4) = 0 then 'business' else 'private' end as segment,
    written(instant(id, 'since') + to_days(version * 30)) as updated_at
  from versions order by id, version`;

const products = (count: number) => `
  with base as (select i as id, pick('product', i, 100) as dice from range(1, ${count} + 1) as r(i)),
  versions as (select id, dice, 0 as version from base union all select id, dice, 1 from base where dice < 10)
  select
    id,
    ['Lamp', 'Chair', 'Desk', 'Shelf', 'Clock', 'Vase'][pick('kind', id, 6) + 1] || ' ' || chr(65 + pick('letter', id, 26)::int) || id as title,
    case when dice % 12 <> 5 then ['light', 'seat', 'table', 'storage'][pick('category', id, 4) + 1] end as category,
    (((5 + pick('price', id, 400)) * 100 + 99 + version * 50) / 100)::decimal(10, 2) as price,
    written(instant(id, 'listed') + to_days(version * 20)) as updated_at,
    pick('weight', id, 9000) as weight_in_grams
  from versions order by id, version`;

// An order is exported in the month when it is placed, and again in the month when it changes.
const orders = (count: number, customerCount: number) => `
  with base as (
    select i as order_id, pick('order', i, 100) as dice, instant(i, 'ordered') as ordered_at from range(1, ${count} + 1) as r(i)),
  versions as (
    select *, 0 as version, 'open' as status, ordered_at as updated_at from base union all
    select *, 1, ['paid', 'paid', 'shipped', 'shipped', 'void'][pick('status', order_id, 5) + 1], ordered_at + to_days(1 + pick('late', order_id, 25)) from base where dice < 85 union all
    select *, 0, 'open', ordered_at from base where dice in (86, 87))
  select
    order_id,
    case when dice % 33 = 7 then null when dice % 50 = 9 then ${customerCount} + order_id else 1 + pick('buyer', order_id, ${customerCount}) end as customer_id,
    status,
    written(ordered_at) as ordered_at,
    written(updated_at) as updated_at,
    least(strftime(updated_at, '%Y-%m'), '${months.at(-1)}') as exported
  from versions order by order_id, version`;

const items = (count: number, productCount: number) => `
  with lines as (
    select order_id, line from (select i as order_id, pick('lines', i, 5) as lines from range(1, ${count} + 1) as r(i)), unnest(range(1, lines + 1)) as u(line)
    where pick('lost', order_id, 200) <> 0)
  select
    order_id::bigint as order_id,
    line::int as line,
    1 + pick('bought', order_id * 10 + line, ${productCount}) as product_id,
    (1 + pick('quantity', order_id * 10 + line, 5))::int as quantity,
    (((5 + pick('price', 1 + pick('bought', order_id * 10 + line, ${productCount}), 400)) * 100 + 99 - pick('bargain', order_id * 10 + line, 3) * 25) / 100)::decimal(10, 2) as unit_price,
    case when pick('discount', order_id * 10 + line, 4) = 0 then (5 + pick('percent', order_id, 20))::decimal(4, 2) end as discount
  from (select * from lines union all select * from lines where pick('twice', order_id * 10 + line, 100) = 0)
  order by order_id, line`;

/** Makes the example's data unless it is there: `folder` gets `landing`, and `broken`, which is the same with one damaged value. */
export async function makeShopData(folder: string, scale = 1): Promise<void> {
  const landing = join(folder, "landing");
  const broken = join(folder, "broken");
  if (existsSync(landing) && existsSync(broken)) return;
  const parts = [`${landing}.part`, `${broken}.part`];
  for (const part of parts) {
    rmSync(part, { recursive: true, force: true });
    await writeData(part, scale);
  }
  damage(join(parts[1] ?? "", "orders/2024-03.csv"));
  rmSync(landing, { recursive: true, force: true });
  rmSync(broken, { recursive: true, force: true });
  renameSync(parts[0] ?? "", landing);
  renameSync(parts[1] ?? "", broken);
}

async function writeData(folder: string, scale: number): Promise<void> {
  const [customerCount, productCount, orderCount] = [Math.round(2_000 * scale), 300, Math.round(20_000 * scale)];
  mkdirSync(join(folder, "orders"), { recursive: true });
  mkdirSync(join(folder, "items"), { recursive: true });
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const csv = (rows: string, path: string, delimiter: string) =>
    connection.run(`copy (${rows}) to '${join(folder, path)}' (format csv, header, delimiter '${delimiter}')`);
  try {
    for (const statement of macros.split(";\n")) if (statement.trim()) await connection.run(statement);
    await csv(customers(customerCount), "customers.csv", ",");
    await connection.run(`copy (${products(productCount)}) to '${join(folder, "products.jsonl")}' (format json)`);
    await connection.run(`create table orders as ${orders(orderCount, customerCount)}`);
    for (const month of months)
      await csv(
        `select * exclude exported from orders where exported = '${month}' order by order_id, updated_at`,
        `orders/${month}.csv`,
        ";",
      );
    await connection.run(`copy (${items(orderCount, productCount)}) to '${join(folder, "items/items.parquet")}' (format parquet)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A day that is not in the calendar, as somebody who edits the file by hand would write it. */
function damage(file: string): void {
  const lines = readFileSync(file, "utf8").split("\n");
  lines[41] = (lines[41] ?? "").replace(/;\d{4}-\d{2}-\d{2}T/, ";2024-02-30T");
  writeFileSync(file, lines.join("\n"));
}

if (import.meta.main) await makeShopData(join(import.meta.dirname, "../examples/shop/data"));
