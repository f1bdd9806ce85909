import { type Entry, error } from "../entry.ts";

// Tables, nodes and their places: 30xx.
export const tables = {
  ODB3001: error(
    "Nodes that depend on each other in a circle",
    "Each would have to be there before the other. The message draws the circle, each step with its place.",
    "export const a = b.filter(o => o.paid);\nexport const b = a.filter(o => o.amount > 0);",
    "export const a = orders.filter(o => o.paid);\nexport const b = a.filter(o => o.amount > 0);",
  ),
  ODB3002: error(
    "Two nodes that write one place",
    "The second would replace or mix with the first. It is checked for each environment; a param in a path may be anything.",
    'export const a = orders.write(parquet(lake, "orders"));\nexport const b = orders.filter(o => o.paid).write(parquet(lake, "orders"));',
    'export const a = orders.write(parquet(lake, "orders"));\nexport const b = orders.filter(o => o.paid).write(parquet(lake, "paid"));',
  ),
  ODB3003: error(
    "A source that a node writes",
    "`read` is for what the project does not write; reading a node's place would hide the dependency.",
    'export const a = orders.write(parquet(lake, "orders"));\nexport const b = read(parquet(lake, "orders"), { order_id: t.int64() });',
    'export const a = orders.write(parquet(lake, "orders"));\nexport const b = a.select(o => ({ order_id: o.order_id }));',
  ),
  ODB3005: error(
    "A write that is never done",
    "Only an exported table of a pipeline file is a node, and only a node writes.",
    'const kept = orders.write(parquet(lake, "orders"));',
    'export const kept = orders.write(parquet(lake, "orders"));',
  ),
  ODB3006: error(
    "A step after the write",
    "`.write` ends a node. What reads the written table is another node; `.config` and `.after` may follow.",
    'export const kept = orders.write(parquet(lake, "orders")).filter(o => o.paid);',
    'export const kept = orders.write(parquet(lake, "orders"));\nexport const paid = kept.filter(o => o.paid);',
  ),
  ODB3007: error(
    "A method that is not there",
    "docs/language.md lists the methods of tables, grouped tables and column types.",
    "export const one = orders.where(o => o.paid);",
    "export const one = orders.filter(o => o.paid);",
  ),
  ODB3009: error(
    "Two spreads that share a column",
    "The second would silently replace the first.",
    "export const one = orders.withColumns(o => ({ name: o.status })).join(customers, (o, c) => o.order_id === c.id, (o, c) => ({ ...o, ...c }));",
    "export const one = orders.withColumns(o => ({ name: o.status })).join(customers, (o, c) => o.order_id === c.id, (o, { name, ...c }) => ({ ...o, ...c }));",
  ),
  ODB3010: error(
    "A connection without a name",
    "A plan knows connections by the constants that hold them.",
    'export const kept = orders.write(parquet(local("data"), "orders"));',
    'const store = local("data");\nexport const kept = orders.write(parquet(store, "orders"));',
  ),
  ODB3011: error(
    "A path that leaves its connection",
    "A path lies below its connection and can't lead out of it.",
    'export const kept = orders.write(parquet(lake, "../orders"));',
    'export const kept = orders.write(parquet(lake, "orders"));',
  ),
  ODB3012: error(
    "A key that is no column",
    "Keys, partitions and orders name columns as they are.",
    "export const one = orders.deduplicate({ by: o => o.order_id % 10, orderBy: o => o.ordered_at });",
    "export const one = orders.withColumns(o => ({ bucket: o.order_id % 10 })).deduplicate({ by: o => o.bucket, orderBy: o => o.ordered_at });",
  ),
  ODB3014: error(
    "An ending that says another format",
    "The ending of a path and its format say the same.",
    'export const kept = orders.write(parquet(lake, "orders.csv"));',
    'export const kept = orders.write(csv(lake, "orders.csv"));',
  ),
  ODB3015: error(
    "One file that would have to be a folder",
    "A path that ends like a file is one file: it is replaced whole, and has no partitions.",
    'export const kept = orders.write(parquet(lake, "orders.parquet"), { mode: "append" });',
    'export const kept = orders.write(parquet(lake, "orders"), { mode: "append" });',
  ),
  ODB3016: error(
    "Wildcards where something is written",
    "A write has one place.",
    'export const kept = orders.write(parquet(lake, "orders/*"));',
    'export const kept = orders.write(parquet(lake, "orders"));',
  ),
  ODB3017: error(
    "A partition of a type that names no folder",
    "The values of a partition are names of folders.",
    'export const kept = orders.withColumns(o => ({ ratio: o.amount / 2 })).write(parquet(lake, "orders"), { partitionBy: o => o.ratio });',
    'export const kept = orders.write(parquet(lake, "orders"), { partitionBy: o => o.status });',
  ),
  ODB3018: error(
    "Nothing but partitions",
    "A column that the rows are partitioned by stands in the folders' names, and a file without columns holds no rows.",
    'export const kept = orders.select(o => ({ status: o.status })).write(parquet(lake, "orders"), { partitionBy: o => o.status });',
    'export const kept = orders.write(parquet(lake, "orders"), { partitionBy: o => o.status });',
  ),
  ODB3019: error(
    "An option that has no effect",
    "What is accepted has an effect; this would have none here.",
    'export const one = read(parquet(landing, "x.parquet", { compression: "zstd" }), { id: t.int64() });',
    'export const one = read(parquet(landing, "x.parquet"), { id: t.int64() });',
  ),
  ODB3020: error(
    "A lambda that gives no columns",
    "`select`, `withColumns`, `groupBy`, `aggregate` and joins want an object: a column for each property.",
    "export const one = orders.select(o => o.order_id);",
    "export const one = orders.select(o => ({ order_id: o.order_id }));",
  ),
  ODB3021: error(
    "Two connections of one name",
    "A plan knows connections by the names of their constants.",
    'import * as more from "../more";\nexport const a = orders.write(parquet(lake, "orders"));\nexport const b = orders.write(parquet(more.lake, "others"));\n// file: more.ts\nexport const lake = local("more");',
    'import { store } from "../more";\nexport const a = orders.write(parquet(lake, "orders"));\nexport const b = orders.write(parquet(store, "others"));\n// file: more.ts\nexport const store = local("more");',
  ),
  ODB3022: error(
    "Arithmetic that a function would misread",
    "In a function of `mapRows` an int64 is a bigint and a decimal a text. Of what arithmetic makes TypeScript says only that it is a number, so the function would be typed for something that it does not get.",
    "export const one = orders.select(o => ({ x: o.order_id + 1 })).mapRows({ x: t.float64() }, row => ({ x: row.x }));",
    "export const one = orders.select(o => ({ x: cast(o.order_id + 1, t.float64()) })).mapRows({ x: t.float64() }, row => ({ x: row.x }));",
  ),
  ODB3023: error(
    "Settings of what is no node",
    "Only an exported table of a pipeline file is a node, and only a node has settings.",
    'const paid = orders.filter(o => o.paid).config({ owner: "sales" });\nexport const large = paid.filter(o => o.amount > 100);',
    'const paid = orders.filter(o => o.paid);\nexport const large = paid.filter(o => o.amount > 100).config({ owner: "sales" });',
  ),
  ODB3024: error(
    "A node with two names",
    "A node's name is the name of its export.",
    "const paid = orders.filter(o => o.paid);\nexport { paid, paid as settled };",
    "const paid = orders.filter(o => o.paid);\nexport { paid };",
  ),
  ODB3025: error(
    "Names that differ only by case",
    "File systems and catalogs take them for one.",
    "export const paid = orders.filter(o => o.paid);\nexport const Paid = orders.filter(o => o.paid);",
    "export const paid = orders.filter(o => o.paid);\nexport const unpaid = orders.filter(o => !o.paid);",
  ),
  ODB3026: error(
    "A setting that has no effect",
    "What is accepted has an effect; this would have none here.",
    'export const kept = orders.write(parquet(lake, "orders")).config({ cache: true });',
    "export const paid = orders.filter(o => o.paid).config({ cache: true });",
  ),
  ODB3027: error(
    "A file of a compression that is not written",
    "What ends in `.csv.gz`, `.json.gz` or `.jsonl.gz` is one file; another path is a folder, and one that is named like a packed file would mislead whoever reads it.",
    'export const kept = orders.write(csv(lake, "orders.csv.zst"));',
    'export const kept = orders.write(csv(lake, "orders", { compression: "zstd" }));',
  ),
} as const satisfies { readonly [code: string]: Entry };
