import { writeFileSync } from "node:fs";
import { caseDifferences, formatCaseTables } from "./caseDifferences.ts";
import { openSpark } from "./evaluate.ts";
import { startSpark } from "./startSpark.ts";

// Run by hand after an update of Spark or Node.
const { socket, end } = await startSpark();
const spark = await openSpark(socket);
writeFileSync(new URL("../../runtime/sql/spark/caseTables.ts", import.meta.url), formatCaseTables(await caseDifferences(spark)));
spark.close();
await end();
