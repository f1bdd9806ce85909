import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";

/** What the Python side says first. */
export interface Greeting {
  readonly spark: string;
  readonly java: string;
}
/** A command's answer: what it gave, or what befell it. One without a code is a bug. */
export interface Answer {
  readonly id: number;
  readonly rows?: number;
  readonly bytes?: number;
  readonly files?: readonly string[];
  /** Of a commit. */
  readonly version?: number;
  readonly repeated?: boolean;
  readonly preview?: readonly (readonly (string | null)[])[];
  readonly error?: AnswerError;
}
export interface AnswerError {
  readonly code?: string;
  readonly message: string;
  readonly hint?: string;
  /** The node whose step it is, and the how manieth of its kind. */
  readonly node?: string;
  readonly kind?: string;
  readonly number?: number;
}

/** A line of JSON texts to the process that computes, on the loopback. */
export interface Line {
  readonly port: number;
  /** Resolves when the one who knows the token has called. */
  readonly greeted: Promise<Greeting>;
  send(message: object): void;
  /** Resolves with the answer to the command of that number; until then it is told how far it is. */
  answer(id: number, onProgress?: (fraction: number) => void): Promise<Answer>;
  /** Whether somebody has called and is still there. */
  isOpen(): boolean;
  /** Every answer that is still waited for, and every later one, is this error. */
  fail(error: Error): void;
  close(): void;
}

/** Opens a line on a free port, for the one that shows the token. */
export async function openLine(token: string): Promise<Line> {
  const waiting = new Map<number, PromiseWithResolvers<Answer> & { readonly onProgress: ((fraction: number) => void) | undefined }>();
  const greeting = Promise.withResolvers<Greeting>();
  greeting.promise.catch(() => undefined);
  let socket: Socket | undefined;
  let failed: Error | undefined;
  const server = createServer(caller => {
    caller.on("error", () => caller.destroy());
    createInterface({ input: caller }).on("line", text => {
      const message: unknown = JSON.parse(text);
      if (socket === caller) return take(message as Answer);
      const greeted = message as Greeting & { readonly token?: string };
      if (socket !== undefined || greeted.token !== token) return void caller.destroy();
      socket = caller;
      greeting.resolve(greeted);
    });
  });
  const take = (answer: Answer & { readonly progress?: number }): void => {
    if (answer.progress !== undefined) return void waiting.get(answer.id)?.onProgress?.(answer.progress);
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
  };
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    greeted: greeting.promise,
    send: message => void socket?.write(`${JSON.stringify(message)}\n`),
    answer(id, onProgress) {
      if (failed !== undefined) return Promise.reject(failed);
      const answer = { ...Promise.withResolvers<Answer>(), onProgress };
      waiting.set(id, answer);
      return answer.promise;
    },
    isOpen: () => socket?.writable === true,
    fail(error) {
      failed ??= error;
      greeting.reject(error);
      for (const answer of waiting.values()) answer.reject(error);
      waiting.clear();
    },
    close() {
      socket?.destroy();
      server.close();
    },
  };
}
