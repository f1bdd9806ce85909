import { setTimeout as delay } from "node:timers/promises";
import type { Worker } from "node:worker_threads";

// A thread that is ended while the engine works in it takes the whole process with it. So the worker says when it is in the engine, and whoever ends it
// first keeps it from going in again.

const idle = 0;
const inside = 1;
const closed = 2;

/** A new gate, which both threads see. */
export function openGate(): SharedArrayBuffer {
  return new SharedArrayBuffer(4);
}

/** Does something in the engine; refused once the gate is closed. */
export async function throughGate<T>(gate: SharedArrayBuffer, work: () => Promise<T>): Promise<T> {
  const state = new Int32Array(gate);
  if (Atomics.compareExchange(state, 0, idle, inside) !== idle) throw new Error("the work was stopped");
  try {
    return await work();
  } finally {
    Atomics.store(state, 0, idle);
  }
}

/** Ends a worker: at once where its own code runs, else when the engine has let go, which "stop" asks it to do. */
export async function endWorker(worker: Worker, gate: SharedArrayBuffer): Promise<void> {
  const state = new Int32Array(gate);
  worker.postMessage("stop");
  while (Atomics.compareExchange(state, 0, idle, closed) === inside) await delay(2);
  await worker.terminate();
}
