import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { makeShopData } from "./makeShopData.ts";

// `npm run demo`: the shop example from nothing to tables on disk.

const root = join(import.meta.dirname, "..");
const shop = join(root, "examples/shop");

function odibi(...words: readonly string[]): void {
  console.log(`\n$ odibi ${words.join(" ")}`);
  const { status } = spawnSync(process.execPath, [join(root, "cli/main.ts"), ...words], { cwd: shop, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

console.log(
  "A small web shop: its orders, lines, customers and products come in dirty; ten tables go out. The pipelines are in examples/shop.",
);
await makeShopData(join(shop, "data"));
odibi("compile");
odibi("run", "plan.json");
odibi("preview", "gold/sales.monthlyRevenue", "plan.json", "--limit", "3");
console.log(`
The tables are in examples/shop/data/lake, the plan that a review reads is examples/shop/plan.json. Next, try
  npm run -s odibi -- graph examples/shop                                     what depends on what
  npm run -s odibi -- explain silver/orders.orders examples/shop              a node: its columns, where they come from, its SQL
  npm run -s odibi -- table history rawOrders examples/shop                   a Delta table: each run is a version of it
  npm run -s odibi -- run examples/shop/plan.json --param since=2024-04-01    the same from April on
  npm run -s odibi -- run examples/shop/plan.json --env broken                a damaged value: the error names its file, line and column
  npm run -s odibi -- preview bestProducts examples/shop --format csv         a table, without looking for its file`);
