import { connect } from "node:net";
import { createInterface } from "node:readline";

// The tests' side of evaluate.py.

/** A view of the session: rows of texts, each read as its column's SQL type; a timestamp as its microseconds from 1970. */
export interface Table {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** An expression over the view `input`, and one of its text. */
export interface Question {
  readonly sql: string;
  readonly text: string;
}

export type Value = string | null | { readonly error: string };
export type Answer = { readonly type: string; readonly values: readonly Value[] } | { readonly error: string };
export type Result = { readonly types: readonly string[]; readonly rows: readonly (readonly unknown[])[] } | { readonly error: string };

/** The session that test/spark/globalSetup.ts has started. */
export interface Spark {
  readonly evaluate: (tables: readonly Table[], expressions: readonly Question[]) => Promise<readonly Answer[]>;
  readonly run: (tables: readonly Table[], statement: string) => Promise<Result>;
  readonly close: () => void;
}

export async function openSpark(socketPath: string): Promise<Spark> {
  const socket = connect(socketPath);
  const waiting = new Map<number, { readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void }>();
  createInterface({ input: socket }).on("line", line => {
    const { id, ...answer } = JSON.parse(line) as { readonly id: number };
    waiting.get(id)?.resolve(answer);
    waiting.delete(id);
  });
  const ended = () => new Error("The Spark session has ended.");
  socket.on("close", () => {
    for (const { reject } of waiting.values()) reject(ended());
    waiting.clear();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  let last = 0;
  const ask = <T>(request: object): Promise<T> =>
    new Promise<unknown>((resolve, reject) => {
      if (socket.destroyed || !socket.writable) return reject(ended());
      last++;
      waiting.set(last, { resolve, reject });
      socket.write(`${JSON.stringify({ id: last, ...request })}\n`);
    }) as Promise<T>;
  return {
    evaluate: async (tables, expressions) => {
      const answer = await ask<{ readonly results?: readonly Answer[]; readonly error?: string }>({ tables, expressions });
      if (answer.results === undefined) throw new Error(answer.error);
      return answer.results;
    },
    run: (tables, statement) => ask<Result>({ tables, statement }),
    close: () => socket.destroy(),
  };
}
