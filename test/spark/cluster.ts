import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { findSpark } from "../../runtime/engine/spark/findSpark.ts";
import { python } from "./sparkRun.ts";

/** A standalone cluster on the loopback for one test: a master and two workers of a core each, in a folder. Gives the master's address. */
export async function startCluster(folder: string): Promise<string> {
  const { home } = findSpark(python, folder);
  const port = await freePort();
  const master = `spark://127.0.0.1:${port}`;
  const started: ChildProcess[] = [];
  const start = async (name: string, words: readonly string[], until: RegExp): Promise<void> => {
    const child = spawn(
      join(home, "bin/spark-class"),
      [`org.apache.spark.deploy.${name}`, "--host", "127.0.0.1", "--webui-port", "0", ...words],
      {
        cwd: folder,
        env: { ...process.env, SPARK_HOME: home, SPARK_LOCAL_IP: "127.0.0.1", SPARK_DAEMON_MEMORY: "256m", SPARK_LOCAL_DIRS: folder },
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    started.push(child);
    await new Promise<void>((resolve, reject) => {
      child.once("exit", code => reject(new Error(`${name} ended with ${code}`)));
      createInterface({ input: child.stderr }).on("line", line => {
        if (until.test(line)) resolve();
      });
    });
  };
  onTestFinished(async () => {
    for (const child of started) {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined;
      child.kill("SIGKILL");
      await ended;
    }
  });
  await start("master.Master", ["--port", String(port)], /I have been elected leader/);
  const worker = ["--cores", "1", "--memory", "768m", "--work-dir", join(folder, "work"), master];
  await Promise.all([start("worker.Worker", worker, /Successfully registered/), start("worker.Worker", worker, /Successfully registered/)]);
  return master;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  await once(server.close(), "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
