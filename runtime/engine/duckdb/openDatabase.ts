import { mkdirSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Failure } from "../../failure.ts";
import { prelude } from "../../sql/duckdb/prelude.ts";

export type Row = Readonly<Record<string, unknown>>;

/** The few things that the engine asks of DuckDB. Each statement has a connection of its own: another statement on the same one would end it. */
export interface Database {
  /** Runs a statement and gives its rows, with 64-bit numbers as bigint or string, dates and decimals as text. Aborting the signal interrupts it. */
  execute(sql: string, options?: ExecuteOptions): Promise<Row[]>;
  /** The rows of a statement as they come, in batches. */
  stream(sql: string, options?: Pick<ExecuteOptions, "signal">): AsyncIterable<readonly Row[]>;
  /** Waits for what still runs. */
  close(): Promise<void>;
}

export interface ExecuteOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (fraction: number) => void;
}

/** An embedded DuckDB in memory that spills into a folder of its own and never reaches for the network. */
export async function openDatabase(options: {
  readonly spill: string;
  readonly threads?: number;
  readonly memoryLimit?: string;
}): Promise<Database> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  mkdirSync(options.spill, { recursive: true });
  const instance = await createInstance(DuckDBInstance, options);
  const setup = await instance.connect();
  await setup.run("set global TimeZone = 'UTC'");
  // Most runs need no function of the prelude.
  let functions: Promise<unknown> | undefined;
  const all = [setup];
  const idle: DuckDBConnection[] = [];
  const take = async (): Promise<DuckDBConnection> => {
    const free = idle.pop();
    if (free !== undefined) return free;
    const made = await instance.connect();
    all.push(made);
    return made;
  };
  const running = new Set<Promise<Row[]>>();
  const execute: Database["execute"] = async (sql, { signal, onProgress } = {}) => {
    if (sql.includes("odibi_")) {
      functions ??= setup.run(prelude());
      await functions;
    }
    const connection = await take();
    const stop = interruptOn(connection, signal);
    let report: NodeJS.Timeout | undefined;
    try {
      if (onProgress !== undefined) {
        await connection.run("set enable_progress_bar = true; set enable_progress_bar_print = false; set progress_bar_time = 0");
        report = setInterval(() => {
          const percentage = connection.progress.percentage;
          if (percentage > 0) onProgress(Math.min(percentage / 100, 1));
        }, 500);
      }
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJson();
    } finally {
      clearInterval(report);
      stop();
      idle.push(connection);
    }
  };
  return {
    execute(sql, options) {
      const statement = execute(sql, options);
      running.add(statement);
      const forget = (): void => void running.delete(statement);
      statement.then(forget, forget);
      return statement;
    },
    async *stream(sql, { signal } = {}) {
      const connection = await take();
      const stop = interruptOn(connection, signal);
      let end: () => void = () => undefined;
      const reading = new Promise<Row[]>(resolve => {
        end = () => resolve([]);
      });
      running.add(reading);
      try {
        yield* (await connection.stream(sql)).yieldRowObjectJson();
      } finally {
        stop();
        idle.push(connection);
        running.delete(reading);
        end();
      }
    },
    async close() {
      // A statement that still runs takes the process with it when its database is closed.
      await Promise.allSettled(running);
      // A database whose connections are open aborts the process at its end.
      for (const connection of all) connection.closeSync();
      instance.closeSync();
    },
  };
}

type Instances = typeof import("@duckdb/node-api").DuckDBInstance;

async function createInstance(
  instances: Instances,
  options: { readonly spill: string; readonly threads?: number; readonly memoryLimit?: string },
): ReturnType<Instances["create"]> {
  if (options.memoryLimit !== undefined && !/^[0-9]+(\.[0-9]+)? ?([KMGT]i?)?B$/i.test(options.memoryLimit)) {
    throw new Failure("ODB5006", `The memory limit "${options.memoryLimit}" is not a size.`, "Write it as 512MB or 4GB.");
  }
  return instances.create(":memory:", {
    temp_directory: options.spill,
    // An ORDER BY that ends a statement is kept without it.
    preserve_insertion_order: "false",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    // DuckDB keeps blocks of files by path, size and second; a table that is replaced within that second would be read as a mixture.
    enable_external_file_cache: "false",
    allow_community_extensions: "false",
    errors_as_json: "true",
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    ...(options.memoryLimit === undefined ? {} : { memory_limit: options.memoryLimit }),
  });
}

/** Interrupts until told to stop: an interrupt that comes before the statement has begun is lost. */
export function interruptOn(connection: DuckDBConnection, signal: AbortSignal | undefined): () => void {
  if (signal === undefined) return () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    timer = setInterval(() => connection.interrupt(), 20);
  };
  if (signal.aborted) interrupt();
  else signal.addEventListener("abort", interrupt, { once: true });
  return () => {
    signal.removeEventListener("abort", interrupt);
    clearInterval(timer);
  };
}
