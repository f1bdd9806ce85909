import type { EngineJob } from "../engine.ts";

type Submitted = Pick<EngineJob, "environment" | "threads" | "memoryLimit" | "spill" | "master">;

/** What spark-submit is told of a run, before the program: the command's options beat the environment's. */
export function submitArguments(job: Submitted): readonly string[] {
  const { environment, threads, memoryLimit, spill } = job;
  const master = masterOf(job);
  const conf = environment.spark?.conf ?? {};
  const isLocal = isLocalMaster(job);
  const isHere = /^spark:\/\/(?:127\.0\.0\.1|localhost)(?::|$)/.test(master);
  const settings: { readonly [key: string]: string } = {
    ...conf,
    ...(isLocal || isHere ? { "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1" } : {}),
    ...(isHere ? { "spark.executorEnv.ODIBI_NODE": process.execPath } : {}),
    ...(isLocal ? { "spark.local.dir": `${spill}/local` } : {}),
    "spark.driver.extraJavaOptions": `${javaOptions("driver", conf)} "-Djava.io.tmpdir=${spill}/local"`,
    "spark.executor.extraJavaOptions": javaOptions("executor", conf),
    "spark.sql.warehouse.dir": `${spill}/warehouse`,
    ...(memoryLimit === undefined ? {} : { [isLocal ? "spark.driver.memory" : "spark.executor.memory"]: javaSize(memoryLimit) }),
    ...(threads === undefined || isLocal ? {} : { "spark.cores.max": String(threads) }),
  };
  return ["--master", master, ...Object.entries(settings).flatMap(([key, value]) => ["--conf", `${key}=${value}`])];
}

const masterOf = ({ environment, master, threads }: Submitted): string => master ?? environment.spark?.master ?? `local[${threads ?? "*"}]`;

/** Java's regular expressions need stacks for long texts. The last one counts, so the user can give more. */
const javaOptions = (process: "driver" | "executor", conf: { readonly [key: string]: string }): string =>
  `-Xss4m ${conf[`spark.${process}.extraJavaOptions`] ?? ""}`.trim();

/** Whether Spark computes in the process that it is started in. */
export const isLocalMaster = (job: Submitted): boolean => /^local(?:\[|$)/.test(masterOf(job));

/** `1.5GB` in the whole units that Java takes. */
function javaSize(size: string): string {
  const [, amount = "1", unit = "GB"] = /^([\d.]+) ?(MB|GB)$/i.exec(size) ?? [];
  return `${Math.round(Number(amount) * (unit.toUpperCase() === "GB" ? 1024 : 1))}m`;
}
