import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const layers = 10;

/**
 * Writes a project of `count` pipeline files in ten layers: sources of 18 columns in the first, then files that import two of the layer above,
 * with a macro, a left join, an aggregate and a write each. It compiles without a diagnostic, under tsc too.
 */
export function generateProject(folder: string, count: number): void {
  const write = (path: string, text: string) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  write(
    "odibi.config.ts",
    'import { defineConfig } from "odibi";\n\nexport default defineConfig({ pipelines: "pipelines/**/*.pipeline.ts" });\n',
  );
  write(
    "connections.ts",
    'import { local } from "odibi";\n\nexport const landing = local("data/landing");\nexport const lake = local("data/lake");\n',
  );
  write("package.json", '{ "name": "generated", "private": true, "type": "module" }\n');
  const perLayer = Math.ceil(count / layers);
  for (let index = 0; index < count; index += 1) {
    const layer = Math.floor(index / perLayer);
    write(`pipelines/layer${layer}/table${index}.pipeline.ts`, layer === 0 ? source(index) : derived(index, layer, perLayer));
  }
}

const columns = [
  ["id", "t.int64()"],
  ["customer_id", "t.int64().nullable()"],
  ["status", 't.enum("open", "paid", "void")'],
  ["amount", "t.decimal(12, 2)"],
  ["discount", "t.decimal(12, 2).nullable()"],
  ["country", "t.string().nullable()"],
  ["city", "t.string()"],
  ["email", "t.string().nullable()"],
  ["ordered_at", "t.timestamp()"],
  ["updated_at", "t.timestamp()"],
  ["day", "t.date()"],
  ["quantity", "t.int32()"],
  ["weight", "t.float64()"],
  ["paid", "t.boolean()"],
  ["note", "t.string().nullable()"],
  ["channel", "t.string()"],
  ["rank", "t.int32()"],
  ["score", "t.float64().nullable()"],
] as const;

function source(index: number): string {
  return `import { csv, parquet, pipeline, read, t } from "odibi";
import { lake, landing } from "../../connections";

export default pipeline({ owner: "ingest", tags: ["bronze"] });

/** Source ${index}, as it is exported every night. */
export const table${index} = read(csv(landing, "source${index}/*.csv"), {
${columns.map(([name, type], position) => `${position % 5 === 3 ? `  /** Column ${name} of source ${index}. */\n` : ""}  ${name}: ${type},`).join("\n")}
}).write(parquet(lake, "layer0/table${index}"));
`;
}

function derived(index: number, layer: number, perLayer: number): string {
  const above = (layer - 1) * perLayer;
  const [left, right] = [above + (index % perLayer), above + ((index * 7 + 3) % perLayer)].map(other => Math.min(other, index - 1));
  const other = right === left ? Math.max(above, (left ?? 0) - 1) : right;
  return `import { count, date, desc, parquet, pipeline, sum } from "odibi";
import { lake } from "../../connections";
import { table${left} } from "../layer${layer - 1}/table${left}.pipeline";
import { table${other} } from "../layer${layer - 1}/table${other}.pipeline";

export default pipeline({ owner: "team${index % 7}", tags: ["layer${layer}"], retries: 2 });

const isRevenue = (status: string, amount: number) => status === "paid" && amount > ${index % 100};
const net = (amount: number, discount: number | null) => amount - (discount ?? 0);

const totals = table${other}
  .groupBy(o => ({ customer_id: o.customer_id ?? 0 }))
  .aggregate(o => ({ total: sum(o.amount), orders: count() }));

/** Table ${index}: what table ${left} says, with the totals of table ${other}. */
export const table${index} = table${left}
  .filter(o => isRevenue(o.status, o.amount) && date(o.ordered_at) >= date("2020-01-01"))
  .deduplicate({ by: o => o.id, orderBy: o => desc(o.updated_at) })
  .leftJoin(totals, (o, r) => o.customer_id === r.customer_id, (o, r) => ({
    ...o,
    /** What is left after the discount. */
    score: (r.total ?? 0) > 100 ? o.weight * 2 : o.weight + o.quantity,
    note: o.note === null ? "none" : o.note.trim().toLowerCase(),
    rank: o.rank,
  }))
  .filter(o => net(o.amount, o.discount) > 0 || o.paid)
  .write(parquet(lake, "layer${layer}/table${index}"));

/** Table ${index} by day and country. */
export const daily${index} = table${index}
  .groupBy(o => ({ day: date(o.ordered_at), country: o.country ?? "unknown" }))
  .aggregate(o => ({ revenue: sum(o.amount), orders: count(), paid: count({ where: o.paid }) }));
`;
}
