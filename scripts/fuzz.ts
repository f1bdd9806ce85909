import { spawnSync } from "node:child_process";
import { join } from "node:path";

// `npm run fuzz -- 10000 7`: that many random expressions, by that seed, with 40 rows each: what the references say against DuckDB and Spark. Without a
// seed another is taken each time. The test says of which seed a difference is.

const [count = "5000", seed = String(Date.now() % 1_000_000_000), ...more] = process.argv.slice(2);
const isNumber = (text: string): boolean => /^[1-9]\d{0,8}$/.test(text);
if (isNumber(count) && isNumber(seed) && more.length === 0) {
  console.log(`${count} expressions, seed ${seed}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, "test.ts"), "--spark", "test/spark/fuzz.test.ts"], {
    stdio: "inherit",
    env: { ...process.env, ODIBI_FUZZ: count, ODIBI_FUZZ_SEED: seed },
  });
  process.exitCode = status ?? 1;
} else {
  console.error("Usage: npm run fuzz -- [count] [seed], each a whole number from 1 to 999,999,999.");
  process.exitCode = 2;
}
